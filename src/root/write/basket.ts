import { offsetAddress } from "../../wasm/address.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { BranchValues } from "./column-values.ts";
import { type Compression, compress, type Packed, type Place } from "./compression.ts";
import { containerContent } from "./container-content.ts";
import { type ContainerValues, containerBytes } from "./container-values.ts";
import { type KeyRecord, keyLength, writeKey } from "./key-record.ts";
import { swapNumbers } from "./swap-numbers.ts";

const CLASS = "TBasket";
const VERSION = 3;
/** What a basket has behind the strings of its key, as part of it. */
const HEADER = 19;
/** The size of buffers that ROOT makes by default. */
const BUFFER_SIZE = 32_000;
/** Bytes of an entry's offset. */
const OFFSET = 4;

/** What a basket holds, out of linear memory. */
export interface BasketContent {
  /** Compressed, or as it is. */
  readonly stored: Packed;
  /** Bytes before compression. */
  readonly length: number;
  readonly entries: number;
  /** Bytes of values, without the offsets behind them. */
  readonly border: number;
  /** Bytes of an entry, or the number of offsets that there is room for. */
  readonly entrySize: number;
  /** Elements of the longest list, bytes of the longest text; 0 for others. */
  readonly longest: number;
}

/** Bytes of the key of a branch's baskets; positions in it have 8 bytes, as uproot writes them. */
export function basketKeyLength(branch: string, tree: string): number {
  return keyLength({ className: CLASS, name: branch, title: tree }, true) + HEADER;
}

/** Bytes that entries take, about. */
export function basketBytes(values: BranchValues | ContainerValues): number {
  if ("levels" in values) return containerBytes(values);
  const { data, offsets, items, entries } = values;
  const width = itemSize(data.dtype) * items;
  if (offsets === undefined) return entries * width;
  const view = offsets.view();
  return (view[entries] - view[0]) * width + entries * OFFSET;
}

/**
 * The basket of entries `start` to `stop - 1` of a branch.
 *
 * @param branch  length of the key of its baskets; whether its entries are texts
 * @param place  for bytes that are made at once
 */
export function basketContent(
  values: BranchValues | ContainerValues,
  start: number,
  stop: number,
  { keylen, text }: { readonly keylen: number; readonly text: boolean },
  compression: Compression,
  place: Place,
): BasketContent {
  const entries = stop - start;
  if ("levels" in values) {
    return scope(() => {
      const { bytes, starts } = containerContent(values, start, stop);
      const border = bytes.length;
      const out = reserve("uint8", border + (entries + 2) * OFFSET);
      kernels.root_swap_8(bytes.address, out.address, border);
      const behind = offsetAddress(out.address, border);
      kernels.root_write_offsets(starts.address, 1, keylen, behind, entries);
      const stored = compress(out, compression, place);
      return { stored, length: out.length, entries, border, entrySize: entries + 1, longest: 0 };
    });
  }
  const { data, offsets, items } = values;
  const size = itemSize(data.dtype) * items;
  if (offsets === undefined) {
    return scope(() => {
      const length = entries * size;
      const out = reserve("uint8", length);
      const at = offsetAddress(data.address, start * size);
      swapNumbers(at, out.address, entries * items, itemSize(data.dtype));
      const stored = compress(out, compression, place);
      return { stored, length, entries, border: length, entrySize: size, longest: 0 };
    });
  }
  return scope(() => {
    const view = offsets.view();
    const [first, last] = [view[start], view[stop]];
    const at = offsetAddress(offsets.address, start * OFFSET);
    const room = (entries + 2) * OFFSET;
    if (text) {
      const out = reserve("uint8", last - first + 5 * entries + room);
      const starts = reserve("int32", entries + 1);
      const { address } = starts;
      const longest = kernels.root_write_strings(at, data.address, out.address, address, entries);
      const border = starts.at(entries) as number;
      const behind = offsetAddress(out.address, border);
      kernels.root_write_offsets(address, 1, keylen, behind, entries);
      const stored = compress(out.slice(0, border + room), compression, place);
      return { stored, length: border + room, entries, border, entrySize: entries + 1, longest };
    }
    const border = (last - first) * size;
    const out = reserve("uint8", border + room);
    const from = offsetAddress(data.address, first * size);
    swapNumbers(from, out.address, (last - first) * items, itemSize(data.dtype));
    kernels.root_write_offsets(at, size, keylen, offsetAddress(out.address, border), entries);
    const stored = compress(out, compression, place);
    return { stored, length: out.length, entries, border, entrySize: entries + 1, longest: 0 };
  });
}

/** The basket of a counter, from the offsets of the lists that it counts. */
export function counterContent(
  offsets: Column<"int32">,
  start: number,
  stop: number,
  compression: Compression,
  place: Place,
): BasketContent {
  return scope(() => {
    const entries = stop - start;
    const out = reserve("uint8", entries * OFFSET);
    const at = offsetAddress(offsets.address, start * OFFSET);
    const longest = kernels.root_write_counts(at, out.address, entries);
    const { length } = out;
    const stored = compress(out, compression, place);
    return { stored, length, entries, border: length, entrySize: OFFSET, longest };
  });
}

/**
 * What lies on file in front of a basket's bytes.
 * @param stored  how many these are
 */
export function basketKey(
  { length, entries, border, entrySize }: BasketContent,
  stored: number,
  key: Pick<KeyRecord, "name" | "title" | "seek" | "seekParent" | "datime">,
): Uint8Array {
  const keylen = basketKeyLength(key.name, key.title);
  const out = new ByteWriter();
  const whole = { ...key, className: CLASS, objlen: length, stored };
  writeKey(out, { ...whole, cycle: 0, large: true }, HEADER);
  out.u16(VERSION);
  out.u32(BUFFER_SIZE);
  out.u32(entrySize);
  out.u32(entries);
  out.u32(keylen + border);
  out.u8(0);
  return out.bytes();
}
