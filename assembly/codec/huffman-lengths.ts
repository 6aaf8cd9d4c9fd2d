// Lengths of Huffman codes: the two rarest symbols are joined until one is left, codes that are too
// long are cut, and what room that leaves or lacks is made up by others.

/** Symbols, at most: literals and lengths of DEFLATE. */
const MOST: i32 = 288;

/** u32[288]: the symbols that there are, `count << 9 | symbol`, ascending. */
const sorted: usize = memory.data(1152, 16);
/** u32[576], u16[576]: counts of the tree's nodes, leaves first, and the node above each. */
const nodes: usize = memory.data(2304, 16);
const parents: usize = memory.data(1152, 16);
/** u8[576]: depth of each node. */
const depths: usize = memory.data(576, 16);

let present: i32 = 0;

/**
 * Makes the length of a code for each symbol that occurs. The codes are complete where two symbols
 * occur; one alone has a code of one bit.
 *
 * @param counts  u32[n], each below 2^23
 * @param n       at most 288
 * @param longest of a code, with room for n of them
 * @param lengths u8[n], written; 0 where there is no code
 * @returns the bits that all symbols take together
 */
export function buildLengths(counts: usize, n: i32, longest: i32, lengths: usize): u32 {
  memory.fill(lengths, 0, n);
  sortSymbols(counts, n);
  if (present === 0) return 0;
  if (present === 1) {
    const key = load<u32>(sorted);
    store<u8>(lengths + <usize>(key & 511), 1);
    return key >> 9;
  }
  buildTree();
  limitLengths(longest);
  let total: u32 = 0;
  for (let i = 0; i < present; i++) {
    const key = load<u32>(sorted + ((<usize>i) << 2));
    const length = load<u8>(depths + <usize>i);
    store<u8>(lengths + <usize>(key & 511), length);
    total += (key >> 9) * <u32>length;
  }
  return total;
}

function sortSymbols(counts: usize, n: i32): void {
  present = 0;
  for (let symbol = 0; symbol < min(n, MOST); symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count === 0) continue;
    store<u32>(sorted + ((<usize>present) << 2), (count << 9) | <u32>symbol);
    present++;
  }
  // Shell's sort, for a few hundred at most.
  for (let gap = 121; gap > 0; gap = gap / 3) {
    for (let i = gap; i < present; i++) {
      const key = load<u32>(sorted + ((<usize>i) << 2));
      let j = i;
      for (; j >= gap; j -= gap) {
        const other = load<u32>(sorted + ((<usize>(j - gap)) << 2));
        if (other <= key) break;
        store<u32>(sorted + ((<usize>j) << 2), other);
      }
      store<u32>(sorted + ((<usize>j) << 2), key);
    }
  }
}

/** Leaves and joined nodes are each in order by themselves. */
function buildTree(): void {
  for (let i = 0; i < present; i++) {
    store<u32>(nodes + ((<usize>i) << 2), load<u32>(sorted + ((<usize>i) << 2)) >> 9);
  }
  let leaf = 0;
  let joined = present;
  for (let next = present; next < 2 * present - 1; next++) {
    let sum: u32 = 0;
    for (let side = 0; side < 2; side++) {
      const ofLeaf = leaf < present ? load<u32>(nodes + ((<usize>leaf) << 2)) : <u32>0xffffffff;
      const ofJoined = joined < next ? load<u32>(nodes + ((<usize>joined) << 2)) : <u32>0xffffffff;
      const chosen = ofLeaf <= ofJoined ? leaf++ : joined++;
      sum += min(ofLeaf, ofJoined);
      store<u16>(parents + ((<usize>chosen) << 1), <u16>next);
    }
    store<u32>(nodes + ((<usize>next) << 2), sum);
  }
  const root = 2 * present - 2;
  store<u8>(depths + <usize>root, 0);
  for (let i = root - 1; i >= 0; i--) {
    const parent = <usize>load<u16>(parents + ((<usize>i) << 1));
    store<u8>(depths + <usize>i, load<u8>(depths + parent) + 1);
  }
}

function limitLengths(longest: i32): void {
  let room = 1 << longest;
  for (let i = 0; i < present; i++) {
    const length = min<i32>(load<u8>(depths + <usize>i), longest);
    store<u8>(depths + <usize>i, <u8>length);
    room -= 1 << (longest - length);
  }
  while (room < 0) {
    // The rarest of those that are nearest to the limit.
    let at = -1;
    for (let i = 0; i < present; i++) {
      const length = <i32>load<u8>(depths + <usize>i);
      if (length < longest && (at < 0 || length > <i32>load<u8>(depths + <usize>at))) at = i;
    }
    const length = <i32>load<u8>(depths + <usize>at) + 1;
    store<u8>(depths + <usize>at, <u8>length);
    room += 1 << (longest - length);
  }
  for (let i = present - 1; room > 0; i = i > 0 ? i - 1 : present - 1) {
    const length = <i32>load<u8>(depths + <usize>i);
    const gain = 1 << (longest - length);
    if (gain > room) continue;
    store<u8>(depths + <usize>i, <u8>(length - 1));
    room -= gain;
  }
}
