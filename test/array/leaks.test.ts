import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { dispose, memoryUsage, scope } from "../../src/wasm/index.ts";

const x = ak.fromIter([[3, 1, null, 2], [], null, [5, 4]]);
const y = ak.fromIter([[1, 2], [], [3]]);
const weight = ak.fromIter([[1, 1], [], [2]]);

const operations: Readonly<Record<string, () => unknown>> = {
  sum: () => ak.sum(x, { axis: 0 }),
  max: () => ak.max(x, { axis: 1, keepdims: true }),
  argmax: () => ak.argmax(x, { axis: 0 }),
  prod: () => ak.prod(x),
  countNonzero: () => ak.countNonzero(x, { axis: 1 }),
  mean: () => ak.mean(y, { axis: 1, weight }),
  var: () => ak.var(y, { axis: 0, weight }),
  std: () => ak.std(y),
  ptp: () => ak.ptp(y, { axis: 1 }),
  moment: () => ak.moment(y, 3),
  corr: () => ak.corr(y, weight),
  covar: () => ak.covar(y, weight, { axis: 1 }),
  linearFit: () => ak.linearFit(y, weight, { axis: 1 }),
  softmax: () => ak.softmax(y),
  nansum: () => ak.nansum(y),
  nanstd: () => ak.nanstd(y, { axis: 1, weight }),
  sort: () => ak.sort(x),
  argsort: () => ak.argsort(x, { axis: 0 }),
  combinations: () => ak.combinations(y, 2),
  argcombinations: () => ak.argcombinations(x, 2),
  cartesian: () => ak.cartesian([y, weight], { nested: true }),
  argcartesian: () => ak.argcartesian({ x, y: x }),
  padNone: () => ak.padNone(x, 2, { clip: true }),
  firsts: () => ak.firsts(x),
  singletons: () => ak.singletons(x),
  "an error": () => {
    expect(() => ak.sum(x, { axis: 5 })).toThrow();
  },
};

describe("reductions, orders and combinations", () => {
  it("free all that they do not return", () => {
    for (const [name, run] of Object.entries(operations)) {
      scope(run);
      const before = memoryUsage();
      for (let i = 0; i < 40; i++) dispose(run());
      expect([name, memoryUsage()]).toEqual([name, before]);
    }
  });
});
