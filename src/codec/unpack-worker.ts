// Runs in a thread of its own: decompresses what it is sent. See unpack-threads.ts.
import { serveThread } from "../wasm/thread.ts";
import { unpackAll } from "./packed.ts";
import type { Task, TaskBlock, TaskDone } from "./unpack-task.ts";

serveThread((message) => {
  const { id, buffer, blocks } = message as Task;
  const done: TaskDone = { id, buffer, good: work(new Uint8Array(buffer), blocks) };
  return { message: done, transfer: [buffer] };
});

/** The bytes take the place of those that gave them; false when one block does not. */
function work(bytes: Uint8Array, blocks: readonly TaskBlock[]): boolean {
  let columns: ReturnType<typeof unpackAll> = [];
  try {
    columns = unpackAll(blocks.map((block) => ({ ...block, bytes })));
    let at = 0;
    for (const [i, { length }] of blocks.entries()) {
      const column = columns[i];
      // Who sent it finds the same error, and knows the place.
      if (column === undefined) return false;
      bytes.set(column.view(), at);
      at += length;
    }
    return true;
  } catch {
    return false;
  } finally {
    for (const column of columns) column?.dispose();
  }
}
