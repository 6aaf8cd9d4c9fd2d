import type { PackedFrame } from "./packed.ts";

/** What is sent to a thread: the buffer moves there, and comes back with the answer. */
export interface Task {
  readonly id: number;
  /** Room for the compressed bytes, and for what they give. */
  readonly buffer: ArrayBuffer;
  /** Compressed bytes at its beginning. */
  readonly packed: number;
  /** Bytes that they give. */
  readonly length: number;
  /** In the order in which their bytes follow each other. */
  readonly frames: readonly PackedFrame[];
}

/** The answer. */
export interface TaskDone {
  readonly id: number;
  /** The same, now with the decompressed bytes at its beginning. */
  readonly buffer: ArrayBuffer;
  /** Whether they are good; otherwise the buffer's content is unspecified. */
  readonly good: boolean;
}
