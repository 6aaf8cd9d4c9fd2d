import { describe, expect, it } from "vitest";
import type { AwkwardArray, AwkwardRecord } from "../../src/array/array.ts";
import type { Behavior } from "../../src/array/behavior.ts";
import { fromIter } from "../../src/array/from.ts";
import { zip as zipRecords } from "../../src/array/zip.ts";
import { add, subtract } from "../../src/vector/arithmetic.ts";
import { behaviors } from "../../src/vector/behavior.ts";
import { sum } from "../../src/vector/sum.ts";
import { zip } from "../../src/vector/zip.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

const { properties } = behaviors.Momentum4D;
const leptons: Behavior = { name: "Lepton", properties, summed: ["charge"] };
const [pts, charges] = [
  [[40, 30, 20], [], [10]],
  [[1, -1, -1], [], [2]],
];
const columns = () => {
  const pt = fromIter(pts) as AwkwardArray;
  return { pt, eta: pt, phi: pt, mass: pt, charge: fromIter(charges) as AwkwardArray };
};
const candidates = () => zipRecords(columns(), { behavior: leptons });
const listOf = (array: unknown, field = "charge") => (array as AwkwardArray).field(field).toList();

describe("sums of candidates", () => {
  it("add charges, of pairs and along lists, and are candidates", () => {
    scope(() => {
      const all = candidates();
      const twice = add(all, all);
      expect(listOf(twice)).toEqual([[2, -2, -2], [], [4]]);
      expect(listOf(add(twice, all))).toEqual([[3, -3, -3], [], [6]]);
      expect(listOf(sum(all))).toEqual([-1, 0, 2]);
      expect(listOf(sum(twice, { axis: 1, keepdims: true }))).toEqual([[-2], [0], [4]]);
      expect(sum(all, { axis: null }).charge).toBe(1n);
      const [first, second] = [0, 1].map((i) => (all.at(0) as AwkwardArray).at(i) as AwkwardRecord);
      expect(add(first, second).charge).toBe(0);
      expect(listOf(add(all, first))).toEqual([[2, 0, 0], [], [3]]);
      // The momenta are those of vectors.
      const vectors = zip(columns());
      expect(listOf(twice, "rho")).toEqual(listOf(add(vectors, vectors), "rho"));
      expect(twice.mass.toList()).toEqual(add(vectors, vectors).mass.toList());
      return undefined;
    });
  });

  it("have no charge where one side has none, and of differences", () => {
    scope(() => {
      const [all, plain] = [candidates(), zip(columns())];
      for (const made of [add(all, plain), add(plain, all), subtract(all, all), sum(plain)]) {
        expect((made as AwkwardArray).fields).not.toContain("charge");
      }
      return undefined;
    });
  });

  it("leave nothing behind", () => {
    const all = candidates();
    const before = memoryUsage().columns;
    add(all, all).dispose();
    sum(all).dispose();
    expect(memoryUsage().columns).toBe(before);
    all.dispose();
  });
});
