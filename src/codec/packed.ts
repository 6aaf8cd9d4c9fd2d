import { CodecError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type CodecName, codecs } from "./codecs.ts";
import { zlibMany } from "./zlib.ts";

/** A compressed block in some bytes. */
export interface PackedFrame {
  readonly codec: CodecName;
  /** Bytes `start` to `stop - 1` are its own. */
  readonly start: number;
  readonly stop: number;
  /** Bytes that it gives. */
  readonly length: number;
}

/** Bytes that give others, frame by frame. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly frames: readonly PackedFrame[];
  /** Bytes that all frames give. */
  readonly length: number;
}

/**
 * Decompresses all frames into one column; the caller frees it.
 *
 * @throws CodecError, MemoryError
 */
export function unpack({ bytes, frames, length }: Packed): Column<"uint8"> {
  const target = reserve("uint8", length);
  try {
    let at = 0;
    for (const { codec, start, stop, length } of frames) {
      codecs[codec](bytes.subarray(start, stop), target, at, length);
      at += length;
    }
    return target;
  } catch (error) {
    target.dispose();
    throw error;
  }
}

/**
 * Whether a block gains by being decompressed together with others: one frame of zlib. Of several
 * frames in one column, each may overwrite the beginning of the next.
 */
export function gainsTogether({ frames }: Packed): boolean {
  return frames.length === 1 && frames[0].codec === "zlib";
}

/**
 * As `unpack` for several blocks, those that gain by it together.
 *
 * @returns one column for each, which the caller frees, or undefined where `unpack` throws
 * @throws MemoryError
 */
export function unpackAll(blocks: readonly Packed[]): (Column<"uint8"> | undefined)[] {
  const columns: (Column<"uint8"> | undefined)[] = blocks.map(() => undefined);
  const together = [...blocks.keys()].filter((i) => gainsTogether(blocks[i]));
  try {
    const jobs = together.map((i) => {
      const { bytes, frames, length } = blocks[i];
      const target = reserve("uint8", length);
      columns[i] = target;
      return { compressed: bytes.subarray(frames[0].start, frames[0].stop), target };
    });
    for (const [k, good] of zlibMany(jobs).entries()) {
      if (good) continue;
      jobs[k].target.dispose();
      columns[together[k]] = undefined;
    }
    for (const [i, block] of blocks.entries()) {
      if (!gainsTogether(block)) columns[i] = unpackedIfGood(block);
    }
    return columns;
  } catch (error) {
    for (const column of columns) column?.dispose();
    throw error;
  }
}

function unpackedIfGood(block: Packed): Column<"uint8"> | undefined {
  try {
    return unpack(block);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
