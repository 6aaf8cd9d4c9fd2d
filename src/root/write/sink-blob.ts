import { UsageError } from "../../errors.ts";
import type { BlobSink } from "./sink.ts";

/**
 * A sink that keeps the file in memory, for pages: its Blob can be downloaded or opened again.
 *
 * @param name  of the file
 */
export function blobSink(name = "memory.root"): BlobSink {
  const parts: { readonly position: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  let end = 0;
  let state: "open" | "finished" | "aborted" = "open";
  return {
    name,
    async write(bytes, position) {
      const { length } = bytes;
      for (const part of parts) {
        if (position + length <= part.position || position >= part.position + part.bytes.length) {
          continue;
        }
        const from = Math.max(position, part.position);
        const to = Math.min(position + length, part.position + part.bytes.length);
        part.bytes.set(bytes.subarray(from - position, to - position), from - part.position);
      }
      const fresh = Math.max(end - position, 0);
      if (fresh >= length) return;
      if (position > end) throw new UsageError(`${name}: bytes ${end} to ${position} are missing`);
      parts.push({ position: end, bytes: Uint8Array.from(bytes.subarray(fresh)) });
      end = position + length;
    },
    async finish() {
      state = "finished";
    },
    async abort() {
      state = "aborted";
      parts.length = 0;
    },
    blob() {
      if (state === "finished") return new Blob(parts.map(({ bytes }) => bytes));
      const why = state === "open" ? "is not closed" : "was given up";
      throw new UsageError(`${name} ${why}: there is no file`);
    },
  };
}
