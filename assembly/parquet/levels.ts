// Parquet stores nested values as leaves with two levels each: how deep a value is defined, and at
// which depth it repeats (Melnik et al., "Dremel", VLDB 2010, section 4). Of n entries of a leaf, those
// with `repetition <= r` and `definition >= d` are the elements of the node that has r repeated
// ancestors and is there from level d on.

/**
 * The number of elements of a node.
 *
 * @param definitions u8[n]
 * @param repetitions u8[n]
 */
export function parquet_count(definitions: usize, repetitions: usize, n: i32, r: u32, d: u32): i32 {
  let count = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    count += i32(<u32>load<u8>(repetitions + i) <= r && <u32>load<u8>(definitions + i) >= d);
  }
  return count;
}

/**
 * Offsets of the lists at a node. Elements before the first list, which a sound file has not, are left
 * in front of the first offset.
 *
 * @param definitions u8[n]
 * @param repetitions u8[n]
 * @param within      the level from which an element of a list is there
 * @param offsets     i32[parquet_count(r, d) + 1], written
 */
export function parquet_offsets(
  definitions: usize,
  repetitions: usize,
  n: i32,
  r: u32,
  d: u32,
  within: u32,
  offsets: usize,
): void {
  let elements = 0;
  let to = offsets;
  for (let i: usize = 0; i < <usize>n; i++) {
    const repetition = <u32>load<u8>(repetitions + i);
    const definition = <u32>load<u8>(definitions + i);
    if (repetition <= r && definition >= d) {
      store<i32>(to, elements);
      to += 4;
    }
    elements += i32(repetition <= r + 1 && definition >= within);
  }
  store<i32>(to, elements);
}

/**
 * Positions of what is there among the elements of a node, -1 where it is missing.
 *
 * @param definitions u8[n]
 * @param repetitions u8[n]
 * @param present     the level from which a value is there
 * @param index       i32[parquet_count(r, d)], written
 * @returns how many are there
 */
export function parquet_index(
  definitions: usize,
  repetitions: usize,
  n: i32,
  r: u32,
  d: u32,
  present: u32,
  index: usize,
): i32 {
  let there = 0;
  let to = index;
  for (let i: usize = 0; i < <usize>n; i++) {
    const definition = <u32>load<u8>(definitions + i);
    if (<u32>load<u8>(repetitions + i) > r || definition < d) continue;
    const is = definition >= present;
    store<i32>(to, is ? there : -1);
    there += i32(is);
    to += 4;
  }
  return there;
}
