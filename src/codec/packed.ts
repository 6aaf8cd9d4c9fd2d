import { type Column, reserve } from "../wasm/column.ts";
import { type CodecName, codecs } from "./codecs.ts";

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
