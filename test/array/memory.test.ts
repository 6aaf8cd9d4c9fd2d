import { describe, expect, inject, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { dispose, scope } from "../../src/wasm/scope.ts";
import { operations, passive, samples } from "./operations.ts";

/**
 * Enough to tell a leak of one column a run from none; `npm run test:full` makes it 10,000
 * (HEPWASM_LEAK_RUNS).
 */
const RUNS = inject("leakRuns");

describe("memory", () => {
  it("is looked at of every function that there is", () => {
    const run = new Set(Object.keys(operations).flatMap((name) => name.match(/\w+/g) ?? []));
    const functions = Object.entries(ak).filter(([, value]) => typeof value === "function");
    const left = functions.map(([name]) => name).filter((name) => !run.has(name));
    expect(left.filter((name) => !passive.has(name))).toEqual([]);
    expect(functions.length).toBeGreaterThan(150);
  });

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
