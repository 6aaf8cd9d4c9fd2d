import { AwkwardArray } from "../../src/array/array.ts";
import { type Layout, loaded } from "../../src/array/layout.ts";
import { NotFoundError } from "../../src/errors.ts";
import type { EventFile, EventTree, OpenFile, ReadRange } from "../../src/process/event-tree.ts";
import { columnFrom, columnOf } from "../../src/wasm/column.ts";

/** Columns of a tree in memory: numbers, or a list of numbers for each event. */
export type FakeColumns = Record<string, Float64Array | number[][]>;

/** What was asked of a fake file, in order. */
export interface FakeLog {
  opened: string[];
  closed: string[];
  reads: { file: string; names: string[]; entryStart: number; entryStop: number }[];
}

/** Waits for a turn of the event loop; a page's timers would wait 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Opens files of `trees` by name, each with one tree "t", and notes what is asked of them. */
export function fakeFiles(trees: Record<string, FakeColumns>): { open: OpenFile; log: FakeLog } {
  const log: FakeLog = { opened: [], closed: [], reads: [] };
  const open: OpenFile = async (source) => {
    const name = String(source);
    const columns = trees[name];
    if (columns === undefined) throw new Error(`no file ${name}`);
    log.opened.push(name);
    let bytesRead = 0;
    const tree: EventTree = {
      entries: Object.values(columns)[0].length,
      keys: () => Object.keys(columns),
      async arrays(names: readonly string[], range: ReadRange) {
        range.signal?.throwIfAborted();
        await nextTask();
        const { entryStart, entryStop } = range;
        log.reads.push({ file: name, names: [...names], entryStart, entryStop });
        const contents = names.map((column) => {
          if (columns[column] === undefined) {
            throw new NotFoundError("branch", column, Object.keys(columns), `tree "t" of ${name}`);
          }
          bytesRead += 8 * (entryStop - entryStart);
          return layoutOf(columns[column], entryStart, entryStop);
        });
        const length = entryStop - entryStart;
        return new AwkwardArray({ kind: "record", fields: [...names], contents, length });
      },
    };
    const file: EventFile = {
      tree(treename) {
        if (treename !== "t") throw new NotFoundError("tree", treename, ["t"], name);
        return tree;
      },
      close() {
        log.closed.push(name);
      },
      uuid: `uuid-${name}`,
      get bytesRead() {
        return bytesRead;
      },
    };
    return file;
  };
  return { open, log };
}

function layoutOf(values: Float64Array | number[][], start: number, stop: number): Layout {
  if (values instanceof Float64Array) {
    return { kind: "flat", data: columnFrom(values.slice(start, stop)) };
  }
  const lists = values.slice(start, stop);
  const offsets = [0];
  for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
  return {
    kind: "list",
    offsets: columnOf("int32", offsets),
    content: { kind: "flat", data: columnOf("float64", lists.flat()) },
  };
}

/** The numbers of a flat column. */
export function numbers(array: AwkwardArray): Float64Array {
  const layout = loaded(array.layout);
  if (layout.kind !== "flat") throw new Error(`a ${layout.kind} column`);
  return layout.data.toTypedArray() as Float64Array;
}

/** 0.1, 0.2, … in an order that makes sums depend on their order. */
export function ramp(n: number, scale = 0.1): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) * scale);
}
