import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/hist.ts";
import { ChunkWorker } from "../../src/process/chunk-worker.ts";
import type { Executor, Work } from "../../src/process/executor.ts";
import { IterativeExecutor, mergeChunks } from "../../src/process/iterative.ts";
import { MergeTree } from "../../src/process/merge-tree.ts";
import type { Events } from "../../src/process/processor.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { sameBytes } from "../codec/guarded.ts";
import { fakeFiles, numbers, ramp } from "./fake-tree.ts";

/** Does the chunks in an order of its own, as workers that finish at different times would. */
class ShuffledExecutor implements Executor {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  async run<Out>(work: Work<Out>) {
    const { items } = work.plan;
    const place = (i: number): number => ((i + 1) * this.#seed) % 1009;
    const order = [...items].sort((a, b) => place(a.index) - place(b.index));
    const worker = new ChunkWorker(work.processor, work.files, work.signal);
    const tree = new MergeTree<Out>(items.length, (left, right, first, stop) =>
      mergeChunks(left, right, items, first, stop),
    );
    for (const item of order) {
      const { out, report } = await worker.process(await worker.load(item));
      tree.put(item.index, out);
      work.onChunk(report);
    }
    worker.close();
    const seconds = { read: 0, process: 0, merge: 0 };
    return { out: tree.result, columns: worker.columns, seconds };
  }
}

const { open } = fakeFiles({
  "a.root": { x: ramp(700, 0.13), w: ramp(700).map((v) => 1 / (v + 0.3)) },
  "b.root": { x: ramp(333, 0.27), w: ramp(333).map((v) => 1 / (v + 0.7)) },
});
const fileset = { A: ["a.root"], B: ["b.root"] };
const processor = {
  process(events: Events) {
    const weight = numbers(events.w);
    const hist = Hist.new
      .reg(20, 0, 90, { name: "x" })
      .strCat([], { name: "dataset", growth: true })
      .weight()
      .fill({ x: numbers(events.x), dataset: events.metadata.dataset }, { weight });
    return { hist, sum: weight.reduce((a, b) => a + b, 0) };
  },
};
const options = { treeName: "t", chunkSize: 30, open };

describe("Executor", () => {
  it("gives weighted histograms and sums the same bits in any order of completion", async () => {
    const expected = await run(fileset, processor, options);
    const bytes = expected.hist.toBytes();
    expect(expected.hist.axes[1]).toMatchObject({ categories: ["A", "B"] });
    for (const seed of [2, 17, 123, 500]) {
      const out = await run(fileset, processor, {
        ...options,
        executor: new ShuffledExecutor(seed),
      });
      expect(sameBytes(out.hist.toBytes(), bytes)).toBe(true);
      expect(Object.is(out.sum, expected.sum)).toBe(true);
      out.hist.dispose();
    }
    expected.hist.dispose();
  });

  it("agrees with one fill of all events to rounding, and its plan is part of the report", async () => {
    const { out, report } = await runWithReport(fileset, processor, options);
    const whole = await runWithReport(fileset, processor, { ...options, chunkSize: 10_000 });
    expect(whole.report.chunks).toHaveLength(2);
    const [a, b] = [out.hist.values(), whole.out.hist.values()];
    expect(a.every((value, i) => Math.abs(value - b[i]) <= 1e-12 * Math.abs(b[i]))).toBe(true);
    expect(report.plan).toMatchObject({
      chunkSize: 30,
      files: [{ entries: 700 }, { entries: 333 }],
    });
    out.hist.dispose();
    whole.out.hist.dispose();
  });

  it("holds two chunks at a time at most, one without reading ahead", async () => {
    const chunk = 30 * 8 * 2;
    for (const [prefetch, most] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const before = memoryUsage().usedBytes;
      let peak = 0;
      await run(
        fileset,
        {
          process(events) {
            void numbers(events.x).length;
            void numbers(events.w).length;
            peak = Math.max(peak, memoryUsage().usedBytes - before);
            return 0;
          },
        },
        { ...options, executor: new IterativeExecutor({ prefetch }) },
      );
      // Blocks carry 64 bytes of slack and are rounded up to 64.
      expect(peak).toBeLessThanOrEqual(most * (chunk + 4 * 128));
      expect(memoryUsage().usedBytes).toBe(before);
    }
  });

  it("leaks nothing over 10,000 chunks", async () => {
    const { open } = fakeFiles({ "m.root": { x: ramp(10_000), w: ramp(10_000) } });
    const before = memoryUsage();
    const first = await run({ A: ["m.root"] }, processor, { ...options, open, chunkSize: 100 });
    first.hist.dispose();
    const grown = memoryUsage().totalBytes;
    const out = await run({ A: ["m.root"] }, processor, { ...options, open, chunkSize: 1 });
    out.hist.dispose();
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
    expect(memoryUsage().totalBytes).toBe(grown);
  });
});
