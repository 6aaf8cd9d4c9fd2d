import { copyBytes, type PlainBytes } from "../../codec/compressing.ts";
import { lz4CompressTo } from "../../codec/lz4-compress.ts";
import { zlibCompressTo } from "../../codec/zlib-compress.ts";
import { zstdCompressTo } from "../../codec/zstd-compress.ts";
import { UsageError } from "../../errors.ts";
import { Column } from "../../wasm/column.ts";

/** How records are compressed. */
export type CompressionName = "none" | "zlib" | "lz4" | "zstd";

/** A codec and how hard it tries. */
export interface Compression {
  readonly name: CompressionName;
  /** 1 (fast) to 9 (small); LZ4 and ZSTD have one. */
  readonly level: number;
}

/** Bytes at once, or as soon as a codec beside this thread has made them. */
export type Packed = Uint8Array | Promise<Uint8Array>;

/** Memory outside linear memory for so many bytes that are compressed at once. */
export type Place = (length: number) => Uint8Array;

/** The part of node:zlib that is used. */
interface NodeZlib {
  deflate(
    bytes: Uint8Array,
    options: { readonly level: number },
    done: (error: Error | null, result: Uint8Array) => void,
  ): void;
}

type Builtin = (name: string) => unknown;

const zlib = (
  globalThis as { process?: { getBuiltinModule?: Builtin } }
).process?.getBuiltinModule?.("node:zlib") as NodeZlib | undefined;

/** Bytes that one frame may hold: lengths have three bytes. */
const MAX_FRAME = 0xff_ffff;
const HEADER = 9;

/** ROOT's number of each codec, and what its frames begin with: letters and a method. */
const codecs = {
  zlib: { number: 1, letters: "ZL", method: 8 },
  lz4: { number: 4, letters: "L4", method: 1 },
  zstd: { number: 5, letters: "ZS", method: 1 },
} as const;

/**
 * Checks a compression.
 * @throws UsageError for other names or levels
 */
export function compressionOf(name: CompressionName = "zlib", level = 1): Compression {
  if (name !== "none" && !(name in codecs)) {
    throw new UsageError(`compression is "none", "zlib", "lz4" or "zstd", not "${name}"`);
  }
  if (!(Number.isInteger(level) && level >= 1 && level <= 9)) {
    throw new UsageError(`the level of a compression is 1 to 9, not ${level}`);
  }
  return { name, level };
}

/** As ROOT keeps it: 100 times the number of the codec, plus the level. */
export function compressionNumber({ name, level }: Compression): number {
  return name === "none" ? 0 : 100 * codecs[name].number + level;
}

/**
 * Frames of at most 2^24 - 1 bytes, or the bytes themselves where frames are no shorter.
 *
 * @param bytes  taken over at the call where they are a column; else not changed until this is done
 * @param place  called once at most, and not for bytes that are made beside this thread
 */
export function compress(bytes: PlainBytes, compression: Compression, place?: Place): Packed {
  const { name, level } = compression;
  if (name === "none" || bytes.length === 0) return outside(bytes, place);
  if (name === "zlib" && level > 1) return compressBeside(outside(bytes), level);
  const compressor = { zlib: zlibCompressTo, lz4: lz4CompressTo, zstd: zstdCompressTo }[name];
  if (bytes.length > MAX_FRAME) {
    return framed(
      pieces(bytes).map((one) => compressor(one, copyBytes)),
      name,
      bytes,
    );
  }
  const frame = compressor(bytes, (block) => {
    const length = HEADER + block.length;
    if (length >= bytes.length) return undefined;
    const out = place?.(length) ?? new Uint8Array(length);
    writeHeader(out, name, block.length, bytes.length);
    out.set(block, HEADER);
    return out;
  });
  return frame ?? outside(bytes, place);
}

/** A copy outside linear memory, where they are not outside already. */
function outside(bytes: PlainBytes, place?: Place): Uint8Array {
  if (!(bytes instanceof Column)) return bytes;
  if (place === undefined) return bytes.toTypedArray();
  const out = place(bytes.length);
  out.set(bytes.view());
  return out;
}

/** What one frame holds each. */
function pieces(bytes: PlainBytes): PlainBytes[] {
  if (bytes.length <= MAX_FRAME) return [bytes];
  const parts: PlainBytes[] = [];
  for (let start = 0; start < bytes.length; start += MAX_FRAME) {
    const stop = Math.min(start + MAX_FRAME, bytes.length);
    parts.push(bytes instanceof Column ? bytes.slice(start, stop) : bytes.subarray(start, stop));
  }
  return parts;
}

/** Harder than our own kernel tries, by Node beside this thread or by the page. */
async function compressBeside(bytes: Uint8Array, level: number): Promise<Uint8Array> {
  const parts = pieces(bytes) as Uint8Array[];
  const packed = parts.map((part) =>
    zlib === undefined ? deflateInPage(part) : deflate(zlib, part, level),
  );
  return framed(await Promise.all(packed), "zlib", bytes);
}

function framed(
  packed: readonly Uint8Array[],
  name: keyof typeof codecs,
  bytes: PlainBytes,
): Uint8Array {
  const length = packed.reduce((sum, block) => sum + HEADER + block.length, 0);
  if (length >= bytes.length || packed.some((block) => block.length > MAX_FRAME)) {
    return outside(bytes);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const [i, block] of packed.entries()) {
    const plain = Math.min(MAX_FRAME, bytes.length - i * MAX_FRAME);
    writeHeader(out.subarray(at), name, block.length, plain);
    out.set(block, at + HEADER);
    at += HEADER + block.length;
  }
  return out;
}

/** Letters, method, then both lengths in three bytes each, lowest first. */
function writeHeader(
  out: Uint8Array,
  name: keyof typeof codecs,
  packed: number,
  plain: number,
): void {
  const { letters, method } = codecs[name];
  out.set([letters.charCodeAt(0), letters.charCodeAt(1), method]);
  out.set([packed, packed >> 8, packed >> 16, plain, plain >> 8, plain >> 16], 3);
}

function deflate(node: NodeZlib, bytes: Uint8Array, level: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    node.deflate(bytes, { level }, (error, out) => (error === null ? resolve(out) : reject(error)));
  });
}

/** At the one level that the browser has. */
async function deflateInPage(bytes: Uint8Array): Promise<Uint8Array> {
  const plain = new Blob([Uint8Array.from(bytes)]);
  const stream = plain.stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
