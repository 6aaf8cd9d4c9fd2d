// Tags of values of several types: i8, from 0.

/** tags = tags * count + more: one tag for each pair. tags i8[n], changed; more i8[n]. */
export function array_combine_tags(tags: usize, more: usize, n: i32, count: i32): void {
  for (let i = 0; i < n; i++) {
    const at = tags + <usize>i;
    store<i8>(at, <i8>(<i32>load<i8>(at) * count + <i32>load<i8>(more + <usize>i)));
  }
}

/** Number of elements of one type. tags i8[n]. */
export function array_count_tag(tags: usize, n: i32, tag: i32): i32 {
  let count = 0;
  for (let i = 0; i < n; i++) count += i32(<i32>load<i8>(tags + <usize>i) === tag);
  return count;
}

/** Positions of the elements of one type. tags i8[n], out i32[number of them], written. */
export function array_positions_of_tag(tags: usize, out: usize, n: i32, tag: i32): void {
  for (let i = 0; i < n; i++) {
    if (<i32>load<i8>(tags + <usize>i) === tag) {
      store<i32>(out, i);
      out += 4;
    }
  }
}

/**
 * Numbers the elements of each type from 0.
 *
 * @param tags  i8[n]
 * @param next  i32[128], the first number of each type, changed
 * @param out   i32[n], written
 */
export function array_number_tags(tags: usize, next: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = next + ((<usize>load<i8>(tags + <usize>i)) << 2);
    const number = load<i32>(at);
    store<i32>(at, number + 1);
    store<i32>(out + ((<usize>i) << 2), number);
  }
}

/**
 * Moves the elements of one type, each of which is of a type by itself, to their new types.
 *
 * @param tags        i8[n]
 * @param index       i32[n]
 * @param tag         the type to move
 * @param innerTags   i8[…], at the positions of `index`
 * @param innerIndex  i32[…]
 * @param newTags     i32[number of inner types], the new tag of each
 * @param shifts      i32[number of inner types], to be added to its positions
 * @param outTags     i8[n], written where the tag is `tag`
 * @param outIndex    i32[n], written there
 */
export function array_retag_inner(
  tags: usize,
  index: usize,
  n: i32,
  tag: i32,
  innerTags: usize,
  innerIndex: usize,
  newTags: usize,
  shifts: usize,
  outTags: usize,
  outIndex: usize,
): void {
  for (let i = 0; i < n; i++) {
    if (<i32>load<i8>(tags + <usize>i) !== tag) continue;
    const at = (<usize>i) << 2;
    const inner = <usize>load<i32>(index + at);
    const kind = (<usize>load<i8>(innerTags + inner)) << 2;
    store<i8>(outTags + <usize>i, <i8>load<i32>(newTags + kind));
    store<i32>(outIndex + at, load<i32>(innerIndex + (inner << 2)) + load<i32>(shifts + kind));
  }
}

/**
 * Moves the elements of one type to another.
 *
 * @param tags      i8[n]
 * @param index     i32[n]
 * @param tag       the type to move
 * @param newTag    the type to move to
 * @param shift     to be added to positions
 * @param outTags   i8[n], written where the tag is `tag`
 * @param outIndex  i32[n], written there
 */
export function array_retag(
  tags: usize,
  index: usize,
  n: i32,
  tag: i32,
  newTag: i32,
  shift: i32,
  outTags: usize,
  outIndex: usize,
): void {
  for (let i = 0; i < n; i++) {
    if (<i32>load<i8>(tags + <usize>i) !== tag) continue;
    const at = (<usize>i) << 2;
    store<i8>(outTags + <usize>i, <i8>newTag);
    store<i32>(outIndex + at, load<i32>(index + at) + shift);
  }
}
