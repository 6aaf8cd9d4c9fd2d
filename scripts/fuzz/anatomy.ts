// Where things lie in a ROOT file, so that damage hits what matters.
import type { StoredBranch } from "../../src/root/branch.ts";
import { storedBaskets } from "../../src/root/branch.ts";
import { Cursor } from "../../src/root/cursor.ts";
import { isDirectory } from "../../src/root/directory.ts";
import { type Header, readDirectory, readHeader } from "../../src/root/header.ts";
import { openRoot } from "../../src/root/index.ts";
import { type Key, readKey } from "../../src/root/key.ts";
import type { ByteRange } from "../../src/root/source.ts";
import { bytesSource } from "../../src/root/source-bytes.ts";
import { Tree } from "../../src/root/tree.ts";

/** A key and where its entry in the list of its directory begins. */
export interface PlacedKey {
  readonly key: Key;
  readonly path: string;
  readonly at: number;
}

/** A basket on file. */
export interface PlacedBasket {
  readonly tree: string;
  readonly branch: string;
  readonly position: number;
  readonly nbytes: number;
  readonly keylen: number;
  /** First entry. */
  readonly start: number;
  /** Every frame of its payload carries a checksum. */
  readonly sealed: boolean;
}

export type RegionKind = "header" | "keys" | "streamers" | "object" | "basket header" | "basket";

export interface Region {
  readonly kind: RegionKind;
  readonly start: number;
  readonly stop: number;
}

export interface Anatomy {
  readonly header: Header;
  readonly keys: readonly PlacedKey[];
  readonly regions: readonly Region[];
  readonly baskets: readonly PlacedBasket[];
  /** Of RNTuples that are not compressed: header, footer, page lists. */
  readonly envelopes: readonly (readonly ByteRange[])[];
  /** Payloads under a checksum: of baskets, and of compressed objects. */
  readonly sealed: readonly (Region & { readonly basket?: PlacedBasket })[];
}

/** Takes a whole file apart. */
export async function anatomyOf(bytes: Uint8Array): Promise<Anatomy> {
  const header = await readHeader(bytesSource(bytes), {});
  const keys: PlacedKey[] = [];
  const regions: Region[] = [{ kind: "header", start: 0, stop: Math.min(300, bytes.length) }];
  readKeys(bytes, header.seekKeys, header.nbytesKeys, "", keys, regions);
  const sealed: Anatomy["sealed"][number][] = [];
  const addObject = (kind: RegionKind, position: number, nbytes: number): void => {
    const region = { kind, start: position, stop: Math.min(position + nbytes, bytes.length) };
    regions.push(region);
    const start = position + keyLength(bytes, position);
    if (isSealed(bytes, position, nbytes)) sealed.push({ kind, start, stop: region.stop });
  };
  if (header.nbytesInfo > 0) addObject("streamers", header.seekInfo, header.nbytesInfo);
  for (const { key } of keys) {
    if (!isDirectory(key)) addObject("object", key.seek, key.nbytes);
  }
  const baskets = await basketsOf(bytes);
  for (const basket of baskets) {
    const { position, keylen, nbytes } = basket;
    const start = position + keylen;
    const stop = position + nbytes;
    regions.push({ kind: "basket header", start: position, stop: start });
    if (stop > start) regions.push({ kind: "basket", start, stop });
    if (basket.sealed) sealed.push({ kind: "basket", start, stop, basket });
  }
  const envelopes: ByteRange[][] = [];
  for (const { key, path } of keys) {
    if (key.className === "ROOT::RNTuple") envelopes.push(await envelopesOf(bytes, path));
  }
  return { header, keys, regions, baskets, envelopes, sealed };
}

/** Header, footer and page lists: what is asked for while the tuple is opened. */
async function envelopesOf(bytes: Uint8Array, path: string): Promise<ByteRange[]> {
  const found: ByteRange[] = [];
  const inner = bytesSource(bytes);
  await using file = await openRoot({
    ...inner,
    readMany: (ranges, options) => {
      found.push(...ranges);
      return inner.readMany(ranges, options);
    },
  });
  found.length = 0;
  // Newer formats are refused.
  await file.tree(path).catch(() => undefined);
  return found.every((range, i) => isEnvelope(bytes, range, Math.min(i, 2) + 1)) ? found : [];
}

function isEnvelope(bytes: Uint8Array, { position }: ByteRange, type: number): boolean {
  return bytes[position] === type && bytes[position + 1] === 0;
}

function readKeys(
  bytes: Uint8Array,
  seek: number,
  nbytes: number,
  prefix: string,
  keys: PlacedKey[],
  regions: Region[],
): void {
  if (nbytes === 0) return;
  regions.push({ kind: "keys", start: seek, stop: seek + nbytes });
  const cursor = new Cursor(bytes.subarray(seek, seek + nbytes), "keys", seek);
  cursor.at = readKey(cursor).keylen;
  const n = cursor.u32();
  for (let i = 0; i < n; i++) {
    const at = seek + cursor.at;
    const key = readKey(cursor);
    keys.push({ key, at, path: `${prefix}${key.name};${key.cycle}` });
    if (!isDirectory(key)) continue;
    const start = key.seek + key.keylen;
    regions.push({ kind: "header", start: key.seek, stop: key.seek + key.nbytes });
    const below = readDirectory(new Cursor(bytes.subarray(start), "directory", start));
    readKeys(bytes, below.seekKeys, below.nbytesKeys, `${prefix}${key.name}/`, keys, regions);
  }
}

async function basketsOf(bytes: Uint8Array): Promise<PlacedBasket[]> {
  const baskets: PlacedBasket[] = [];
  await using file = await openRoot(bytes);
  for (const [name, className] of Object.entries(file.classnames())) {
    if (className !== "TTree") continue;
    const tree = await file.tree(name);
    if (!(tree instanceof Tree)) continue;
    for (const branch of tree.branches as readonly StoredBranch[]) {
      for (const { i, record } of storedBaskets(branch.raw)) {
        if (record === undefined || record.position + record.length > bytes.length) continue;
        const { position, length: nbytes } = record;
        const sealed = isSealed(bytes, position, nbytes) && branch.unsupported === undefined;
        const start = Number(branch.raw.fBasketEntry[i] ?? 0);
        const keylen = keyLength(bytes, position);
        baskets.push({ tree: name, branch: branch.path, position, nbytes, keylen, start, sealed });
      }
    }
  }
  return baskets;
}

export function keyLength(bytes: Uint8Array, position: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + position).getUint16(14);
}

/** Whether the record is compressed and each of its frames has a checksum over its content. */
function isSealed(bytes: Uint8Array, position: number, nbytes: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + position);
  const keylen = view.getUint16(14);
  if (nbytes - keylen === view.getUint32(6)) return false;
  let at = position + keylen;
  const stop = position + nbytes;
  while (at + 9 < stop) {
    const method = String.fromCharCode(bytes[at], bytes[at + 1]);
    const sealed =
      method === "ZL" ||
      method === "L4" ||
      (method === "XZ" && bytes[at + 9 + 7] !== 0) ||
      (method === "ZS" && (bytes[at + 9 + 4] & 4) !== 0);
    if (!sealed) return false;
    at += 9 + (bytes[at + 3] | (bytes[at + 4] << 8) | (bytes[at + 5] << 16));
  }
  return at === stop;
}
