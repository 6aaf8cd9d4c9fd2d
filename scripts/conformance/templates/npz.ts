// Arrays of numbers in NumPy's .npz files: zip archives of .npy files.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { InputError } from "../report.ts";

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The arrays of a file by name, flattened in C order. */
export function readNpz(path: string): Record<string, Float64Array> {
  const bytes = readFileSync(path);
  const out: Record<string, Float64Array> = {};
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new InputError(`${path} is no zip archive`);
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new InputError(`${path}: damaged directory`);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extra = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    const plain = method === 0 ? content : inflateRawSync(content);
    out[name.replace(/\.npy$/, "")] = numbersOf(plain, `${path}: ${name}`);
    at += 46 + nameLength + extra;
  }
  return out;
}

function numbersOf(npy: Buffer, where: string): Float64Array {
  if (npy.toString("latin1", 1, 6) !== "NUMPY") throw new InputError(`${where} is no .npy file`);
  const wide = npy[6] > 1;
  const start = wide ? 12 : 10;
  const length = wide ? npy.readUInt32LE(8) : npy.readUInt16LE(8);
  const header = npy.toString("latin1", start, start + length);
  const dtype = /'descr': *'([^']+)'/.exec(header)?.[1] ?? "";
  const body = npy.subarray(start + length);
  const read = readers[dtype];
  if (read === undefined) throw new InputError(`${where}: dtype "${dtype}" is not known here`);
  const size = Number(dtype.slice(2));
  return Float64Array.from({ length: body.length / size }, (_, i) => read(body, i * size));
}

const readers: Record<string, (bytes: Buffer, at: number) => number> = {
  "<f8": (bytes, at) => bytes.readDoubleLE(at),
  "<f4": (bytes, at) => bytes.readFloatLE(at),
  "<i8": (bytes, at) => Number(bytes.readBigInt64LE(at)),
  "<i4": (bytes, at) => bytes.readInt32LE(at),
  "<u8": (bytes, at) => Number(bytes.readBigUInt64LE(at)),
};
