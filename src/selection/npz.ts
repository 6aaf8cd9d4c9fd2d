import { withAddress } from "../codec/codec.ts";
import { zlibCompress } from "../codec/zlib-compress.ts";
import { kernels } from "../wasm/instance.ts";

// NumPy's archives of arrays: a zip file (PKWARE APPNOTE 6.3) with a file NAME.npy (NEP 1) for each array.

/** An array for an archive: of texts, integers, numbers or truths. */
export type NpzArray =
  | { readonly kind: "text"; readonly values: readonly string[] }
  | { readonly kind: "int64" | "float64"; readonly values: ArrayLike<number> }
  | {
      readonly kind: "bool";
      /** One byte each, 0 or 1; of all rows. */
      readonly values: Uint8Array;
      /** Of a matrix; a vector where there is none. */
      readonly columns?: number | undefined;
    };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
/** 2.0: what deflation needs; the flag says that names are UTF-8. */
const VERSION = 20;
const UTF8 = 0x800;
/** 1 January 1980: files of the same arrays have the same bytes. */
const DATE = 0x21;
const STORED = 0;
const DEFLATED = 8;
/** Of a zlib stream, in front of and behind the deflated bytes. */
const ZLIB_HEAD = 2;
const ZLIB_TAIL = 4;

/**
 * The archive of some arrays, which `numpy.load` reads.
 *
 * @param compressed  whether the arrays are deflated
 * @see numpy.savez, numpy.savez_compressed
 */
export function npzBytes(
  arrays: Readonly<Record<string, NpzArray>>,
  compressed: boolean,
): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, array]) => {
    const plain = npyBytes(array);
    const crc = withAddress(plain, (address) => kernels.codec_crc32(address, plain.length) >>> 0);
    const packed = compressed ? deflated(plain) : plain;
    return { name: new TextEncoder().encode(`${name}.npy`), crc, packed, size: plain.length };
  });
  const local = files.map(({ name, packed }) => LOCAL_SIZE + name.length + packed.length);
  const central = files.map(({ name }) => CENTRAL_SIZE + name.length);
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  const bytes = new Uint8Array(sum(local) + sum(central) + END_SIZE);
  const view = new DataView(bytes.buffer);
  const write16 = (at: number, ...values: number[]): void => {
    for (const [i, value] of values.entries()) view.setUint16(at + 2 * i, value, true);
  };
  const write32 = (at: number, ...values: number[]): void => {
    for (const [i, value] of values.entries()) view.setUint32(at + 4 * i, value, true);
  };
  const method = compressed ? DEFLATED : STORED;
  let at = 0;
  let index = sum(local);
  for (const { name, crc, packed, size } of files) {
    write32(at, LOCAL);
    write16(at + 4, VERSION, UTF8, method, 0, DATE);
    write32(at + 14, crc, packed.length, size);
    write16(at + 26, name.length, 0);
    bytes.set(name, at + LOCAL_SIZE);
    bytes.set(packed, at + LOCAL_SIZE + name.length);
    write32(index, CENTRAL);
    write16(index + 4, VERSION, VERSION, UTF8, method, 0, DATE);
    write32(index + 16, crc, packed.length, size);
    write16(index + 28, name.length);
    write32(index + 42, at);
    bytes.set(name, index + CENTRAL_SIZE);
    at += LOCAL_SIZE + name.length + packed.length;
    index += CENTRAL_SIZE + name.length;
  }
  write32(index, END);
  write16(index + 8, files.length, files.length);
  write32(index + 12, sum(central), sum(local));
  return bytes;
}

function deflated(plain: Uint8Array): Uint8Array {
  return zlibCompress(plain).subarray(ZLIB_HEAD, -ZLIB_TAIL);
}

/** @see numpy.lib.format, version 1.0 */
function npyBytes(array: NpzArray): Uint8Array {
  const { descr, shape, data } = contentOf(array);
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  // The numbers begin at a multiple of 64; a line's end is before them.
  const start = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  bytes.set(data, start);
  return bytes;
}

function contentOf(array: NpzArray): { descr: string; shape: string; data: Uint8Array } {
  switch (array.kind) {
    case "text": {
      const characters = array.values.map((text) => [...text]);
      const width = Math.max(1, ...characters.map(({ length }) => length));
      const codes = new Uint32Array(width * characters.length);
      for (const [i, text] of characters.entries()) {
        for (const [j, one] of text.entries()) codes[i * width + j] = one.codePointAt(0) ?? 0;
      }
      return { descr: `<U${width}`, shape: `${characters.length},`, data: bytesOf(codes) };
    }
    case "bool": {
      const { values, columns } = array;
      const shape =
        columns === undefined ? `${values.length},` : `${values.length / columns}, ${columns}`;
      return { descr: "|b1", shape, data: values };
    }
    case "int64": {
      const data = BigInt64Array.from(array.values, (value) => BigInt(value));
      return { descr: "<i8", shape: `${data.length},`, data: bytesOf(data) };
    }
    default: {
      const data = Float64Array.from(array.values);
      return { descr: "<f8", shape: `${data.length},`, data: bytesOf(data) };
    }
  }
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
