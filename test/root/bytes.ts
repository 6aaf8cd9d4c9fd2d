// Bytes as ROOT streams them, made by hand.
import type { PackedBasket } from "../../src/root/basket.ts";
import { type Column, reserve } from "../../src/wasm/column.ts";

/** Length of the key of the baskets made here. */
const KEYLEN = 61;

type Bytes = readonly number[];

function big(size: number, set: (view: DataView) => void): number[] {
  const view = new DataView(new ArrayBuffer(size));
  set(view);
  return [...new Uint8Array(view.buffer)];
}

export const u8 = (...values: number[]): number[] => values;
export const u16 = (...values: number[]): number[] =>
  values.flatMap((value) => big(2, (view) => view.setUint16(0, value)));
export const u32 = (...values: number[]): number[] =>
  values.flatMap((value) => big(4, (view) => view.setUint32(0, value)));
export const f32 = (...values: number[]): number[] =>
  values.flatMap((value) => big(4, (view) => view.setFloat32(0, value)));
export const f64 = (...values: number[]): number[] =>
  values.flatMap((value) => big(8, (view) => view.setFloat64(0, value)));

/** A TString or std::string. */
export function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return bytes.length < 255 ? [bytes.length, ...bytes] : [255, ...u32(bytes.length), ...bytes];
}

/** A byte count and a version around bytes. */
export function frame(version: number, ...parts: Bytes[]): number[] {
  const body = parts.flat();
  return [...u32(0x40000000 + body.length + 2), ...u16(version), ...body];
}

/** The frame of a collection (TStreamerInfo's version is 9). */
export const collection = (...parts: Bytes[]): number[] => frame(9, ...parts);

/** The same, its elements stored member by member: of a class of a version, or of a checksum. */
export function split(element: number | { checksum: number }, ...parts: Bytes[]): number[] {
  const version =
    typeof element === "number" ? u16(element) : [...u16(0), ...u32(element.checksum)];
  return frame(0x4009, version, ...parts);
}

/** A TObject. */
export function rootObject(identifier: number = 0, bits: number = 0x02000000): number[] {
  const process = (bits & 0x10) === 0 ? [] : u16(7);
  return [...u16(1), ...u32(identifier, bits), ...process];
}

/** A basket of entries, with their offsets unless `bare`. */
export function basketOf(entries: readonly Bytes[], bare: boolean = false): PackedBasket {
  const content = entries.flat();
  const offsets: number[] = [];
  let at = KEYLEN;
  for (const entry of entries) {
    offsets.push(...u32(at));
    at += entry.length;
  }
  const all = bare ? content : [...content, ...u32(entries.length), ...offsets];
  return basketFrom(Uint8Array.from(all), content.length, entries.length, bare);
}

/** A basket of any bytes. */
export function basketFrom(
  all: Uint8Array,
  border: number,
  entries: number,
  bare: boolean = false,
): PackedBasket {
  const path = "f.root:tree;1:branch:0";
  return {
    place: { index: 0, start: 0, stop: entries, path, record: undefined, embedded: undefined },
    entries,
    keylen: KEYLEN,
    border,
    hasOffsets: !bare,
    unpack(): Column<"uint8"> {
      const column = reserve("uint8", all.length);
      column.view().set(all);
      return column;
    },
  };
}
