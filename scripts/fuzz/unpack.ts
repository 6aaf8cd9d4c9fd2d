// Stores everything in a file uncompressed, so that damage reaches decoders and not only codecs.
import type { StoredBranch } from "../../src/root/branch.ts";
import { storedBaskets } from "../../src/root/branch.ts";
import { decompress, readFrames } from "../../src/root/frames.ts";
import { openRoot } from "../../src/root/index.ts";
import { Tree } from "../../src/root/tree.ts";
import { type Anatomy, keyLength } from "./anatomy.ts";
import { bigEndian } from "./edit.ts";

/** More than this unpacked is left alone. */
const MAX_BYTES = 3_000_000;

/** The same file with its streamer infos, objects and baskets uncompressed, behind its old end. */
export async function unpacked(
  bytes: Uint8Array,
  { header, keys }: Anatomy,
): Promise<Uint8Array | undefined> {
  const out = new Growing(bytes);
  const trees = new Map<string, Tree>();
  await using file = await openRoot(bytes);
  for (const [name, className] of Object.entries(file.classnames())) {
    const tree = className === "TTree" ? await file.tree(name) : undefined;
    if (tree instanceof Tree) trees.set(name, tree);
  }
  for (const { key, at, path } of keys) {
    const object = isPacked(bytes, key.seek) ? record(bytes, key.seek, key.nbytes) : undefined;
    if (object === undefined) continue;
    const tree = trees.get(path);
    for (const branch of (tree?.branches ?? []) as readonly StoredBranch[]) {
      moveBaskets(bytes, branch, object.subarray(key.keylen), out);
      if (out.size > MAX_BYTES) return undefined;
    }
    const seek = out.append(object);
    out.patch(at, object.subarray(0, 18));
    out.patch(at + 18, bigEndian(seek, isLarge(object) ? 8 : 4));
  }
  const large = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4) >= 1_000_000;
  if (header.nbytesInfo > 0 && isPacked(bytes, header.seekInfo)) {
    const infos = record(bytes, header.seekInfo, header.nbytesInfo);
    const at = large ? 45 : 37;
    out.patch(at, bigEndian(out.append(infos), large ? 8 : 4));
    out.patch(at + (large ? 8 : 4), bigEndian(infos.length, 4));
  }
  if (out.size === bytes.length || out.size > MAX_BYTES) return undefined;
  out.patch(12, bigEndian(out.size, large ? 8 : 4));
  return out.bytes();
}

/** Bytes to which can be added. */
class Growing {
  readonly #parts: Uint8Array[];
  size: number;

  constructor(bytes: Uint8Array) {
    this.#parts = [bytes.slice()];
    this.size = bytes.length;
  }

  /** Adds a record whose key learns where it lies. */
  append(part: Uint8Array): number {
    const at = this.size;
    part.set(bigEndian(at, isLarge(part) ? 8 : 4), 18);
    this.#parts.push(part);
    this.size += part.length;
    return at;
  }

  patch(at: number, bytes: Uint8Array): void {
    this.#parts[0].set(bytes, at);
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}

function isLarge(key: Uint8Array): boolean {
  return new DataView(key.buffer, key.byteOffset).getUint16(4) > 1000;
}

function isPacked(bytes: Uint8Array, position: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + position);
  return view.getInt32(0) - view.getUint16(14) !== view.getUint32(6);
}

/** A record with its payload decompressed and its length adjusted. */
function record(bytes: Uint8Array, position: number, nbytes: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + position);
  const keylen = keyLength(bytes, position);
  const objlen = view.getUint32(6);
  const payload = bytes.subarray(position + keylen, position + nbytes);
  const out = new Uint8Array(keylen + objlen);
  out.set(bytes.subarray(position, position + keylen));
  const column = decompress(payload, readFrames(payload, objlen), objlen);
  out.set(column.view(), keylen);
  column.dispose();
  out.set(bigEndian(out.length, 4), 0);
  return out;
}

/** Moves the baskets of a branch; `tree` is its tree's object, whose pointers follow. */
function moveBaskets(
  bytes: Uint8Array,
  branch: StoredBranch,
  tree: Uint8Array,
  out: Growing,
): void {
  const { fBasketSeek, fBasketBytes } = branch.raw;
  const stored = storedBaskets(branch.raw).filter((basket) => basket.record !== undefined);
  if (stored.length === 0) return;
  const first = Buffer.concat(stored.map(({ i }) => bigEndian(BigInt(fBasketSeek[i]), 8)));
  const seeks = Buffer.from(tree.buffer, tree.byteOffset, tree.length).indexOf(first);
  // fBasketBytes, fBasketEntry and fBasketSeek follow each other, each behind a byte.
  const n = fBasketSeek.length;
  const lengths = seeks - 1 - 8 * n - 1 - 4 * n;
  if (seeks < 0 || lengths < 0 || stored[0].i !== 0) return;
  if (Buffer.from(tree).readInt32BE(lengths) !== fBasketBytes[0]) return;
  for (const { i, record: place } of stored) {
    if (place === undefined || !isPacked(bytes, place.position)) continue;
    const basket = record(bytes, place.position, place.length);
    tree.set(bigEndian(out.append(basket), 8), seeks + 8 * i);
    tree.set(bigEndian(basket.length, 4), lengths + 4 * i);
  }
}
