import { describe, expect, it } from "vitest";
import { AwkwardArray } from "../../src/array/array.ts";
import { ChunkError, NotLoadedError, UsageError } from "../../src/errors.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import type { Events } from "../../src/process/processor.ts";
import type { Progress } from "../../src/process/report.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { type Column, columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { type FakeColumns, fakeFiles, numbers, ramp } from "./fake-tree.ts";

const sum = (array: AwkwardArray): number => numbers(array).reduce((a, b) => a + b, 0);

const three: Record<string, FakeColumns> = {
  "a.root": { x: ramp(25), y: ramp(25, 2), z: ramp(25, 3), never: ramp(25) },
  "b.root": { x: ramp(10), y: ramp(10, 2), z: ramp(10, 3), never: ramp(10) },
  "empty.root": { x: ramp(0), y: ramp(0), z: ramp(0), never: ramp(0) },
};
const fileset = { A: ["a.root", "empty.root"], B: ["b.root"] };
const options = { treeName: "t", chunkSize: 10 };

/** A stand-in for a histogram: it lives in linear memory. */
class Sums {
  readonly column: Column<"float64">;
  constructor(value: number) {
    this.column = columnOf("float64", [value]);
  }
  get value(): number {
    return this.column.view()[0];
  }
  addInPlace(other: Sums): void {
    this.column.view()[0] += other.value;
  }
  heldColumns(): Iterable<Column> {
    return [this.column as unknown as Column];
  }
}

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

  it("reads only the columns that are touched, all of a chunk in one read", async () => {
    const { open, log } = fakeFiles(three);
    const { report } = await runWithReport(
      fileset,
      { process: (events) => sum(events.x) + sum(events.z) },
      { ...options, open },
    );
    const chunks = log.reads.filter((read) => read.entryStop > read.entryStart);
    expect(chunks.map((read) => [read.file, read.names.join(), read.entryStart])).toEqual([
      ["a.root", "x,z", 0],
      ["a.root", "x,z", 13],
      ["b.root", "x,z", 0],
    ]);
    expect(log.reads.flatMap((read) => read.names)).not.toContain("never");
    expect(report.columns).toEqual({ A: ["x", "z"], B: ["x", "z"] });
    expect(report.chunks.map((chunk) => chunk.runs)).toEqual([1, 1, 1, 1]);
    expect(report.bytesRead).toBe(35 * 2 * 8);
  });

  it("reads for each dataset what is touched there", async () => {
    const { open } = fakeFiles(three);
    const { report } = await runWithReport(
      fileset,
      {
        process: (events) => sum(events.x) + (events.metadata.isMC ? sum(events.y) : sum(events.z)),
      },
      {
        ...options,
        open,
      },
    );
    expect(report.columns).toEqual({ A: ["x", "z"], B: ["x", "z"] });
    const simulated = { A: fileset.A, B: { files: fileset.B, metadata: { isMC: true } } };
    const second = await runWithReport(
      simulated,
      {
        process: (events) => sum(events.x) + (events.metadata.isMC ? sum(events.y) : sum(events.z)),
      },
      { ...options, open },
    );
    expect(second.report.columns).toEqual({ A: ["x", "z"], B: ["x", "y"] });
  });

  it("calls process at most once for each column and once more", async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`c${i}`, ramp(3000).map((v) => v + i)]),
    );
    const { open } = fakeFiles({ "w.root": wide });
    const names = Object.keys(wide);
    const calls = new Map<string, number>();
    const { out, report } = await runWithReport(
      { W: ["w.root"] },
      {
        process(events) {
          const { entryStart, entryStop } = events.metadata;
          const place = `${entryStart}-${entryStop}`;
          calls.set(place, (calls.get(place) ?? 0) + 1);
          // No probe gets past the condition: the columns are found in the chunk itself.
          if (events.length < 100) return 0;
          return names.reduce((total, name) => total + sum(events.field(name)), 0);
        },
      },
      { treeName: "t", chunkSize: 1500, open },
    );
    expect(out).toBeCloseTo(12 * 0.1 * (2999 * 1500) + 3000 * 66, 3);
    expect(report.chunks.map((chunk) => chunk.runs)).toEqual([names.length + 1, 1]);
    expect(calls.get("0-1500")).toBe(names.length + 1);
    expect(calls.get("1500-3000")).toBe(1);
  });

  it("finds columns behind conditions on values with a few events before the first chunk", async () => {
    const { open } = fakeFiles({ "b.root": { x: ramp(3000), y: ramp(3000) } });
    const { report } = await runWithReport(
      { B: ["b.root"] },
      { process: (events) => (sum(events.x) > 0 ? sum(events.y) : 0) },
      { treeName: "t", open },
    );
    expect(report.chunks[0].runs).toBe(1);
    expect(report.columns).toEqual({ B: ["x", "y"] });
  });

  it("adds a column that is first needed later, and expects it from then on", async () => {
    const { open } = fakeFiles(three);
    const { out, report } = await runWithReport(
      fileset,
      {
        process: (events) => sum(events.x) + (events.metadata.entryStart > 0 ? sum(events.y) : 0),
      },
      { ...options, chunkSize: 6, open, executor: new IterativeExecutor({ prefetch: false }) },
    );
    expect(report.chunks.map((chunk) => chunk.runs)).toEqual([1, 2, 1, 1, 1, 1, 2]);
    expect(report.columns).toEqual({ A: ["x", "y"], B: ["x", "y"] });
    expect(out).toBeGreaterThan(34.5);
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

  it("frees everything when a chunk fails in mid-run", async () => {
    const { open, log } = fakeFiles({ "long.root": { x: ramp(500) } });
    const before = memoryUsage();
    const failing = run(
      { L: ["long.root"] },
      {
        process(events) {
          if (events.metadata.entryStart === 300) throw new TypeError("bad event");
          return new Sums(sum(events.x));
        },
      },
      { treeName: "t", chunkSize: 10, open },
    );
    await expect(failing).rejects.toThrow(ChunkError);
    await expect(failing).rejects.toMatchObject({
      message:
        'process failed for dataset "L", long.root, tree "t", entries 300 to 310: TypeError: bad event',
      stage: "process",
      dataset: "L",
      entryStart: 300,
      cause: expect.any(TypeError),
    });
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
    expect(log.closed).toEqual(log.opened);
  });

  it("reports a catch in process that swallows the request for a column", async () => {
    const { open } = fakeFiles(three);
    const swallowing = run(
      fileset,
      {
        process(events) {
          try {
            return sum(events.x);
          } catch {
            return 0;
          }
        },
      },
      { ...options, open },
    );
    await expect(swallowing).rejects.toThrow(
      'a catch in process() swallowed the request for column "x"',
    );
    await expect(swallowing).rejects.toMatchObject({ cause: expect.any(UsageError) });
  });

  it("also reports it where the column is first needed after the probe", async () => {
    const { open } = fakeFiles(three);
    const swallowing = run(
      { A: ["a.root"] },
      {
        process(events) {
          if (events.metadata.entryStart === 0) return 0;
          try {
            return sum(events.x);
          } catch {
            return 0;
          }
        },
      },
      { ...options, open },
    );
    await expect(swallowing).rejects.toThrow("entries 13 to 25: a catch in process() swallowed");
  });

  it("reads on when user code throws its own error because of the request", async () => {
    const { open } = fakeFiles(three);
    const out = await run(
      { B: ["b.root"] },
      {
        process(events) {
          try {
            return sum(events.x);
          } catch (cause) {
            throw new Error("cannot sum", { cause });
          }
        },
      },
      { ...options, open },
    );
    expect(out).toBeCloseTo(4.5, 10);
  });

  it("reads a column again that process freed itself", async () => {
    const { open } = fakeFiles(three);
    const out = await run(
      { B: ["b.root"] },
      {
        process(events) {
          const x = events.x;
          const total = sum(x);
          x.dispose();
          return total + sum(events.y);
        },
      },
      { ...options, open },
    );
    expect(out).toBeCloseTo(94.5, 10);
  });

  it("refuses a process that returns a promise, without an unhandled rejection", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: async (events: Events) => sum(events.x) };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "process() is to be synchronous",
    );
  });

  it("refuses results that chunks share", async () => {
    const { open } = fakeFiles(three);
    const shared = new Sums(0);
    const processor = {
      process(events: Events) {
        shared.column.view()[0] += sum(events.x);
        return { x: shared };
      },
    };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "out.x: this Sums was returned before",
    );
    shared.column.dispose();
  });

  it("names chunks and place where results do not fit", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: (events: Events) => ({ v: events.length > 12 ? 1 : "one" }) };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "results of chunks 0 to 1 (a.root [0..] to a.root [..25]): out.v: number and string",
    );
  });

  it("refuses a processor that returns nothing", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: (events: Events) => void events.length };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow("returned nothing");
  });

  it("throws NotLoadedError for events used after process", async () => {
    const { open } = fakeFiles(three);
    let leaked: Events | undefined;
    await run(
      { B: ["b.root"] },
      {
        process(events) {
          leaked = events;
          return 0;
        },
      },
      { ...options, open },
    );
    expect(() => sum((leaked as Events).x)).toThrow(NotLoadedError);
    expect(() => sum((leaked as Events).x)).toThrow('await tree.arrays(["x"])');
  });

  it("names dataset, file and tree when a file cannot be opened, the first in order", async () => {
    const { open, log } = fakeFiles(three);
    const broken = { A: ["a.root"], M: ["missing.root", "gone.root"] };
    await expect(run(broken, { process: () => 0 }, { ...options, open })).rejects.toMatchObject({
      message: 'open failed for dataset "M", missing.root, tree "t": Error: no file missing.root',
      stage: "open",
      entryStart: undefined,
    });
    expect(log.closed).toEqual(log.opened);
    await expect(
      run({ A: ["a.root"] }, { process: () => 0 }, { treeName: "T", open }),
    ).rejects.toThrow('did you mean "t"?');
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
