import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { array } from "../../src/array/from.ts";
import { merge } from "../../src/process/accumulate.ts";
import { Cutflow, NminusOne } from "../../src/selection/cutflow.ts";
import { LumiMask } from "../../src/selection/lumi-mask.ts";
import { PackedSelection } from "../../src/selection/packed-selection.ts";

const bools = (...values: (boolean | null)[]) => array(values);

describe("PackedSelection", () => {
  const selection = new PackedSelection()
    .add("a", bools(true, true, false, true))
    .addMultiple({ b: bools(true, false, false, true), c: bools(false, null, true, true) });

  it("combines cuts", () => {
    expect(selection.names).toEqual(["a", "b", "c"]);
    expect(selection.all().toList()).toEqual([false, false, false, true]);
    expect(selection.all("a", "b").toList()).toEqual([true, false, false, true]);
    expect(selection.any("b", "c").toList()).toEqual([true, false, true, true]);
    expect(selection.allfalse("b").toList()).toEqual([false, true, true, false]);
    expect(selection.require({ a: true, b: false }).toList()).toEqual([false, true, false, false]);
  });

  it("gives counts that sum over chunks, and are a cut flow again", () => {
    const weights = { weight: () => array([1, 2, 4, 8.5]) };
    for (const options of [{}, { weights }]) {
      const flow = selection.cutflow(["a", "b"], options);
      const twice = Cutflow.fromCounts(merge(flow.counts, flow.counts));
      expect(twice.labels).toEqual(["initial", "a", "b"]);
      expect(twice.nevcutflow).toEqual(flow.nevcutflow.map((n) => 2 * n));
      expect(twice.wgtevonecut).toEqual(flow.wgtevonecut.map((w) => 2 * w));
      expect(twice.weighted).toBe(flow.weighted);
      expect(String(Cutflow.fromCounts(flow.counts))).toBe(String(flow));
      const without = selection.nminusone(["a", "b"], options);
      const both = NminusOne.fromCounts(merge(without.counts, without.counts));
      expect(both.labels).toEqual(without.labels);
      expect(both.nev).toEqual(without.nev.map((n) => 2 * n));
      expect(String(NminusOne.fromCounts(without.counts))).toBe(String(without));
    }
    const { counts } = selection.cutflow(["a"]);
    expect(() => Cutflow.fromCounts({ ...counts, 2: counts.a })).toThrow('such as "2", before');
    expect(() => NminusOne.fromCounts({})).toThrow(
      'the first line of a cut flow\'s counts is "initial"',
    );
  });

  it("counts events and weights, cut after cut, and without one", () => {
    const weights = { weight: () => array([1, 2, 4, 8.5]) };
    const flow = selection.cutflow(["a", "b", "c"], { weights });
    expect(flow.nevonecut).toEqual([4, 3, 2, 2]);
    expect(flow.nevcutflow).toEqual([4, 3, 2, 1]);
    expect(flow.wgtevonecut).toEqual([15.5, 11.5, 9.5, 12.5]);
    expect(flow.wgtevcutflow).toEqual([15.5, 11.5, 9.5, 8.5]);
    expect(flow.toString().split("\n")[2]).toMatch(/^a +11\.5000 +11\.5000 +74\.19 % +74\.19 %$/);
    const commonMask = bools(true, true, true, false);
    const less = selection.nminusone(["a", "b"], { commonMask });
    expect(less.labels).toEqual(["initial", "N - a", "N - b", "N"]);
    expect(less.nev).toEqual([3, 1, 2, 1]);
  });

  it("are archives that NumPy reads, stored or deflated", async () => {
    const weights = { weight: () => array([1, 2, 4, 8.5]) };
    const flow = selection.cutflow(["a", "b"], {
      weights,
      commonMask: bools(true, true, true, false),
    });
    const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
    const stored = flow.toNpz();
    const names = [
      "labels",
      "nevonecut",
      "nevcutflow",
      "masksonecut",
      "maskscutflow",
      "commonmask",
    ];
    for (const name of [...names, "wgtevonecut", "wgtevcutflow", "weights"]) {
      expect(text(stored).split(`${name}.npy`)).toHaveLength(3);
    }
    expect(text(stored)).toContain("{'descr': '<U7', 'fortran_order': False, 'shape': (3,), }");
    expect(text(stored)).toContain("{'descr': '|b1', 'fortran_order': False, 'shape': (2, 4), }");
    expect(flow.toNpz({ compressed: true }).length).toBeLessThan(stored.length);
    expect(text(flow.toNpz({ includeWeights: false }))).not.toContain("weights.npy");
    expect(text(selection.nminusone(["a"]).toNpz())).toContain("masks.npy");
  });

  it("says what does not fit", () => {
    expect(() => selection.all("d")).toThrow('"d"');
    expect(() => selection.add("a", bools(true))).toThrow("already");
    expect(() => selection.add("d", bools(true))).toThrow("1 events");
    expect(() => selection.add("d", array([1, 2, 3, 4]))).toThrow("bool");
    const full = new PackedSelection({ dtype: "uint16" });
    for (let i = 0; i < 16; i++) full.add(`${i}`, bools(i % 2 === 0));
    expect(() => full.add("16", bools(true))).toThrow("16 selections");
    expect(full.require({ 15: false, 14: true }).toList()).toEqual([true]);
  });

  it("has 64 cuts in uint64 and 32 in uint32", () => {
    for (const dtype of ["uint32", "uint64"] as const) {
      const many = new PackedSelection({ dtype });
      for (let i = 0; i < many.maxItems; i++)
        many.add(`${i}`, bools(true, i === many.maxItems - 1));
      expect(many.all().toList()).toEqual([true, false]);
      expect(many.any(`${many.maxItems - 1}`).toList()).toEqual([true, true]);
    }
  });
});

describe("LumiMask", () => {
  it("is whether a block is in a range of its run", () => {
    const ranges = {
      "10": [
        [1, 5],
        [7, 7],
      ],
      "7": [[3, 4]],
    } as const;
    const mask = new LumiMask(ranges);
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 0, max: 9 })),
    );
    fc.assert(
      fc.property(pairs, (events) => {
        const [runs, blocks] = [0, 1].map((i) => array(Int32Array.from(events, (one) => one[i])));
        const wanted = events.map(([run, block]) => {
          const own = (ranges as Record<number, readonly (readonly [number, number])[]>)[run] ?? [];
          return own.some(([first, last]) => first <= block && block <= last);
        });
        expect(mask.mask(runs, blocks).toList()).toEqual(wanted);
      }),
    );
  });

  it("refuses what is no range", () => {
    expect(() => new LumiMask({ x: [[1, 2]] })).toThrow("run numbers");
    expect(() => new LumiMask({ 1: [[0, 2]] })).toThrow("run 1");
  });
});
