// Sent to the workers of a Dask cluster by dask.test.ts, with what it imports.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { ak, type Events, Hist, type Processor } from "hepwasm";
import { weightOf } from "./dask-weight.ts";

/** What goes wrong at the third chunk: metadata of a dataset, `once` where that file is not there yet. */
export interface Fault {
  readonly fault: "throw" | "memory" | "kill child" | "kill worker" | "end worker" | "busy";
  readonly once?: string;
  /** Not before there are chunks in this folder. */
  readonly after?: string;
}

/** Something of each kind that a processor returns, with sums that depend on their order. */
export class DaskProcessor implements Processor<unknown> {
  readonly #scale: number;

  constructor({ scale = 1 } = {}) {
    this.#scale = scale;
  }

  process(events: Events): unknown {
    const { dataset, filename, entryStart } = events.metadata;
    const met = events.MET_px;
    if (entryStart > 400 && entryStart < 800) fail(events.metadata as Partial<Fault>);
    // Frames have the standard output; this goes elsewhere.
    if (events.length > 0 && entryStart === 0) console.log(`at ${filename}`);
    const h = Hist.new.reg(20, -100, 100, { name: "met" }).weight();
    h.fill({ met }, { weight: weightOf(events) });
    return {
      h,
      sums: { [dataset]: (Number(ak.sum(met)) * this.#scale) / 3 },
      first: ak.slice(met, { axis: 0, stop: 3 }),
      files: new Set([filename]),
      counts: new Map([[dataset, BigInt(events.length)]]),
    };
  }
}

/** Another one of the same module. */
export class OtherDaskProcessor implements Processor<number> {
  process(events: Events): number {
    return events.length;
  }
}

function fail({ fault, once, after }: Partial<Fault>): void {
  if (fault === undefined || (once !== undefined && existsSync(once))) return;
  while (after !== undefined && !hasChunks(after)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  if (once !== undefined && !claimed(once)) return;
  if (fault === "throw") throw new RangeError("as the metadata say");
  if (fault === "kill child") process.kill(process.pid, "SIGKILL");
  if (fault === "kill worker") process.kill(process.ppid, "SIGKILL");
  if (fault === "end worker") process.kill(process.ppid, "SIGTERM");
  const held: number[][] = [];
  while (fault === "memory") held.push(new Array(100_000).fill(0.5));
  for (;;);
}

/** Whether this child is the one that the fault is for: two of them may be at such chunks at a time. */
function claimed(once: string): boolean {
  try {
    writeFileSync(once, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function hasChunks(folder: string): boolean {
  if (!existsSync(folder)) return false;
  // Of the dataset without faults at least one.
  return readdirSync(folder).filter((name) => !name.endsWith(".part")).length > 3;
}
