import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { byteCount } from "../../src/root/byte-count.ts";
import {
  ArrayCache,
  type ByteSource,
  bytesSource,
  type EventSource,
  openRoot,
  type Progress,
  type RootFile,
} from "../../src/root/index.ts";
import { entriesPerStep, windows } from "../../src/root/iterate.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { readData, readJson } from "../data.ts";
import { sampleBytes } from "./data.ts";

const golden = await readJson<{ steps: Record<string, number[]>; show: string }>(
  "test/data/root/objects.json",
);

let file: RootFile;
let tree: EventSource;
beforeAll(async () => {
  file = await openRoot(sampleBytes("numbers-none.root"));
  tree = await file.tree("tree");
});
afterAll(() => file.close());

const names = ["float64", "list_float32"] as const;

describe("byteCount", () => {
  it("takes numbers and texts with units, and nothing else", () => {
    expect(byteCount(7, "it")).toBe(7);
    expect(byteCount("100 MB", "it")).toBe(1e8);
    expect(byteCount("1.5kB", "it")).toBe(1500);
    expect(byteCount("2 KiB", "it")).toBe(2048);
    for (const wrong of ["", "many", "5", "-1 MB", "3 XB", 0, Number.NaN]) {
      expect(() => byteCount(wrong, "it")).toThrow(UsageError);
    }
  });
});

describe("windows", () => {
  it("cover the range without a gap, and each holds a basket at least", () => {
    const branch = fc.record({
      entries: fc.integer({ min: 1, max: 1000 }),
      baskets: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(
        fc.array(branch),
        fc.nat(50),
        fc.nat(500),
        fc.integer({ min: 1, max: 99 }),
        (given, start, n, step) => {
          const branches = given.map((one) => ({ ...one, uncompressedBytes: 1 }));
          const range = { start, stop: start + n };
          let at = start;
          const longest = Math.max(0, ...given.map(({ entries, baskets }) => entries / baskets));
          for (const window of windows(branches, range, step)) {
            expect(window.start).toBe(at);
            if (window.stop < range.stop) {
              expect((window.stop - window.start) % step).toBe(0);
              expect(window.stop - window.start).toBeGreaterThanOrEqual(Math.min(longest, n));
            }
            at = window.stop;
          }
          expect(at).toBe(range.stop);
        },
      ),
    );
  });
});

describe("Tree.iterate", () => {
  it("gives the entries in order, a step at a time, and says where they come from", async () => {
    const whole = (await tree.arrays(names)).toList();
    for (const stepSize of [1, 10, 37, 105, 1000]) {
      const parts: unknown[] = [];
      for await (const array of tree.iterate(names, { stepSize })) {
        expect(array.length).toBeLessThanOrEqual(stepSize);
        expect(array.metadata).toMatchObject({ treename: "tree;1", entryStart: parts.length });
        parts.push(...array.toList());
        array.dispose();
      }
      expect(parts).toEqual(whole);
    }
  });

  it("has steps of as many entries as uproot's", async () => {
    for (const [stepSize, wanted] of Object.entries(golden.steps)) {
      const lengths: number[] = [];
      for await (const { length } of tree.iterate(names, { stepSize })) lengths.push(length);
      expect(lengths).toEqual(wanted);
    }
    expect(() => entriesPerStep([], 0)).toThrow(/not 0/);
    expect(() => entriesPerStep([], "many")).toThrow(/stepSize is a size such as "100 MB"/);
  });

  it("gives typed arrays that begin at 0 in each step", async () => {
    const counts: number[] = [];
    const values: number[] = [];
    for await (const step of tree.iterate(names, {
      stepSize: 9,
      library: "typed",
      entryStart: 3,
    })) {
      const { offsets, content } = step.list_float32 as {
        offsets: Int32Array;
        content: Float32Array;
      };
      expect(offsets[0]).toBe(0);
      expect(content.length).toBe(offsets.at(-1));
      for (let i = 1; i < offsets.length; i++) counts.push(offsets[i] - offsets[i - 1]);
      values.push(...content);
      expect(step.float64).toBeInstanceOf(Float64Array);
    }
    const whole = (await tree.arrays(["list_float32"], { entryStart: 3 })).list_float32.toList();
    expect(counts).toEqual(whole.map((list) => (list as number[]).length));
    expect(values).toEqual(whole.flat());
  });

  it("leaves nothing in memory, also where it is left early", async () => {
    const before = memoryUsage().usedBytes;
    for await (const array of tree.iterate(names, { stepSize: 10 })) {
      array.dispose();
      break;
    }
    for await (const _ of tree.iterate(names, { stepSize: 10, library: "typed" }));
    expect(memoryUsage().usedBytes).toBeLessThanOrEqual(before);
  });

  it("reports progress and stops where it is told to", async () => {
    const seen: Progress[] = [];
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const array of tree.iterate(names, {
        stepSize: 50,
        progress: (progress) => seen.push(progress),
        signal: controller.signal,
      })) {
        array.dispose();
        if (seen.length === 2) controller.abort(new Error("enough"));
      }
    };
    await expect(reading()).rejects.toThrow("enough");
    expect(seen).toEqual([
      { done: 50, total: 105, unit: "entries" },
      { done: 100, total: 105, unit: "entries" },
    ]);
  });
});

describe("Tree.arrays", () => {
  it("reports the bytes as they arrive", async () => {
    const seen: Progress[] = [];
    (await tree.arrays(names, { progress: (progress) => seen.push(progress) })).dispose();
    const last = seen.at(-1) as Progress;
    expect(last.done).toBe(last.total);
    expect(last.unit).toBe("bytes");
  });
});

describe("Tree.show", () => {
  it("is uproot's table", () => {
    expect(tree.show()).toBe(golden.show);
  });

  it("keeps to its widths and filters", () => {
    const text = tree.show({ filterName: "list_*", filterTypename: /uint/, nameWidth: 8 });
    expect(text.split("\n").slice(2)).toEqual([
      "list_... | uint16_t[]               | AsJagged(AsDtype('>u2'))",
      "list_... | uint64_t[]               | AsJagged(AsDtype('>u8'))",
      "",
    ]);
  });
});

describe("ArrayCache", () => {
  /** A source that counts the bytes read of it. */
  function counting(): { source: ByteSource; read: () => number } {
    const source = bytesSource(sampleBytes("numbers-none.root"));
    let bytes = 0;
    return {
      source: {
        ...source,
        readMany: (ranges, options) => {
          for (const { length } of ranges) bytes += length;
          return source.readMany(ranges, options);
        },
      },
      read: () => bytes,
    };
  }

  it("keeps columns from being read twice, with the same values", async () => {
    const { source, read } = counting();
    const cached = await (await openRoot(source)).tree("tree");
    const cache = new ArrayCache("1 MB");
    const first = await cached.arrays(names, { cache });
    const before = read();
    const values = first.toList();
    first.dispose();
    const second = await cached.arrays(["list_float32", "float64"], { cache });
    expect(read()).toBe(before);
    expect(second.float64.toList()).toEqual(
      values.map((one) => (one as { float64: number }).float64),
    );
    (await cached.arrays(names, { cache, entryStop: 5 })).dispose();
    expect(read()).toBeGreaterThan(before);
    expect(cache.size).toBe(4);
    cache.clear();
    expect(second.length).toBe(105);
    expect(second.toList().length).toBe(105);
    second.dispose();
  });

  it("stays below its limit and frees what it forgets", async () => {
    const before = memoryUsage().usedBytes;
    const cache = new ArrayCache(2000);
    for (const name of ["float64", "float32", "int64", "int32", "matrix"]) {
      (await tree.arrays([name], { cache })).dispose();
      expect(cache.bytes).toBeLessThanOrEqual(2000);
    }
    expect(cache.size).toBeGreaterThan(0);
    cache.clear();
    expect(cache.bytes).toBe(0);
    expect(memoryUsage().usedBytes).toBeLessThanOrEqual(before);
  });

  it("serves RNTuples too", async () => {
    const events = await (await openRoot(await readData("test/data/root/ntuple-lz4.root"))).tree(
      "ntuple",
    );
    const cache = new ArrayCache();
    const [name] = events.keys();
    const first = await events.arrays([name], { cache });
    const second = await events.arrays([name], { cache });
    expect(cache.size).toBe(1);
    expect(second.toList()).toEqual(first.toList());
  });

  it("may be a Map", async () => {
    const cache = new Map();
    (await tree.arrays(["int8"], { cache })).dispose();
    expect(cache.size).toBe(1);
    const again = await tree.arrays(["int8"], { cache });
    expect(again.length).toBe(105);
    for (const column of cache.values()) column.dispose();
    expect((await tree.arrays(["int8"], { cache })).length).toBe(105);
  });
});
