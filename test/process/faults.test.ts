import { describe, expect, it } from "vitest";
import {
  ChunkError,
  FormatError,
  NotFoundError,
  SourceError,
  UsageError,
} from "../../src/errors.ts";
import { BaseSchema } from "../../src/events/schema.ts";
import { Hist } from "../../src/hist/index.ts";
import type { ChunkStore } from "../../src/process/checkpoint.ts";
import type { EventFile, OpenFile } from "../../src/process/event-tree.ts";
import type { Executor } from "../../src/process/executor.ts";
import { remedyFor, WorkerLostError } from "../../src/process/faults.ts";
import { identityOf } from "../../src/process/identity.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import type { Events, Processor } from "../../src/process/processor.ts";
import { type RunOptions, run, runWithReport } from "../../src/process/run.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { fakeFiles, numbers, ramp } from "./fake-tree.ts";

const place = { dataset: "A", filename: "a.root", treename: "t" };
const range = { entryStart: 0, entryStop: 10 };
const faults = { retries: 2, skipBadFiles: false };

describe("remedyFor", () => {
  const failed = (stage: ChunkError["stage"], cause: Error): ChunkError =>
    new ChunkError(stage, place, range, cause);

  it("tries again what may pass, as often as told", () => {
    const error = failed("read", new SourceError("a.root", "reset"));
    expect([0, 1, 2].map((n) => remedyFor(error, n, faults))).toEqual(["retry", "retry", "fail"]);
    const lost = failed("process", new WorkerLostError("its worker ended"));
    expect(remedyFor(lost, 0, faults)).toBe("retry");
    const gone = new SourceError("a.root", "no such file", { cause: { code: "ENOENT" } });
    expect(remedyFor(failed("open", gone), 0, faults)).toBe("retry");
    const missing = Object.assign(new Error("x"), { code: "ENOENT" });
    const really = new SourceError("a.root", "no such file", { cause: missing });
    expect(remedyFor(failed("open", really), 0, faults)).toBe("fail");
  });

  it("leaves out bad files where that is wished, and nothing else", () => {
    const skip = { retries: 0, skipBadFiles: true };
    expect(remedyFor(failed("read", new FormatError("bad")), 0, skip)).toBe("skip");
    const noTree = new NotFoundError("tree", "t", [], "a.root");
    expect(remedyFor(failed("open", noTree), 0, skip)).toBe("skip");
    expect(remedyFor(failed("read", noTree), 0, skip)).toBe("fail");
    expect(remedyFor(failed("process", new TypeError("x")), 0, skip)).toBe("fail");
    expect(remedyFor(failed("process", new WorkerLostError("x")), 0, skip)).toBe("fail");
    expect(remedyFor(new UsageError("x"), 0, skip)).toBe("fail");
  });

  it("leaves out what fails with an error of the names given, wherever, after other attempts", () => {
    const skip = { retries: 1, skipBadFiles: ["SourceError", "RangeError"] };
    const source = failed("read", new SourceError("a.root", "reset"));
    expect([0, 1].map((n) => remedyFor(source, n, skip))).toEqual(["retry", "skip"]);
    expect(remedyFor(failed("process", new RangeError("x")), 0, skip)).toBe("skip");
    const wrapped = new Error("outside", { cause: new RangeError("x") });
    expect(remedyFor(failed("process", wrapped), 0, skip)).toBe("skip");
    expect(remedyFor(failed("read", new FormatError("bad")), 1, skip)).toBe("fail");
  });
});

const data = {
  "a.root": { x: ramp(50) },
  "b.root": { x: ramp(30, 0.7) },
  "c.root": { x: ramp(20) },
};
const fileset = { A: ["a.root", "b.root"], C: ["c.root"] };
const sum = {
  process: (events: Events) => ({
    n: events.length,
    x: numbers(events.x).reduce((a, b) => a + b, 0),
  }),
};
const options = { treeName: "t", chunkSize: 10 };

/** Files of which some reads fail: `fails` says which. */
function flaky(fails: (file: string, start: number, attempt: number) => Error | undefined) {
  const { open, log } = fakeFiles(data);
  const attempts = new Map<string, number>();
  const opening: OpenFile = async (source, given): Promise<EventFile> => {
    const file = await open(source, given);
    const tree = await file.tree("t");
    const arrays: typeof tree.arrays = (names, read) => {
      const key = `${source}:${read.entryStart}`;
      // Probes read too: they ask for few events.
      const n = read.entryStop - read.entryStart < 9 ? 0 : (attempts.get(key) ?? 0) + 1;
      if (n > 0) attempts.set(key, n);
      const error = fails(String(source), read.entryStart, n);
      return error === undefined || n === 0 ? tree.arrays(names, read) : Promise.reject(error);
    };
    return {
      ...file,
      tree: (name) => (name === "t" ? { ...tree, arrays } : file.tree(name)),
      get bytesRead() {
        return file.bytesRead;
      },
    };
  };
  return { open: opening, log };
}

describe("a run over files that fail at times", () => {
  it("reads again, and gives the same bits", async () => {
    const { open } = fakeFiles(data);
    const expected = await run(fileset, sum, { ...options, open });
    const { open: bad, log } = flaky((_file, start, attempt) =>
      start % 20 === 0 && attempt < 3 ? new FormatError("a damaged basket") : undefined,
    );
    const { out, report } = await runWithReport(fileset, sum, { ...options, open: bad });
    expect(out).toEqual(expected);
    expect(report.files.map(({ status, retries }) => [status, retries])).toEqual([
      ["done", 6],
      ["done", 4],
      ["done", 2],
    ]);
    expect(log.closed.sort()).toEqual(log.opened.sort());
    await expect(
      run(fileset, sum, {
        ...options,
        retries: 1,
        open: flaky((_f, start, n) =>
          start === 20 && n < 3 ? new FormatError("still bad") : undefined,
        ).open,
      }),
    ).rejects.toThrow("still bad");
  });

  it("leaves out what cannot be read, and says so", async () => {
    const before = memoryUsage();
    const { open } = flaky((file, start) =>
      file === "b.root" && start === 10 ? new SourceError("b.root", "gone") : undefined,
    );
    const given = { A: ["a.root", "b.root", "missing.root"], C: ["c.root"] };
    for (const executor of [new IterativeExecutor(), new IterativeExecutor({ prefetch: false })]) {
      const { out, report } = await runWithReport(given, sum, {
        ...options,
        open,
        executor,
        retries: 0,
        skipBadFiles: true,
      });
      expect(out.n).toBe(90);
      expect(report.entries).toBe(90);
      expect(report.files).toMatchObject([
        { filename: "a.root", status: "done", entriesDone: 50, chunks: 5, failed: [] },
        { filename: "b.root", status: "partial", entriesDone: 20, failed: [[10, 20]] },
        { filename: "missing.root", status: "bad", entries: 0, failed: [] },
        { filename: "c.root", status: "done" },
      ]);
      expect(report.files[1].error).toContain("b.root: gone");
      expect(report.files[2].error).toContain("no file missing.root");
    }
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
    await expect(
      run({ A: ["x.root"] }, sum, { ...options, open, retries: 0, skipBadFiles: true }),
    ).rejects.toThrow("every file is bad: open failed");
  });

  it("calls a processor that throws once", async () => {
    const { open } = fakeFiles(data);
    let calls = 0;
    const processor = {
      process(events: Events) {
        if (events.metadata.entryStart === 10 && events.length > 8) {
          calls++;
          throw new TypeError("no");
        }
        return 0;
      },
    };
    await expect(run(fileset, processor, { ...options, open, skipBadFiles: true })).rejects.toThrow(
      "no",
    );
    expect(calls).toBe(1);
    const skipBadFiles = [TypeError];
    const given = { ...options, open, skipBadFiles };
    const { report } = await runWithReport(fileset, processor, given);
    expect(report.files.map(({ failed }) => failed)).toEqual([[[10, 20]], [[10, 20]], [[10, 20]]]);
  });

  it("refuses a number of retries that is none", async () => {
    await expect(run(fileset, sum, { ...options, retries: -1 })).rejects.toThrow(
      "retries is a whole",
    );
  });
});

/** A store in memory. */
function memoryStore(): ChunkStore & { kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    load: async (name) => kept.get(name),
    save: async (name, bytes) => void kept.set(name, bytes),
  };
}

describe("a run with a checkpoint", () => {
  const resume = async (store: ChunkStore, more: Partial<RunOptions> = {}) => {
    const { open, log } = fakeFiles(data);
    const { out, report } = await runWithReport(fileset, sum, {
      ...options,
      open,
      checkpoint: store,
      ...more,
    });
    return { out, report, log };
  };

  it("goes on where it was stopped, with the same bits", async () => {
    const { open } = fakeFiles(data);
    const expected = await run(fileset, sum, { ...options, open });
    const store = memoryStore();
    const stop = new AbortController();
    const stopped = resume(store, {
      signal: stop.signal,
      onProgress: ({ done }) => done === 4 && stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(store.kept.size).toBe(4);
    const { out, report } = await resume(store);
    expect(out).toEqual(expected);
    expect(report.chunks.map(({ restored }) => restored === true)).toEqual([
      ...Array(4).fill(true),
      ...Array(6).fill(false),
    ]);
    expect(report.columns).toEqual({ A: ["x"], C: ["x"] });
    const { report: again, log, out: same } = await resume(store);
    expect(again.chunks.every(({ restored }) => restored)).toBe(true);
    expect(log.reads).toEqual([]);
    expect(same).toEqual(expected);
  });

  it("does damaged chunks again, and those of another processor", async () => {
    const store = memoryStore();
    const { out } = await resume(store);
    const [name, bytes] = [...store.kept][3];
    store.kept.set(name, bytes.subarray(0, bytes.length - 8));
    const { report } = await resume(store);
    expect(report.chunks.filter(({ restored }) => !restored)).toHaveLength(1);
    const { open } = fakeFiles(data);
    const other = { process: (events: Events) => ({ n: -events.length, x: 0 }) };
    const negative = await run(fileset, other, { ...options, open, checkpoint: store });
    expect(negative.n).toBe(-out.n);
  });

  it("does chunks again when a setting changes, whatever else the processor holds", async () => {
    class Scaled {
      readonly by: number;
      readonly self = { of: this };
      readonly table = new Map([[1, 2]]);
      constructor(by: number) {
        this.by = by;
      }
      process(events: Events) {
        return events.length * this.by;
      }
    }
    class Plain extends Scaled {
      override readonly self = undefined as never;
    }
    const { open } = fakeFiles(data);
    const store = memoryStore();
    const scaled = (by: number) =>
      runWithReport(fileset, new Plain(by), { ...options, open, checkpoint: store });
    const results = [];
    for (const by of [2, 2, 3]) {
      const { out, report } = await scaled(by);
      results.push([out, report.chunks.filter(({ restored }) => restored).length]);
    }
    expect(results).toEqual([
      [200, 0],
      [200, 10],
      [300, 0],
    ]);
    expect(await run(fileset, new Scaled(1), { ...options, open, checkpoint: store })).toBe(100);
  });

  it("goes on where the store fails after it took some, and fails where it took none", async () => {
    const { open } = fakeFiles(data);
    for (const room of [0, 3]) {
      const store = memoryStore();
      let saved = 0;
      const full: ChunkStore = {
        load: (name) => store.load(name),
        save: async (name, bytes) => {
          if (saved++ >= room) throw new Error("no space left on device");
          await store.save(name, bytes);
        },
      };
      const running = runWithReport(fileset, sum, { ...options, open, checkpoint: full });
      if (room === 0) {
        await expect(running).rejects.toThrow("no space left on device");
        continue;
      }
      const { out, report } = await running;
      expect(out).toEqual(await run(fileset, sum, { ...options, open }));
      expect(report.warnings).toEqual([
        "the checkpoint keeps no more results: no space left on device",
      ]);
      const again = await runWithReport(fileset, sum, { ...options, open, checkpoint: store });
      expect(again.report.chunks.filter(({ restored }) => restored)).toHaveLength(room);
    }
  });

  it("knows settings of any kind, the schema, and what an executor makes processors with", async () => {
    const { open } = fakeFiles(data);
    const store = memoryStore();
    class Of {
      readonly setting: unknown;
      constructor(setting: unknown) {
        this.setting = setting;
      }
      process(events: Events) {
        return events.length;
      }
    }
    const restored = async (setting: unknown, more: Partial<RunOptions> = {}) => {
      const how = { ...options, open, checkpoint: store, ...more };
      const { report } = await runWithReport(fileset, new Of(setting), how);
      return report.chunks.filter((chunk) => chunk.restored).length;
    };
    const kinds = [
      new Map([["a", 1]]),
      new Map([["a", 2]]),
      Float64Array.of(1),
      Float64Array.of(2),
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      0,
      1n,
      (x: number) => x + 1,
      (x: number) => x + 2,
      Hist.new.reg(2, 0, 1, { name: "x" }).double(),
      Hist.new.reg(2, 0, 2, { name: "x" }).double(),
      new Of(1),
      new Of(new Of(2)),
    ];
    for (const kind of kinds) expect([kind, await restored(kind)]).toEqual([kind, 0]);
    for (const kind of kinds) expect([kind, await restored(kind)]).toEqual([kind, 10]);
    const identities = [
      undefined,
      BaseSchema,
      { ...BaseSchema },
      { ...BaseSchema, name: "Other" },
    ].map((schema) => identityOf({ processor: sum, schema }));
    expect(identities[1]).toBe(identities[2]);
    expect(new Set(identities).size).toBe(3);
    const elsewhere = (scale: number): Executor => {
      const inner = new IterativeExecutor();
      return { settings: { scale }, run: (work) => inner.run(work) };
    };
    expect(await restored(0, { executor: elsewhere(1) })).toBe(0);
    expect(await restored(0, { executor: elsewhere(2) })).toBe(0);
    expect(await restored(0, { executor: elsewhere(1) })).toBe(10);
  });

  it("refuses a processor whose settings cannot be seen, unless it says what it is", async () => {
    class Hidden implements Processor<number> {
      readonly #by: number;
      readonly identity: string | undefined;
      constructor(by: number, identity?: string) {
        this.#by = by;
        this.identity = identity;
      }
      process(events: Events) {
        return events.length * this.#by;
      }
    }
    const { open } = fakeFiles(data);
    const store = memoryStore();
    const how = { ...options, open, checkpoint: store };
    await expect(run(fileset, new Hidden(1), how)).rejects.toThrow(
      "cannot see the field #by of Hidden",
    );
    expect(await run(fileset, new Hidden(2, "by 2"), how)).toBe(200);
    expect(await run(fileset, new Hidden(3, "by 3"), how)).toBe(300);
    expect(await run(fileset, new Hidden(4, "by 2"), how)).toBe(200);
  });

  it("finds chunks of a fileset that has grown", async () => {
    const store = memoryStore();
    const { open } = fakeFiles(data);
    await run({ C: ["c.root"] }, sum, { ...options, open, checkpoint: store });
    const { report } = await resume(store);
    expect(
      report.chunks.filter(({ restored }) => restored).map(({ filename }) => filename),
    ).toEqual(["c.root", "c.root"]);
  });
});

describe("a run that knows its files", () => {
  it("does not open those whose fileset or cache counts them, and notices that they changed", async () => {
    const { open, log } = fakeFiles(data);
    const held = new Map<string, object>();
    const cache = {
      get: async (file: string, tree: string) =>
        held.get(file + tree) as { entries: number } | undefined,
      set: async (file: string, tree: string, found: object) => void held.set(file + tree, found),
    };
    const first = await run(fileset, sum, { ...options, open, cache });
    const opened = log.opened.length;
    expect(held.get("a.roott")).toMatchObject({ entries: 50, fileuuid: "uuid-a.root" });
    expect(await run(fileset, sum, { ...options, open, cache })).toEqual(first);
    // Once each, for processing.
    expect(log.opened.length - opened).toBe(3);
    const told = (entries: number, uuid: string) => ({
      A: { files: { "a.root": { object_path: "t", num_entries: entries, uuid } } },
    });
    const process = { process: (events: Events) => numbers(events.x).length };
    expect(await run(told(50, "uuid-a.root"), process, { open })).toBe(50);
    await expect(run(told(50, "other"), process, { open, retries: 0 })).rejects.toThrow(
      "is another file (uuid-a.root) than was counted (other)",
    );
    await expect(run(told(40, "uuid-a.root"), process, { open, retries: 0 })).rejects.toThrow(
      "has 50 events now and had 40",
    );
  });
});
