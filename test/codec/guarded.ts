import { expect } from "vitest";
import type { Codec } from "../../src/codec/codec.ts";
import { CodecError } from "../../src/errors.ts";
import { base64 } from "../../src/wasm/binary.ts";
import { columnFrom, reserve } from "../../src/wasm/column.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";

/** What a codec may overwrite behind its target, and read behind its input. */
const SLACK = 64;
const CANARY = 0xa5;
/** Statuses are 1 + a position in the input, or the number of a reason. */
const MOST_REASONS = 20;

/**
 * Decompresses into the middle of a column, at an odd place, and checks the bytes around it.
 *
 * @param slack  bytes behind the target that may be overwritten
 * @returns the bytes, or `undefined` for a CodecError; other errors pass
 */
export function decompressed(
  codec: Codec,
  compressed: Uint8Array,
  length: number,
  slack: number = SLACK,
): Uint8Array | undefined {
  const at = 77;
  const column = reserve("uint8", at + length + SLACK + 200);
  try {
    column.view().fill(CANARY);
    codec(compressed, column, at, length);
    return column.view().slice(at, at + length);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  } finally {
    const view = column.view();
    const untouched = (byte: number): boolean => byte === CANARY;
    expect(view.subarray(0, at).every(untouched)).toBe(true);
    expect(view.subarray(at + length + slack).every(untouched)).toBe(true);
    column.dispose();
  }
}

/** The same, with the input in linear memory, where it ends with its block. */
export function decompressedInPlace(
  codec: Codec,
  compressed: Uint8Array,
  length: number,
): Uint8Array | undefined {
  const column = columnFrom(compressed, "uint8");
  try {
    return decompressed((_, ...rest) => codec(column.view(), ...rest), compressed, length);
  } finally {
    column.dispose();
  }
}

type RawKernel = (from: number, n: number, to: number, length: number) => number;

/**
 * Runs a kernel in an instance of its own, whose memory ends with the slack of the input: a read
 * behind it traps.
 */
export function rawKernel(
  name: "codec_lz4" | "codec_deflate" | "codec_zstd" | "codec_lzma2",
  bytesOfMemory = 2 ** 22,
): (source: Uint8Array, length: number) => Uint8Array | undefined {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const imports = { env: { abort: () => expect.unreachable("kernels do not abort") } };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const kernels = instance.exports as unknown as Kernels;
  const kernel = kernels[name] as unknown as RawKernel;
  kernels.memory.grow(bytesOfMemory / 2 ** 16);
  const memory = new Uint8Array(kernels.memory.buffer);
  return (source, length) => {
    const from = memory.length - SLACK - source.length;
    const to = (kernels.wasm_heap_base() >>> 0) + 1001;
    const end = to + length + SLACK;
    expect(end + 1000).toBeLessThan(from);
    memory.fill(CANARY, to - 1000, end + 1000);
    memory.set(source, from);
    // Whatever lies there must not matter.
    memory.fill(source.length & 1 ? 0xff : 0, memory.length - SLACK);
    const status = kernel(from, source.length, to, length);
    const untouched = (byte: number): boolean => byte === CANARY;
    expect(memory.subarray(to - 1000, to).every(untouched)).toBe(true);
    expect(memory.subarray(end, end + 1000).every(untouched)).toBe(true);
    expect(status).toBeGreaterThanOrEqual(0);
    expect(status).toBeLessThanOrEqual(source.length + MOST_REASONS);
    return status === 0 ? memory.slice(to, to + length) : undefined;
  };
}

/** Whether two byte arrays are equal; `toEqual` takes a hundred times longer. */
export function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  if (a?.length !== b.length) return false;
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
