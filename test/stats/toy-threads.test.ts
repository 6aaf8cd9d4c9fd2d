import { describe, expect, it } from "vitest";
import { throwToys, throwToysOnThreads, uncorrelatedBackground } from "../../src/stats/index.ts";

const model = uncorrelatedBackground([12, 11], [50, 52], [3, 7]);
const data = [51, 48, ...model.config.auxdata];

describe("throwToysOnThreads", () => {
  it("gives the same toys for any number of threads", async () => {
    const alone = throwToys(1, data, model, { ntoys: 41, seed: 3 });
    for (const workers of [1, 3]) {
      const seen: number[] = [];
      const progress = (done: number): void => {
        seen.push(done);
      };
      const options = { ntoys: 41, seed: 3, workers, progress };
      const there = await throwToysOnThreads(1, data, model, options);
      expect(there).toEqual(alone);
      expect(seen.at(-1)).toBe(82);
    }
  });

  it("stops when it is told to, and tells errors in words", async () => {
    const stop = new AbortController();
    const options = { ntoys: 100_000, workers: 2, signal: stop.signal };
    const thrown = throwToysOnThreads(1, data, model, options);
    stop.abort(new Error("enough"));
    await expect(thrown).rejects.toThrow("enough");
    await expect(throwToysOnThreads(1, data, model, { workers: 0 })).rejects.toThrow("workers");
    const short = throwToysOnThreads(1, [51], model, { workers: 1, ntoys: 4 });
    await expect(short).rejects.toThrow("1 numbers were given");
  });
});
