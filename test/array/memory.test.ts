import { describe, expect, inject, it } from "vitest";
import { memoryUsage } from "../../src/wasm/index.ts";
import { dispose, scope } from "../../src/wasm/scope.ts";
import { operations, samples } from "./operations.ts";

/**
 * Enough to tell a leak of one column a run from none; `npm run test:full` makes it 10,000
 * (HEPWASM_LEAK_RUNS).
 */
const RUNS = inject("leakRuns");

describe("memory", () => {
  it.each(Object.entries(operations))(`stays the same over ${RUNS} runs: %s`, (_, run) => {
    scope(() => {
      const given = samples();
      // Without a scope of its own: what the operation leaves behind stays.
      dispose(run(given));
      const before = memoryUsage();
      for (let i = 0; i < RUNS; i++) dispose(run(given));
      expect(memoryUsage()).toEqual(before);
    });
  });
});
