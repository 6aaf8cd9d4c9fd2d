// Runs in a thread of its own: decompresses what it is sent. See unpack-threads.ts.
import type { Column } from "../wasm/column.ts";
import { reserve } from "../wasm/column.ts";
import { serveThread } from "../wasm/thread.ts";
import { codecs } from "./codecs.ts";
import type { Task, TaskDone } from "./unpack-task.ts";

let input: Column<"uint8"> | undefined;
let output: Column<"uint8"> | undefined;

serveThread((message) => {
  const { id, buffer, packed, length, frames } = message as Task;
  const done: TaskDone = { id, buffer, good: work(new Uint8Array(buffer), packed, length, frames) };
  return { message: done, transfer: [buffer] };
});

/** The bytes take the place of those that gave them; false when one frame does not. */
function work(bytes: Uint8Array, packed: number, length: number, frames: Task["frames"]): boolean {
  try {
    input = grown(input, packed);
    output = grown(output, length);
    input.view().set(bytes.subarray(0, packed));
    let at = 0;
    for (const frame of frames) {
      const source = input.view().subarray(frame.start, frame.stop);
      codecs[frame.codec](source, output, at, frame.length);
      at += frame.length;
    }
    bytes.set(output.view().subarray(0, length));
    return true;
  } catch {
    // Who sent it finds the same error, and knows the place.
    return false;
  }
}

function grown(column: Column<"uint8"> | undefined, length: number): Column<"uint8"> {
  if (column !== undefined && column.length >= length) return column;
  column?.dispose();
  return reserve("uint8", length);
}
