import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterRanges, entryRanges, planChunks } from "../../src/process/plan.ts";

const file = (dataset: string, entries: number, extra = {}) => {
  return { dataset, filename: `${dataset}.root`, treename: "t", entries, metadata: {}, ...extra };
};

describe("entryRanges", () => {
  it.each([
    // Values of coffea 2026.9, FileMeta.chunks
    [0, 100, [[0, 0]]],
    [1, 100, [[0, 1]]],
    [149, 100, [[0, 149]]],
    // 150 / 100 rounds half to even: 2 chunks; 250 / 100 to 2 as well.
    [
      150,
      100,
      [
        [0, 75],
        [75, 150],
      ],
    ],
    [
      250,
      100,
      [
        [0, 125],
        [125, 250],
      ],
    ],
    [
      350,
      100,
      [
        [0, 88],
        [88, 176],
        [176, 264],
        [264, 350],
      ],
    ],
    [
      10,
      3,
      [
        [0, 4],
        [4, 8],
        [8, 10],
      ],
    ],
  ])("cuts %i entries at about %i", (entries, target, expected) => {
    expect(entryRanges(entries, target)).toEqual(expected);
  });

  it("covers all entries once, in order", () => {
    const count = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(count, count, (entries, target) => {
        const ranges = entryRanges(entries, target);
        expect(ranges[0][0]).toBe(0);
        expect(ranges.at(-1)?.[1]).toBe(entries);
        for (let i = 1; i < ranges.length; i++) expect(ranges[i][0]).toBe(ranges[i - 1][1]);
        expect(ranges.every(([start, stop]) => start < stop)).toBe(true);
      }),
    );
  });
});

describe("planChunks", () => {
  it("keeps the order of the files and numbers the chunks", () => {
    const plan = planChunks([file("b", 250), file("a", 0), file("b", 10)], { chunkSize: 100 });
    expect(plan.items.map((i) => [i.index, i.dataset, i.file, i.entryStart, i.entryStop])).toEqual([
      [0, "b", 0, 0, 125],
      [1, "b", 0, 125, 250],
      [2, "a", 1, 0, 0],
      [3, "b", 2, 0, 10],
    ]);
  });

  it("takes at most maxChunks of each dataset", () => {
    const files = [file("a", 300), file("b", 300), file("a", 300)];
    const plan = planChunks(files, { chunkSize: 100, maxChunks: 2 });
    expect(plan.items.map((i) => `${i.dataset}${i.entryStart}`)).toEqual([
      "a0",
      "a100",
      "b0",
      "b100",
    ]);
  });

  it("takes the steps that the fileset gives", () => {
    const steps = [
      [10, 20],
      [50, 60],
    ] as const;
    const plan = planChunks([file("a", 300, { steps })], { chunkSize: 100 });
    expect(plan.items.map((i) => [i.entryStart, i.entryStop])).toEqual(steps);
    expect(() => planChunks([file("a", 55, { steps })], { chunkSize: 100 })).toThrow(
      'entries 50 to 60 of a.root, whose tree "t" has 55',
    );
  });

  it("is plain data", () => {
    const plan = planChunks([file("a", 3, { fileuuid: "u" })], { chunkSize: 2, maxChunks: 5 });
    expect(structuredClone(plan)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("refuses sizes that are no counts", () => {
    for (const chunkSize of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => planChunks([], { chunkSize })).toThrow("chunkSize is a whole number");
    }
    expect(() => planChunks([], { chunkSize: 1, maxChunks: 0 })).toThrow("maxChunks");
  });
});

describe("clusterRanges", () => {
  it("ends where clusters do, after `target` events at least", () => {
    expect(clusterRanges([0, 30, 60, 90, 100], 50)).toEqual([
      [0, 60],
      [60, 100],
    ]);
    expect(clusterRanges([0, 30, 60, 90, 100], 1000)).toEqual([[0, 100]]);
    expect(clusterRanges([0, 100, 101], 10)).toEqual([
      [0, 100],
      [100, 101],
    ]);
    expect(clusterRanges([0], 10)).toEqual([[0, 0]]);
  });

  it("is what a plan takes for alignClusters", () => {
    const counted = file("a", 100, { clusters: [0, 40, 80, 100] });
    const plan = planChunks([counted], { chunkSize: 50, alignClusters: true });
    expect(plan.items.map((i) => [i.entryStart, i.entryStop])).toEqual([
      [0, 80],
      [80, 100],
    ]);
    expect(plan).toMatchObject({ alignClusters: true, files: [{ dataset: "a", entries: 100 }] });
    expect(plan.files[0]).not.toHaveProperty("clusters");
  });
});
