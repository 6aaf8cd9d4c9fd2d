import { describe, expect, it } from "vitest";
import { BaseSchema } from "../../src/events/schema.ts";
import { Hist } from "../../src/hist/index.ts";
import type { ChunkStore } from "../../src/process/checkpoint.ts";
import type { Executor } from "../../src/process/executor.ts";
import { identityOf } from "../../src/process/identity.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import type { Events, Processor } from "../../src/process/processor.ts";
import { type RunOptions, run, runWithReport } from "../../src/process/run.ts";
import { fakeFiles, numbers } from "./fake-tree.ts";
import { data, fileset, options, sum } from "./small-run.ts";

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
      // Also where it is still full.
      for (const checkpoint of [full, store]) {
        const again = await runWithReport(fileset, sum, { ...options, open, checkpoint });
        expect(again.out).toEqual(out);
        expect(again.report.chunks.filter(({ restored }) => restored)).toHaveLength(room);
      }
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
