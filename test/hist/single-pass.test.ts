// Fills in a single pass beside fills one by one, which take the general way: the same bits.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AwkwardArray } from "../../src/array/array.ts";
import { fromTypedArray } from "../../src/array/index.ts";
import {
  type Axis,
  Hist,
  intCategoryAxis,
  integerAxis,
  regularAxis,
  type StorageKind,
  strCategoryAxis,
  type Values,
  variableAxis,
} from "../../src/hist/index.ts";
import { columnFrom } from "../../src/wasm/index.ts";
import { sameBits } from "./reference.ts";

const storages: readonly StorageKind[] = ["double", "unlimited", "weight", "int64"];

/** Numbers of a fixed sequence. */
function sequence(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An array of strings, as files give them. */
function strings(names: readonly string[]): AwkwardArray {
  const texts = names.map((name) => new TextEncoder().encode(name));
  const offsets = new Int32Array(names.length + 1);
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i] + text.length;
  const bytes = new Uint8Array(offsets[names.length]);
  for (const [i, text] of texts.entries()) bytes.set(text, offsets[i]);
  const data = columnFrom<"uint8">(bytes);
  return new AwkwardArray({ kind: "string", offsets: columnFrom<"int32">(offsets), data });
}

/** Fills at once, and one by one, and compares. */
function check(
  axes: readonly Axis[],
  columns: readonly Values[],
  lists: readonly (readonly (number | string)[])[],
  weights: Float64Array | Float32Array | number | undefined,
): void {
  for (const storage of storages) {
    if (storage === "int64" && weights !== undefined) continue;
    const [fast, slow] = [new Hist(axes, storage), new Hist(axes, storage)];
    const weight = typeof weights === "object" ? columnFrom(weights) : weights;
    fast.fill(columns, { weight });
    // A second fill goes on from the first.
    fast.fill(columns, { weight });
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < lists[0].length; i++) {
        const one = typeof weights === "object" ? weights[i] : weights;
        slow.fill(lists.map((list) => list[i]) as Values[], { weight: one });
      }
    }
    expect(fast.axes).toEqual(slow.axes);
    for (const [field, cells] of Object.entries(fast.view({ flow: true }))) {
      const other = slow.view({ flow: true })[field];
      expect(sameBits(cells, other), `${storage} ${field}: ${cells} ${other}`).toBe(true);
    }
    for (const each of [fast, slow]) each.dispose();
  }
}

const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0];

describe("a fill along one axis", () => {
  const random = sequence();
  const n = 101;
  const real = [...odd, ...Array.from({ length: n - odd.length }, () => 6 * random() - 1)];
  const weights = Float64Array.from({ length: n }, () => random() - 0.2);

  it("of edges is that of each value alone, whatever the edges and flow bins", () => {
    const sets = [
      [0, 1, 2, 4],
      [0, 0.1, 0.10001, 0.10002, 0.5, 4],
      [-1, 4.999],
      Array.from({ length: 51 }, (_, i) => (i * i) / 500),
      [0, 1e-300, 1e300],
    ];
    for (const edges of sets) {
      const values = [...real.slice(edges.length), ...edges];
      for (const flow of [{}, { underflow: false }, { overflow: false }]) {
        const axis = variableAxis(edges, flow);
        const f32 = Float32Array.from(values);
        for (const weight of [undefined, 0.1, weights]) {
          check([axis], [columnFrom(Float64Array.from(values))], [values], weight);
        }
        for (const weight of [3, Float32Array.from(weights)]) {
          check([axis], [columnFrom(f32)], [Array.from(f32)], weight);
        }
      }
    }
  });

  it("of integers and categories is that of each value alone, in any type", () => {
    const whole = Array.from({ length: n }, () => Math.floor(30 * random()) - 10);
    const axes = [
      integerAxis(-3, 7),
      integerAxis(-3, 7, { flow: false }),
      integerAxis(0, 5, { underflow: false }),
      integerAxis(2, 3, { growth: true }),
      integerAxis(0, 5, { circular: true }),
      intCategoryAxis([3, -1, 12, 0]),
      intCategoryAxis([3, -1, 12, 0], { overflow: false }),
      intCategoryAxis([], { growth: true }),
      intCategoryAxis([1e9, 0, 5]),
    ];
    const types = [Int8Array, Int32Array, Float64Array, Int16Array];
    for (const axis of axes) {
      for (const [t, Type] of types.entries()) {
        if (Type === Float64Array) continue;
        const weight = [undefined, 0.1, weights, Float32Array.from(weights)][t];
        check([axis], [columnFrom(Type.from(whole))], [whole], weight);
      }
      check([axis], [whole], [whole], weights);
      const big = BigInt64Array.from(whole, BigInt);
      check([axis], [columnFrom(big)], [whole], weights);
    }
    const wild = [2 ** 31 - 1, -(2 ** 31), ...whole];
    check([intCategoryAxis([3, -1])], [Int32Array.from(wild)], [wild], undefined);
    check([integerAxis(-5, 5)], [columnFrom(Int32Array.from(wild))], [wild], undefined);
  });

  it("of names is that of each name alone, as a list and as an array", () => {
    const words = [
      "",
      "a",
      "ab",
      "abcdefgh",
      "abcdefghi",
      "abcdefgh-ijklmnop-2",
      "abcdefgh-ijkl!nop-2",
      "é",
      "日本",
    ];
    const names = Array.from({ length: n }, () => words[Math.floor(words.length * random())]);
    const axes = [
      strCategoryAxis(["a", "abcdefgh", "é"]),
      strCategoryAxis(["abcdefgh-ijklmnop-2"], { overflow: false }),
      strCategoryAxis([], { growth: true }),
      strCategoryAxis(["日本"], { growth: true }),
    ];
    for (const axis of axes) {
      for (const weight of [undefined, 0.1, weights]) {
        check([axis], [names], [names], weight);
        check([axis], [strings(names)], [names], weight);
      }
    }
  });

  it("grows by the names of an array in the order in which they come", () => {
    const names = Array.from({ length: 2000 }, (_, i) => `sample-${(i * i) % 701}`);
    const h = Hist.new
      .strCat([], { growth: true })
      .double()
      .fill([strings(names)]);
    expect(h.axes[0]).toMatchObject({ categories: [...new Set(names)] });
    expect(h.sum()).toBe(2000);
  });
});

describe("a fill over two and three regular axes", () => {
  it("is that of each entry alone", () => {
    const random = sequence();
    const n = 61;
    const axes = [
      regularAxis(5, 0, 4),
      regularAxis(3, -0.3, 0.9),
      regularAxis(2, 3, -1),
      strCategoryAxis(["a"]),
    ];
    const lists = Array.from({ length: 3 }, (_, k) =>
      Array.from({ length: n }, (_, i) => odd[i - 20 * k] ?? 6 * random() - 1),
    );
    const single = lists.map((list) => Float32Array.from(list));
    const weights = Float64Array.from({ length: n }, () => random() - 0.2);
    const names = lists[0].map((_, i) => (i % 3 === 0 ? "a" : "b"));
    for (const weight of [undefined, 0.1, weights, Float32Array.from(weights)]) {
      for (const rank of [2, 3]) {
        const columns = lists.slice(0, rank).map((list) => columnFrom(Float64Array.from(list)));
        check(axes.slice(0, rank), columns, lists.slice(0, rank), weight);
        const f32 = single.slice(0, rank);
        check(
          axes.slice(0, rank),
          f32.map((each) => columnFrom(each)),
          f32.map((each) => Array.from(each)),
          weight,
        );
        check(
          axes.slice(0, rank),
          f32.map((each) => fromTypedArray(each)),
          f32.map((each) => Array.from(each)),
          weight,
        );
      }
      // A constant among them, and a further axis that varies.
      const constant = names.map(() => "a");
      check(
        [axes[3], axes[0], axes[1]],
        ["a", lists[0], lists[1]],
        [constant, lists[0], lists[1]],
        weight,
      );
      check(
        [axes[0], axes[3], axes[1]],
        [lists[0], names, lists[1]],
        [lists[0], names, lists[1]],
        weight,
      );
    }
  });

  it("is that of each entry alone for any ranges, bins and lengths", () => {
    const value = fc.double({ min: -3, max: 3 });
    const axis = fc
      .tuple(fc.integer({ min: 1, max: 9 }), value, value)
      .filter(([, a, b]) => Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) > 1e-3)
      .map(([bins, a, b]) => regularAxis(bins, a, b));
    fc.assert(
      fc.property(
        axis,
        axis,
        fc.array(fc.tuple(value, value, value), { maxLength: 20 }),
        (x, y, rows) => {
          const [a, b, w] = [0, 1, 2].map((k) => rows.map((row) => row[k]));
          const weights = Float64Array.from(w, (each) => (Number.isFinite(each) ? each : 1));
          check([x, y], [a, b], [a, b], weights);
        },
      ),
      { numRuns: 20 },
    );
  });
});
