import { type Packed, unpack } from "../codec/packed.ts";
import { FormatError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type StoredBranch, storedBaskets } from "./branch.ts";
import { Cursor } from "./cursor.ts";
import { placed, readFrames } from "./frames.ts";
import { readKey } from "./key.ts";
import type { RawBasket } from "./metadata.ts";
import type { ByteRange, ByteSource } from "./source.ts";

/** Where the entries of a basket are. */
export interface BasketPlace {
  /** Number of the basket in its branch. */
  readonly index: number;
  /** Entries `start` to `stop - 1` of the branch. */
  readonly start: number;
  readonly stop: number;
  /** `file:tree:branch:basket`, for messages. */
  readonly path: string;
  /** Its record on file, or the basket itself where it is embedded in the tree. */
  readonly record: ByteRange | undefined;
  readonly embedded: RawBasket | undefined;
}

/** A basket whose header is read and whose bytes are at hand, not yet decompressed. */
export interface PackedBasket {
  readonly place: BasketPlace;
  readonly entries: number;
  /** Stored offsets of entries include this. */
  readonly keylen: number;
  /** Bytes of the entries. */
  readonly border: number;
  /** Whether an array of offsets lies behind the entries. */
  readonly hasOffsets: boolean;
  /** What `unpack` decompresses; undefined where it is stored as it is. */
  readonly packed?: Packed | undefined;
  /**
   * Decompresses; the caller frees the column.
   */
  readonly unpack: () => Column<"uint8">;
}

/**
 * The baskets of a branch in order.
 *
 * @param path  `file:tree:branch`
 * @throws FormatError when they do not hold the branch's entries, or lie outside the file
 */
export function basketPlaces(
  branch: StoredBranch,
  source: ByteSource,
  path: string,
): BasketPlace[] {
  const { raw } = branch;
  const places: BasketPlace[] = [];
  const add = (
    stop: number,
    record: ByteRange | undefined,
    embedded: RawBasket | undefined,
  ): void => {
    const index = places.length;
    const start = index === 0 ? 0 : places[index - 1].stop;
    const here = `${path}:${index}`;
    if (!(stop >= start && stop <= branch.entries)) {
      throw new FormatError(
        `${here}: a basket of entries ${start} to ${stop} in a branch of ${branch.entries}`,
        { path: here },
      );
    }
    places.push({ index, start, stop, path: here, record, embedded });
  };
  let bytes = 0;
  for (const { i, record, embedded } of storedBaskets(raw)) {
    bytes += record?.length ?? 0;
    if (bytes > source.size) {
      throw new FormatError(`${path}: its baskets overlap: they have more bytes than the file`, {
        path,
      });
    }
    if (embedded !== undefined) {
      add((places.at(-1)?.stop ?? 0) + embedded.fNevBuf, undefined, embedded);
      continue;
    }
    if (!(record && record.length > 0 && record.position + record.length <= source.size)) {
      const here = `${path}:${places.length}`;
      throw new FormatError(
        `${here}: a basket of ${record?.length} bytes at ${record?.position} in a file of ${source.size}`,
        { path: here, at: record?.position },
      );
    }
    add(Number(raw.fBasketEntry[i + 1] ?? branch.entries), record, undefined);
  }
  const held = places.at(-1)?.stop ?? 0;
  if (held !== branch.entries) {
    throw new FormatError(
      `${path}: its baskets hold ${held} entries, but the branch says ${branch.entries}`,
      { path },
    );
  }
  return places;
}

/**
 * Reads the header of a basket and checks it against the branch's metadata.
 *
 * @param record  the basket on file, or `undefined` for an embedded one
 * @throws FormatError
 */
export function openBasket(place: BasketPlace, record: Uint8Array | undefined): PackedBasket {
  if (place.embedded !== undefined) return openEmbedded(place, place.embedded);
  if (record === undefined || place.record === undefined) throw new Error("a basket without bytes");
  const { path } = place;
  const origin = place.record.position;
  const cursor = new Cursor(record, path, origin);
  const key = readKey(cursor);
  if (key.className !== "TBasket" || key.nbytes !== record.length || key.seek !== origin) {
    throw cursor.error(
      `no basket: the record is a ${key.className} of ${key.nbytes} bytes at ${key.seek}, not a ` +
        `TBasket of ${record.length} at ${origin}`,
      -cursor.at,
    );
  }
  cursor.skip(6);
  if (cursor.i32() < 0) cursor.skip(1);
  const entries = cursor.i32();
  const border = cursor.i32() - key.keylen;
  cursor.skip(1);
  if (cursor.at !== key.keylen) {
    throw cursor.error(`its key has ${key.keylen} bytes, its header ${cursor.at}`);
  }
  if (entries !== place.stop - place.start) {
    throw cursor.error(
      `it holds ${entries} entries, the branch expects ${place.stop - place.start}`,
    );
  }
  if (border < 0 || border > key.objlen) {
    throw cursor.error(`its entries have ${border} bytes of ${key.objlen}`);
  }
  // Where there are offsets, there is one for each entry: checked before room is made for them.
  if (border < key.objlen && entries > (key.objlen - border - 4) / 4) {
    throw cursor.error(`${entries} entries, with offsets in ${key.objlen - border} bytes`);
  }
  if (entries < 0) throw cursor.error(`it has ${entries} entries`);
  const payload = record.subarray(key.keylen);
  const stored = payload.length === key.objlen;
  const length = key.objlen;
  const packed = stored
    ? undefined
    : placing(path, origin + key.keylen, () => {
        return { bytes: payload, frames: readFrames(payload, length), length };
      });
  return {
    place,
    entries,
    keylen: key.keylen,
    border,
    hasOffsets: border < key.objlen,
    packed,
    unpack() {
      if (packed === undefined) return copied(payload);
      return placing(path, origin + key.keylen, () => unpack(packed));
    },
  };
}

/**
 * Where the offsets of a basket's entries begin in its bytes.
 *
 * @throws FormatError when they are fewer than the entries
 */
export function offsetsAt(basket: PackedBasket, bytes: Column<"uint8">): number {
  const { border, entries, place } = basket;
  const all = bytes.view();
  const room = Math.floor((all.byteLength - border - 4) / 4);
  const view = new DataView(all.buffer, all.byteOffset + border);
  const count = room >= 0 ? view.getInt32(0) : -1;
  if (count < entries || count > room) {
    throw new FormatError(
      `${place.path}: ${count} offsets for ${entries} entries, and room for ${room}`,
      { path: place.path, at: place.record?.position },
    );
  }
  return border + 4;
}

function openEmbedded(place: BasketPlace, basket: RawBasket): PackedBasket {
  const { fKeylen, fLast, fNevBuf, fEntryOffset } = basket;
  const border = fLast - fKeylen;
  const content = basket.fBufferRef?.arr ?? undefined;
  const { path } = place;
  if (!(border >= 0 && border <= (content?.byteLength ?? 0))) {
    throw new FormatError(
      `${path}: an embedded basket of ${border} bytes has ${content?.byteLength ?? 0}`,
      { path },
    );
  }
  if (fEntryOffset !== undefined && fEntryOffset.length < fNevBuf) {
    throw new FormatError(`${path}: ${fEntryOffset.length} offsets for ${fNevBuf} entries`, {
      path,
    });
  }
  return {
    place,
    entries: fNevBuf,
    keylen: fKeylen,
    border,
    hasOffsets: fEntryOffset !== undefined,
    unpack() {
      // As on file: content, number of offsets, offsets.
      const bytes = reserve("uint8", border + (fEntryOffset ? 4 + 4 * fNevBuf : 0));
      const all = bytes.view();
      if (content) all.set(new Uint8Array(content.buffer, content.byteOffset, border));
      if (fEntryOffset) {
        const view = new DataView(all.buffer, all.byteOffset + border);
        view.setInt32(0, fNevBuf);
        for (let i = 0; i < fNevBuf; i++) view.setInt32(4 + 4 * i, fEntryOffset[i]);
      }
      return bytes;
    },
  };
}

function placing<T>(path: string, origin: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, path, origin);
  }
}

function copied(payload: Uint8Array): Column<"uint8"> {
  const bytes = reserve("uint8", payload.length);
  bytes.view().set(payload);
  return bytes;
}
