import { describe, expect, it } from "vitest";
import { AwkwardArray } from "../../src/array/array.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import type { Events } from "../../src/process/processor.ts";
import type { Progress } from "../../src/process/report.ts";
import { run } from "../../src/process/run.ts";
import { columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { fakeFiles, numbers, ramp } from "./fake-tree.ts";
import { fileset, options, Sums, sum, three } from "./three-files.ts";

describe("run", () => {
  it("sums results over chunks, files and datasets", async () => {
    const { open } = fakeFiles(three);
    const out = await run(
      fileset,
      {
        process: (events) => ({
          n: events.length,
          [events.metadata.dataset]: { x: sum(events.x), chunks: 1 },
        }),
      },
      { ...options, open },
    );
    expect(Object.keys(out)).toEqual(["n", "A", "B"]);
    expect(out.n).toBe(35);
    // 25 events are two chunks (2.5 rounds to 2); the empty file is a chunk of its own.
    expect(out.A).toEqual({ x: expect.closeTo(30, 10), chunks: 3 });
    expect(out.B).toEqual({ x: expect.closeTo(4.5, 10), chunks: 1 });
  });

  it("does not fail when process cannot do with no events", async () => {
    const { open } = fakeFiles(three);
    const out = await run(
      { B: ["b.root"] },
      {
        process(events) {
          if (numbers(events.x).at(0) === undefined) throw new RangeError("no events");
          return sum(events.y);
        },
      },
      { ...options, open },
    );
    expect(out).toBeCloseTo(90, 10);
  });

  it("sums floats the same, bit for bit, with and without reading ahead", async () => {
    const { open } = fakeFiles({ "big.root": { x: ramp(977).map((v) => v ** 1.5) } });
    const process = (events: Events): number => sum(events.x);
    const outs = await Promise.all(
      [true, false].map((prefetch) =>
        run(
          { B: ["big.root"] },
          { process },
          { treeName: "t", chunkSize: 10, open, executor: new IterativeExecutor({ prefetch }) },
        ),
      ),
    );
    expect(Object.is(outs[0], outs[1])).toBe(true);
  });

  it("gives process the metadata of its dataset and the place of its events", async () => {
    const { open } = fakeFiles(three);
    const out = await run(
      { B: { files: { "b.root": "t" }, metadata: { xsec: 12.5 } } },
      { process: (events) => [events.metadata] },
      { chunkSize: 5, open },
    );
    expect(out).toEqual([
      {
        dataset: "B",
        filename: "b.root",
        treename: "t",
        entryStart: 0,
        entryStop: 5,
        fileuuid: "uuid-b.root",
        xsec: 12.5,
      },
      expect.objectContaining({ entryStart: 5, entryStop: 10 }),
    ]);
  });

  it("calls postprocess once, with the sum", async () => {
    const { open } = fakeFiles(three);
    const processor = {
      process: (events: Events) => ({ n: events.length }),
      postprocess: (out: { n: number }) => ({ n: -out.n }),
    };
    expect(await run(fileset, processor, { ...options, open })).toEqual({ n: -35 });
  });

  it("leaves nothing in linear memory but the result", async () => {
    const { open } = fakeFiles({ "long.root": { x: ramp(5000), l: Array(5000).fill([1, 2]) } });
    const before = memoryUsage();
    const out = await run(
      { L: ["long.root"] },
      {
        process(events) {
          columnOf("float64", new Array(1000).fill(0));
          void events.l.layout;
          return { sums: new Sums(sum(events.x)), kept: [events.x] };
        },
      },
      { treeName: "t", chunkSize: 5, open },
    );
    expect(out.sums.value).toBeCloseTo(0.1 * 4999 * 2500, 3);
    // One column of sums, and 1000 chunks of x.
    expect(memoryUsage().columns).toBe(before.columns + 1 + 1000);
    expect(sum(out.kept[999])).toBeGreaterThan(0);
    out.sums.column.dispose();
    for (const array of out.kept) array.dispose();
    expect(memoryUsage().usedBytes).toBe(before.usedBytes);
  });

  it("opens many files again rather than holding all of them, and closes each", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`${i}.r`, { x: ramp(3) }]),
    );
    const { open, log } = fakeFiles(many);
    const names = Object.keys(many);
    const out = await run({ M: names }, { process: (e) => e.length }, { treeName: "t", open });
    expect(out).toBe(240);
    expect(log.opened.length).toBeLessThan(160);
    expect([...log.closed].sort()).toEqual([...log.opened].sort());
  });

  it("stops between chunks when its signal is aborted", async () => {
    const { open, log } = fakeFiles({ "long.root": { x: ramp(500) } });
    const before = memoryUsage().columns;
    const controller = new AbortController();
    let calls = 0;
    const stopped = run(
      { L: ["long.root"] },
      {
        process(events) {
          if (++calls === 10) controller.abort(new Error("enough"));
          return new Sums(sum(events.x));
        },
      },
      { treeName: "t", chunkSize: 10, open, signal: controller.signal },
    );
    await expect(stopped).rejects.toThrow("enough");
    expect(calls).toBe(10);
    expect(memoryUsage().columns).toBe(before);
    expect(log.closed).toEqual(["long.root"]);
  });

  it("does nothing when its signal was aborted before", async () => {
    const { open, log } = fakeFiles(three);
    const signal = AbortSignal.abort(new Error("too late"));
    const stopped = run(fileset, { process: () => 0 }, { ...options, open, signal });
    await expect(stopped).rejects.toThrow("too late");
    expect(log.opened).toEqual([]);
  });

  it("tells how far it is", async () => {
    const { open } = fakeFiles(three);
    const seen: Progress[] = [];
    await run(
      fileset,
      { process: (events) => sum(events.x) },
      { ...options, open, onProgress: (progress) => seen.push(progress) },
    );
    expect(seen.map((p) => [p.done, p.total, p.entriesDone, p.entriesTotal])).toEqual([
      [0, 4, 0, 35],
      [1, 4, 13, 35],
      [2, 4, 25, 35],
      [3, 4, 25, 35],
      [4, 4, 35, 35],
    ]);
    expect(seen.at(-1)?.bytesRead).toBe(35 * 8);
  });

  it("refuses a processor, sizes or a fileset that make no sense", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: () => 0 };
    await expect(run(fileset, {} as never, { open })).rejects.toThrow("process(events)");
    await expect(run({}, processor, { open })).rejects.toThrow("no files");
    const wrong: [object, string][] = [
      [{ executor: {} }, "the executor has no method run"],
      [{ schema: "NanoAOD" }, "the schema is one of hepwasm/events, not NanoAOD"],
      [{ checkpoint: 5 }, "the checkpoint is a folder or a ChunkStore, not 5"],
    ];
    for (const [option, words] of wrong) {
      await expect(run(fileset, processor, { ...options, ...option, open })).rejects.toThrow(words);
    }
    await expect(run(fileset, processor, { ...options, chunkSize: 0, open })).rejects.toThrow(
      "chunkSize",
    );
  });
});

describe("Events", () => {
  it("is an array of records with the tree's columns as fields", async () => {
    const { open } = fakeFiles(three);
    const [seen] = await run(
      { B: ["b.root"] },
      { process: (events) => [{ fields: events.fields, array: events instanceof AwkwardArray }] },
      { ...options, open },
    );
    expect(seen).toEqual({ fields: ["x", "y", "z", "never"], array: true });
  });
});
