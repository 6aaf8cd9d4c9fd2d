import { describe, expect, it } from "vitest";
import { ShapeError, UsageError } from "../../src/errors.ts";
import { type Binned1D, type ComparisonKind, compare } from "../../src/plot/index.ts";

const edges = Float64Array.of(0, 1, 2, 3);
const counts = (...values: number[]): Binned1D => ({
  edges,
  values: Float64Array.from(values),
  variances: Float64Array.from(values),
});
const h1 = counts(4, 9, 0);
const h2: Binned1D = {
  edges,
  values: Float64Array.of(8, 6, 2),
  variances: Float64Array.of(2, 3, 0.5),
};

/** mplhep 1.3.3, get_comparison(h1, h2, kind, method): value, lower and upper distance of each bin. */
const golden: [ComparisonKind, "sqrt" | "poisson", number[][]][] = [
  [
    "ratio",
    "sqrt",
    [
      [0.5, 0.2651650429449553, 0.2651650429449553],
      [1.5, 0.6614378277661477, 0.6614378277661477],
      [0.0, 0.0, 0.0],
    ],
  ],
  [
    "ratio",
    "poisson",
    [
      [0.5, 0.2550947899773144, 0.4051043003938666],
      [1.5, 0.6543436677272992, 0.8104144696337009],
      [0.0, 0.0, 0.9205108225046317],
    ],
  ],
  [
    "split_ratio",
    "sqrt",
    [
      [0.5, 0.25, 0.25],
      [1.5, 0.5, 0.5],
      [0.0, 0.0, 0.0],
    ],
  ],
  [
    "split_ratio",
    "poisson",
    [
      [0.5, 0.23929239827786036, 0.39534414653261796],
      [1.5, 0.49057683954179304, 0.6850340229446074],
      [0.0, 0.0, 0.9205108225046317],
    ],
  ],
  [
    "relative_difference",
    "sqrt",
    [
      [-0.5, 0.2651650429449553, 0.2651650429449553],
      [0.5, 0.6614378277661477, 0.6614378277661477],
      [-1.0, 0.0, 0.0],
    ],
  ],
  [
    "relative_difference",
    "poisson",
    [
      [-0.5, 0.2550947899773144, 0.4051043003938666],
      [0.5, 0.6543436677272992, 0.8104144696337009],
      [-1.0, 0.0, 0.9205108225046317],
    ],
  ],
  [
    "pull",
    "sqrt",
    [
      [-1.6329931618554523, 1.0, 1.0],
      [0.8660254037844387, 1.0, 1.0],
      [-2.82842712474619, 1.0, 1.0],
    ],
  ],
  [
    "pull",
    "poisson",
    [
      [-1.1545558609739468, 1.0, 1.0],
      [0.8784118589886002, 1.0, 1.0],
      [-1.0141235896942478, 1.0, 1.0],
    ],
  ],
  [
    "difference",
    "sqrt",
    [
      [-4.0, 2.449489742783178, 2.449489742783178],
      [3.0, 3.4641016151377544, 3.4641016151377544],
      [-2.0, Math.sqrt(0.5), Math.sqrt(0.5)],
    ],
  ],
  [
    "difference",
    "poisson",
    [
      [-4.0, 2.3800618731260936, 3.46453570174225],
      [3.0, 3.4152544382246703, 4.460244169695222],
      [-2.0, Math.sqrt(0.5), 1.9721462160277605],
    ],
  ],
  [
    "asymmetry",
    "sqrt",
    [
      [-0.3333333333333333, 0.2151657414559676, 0.2151657414559676],
      [0.2, 0.23551362310207594, 0.23551362310207594],
      [-1.0, 0.5, 0.5],
    ],
  ],
];

describe("compare", () => {
  it.each(golden)("%s with %s errors is mplhep's", (kind, method, want) => {
    const { values, lower, upper } = compare(h1, h2, kind, method);
    for (const [i, row] of want.entries()) {
      for (const [j, column] of [values, lower, upper].entries()) {
        expect(column[i]).toBeCloseTo(row[j], 12);
      }
    }
  });

  it("has the efficiency of a part of counts", () => {
    const { values, lower, upper } = compare(counts(4, 9, 0), counts(8, 9, 0), "efficiency");
    expect([...values]).toEqual([0.5, 1, Number.NaN]);
    expect(lower[0]).toBeCloseTo(0.15075567228888173, 14);
    expect(upper[1]).toBeCloseTo(0.08298826628866161, 14);
    expect(() => compare(counts(9, 1, 1), counts(8, 9, 0), "efficiency")).toThrow(/a part of/);
    expect(() => compare(h1, h2, "efficiency")).toThrow(UsageError);
    expect(() => compare(h1, h2, "asymmetry", "poisson")).toThrow(UsageError);
  });

  it("has no value where there is nothing to divide by, and refuses other bins", () => {
    const nothing = counts(0, 0, 0);
    for (const kind of [
      "ratio",
      "split_ratio",
      "relative_difference",
      "asymmetry",
      "pull",
    ] as const) {
      expect(compare(nothing, nothing, kind).values.every(Number.isNaN)).toBe(true);
    }
    const other = { ...h2, edges: Float64Array.of(0, 1, 2, 4) };
    expect(() => compare(h1, other, "ratio")).toThrow(ShapeError);
  });
});
