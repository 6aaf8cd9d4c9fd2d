import type { Layout } from "../../array/layout.ts";
import { FormatError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import type { PackedBasket } from "../basket.ts";
import { decodeStructured } from "../decode-structured.ts";
import { readStreamers, type Streamers } from "../jsroot.ts";
import type { StreamedField } from "./field.ts";
import type { Schema } from "./schema.ts";

/** `kByteCountMask`; tag of a class that is named here for the first time. */
const COUNTED = 0x40000000;
const NEW_CLASS = 0xffffffff;

/**
 * The classes of streamed fields: those that the RNTuple describes itself, then those of the file
 * that it does not.
 *
 * @param where  file and tree, for messages
 * @throws FormatError
 */
export function streamersOf(
  { streamerInfos }: Schema,
  ofFile: Streamers,
  where: string,
): Streamers {
  const own = streamerInfos.map((bytes, i) => {
    const path = `${where}: streamer infos ${i}`;
    const start = behindClass(bytes, path);
    // References to classes count from the beginning.
    return readStreamers(bytes.subarray(start), start, path).infos;
  });
  const infos = own.flat();
  const names = new Set(infos.map(({ fName }) => fName));
  const others = ofFile.infos.filter(({ fName }) => !names.has(fName));
  return { infos: [...infos, ...others], file: ofFile.file };
}

/** Behind byte count, tag and name of the class, here TList. */
function behindClass(bytes: Uint8Array, path: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const counted = bytes.length >= 8 && view.getUint32(0) >= COUNTED;
  const name = "TList\0";
  const start = 8 + name.length;
  const found = String.fromCharCode(...bytes.subarray(8, start));
  if (!counted || view.getUint32(4) !== NEW_CLASS || found !== name) {
    throw new FormatError(`${path}: they are no list`, { path });
  }
  return start;
}

/**
 * Objects from their bytes.
 *
 * @param offsets  i32[n + 1], from 0: where the bytes of each lie
 * @param bytes  of all; freed
 * @param path  `file:tree:field`
 * @throws FormatError with the object that contradicts its type; UnsupportedError
 */
export function decodeStreamed(
  field: StreamedField,
  offsets: Column<"int32">,
  bytes: Column<"uint8">,
  path: string,
): Layout {
  const n = offsets.length - 1;
  // As baskets have them.
  const swapped = reserve("uint8", 4 * offsets.length);
  kernels.root_swap_32(offsets.address, swapped.address, offsets.length);
  const basket: PackedBasket = {
    place: { index: 0, start: 0, stop: n, path, record: undefined, embedded: undefined },
    entries: n,
    keylen: 0,
    border: bytes.length,
    hasOffsets: false,
    unpack: () => bytes.slice(0, bytes.length),
  };
  const context = { path, typename: field.typename, offsets: swapped };
  const layout = decodeStructured([{ basket, from: 0, to: n }], field.interpretation, context);
  swapped.dispose();
  bytes.dispose();
  return layout;
}
