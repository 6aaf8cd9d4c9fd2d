import { CodecError } from "../errors.ts";
import { offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { addressInMemory, SLACK, targetAddress } from "./codec.ts";
import { inflate } from "./deflate.ts";

/** Method and flags (RFC 1950, section 2.2). */
const HEADER = 2;
/** The Adler-32 of the decompressed bytes, big-endian. */
const TRAILER = 4;

/**
 * The zlib format (RFC 1950), as ROOT stores it behind the header of a `ZL` frame, its Adler-32
 * verified.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see Python's zlib.decompress
 */
export function zlib(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length;
  const stored = storedChecksum(compressed);
  inflate("zlib", compressed, [HEADER, n - TRAILER], to, length);
  const actual = kernels.codec_adler32(to, length) >>> 0;
  if (actual !== stored) {
    throw new CodecError(
      "zlib",
      `checksum differs: the stream says ${hex(stored)}, its ${length} bytes give ${hex(actual)}`,
    );
  }
}

/** A stream, and the column whose elements it gives. */
export interface ZlibJob {
  readonly compressed: Uint8Array;
  readonly target: Column<"uint8">;
}

/** Numbers of a job of the kernel. */
const JOB = 5;

/**
 * As `zlib` for several streams, of which two are decoded side by side: 1.1 to 1.5 times as fast as
 * one after the other for columns of numbers (measured, `bench/codec/pairs/main.ts`).
 *
 * @returns for each whether it is good; `zlib` says what is wrong with one that is not
 * @throws MemoryError
 */
export function zlibMany(jobs: readonly ZlibJob[]): boolean[] {
  const checksums = jobs.map(({ compressed }) => checksumOf(compressed));
  const good = checksums.map((checksum) => checksum !== undefined);
  // The longest first, so that none is left alone for long.
  const order = [...jobs.keys()].filter((i) => good[i]);
  order.sort((i, j) => jobs[j].compressed.length - jobs[i].compressed.length);
  // Before anything is reserved, which may grow the memory and detach views on it.
  const places = order.map((i) => addressInMemory(jobs[i].compressed));
  const copied = order.filter((_, k) => places[k] === undefined);
  const room = copied.reduce((sum, i) => sum + jobs[i].compressed.length + SLACK, 0);
  const input = reserve("uint8", room);
  const table = reserve("uint32", JOB * order.length);
  try {
    let at = 0;
    for (const [k, i] of order.entries()) {
      const { compressed, target } = jobs[i];
      let address = places[k];
      if (address === undefined) {
        address = offsetAddress(input.address, at);
        input.view().set(compressed, at);
        at += compressed.length + SLACK;
      }
      const n = compressed.length - HEADER - TRAILER;
      table.view().set([address + HEADER, n, target.address, target.length, 0], JOB * k);
    }
    kernels.codec_deflate_many(table.address, order.length);
    for (const [k, i] of order.entries()) {
      const { target } = jobs[i];
      good[i] = table.view()[JOB * k + JOB - 1] === 0 && checksum(target) === checksums[i];
    }
    return good;
  } finally {
    input.dispose();
    table.dispose();
  }
}

function checksum(bytes: Column<"uint8">): number {
  return kernels.codec_adler32(bytes.address, bytes.length) >>> 0;
}

/** That which a stream announces; undefined where it is none. */
function checksumOf(compressed: Uint8Array): number | undefined {
  try {
    return storedChecksum(compressed);
  } catch {
    return undefined;
  }
}

/**
 * The checksum behind a stream whose header is good.
 * @throws CodecError
 */
function storedChecksum(compressed: Uint8Array): number {
  const n = compressed.length;
  if (n < HEADER + TRAILER) throw new CodecError("zlib", `${n} bytes are too few for a stream`);
  checkHeader(compressed[0], compressed[1]);
  const { buffer, byteOffset } = compressed;
  return new DataView(buffer, byteOffset + n - TRAILER, TRAILER).getUint32(0);
}

/** @throws CodecError when the first two bytes begin no stream that stands alone */
function checkHeader(method: number, flags: number): void {
  if ((method * 256 + flags) % 31 !== 0) {
    throw new CodecError("zlib", `${hex(method * 256 + flags, 4)} is no zlib header`);
  }
  if ((method & 15) !== 8) throw new CodecError("zlib", `unknown method ${method & 15}`);
  if (method >> 4 > 7) throw new CodecError("zlib", "window above 32 kB");
  if ((flags & 0x20) !== 0) throw new CodecError("zlib", "needs a preset dictionary");
}

function hex(value: number, digits = 8): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
