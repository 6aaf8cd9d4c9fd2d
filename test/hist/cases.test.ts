import { describe, expect, it } from "vitest";
import {
  type Axis,
  axisCenters,
  axisEdges,
  axisTraits,
  axisWidths,
  booleanAxis,
  Hist,
  intCategoryAxis,
  integerAxis,
  regularAxis,
  type StorageKind,
  strCategoryAxis,
  transform,
  type Values,
  variableAxis,
} from "../../src/hist/index.ts";
import { needsReference } from "../data.ts";
import { closeNumbers, number, referenceLines, sameNumbers } from "./reference.ts";

interface Case {
  readonly axes: readonly string[];
  readonly storage: string;
  readonly data: readonly (readonly (number | string)[])[];
  readonly weight?: readonly unknown[];
  readonly sample?: readonly unknown[];
  readonly error?: string;
  readonly shape: readonly number[];
  readonly view: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>;
  readonly values: readonly unknown[];
  readonly variances: readonly unknown[] | null;
  readonly counts: readonly unknown[];
  readonly edges: readonly (readonly (number | string)[])[];
  readonly centers: readonly (readonly unknown[])[];
  readonly widths: readonly (readonly unknown[])[];
  readonly traits: readonly Readonly<Record<string, boolean>>[];
}

/** The axes of the reference, by the names it gives them. */
const axes: Readonly<Record<string, () => Axis>> = {
  reg: () => regularAxis(10, -2, 3),
  reg_noflow: () => regularAxis(10, -2, 3, { flow: false }),
  reg_nu: () => regularAxis(7, -1, 1, { underflow: false }),
  reg_growth: () => regularAxis(4, 0, 1, { growth: true }),
  reg_circ: () => regularAxis(8, 0, 2, { circular: true }),
  log: () => regularAxis(5, 0.1, 10, { transform: transform.log }),
  sqrt: () => regularAxis(5, 0, 9, { transform: transform.sqrt }),
  pow: () => regularAxis(5, 0, 3, { transform: transform.pow(2) }),
  var: () => variableAxis([-1, -0.5, 0, 0.1, 2.5]),
  var_noover: () => variableAxis([-1, 0, 0.1, 2.5], { overflow: false }),
  var_circ: () => variableAxis([0, 0.3, 1.7, 2], { circular: true }),
  var_growth: () => variableAxis([0, 0.5, 1], { growth: true }),
  int: () => integerAxis(-2, 4),
  int_noflow: () => integerAxis(-2, 4, { flow: false }),
  int_growth: () => integerAxis(0, 2, { growth: true }),
  int_circ: () => integerAxis(0, 5, { circular: true }),
  icat: () => intCategoryAxis([3, -1, 2]),
  icat_growth: () => intCategoryAxis([], { growth: true }),
  icat_noover: () => intCategoryAxis([3, 1], { overflow: false }),
  scat: () => strCategoryAxis(["a", "bb"]),
  scat_growth: () => strCategoryAxis([], { growth: true }),
  bool: () => booleanAxis(),
};

/**
 * boost-histogram 1.8.1 gives a circular variable axis of 0, 0.3, 1.7, 2 the edges 0, 0.3, 0.6, 2
 * (it fills by the right ones): its edges, centers and widths are not compared.
 */
const wrongEdges = "var_circ";

/** Bits of a libm's log, exp and pow, which our own need not have. */
const ULPS = 4 * 2 ** -52;
const RELATIVE = 1e-12;

const lines = (await referenceLines("cases/hist.jsonl.gz")) as Case[] | undefined;

describe.skipIf(lines === undefined)(
  `the reference histograms of boost-histogram (${needsReference})`,
  () => {
    for (const [position, expected] of (lines ?? []).entries()) {
      const weighted = expected.weight === undefined ? "" : ", weighted";
      it(`#${position}: ${expected.axes.join(" x ")}, ${expected.storage}${weighted}`, () => {
        check(expected);
      });
    }
  },
);

function check(expected: Case): void {
  const storage = (expected.storage[0].toLowerCase() + expected.storage.slice(1)) as StorageKind;
  const hist = new Hist(
    expected.axes.map((name) => axes[name]()),
    storage,
  );
  const data = expected.data.map((values, i): Values => {
    if (expected.axes[i].startsWith("scat")) return values as string[];
    return values.map(number);
  });
  const weight = expected.weight?.map(number);
  const sample = expected.sample?.map(number);
  const fill = (): unknown => hist.fill(data, { weight, sample });
  if (expected.error !== undefined) {
    expect(fill).toThrow();
    return;
  }
  fill();
  expect(hist.shapeWithFlow).toEqual(expected.shape);

  const means = storage === "mean" || storage === "weightedMean";
  const same = (ours: Float64Array, theirs: readonly unknown[], exact: boolean): boolean => {
    const numbers = theirs.map(number);
    return exact ? sameNumbers(ours, numbers) : closeNumbers(ours, numbers, RELATIVE, 1);
  };
  const view = Array.isArray(expected.view) ? { value: expected.view } : expected.view;
  expect(Object.keys(hist.view())).toEqual(Object.keys(view));
  for (const [field, ours] of Object.entries(hist.view({ flow: true }))) {
    const theirs = (view as Record<string, readonly unknown[]>)[field];
    expect(same(ours, theirs, !means), `${field}: ${ours} ${theirs}`).toBe(true);
  }
  expect(same(hist.values({ flow: true }), expected.values, !means)).toBe(true);
  expect(same(hist.counts({ flow: true }), expected.counts, !means)).toBe(true);
  expect(hist.varianceKnown).toBe(expected.variances !== null);
  if (expected.variances !== null) {
    expect(same(hist.variances({ flow: true }), expected.variances, !means)).toBe(true);
  }

  for (const [i, name] of expected.axes.entries()) {
    const axis = hist.axes[i];
    expect(axisTraits(axis)).toEqual(expected.traits[i]);
    if (axis.kind === "strCategory" || axis.kind === "intCategory") {
      expect(axis.categories.map(String)).toEqual(expected.edges[i]);
    } else if (name !== wrongEdges) {
      checkAxis(axisEdges(axis), expected.edges[i], name);
    }
    if (name === wrongEdges) continue;
    checkAxis(axisCenters(axis), expected.centers[i], name);
    checkAxis(axisWidths(axis), expected.widths[i], name);
  }
  hist.dispose();
}

function checkAxis(ours: Float64Array, theirs: readonly unknown[], name: string): void {
  const numbers = theirs.map(number);
  const transformed = name === "log" || name === "sqrt" || name === "pow";
  const scale = transformed ? Math.max(...numbers.map(Math.abs)) : 0;
  const agree = transformed ? closeNumbers(ours, numbers, ULPS, scale) : sameNumbers(ours, numbers);
  expect(agree, `${ours} ${numbers}`).toBe(true);
}
