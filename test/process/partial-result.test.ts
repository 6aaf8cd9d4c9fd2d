import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnsupportedError, UsageError } from "../../src/errors.ts";
import { PartialResult } from "../../src/process/partial-result.ts";
import type { ChunkReport } from "../../src/process/report.ts";

function reportOf(index: number): ChunkReport {
  const seconds = { process: 0, read: 0 };
  const place = { index, dataset: "d", filename: `${index}.root` };
  return { ...place, entries: 10, runs: 1, bytesRead: 5, seconds };
}

function partOf(chunks: readonly number[], count: number, plan = "p"): Uint8Array {
  const part = new PartialResult(plan, count);
  // Sums of these depend on their order in the last bits.
  for (const i of chunks) part.put({ sum: 1 / (i + 1), seen: [i] }, reportOf(i), ["pt"]);
  return part.toBytes();
}

describe("PartialResult", () => {
  it("adds up to the same bits however the chunks are dealt out", () => {
    const dealt = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(dealt, (owner) => {
        const all = Array.from(owner.keys());
        const whole = new PartialResult("p", owner.length);
        whole.add(partOf(all, owner.length));
        const sum = new PartialResult("p", owner.length);
        for (const who of [2, 0, 3, 1]) {
          sum.add(
            partOf(
              all.filter((i) => owner[i] === who),
              owner.length,
            ),
          );
        }
        expect(sum.result).toStrictEqual(whole.result);
        expect((sum.result as { seen: number[] }).seen).toEqual(all);
        expect(sum.chunks.map(({ index }) => index).sort((a, b) => a - b)).toEqual(all);
        expect(sum.columns).toEqual({ d: ["pt"] });
      }),
    );
  });

  it("leaves out chunks, and keeps why", () => {
    const part = new PartialResult("p", 2);
    part.put(3, reportOf(0), []);
    part.skip(1, { name: "Error", message: "gone", stack: undefined });
    const sum = new PartialResult("p", 2);
    sum.add(part.toBytes());
    expect(sum.result).toBe(3);
    expect(sum.skipped).toMatchObject([{ index: 1, failure: { message: "gone" } }]);
  });

  it("refuses what does not belong together, and damaged bytes", () => {
    const sum = new PartialResult("p", 3);
    sum.add(partOf([0], 3));
    expect(() => sum.result).toThrow("2 of 3 chunks are missing");
    expect(() => sum.add(partOf([0], 3))).toThrow(UsageError);
    expect(() => sum.add(partOf([1], 3, "q"))).toThrow("different plans");
    const bytes = partOf([1, 2], 3);
    expect(() => sum.add(bytes.subarray(0, -1))).toThrow("truncated");
    expect(() =>
      sum.add(Uint8Array.from(bytes, (byte, i) => (i === 40 ? byte ^ 1 : byte))),
    ).toThrow("checksum");
    const newer = Uint8Array.from(bytes, (byte, i) => (i === 8 ? 9 : byte));
    expect(() => sum.add(newer)).toThrow(UnsupportedError);
    const clash = new PartialResult("p", 2);
    clash.put({ a: 1 }, reportOf(0), []);
    expect(() => clash.put(1, reportOf(1), [])).toThrow(
      "results of chunks 0 to 1 (0.root to 1.root): out: record and number",
    );
  });
});
