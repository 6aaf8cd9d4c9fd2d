import type { PackedFrame } from "./packed.ts";

/** As `Packed`, of a task's buffer. */
export interface TaskBlock {
  readonly frames: readonly PackedFrame[];
  /** Bytes that all frames give. */
  readonly length: number;
}

/** What is sent to a thread: the buffer moves there, and comes back with the answer. */
export interface Task {
  readonly id: number;
  /** Room for the compressed bytes, which are at its beginning, and for what they give. */
  readonly buffer: ArrayBuffer;
  /** In the order in which the bytes that they give follow each other. */
  readonly blocks: readonly TaskBlock[];
}

/** The answer. */
export interface TaskDone {
  readonly id: number;
  /** The same, now with the decompressed bytes at its beginning. */
  readonly buffer: ArrayBuffer;
  /** Whether they are good; otherwise the buffer's content is unspecified. */
  readonly good: boolean;
}
