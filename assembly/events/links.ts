// Collections of events: where their objects lie, and which objects belong to which.

/**
 * Offsets of lists of so many elements.
 *
 * @param counts  i32[n]
 * @param out     i32[n + 1], written
 * @returns 0, or 1 + the first event whose count is negative or beyond 2^31 - 1 in all
 */
export function events_offsets(counts: usize, out: usize, n: i32): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const count = load<i32>(counts + ((<usize>i) << 2));
    total += count;
    if (count < 0 || total > i32.MAX_VALUE) return 1 + i;
    store<i32>(out + ((<usize>(i + 1)) << 2), <i32>total);
  }
  return 0;
}

/**
 * The event of each object.
 *
 * @param offsets  i32[n + 1]
 * @param out      i64[offsets[n] - offsets[0]], written
 */
export function events_event_index(offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    for (let j = load<i32>(at), stop = load<i32>(at, 4); j < stop; j++) {
      store<i64>(out, i);
      out += 8;
    }
  }
}

/**
 * Positions in a collection of all events, of positions in that of the own event; -1 where there is
 * no such object.
 *
 * @param index    i32[offsets[n]]
 * @param offsets  i32[n + 1], from 0: of the objects that have an index
 * @param targets  i32[n + 1], from 0: of the objects that are pointed to
 * @param out      i64[offsets[n]], written
 */
export function events_global_index(
  index: usize,
  offsets: usize,
  targets: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(targets + at);
    const count = load<i32>(targets + at, 4) - start;
    for (let j = load<i32>(offsets + at), stop = load<i32>(offsets + at, 4); j < stop; j++) {
      const local = load<i32>(index + ((<usize>j) << 2));
      const inside = local >= 0 && local < count;
      store<i64>(out + ((<usize>j) << 3), inside ? <i64>(start + local) : -1);
    }
  }
}

/**
 * The nearest ancestor of another kind; -1 where there is none.
 *
 * @param parents  i64[n], positions, -1 for none
 * @param kinds    i32[n], PDG numbers
 * @param out      i64[n], written
 * @returns 0, or 1 + the first particle that is its own ancestor
 */
export function events_distinct_parent(parents: usize, kinds: usize, out: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const kind = load<i32>(kinds + ((<usize>i) << 2));
    let parent = <i32>load<i64>(parents + ((<usize>i) << 3));
    let steps = 0;
    while (parent >= 0 && load<i32>(kinds + ((<usize>parent) << 2)) === kind) {
      if (++steps > n) return 1 + i;
      parent = <i32>load<i64>(parents + ((<usize>parent) << 3));
    }
    store<i64>(out + ((<usize>i) << 3), parent);
  }
  return 0;
}

/**
 * Number of particles whose parent each one is, as offsets. Parents come before their children.
 *
 * @param parents  i64[n], positions, -1 for none
 * @param out      i32[n + 1], written
 * @returns the number of children
 */
export function events_children_offsets(parents: usize, out: usize, n: i32): i32 {
  memory.fill(out, 0, (<usize>(n + 1)) << 2);
  for (let i = 0; i < n; i++) {
    const parent = load<i64>(parents + ((<usize>i) << 3));
    if (parent < 0 || parent > i) continue;
    const at = out + ((<usize>(parent + 1)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let total = 0;
  for (let i = 0; i <= n; i++) {
    const at = out + ((<usize>i) << 2);
    total += load<i32>(at);
    store<i32>(at, total);
  }
  return total;
}

/**
 * The children of each particle, in order.
 *
 * @param parents  i64[n]
 * @param offsets  i32[n + 1], of {@link events_children_offsets}
 * @param filled   i32[n], zero before, written
 * @param out      i64[offsets[n]], written
 */
export function events_children(
  parents: usize,
  offsets: usize,
  filled: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const parent = load<i64>(parents + ((<usize>i) << 3));
    if (parent < 0 || parent > i) continue;
    const at = (<usize>parent) << 2;
    const place = load<i32>(filled + at);
    store<i32>(filled + at, place + 1);
    store<i64>(out + ((<usize>(load<i32>(offsets + at) + place)) << 3), i);
  }
}

/** Whether a chain begins with this particle: it has a parent, of another kind. */
function beginsChain(parents: usize, kinds: usize, particle: i32, n: i32): bool {
  const parent = load<i64>(parents + ((<usize>particle) << 3));
  if (parent < 0 || parent >= n) return false;
  const kind = load<i32>(kinds + ((<usize>particle) << 2));
  return load<i32>(kinds + ((<usize>parent) << 2)) !== kind;
}

/**
 * Whose deep children particles are. A chain is a particle and its descendants of the same kind, down to
 * those with none of it. The first of a chain, if it has a parent of another kind, owns the children of the
 * whole chain that are of other kinds, and the members of the chain without children.
 *
 * @param parents  i64[n], positions, -1 for none; what comes after a child is no parent of it here
 * @param kinds    i32[n], PDG numbers
 * @param heads    i32[n], written: the first of each particle's chain
 * @param used     i32[n], zero before, written: 1 for particles with children
 * @param first    i64[n], written: of which each is a child of another kind, -1 for none
 * @param second   i64[n], written: of which each is a member without children, -1 for none
 * @param either   i64[n], written: the one that is not -1
 */
export function events_deep_owners(
  parents: usize,
  kinds: usize,
  heads: usize,
  used: usize,
  first: usize,
  second: usize,
  either: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const parent = <i32>load<i64>(parents + ((<usize>i) << 3));
    const kind = load<i32>(kinds + ((<usize>i) << 2));
    let head = i;
    let owner: i64 = -1;
    if (parent >= 0 && parent < i) {
      const at = (<usize>parent) << 2;
      store<i32>(used + at, 1);
      const above = load<i32>(heads + at);
      if (load<i32>(kinds + at) === kind) head = above;
      else if (beginsChain(parents, kinds, above, n)) owner = above;
    }
    store<i32>(heads + ((<usize>i) << 2), head);
    store<i64>(first + ((<usize>i) << 3), owner);
  }
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    const head = load<i32>(heads + ((<usize>i) << 2));
    const last = head !== i && load<i32>(used + ((<usize>i) << 2)) === 0;
    const owned = last && beginsChain(parents, kinds, head, n);
    const owner: i64 = owned ? <i64>head : -1;
    store<i64>(second + at, owner);
    store<i64>(either + at, owned ? owner : load<i64>(first + at));
  }
}

/** Two columns one beside the other: out i64[2 n], written, is a[0], b[0], a[1] … a, b i64[n]. */
export function events_interleave(a: usize, b: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    store<i64>(out + 2 * at, load<i64>(a + at));
    store<i64>(out + 2 * at, load<i64>(b + at), 8);
  }
}
