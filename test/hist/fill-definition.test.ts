import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { columnFrom, reserve, scope } from "../../src/wasm/index.ts";
import { sameBits, sameNumbers } from "./reference.ts";

const list = (values: ArrayLike<number>): number[] => Array.from(values);
describe("Hist.fill against its definition", () => {
  /** boost-histogram's rule for one value: 0 is underflow. */
  const place = (x: number, bins: number, start: number, stop: number): number => {
    const z = (x - start) / (stop - start);
    return z < 1 ? (z >= 0 ? Math.trunc(z * bins) + 1 : 0) : bins + 1;
  };
  const value = fc.oneof(
    fc.double({ min: -3, max: 3 }),
    fc.double(),
    fc.integer({ min: -20, max: 20 }).map((i) => i / 10),
  );
  const entries = fc.array(fc.tuple(value, fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
    maxLength: 300,
  });
  const shape = fc.record({
    bins: fc.integer({ min: 1, max: 40 }),
    start: fc.double({ min: -2, max: 0, noNaN: true }),
    width: fc.double({ min: 0.1, max: 3, noNaN: true }),
  });

  it("adds weights and squares in entry order, whatever memory they lie in", () => {
    fc.assert(
      fc.property(entries, shape, fc.boolean(), (rows, { bins, start, width }, float32) => {
        const type = float32 ? Float32Array : Float64Array;
        const x = type.from(rows.map(([each]) => each));
        const w = type.from(rows.map(([, each]) => each));
        const stop = start + width;
        const [sums, squares] = [new Float64Array(bins + 2), new Float64Array(bins + 2)];
        for (const [i, each] of x.entries()) sums[place(each, bins, start, stop)] += w[i];
        for (const [i, each] of x.entries()) squares[place(each, bins, start, stop)] += w[i] * w[i];
        scope(() => {
          const h = Hist.new.reg(bins, start, stop).weight();
          h.fill([columnFrom(x)], { weight: columnFrom(w) });
          expect(sameBits(h.values({ flow: true }), sums)).toBe(true);
          expect(sameBits(h.variances({ flow: true }), squares)).toBe(true);
          const outside = Hist.new.reg(bins, start, stop).double().fill([x], { weight: w });
          expect(sameBits(outside.values({ flow: true }), sums)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("counts, also on top of sums that are not whole", () => {
    fc.assert(
      fc.property(
        entries,
        shape,
        fc.double({ noNaN: true }),
        (rows, { bins, start, width }, first) => {
          const x = rows.map(([each]) => each);
          const stop = start + width;
          const expected = new Float64Array(bins + 2);
          const h = Hist.new.reg(bins, start, stop).double();
          h.fill([start], { weight: first });
          expected[1] += first;
          for (const each of x) expected[place(each, bins, start, stop)] += 1;
          expect(sameBits(h.fill([x]).values({ flow: true }), expected)).toBe(true);
          const constant = Hist.new.reg(bins, start, stop).weight().fill([x], { weight: 0.1 });
          const weighted = new Float64Array(bins + 2);
          for (const each of x) weighted[place(each, bins, start, stop)] += 0.1;
          expect(sameBits(constant.values({ flow: true }), weighted)).toBe(true);
          h.dispose();
          constant.dispose();
        },
      ),
      { numRuns: 200 },
    );
  });

  it("finds the bin of a variable axis as a search through its edges", () => {
    const axis = fc.uniqueArray(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: 2,
      maxLength: 80,
      comparator: (a, b) => a === b,
    });
    const many = fc.array(value, { maxLength: 50 });
    fc.assert(
      fc.property(axis, many, (unsorted, values) => {
        const edges = unsorted.map((e) => (e === 0 ? 0 : e)).sort((a, b) => a - b);
        const x = [...values, ...edges];
        // Long enough for the fast way, too.
        for (const data of [x, Array.from({ length: 200 }, () => x).flat()]) {
          const expected = new Float64Array(edges.length + 1);
          for (const each of data) {
            const below = edges.findIndex((edge) => each < edge);
            expected[Number.isNaN(each) || below < 0 ? edges.length : below] += 1;
          }
          const h = Hist.new.variable(edges).double().fill([data]);
          expect(sameNumbers(h.values({ flow: true }), expected)).toBe(true);
          h.dispose();
        }
      }),
      { numRuns: 150 },
    );
  });

  it("finds integers and integer categories", () => {
    const ints = fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 400 });
    const categories = fc.uniqueArray(fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(ints, categories, fc.boolean(), (x, list, growth) => {
        const h = Hist.new
          .intCat(list, { growth })
          .double()
          .fill([Int32Array.from(x)]);
        const all = growth ? [...new Set([...list, ...x])] : list;
        const counts = all.map((category) => x.filter((each) => each === category).length);
        expect(Array.from(h.values())).toEqual(counts);
        expect(h.sum({ flow: true })).toBe(x.length);
        const line = Hist.new
          .int(-2, 3)
          .double()
          .fill([Int8Array.from(x)]);
        const expected = [-2, -1, 0, 1, 2].map((n) => x.filter((each) => each === n).length);
        expect(Array.from(line.values())).toEqual(expected);
        h.dispose();
        line.dispose();
      }),
    );
  });

  it("is the same for any cut into chunks", () => {
    const x = Float64Array.from({ length: 9_000 }, (_, i) => ((i * 7919) % 1000) / 100);
    const w = Float64Array.from(x, (each) => 1 / (each + 0.3));
    const make = (): Hist => Hist.new.reg(20, 0, 9).reg(3, 0, 9).weight();
    const whole = make().fill([x, w], { weight: w });
    for (const step of [1, 13, 4096, 5000]) {
      const parts = make();
      for (let i = 0; i < x.length; i += step) {
        const [a, b] = [x.subarray(i, i + step), w.subarray(i, i + step)];
        parts.fill([a, b], { weight: b });
      }
      expect(parts.equals(whole)).toBe(true);
    }
  });

  it("does not read memory behind its columns into the result", () => {
    const column = reserve("float64", 7);
    column.view().set([0, 1, 2, 3, 4, 5, 6]);
    const h = Hist.new.reg(7, 0, 7).int(0, 3).double();
    h.fill([column, Int32Array.of(0, 1, 2, 0, 1, 2, 0)]);
    expect(h.sum({ flow: true })).toBe(7);
    expect(list(h.project(0).values())).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});
