import { describe, expect, it } from "vitest";
import type { AwkwardArray } from "../../src/array/array.ts";
import { UsageError } from "../../src/errors.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { type FakeColumns, fakeFiles, numbers, ramp } from "./fake-tree.ts";

const sum = (array: AwkwardArray): number => numbers(array).reduce((a, b) => a + b, 0);

const three: Record<string, FakeColumns> = {
  "a.root": { x: ramp(25), y: ramp(25, 2), z: ramp(25, 3), never: ramp(25) },
  "b.root": { x: ramp(10), y: ramp(10, 2), z: ramp(10, 3), never: ramp(10) },
  "empty.root": { x: ramp(0), y: ramp(0), z: ramp(0), never: ramp(0) },
};
const fileset = { A: ["a.root", "empty.root"], B: ["b.root"] };
const options = { treeName: "t", chunkSize: 10 };

describe("arrays shown within process", () => {
  it("are read first, as where they are used", async () => {
    const x = Float64Array.from({ length: 300 }, (_, i) => i);
    const { open } = fakeFiles({ "a.root": { x, y: x } });
    const texts: string[] = [];
    const { out, report } = await runWithReport(
      { A: ["a.root"] },
      {
        process(events) {
          texts.push(`${events.x}`, events.x.show({ limitRows: 2 }), events.y.type);
          return events.length;
        },
      },
      { treeName: "t", open },
    );
    expect(out).toBe(300);
    expect(texts.slice(-3)).toEqual([
      "<Array [0, 1, 2, 3, 4, 5, ..., 295, 296, 297, 298, 299] type='300 * float64'>",
      "[0,\n ...]",
      "300 * float64",
    ]);
    expect(report.columns.A).toEqual(["x", "y"]);
  });
});

describe("columns of a run", () => {
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
    const { open, log } = fakeFiles({ "b.root": { x: ramp(3000), y: ramp(3000) } });
    const { report } = await runWithReport(
      { B: ["b.root"] },
      { process: (events) => (sum(events.x) > 0 ? sum(events.y) : 0) },
      { treeName: "t", open },
    );
    expect(report.chunks[0].runs).toBe(1);
    expect(report.columns).toEqual({ B: ["x", "y"] });
    // Those few are the chunk's own: nothing is read twice.
    const reads = log.reads.filter(({ entryStart, entryStop }) => entryStop > entryStart);
    expect(reads.map(({ names, entryStop }) => [...names, entryStop])).toEqual([
      ["x", 3000],
      ["y", 3000],
    ]);
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
});
