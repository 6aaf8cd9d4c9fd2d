// Puts the baskets of a small file far from each other, as they lie in large files.
import type { StoredBranch } from "../../src/root/branch.ts";
import { Cursor } from "../../src/root/cursor.ts";
import { readHeader } from "../../src/root/header.ts";
import { openRoot } from "../../src/root/index.ts";
import { readKey } from "../../src/root/key.ts";
import { bytesSource } from "../../src/root/source-bytes.ts";

/** Bytes of a file at a position; what no piece covers is zero. */
export interface PlacedBytes {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** Versions of headers, of keys and of directories with 64-bit positions. */
const LARGE_FILE = 1_000_000;
const LARGE = 1000;
/**
 * The pieces of a file with one uncompressed tree, all its positions in 64 bits: the baskets
 * `spread` bytes apart, each branch's n-th behind the others' n-th, then the tree and the keys.
 */
export async function relocated(
  bytes: Uint8Array,
  treeName: string,
  spread: number,
): Promise<PlacedBytes[]> {
  const header = await readHeader(bytesSource(bytes), {});
  const keys = new Cursor(bytes.subarray(header.seekKeys), "keys", header.seekKeys);
  const list = readKey(keys);
  keys.at = list.keylen;
  const found = Array.from({ length: keys.u32() }, () => {
    const start = header.seekKeys + keys.at;
    const key = readKey(keys);
    return { key, entry: bytes.slice(start, header.seekKeys + keys.at) };
  });
  const tree = found.find(({ key }) => key.name === treeName);
  if (tree === undefined) throw new Error(`no tree "${treeName}"`);
  const object = bytes.slice(tree.key.seek, tree.key.seek + tree.key.nbytes);

  const pieces: PlacedBytes[] = [];
  let next = bytes.length + 1000;
  const put = (record: Uint8Array): number => {
    const position = next;
    pieces.push({ position, bytes: record });
    next += Math.max(spread, record.length);
    return position;
  };
  await using file = await openRoot(bytes);
  const branches = (await file.tree(treeName)).branches as readonly StoredBranch[];
  const places = branches.map(({ raw }) => findPointers(object, raw));
  for (let i = 0; i < branches[0].raw.fWriteBasket; i++) {
    for (const [k, { raw }] of branches.entries()) {
      const { seeks, lengths } = places[k];
      const start = Number(raw.fBasketSeek[i]);
      const basket = largeBasket(bytes.subarray(start, start + raw.fBasketBytes[i]));
      const position = put(basket);
      view(basket).setBigUint64(18, BigInt(position));
      view(object).setBigUint64(seeks + 8 * i, BigInt(position));
      view(object).setInt32(lengths + 4 * i, basket.length);
    }
  }
  const treeAt = put(object);

  const entries = found.map(({ key, entry }) => {
    const large = widened(entry);
    view(large).setBigUint64(18, BigInt(key === tree.key ? treeAt : key.seek));
    return large;
  });
  const count = new Uint8Array(4);
  view(count).setUint32(0, entries.length);
  const ownKey = bytes.slice(header.seekKeys, header.seekKeys + list.keylen);
  const keyList = concat([ownKey, count, ...entries]);
  view(keyList).setInt32(0, keyList.length);
  const keysAt = put(keyList);

  const end = keysAt + keyList.length;
  pieces.unshift(...firstRecords(bytes, header, keysAt, keyList.length, end));
  return pieces;
}

/** The whole as one array: for spreads that are not too large. */
export function assembled(pieces: readonly PlacedBytes[]): Uint8Array {
  const last = pieces[pieces.length - 1];
  const out = new Uint8Array(last.position + last.bytes.length);
  for (const { position, bytes } of pieces) out.set(bytes, position);
  return out;
}

/** The old file under a new header, and the root directory behind it. */
function firstRecords(
  bytes: Uint8Array,
  header: Awaited<ReturnType<typeof readHeader>>,
  keysAt: number,
  keysLength: number,
  end: number,
): PlacedBytes[] {
  const old = view(bytes);
  const begin = old.getUint32(8);
  const nameLength = old.getUint32(28);
  const head = bytes.slice();
  const all = view(head);
  all.setUint32(4, old.getUint32(4) + LARGE_FILE);
  all.setUint32(8, bytes.length);
  all.setBigUint64(12, BigInt(end));
  all.setBigUint64(20, 0n);
  all.setUint32(28, 0);
  all.setUint32(32, 1);
  all.setUint32(36, nameLength);
  all.setUint8(40, 8);
  all.setUint32(41, header.compression);
  all.setBigUint64(45, BigInt(header.seekInfo));
  all.setUint32(53, header.nbytesInfo);
  const directory = new Uint8Array(60);
  const record = view(directory);
  record.setUint16(0, 5 + LARGE);
  record.setUint32(10, keysLength);
  record.setUint32(14, nameLength);
  record.setBigUint64(18, BigInt(bytes.length));
  record.setBigUint64(34, BigInt(keysAt));
  const name = bytes.slice(begin, begin + nameLength);
  return [
    { position: 0, bytes: head },
    { position: bytes.length, bytes: concat([name, directory]) },
  ];
}

/** A key with 64-bit positions, and what is behind its positions. */
function widened(entry: Uint8Array): Uint8Array {
  if (view(entry).getUint16(4) > LARGE) return entry.slice();
  const out = concat([entry.subarray(0, 18), new Uint8Array(16), entry.subarray(26)]);
  view(out).setUint16(4, view(entry).getUint16(4) + LARGE);
  return out;
}

function largeBasket(basket: Uint8Array): Uint8Array {
  const old = view(basket);
  const keylen = old.getUint16(14);
  const border = old.getInt32(keylen - 5) - keylen;
  const out = widened(basket);
  const all = view(out);
  const more = out.length - basket.length;
  all.setInt32(0, out.length);
  all.setUint16(14, keylen + more);
  // The last byte and the offsets count from the beginning of the key.
  all.setInt32(keylen + more - 5, border + keylen + more);
  for (let at = keylen + more + border + 4; at + 4 <= out.length; at += 4) {
    all.setInt32(at, all.getInt32(at) + more);
  }
  return out;
}

/** Where fBasketSeek and fBasketBytes of a branch begin in its tree. */
function findPointers(
  object: Uint8Array,
  { fBasketSeek, fWriteBasket }: StoredBranch["raw"],
): { seeks: number; lengths: number } {
  const wanted = new Uint8Array(8 * fWriteBasket);
  for (let i = 0; i < fWriteBasket; i++) view(wanted).setBigUint64(8 * i, BigInt(fBasketSeek[i]));
  const n = fBasketSeek.length;
  for (let seeks = 0; seeks + wanted.length <= object.length; seeks++) {
    if (wanted.every((byte, i) => object[seeks + i] === byte)) {
      return { seeks, lengths: seeks - 2 - 12 * n };
    }
  }
  throw new Error("the positions of the baskets are not in the tree");
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
