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
 * As `unpack` for blocks that gain by it, together.
 *
 * @returns one column for each, or undefined where `unpack` throws
 * @throws MemoryError
 */
export function unpackTogether(blocks: readonly Packed[]): (Column<"uint8"> | undefined)[] {
  const targets: Column<"uint8">[] = [];
  try {
    for (const { length } of blocks) targets.push(reserve("uint8", length));
    const good = zlibMany(
      blocks.map(({ bytes, frames: [{ start, stop }] }, i) => {
        return { compressed: bytes.subarray(start, stop), target: targets[i] };
      }),
    );
    return targets.map((target, i) => {
      if (good[i]) return target;
      target.dispose();
      return undefined;
    });
  } catch (error) {
    for (const target of targets) target.dispose();
    throw error;
  }
}
