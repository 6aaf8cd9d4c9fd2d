import {
  type Axis,
  axisCenters,
  axisEdges,
  axisTraits,
  axisWidths,
  Hist,
  type StorageKind,
  type Values,
} from "../../src/hist/index.ts";
import { sameJson } from "../../src/stats/json-value.ts";
import { close } from "./compare.ts";
import { referenceAxes, referenceStorages } from "./hist-axes.ts";
import type { Mismatch, Outcome } from "./report.ts";

/** A line of the reference. */
export interface HistCase {
  readonly axes: readonly string[];
  readonly storage: string;
  readonly data: readonly (readonly unknown[])[];
  readonly weight?: readonly unknown[];
  readonly sample?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** The label under which edges that boost-histogram reports wrongly are disputed. */
export const WRONG_EDGES = "edges of var_circ";

const RELATIVE = 1e-12;
/** Units in the last place of edges of transformed axes: a libm's bits are not ours. */
const ULPS = 4 * 2 ** -52;

const INPUT_FIELDS = new Set("axes storage data weight sample".split(" "));
const EXPECTED_FIELDS = new Set(
  "shape view values variances counts edges centers widths traits uhi uhi_error".split(" "),
);

/** The result of one case. */
export function runHistCase(expected: HistCase): Outcome {
  try {
    const different = compare(expected);
    return different === undefined ? { kind: "passed" } : { kind: "failed", ...different };
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    return { kind: "failed", what: "error", expected: "none", got };
  }
}

function compare(expected: HistCase): (Mismatch & { readonly disputable?: string }) | undefined {
  const unknown = Object.keys(expected).find(
    (key) => !INPUT_FIELDS.has(key) && !EXPECTED_FIELDS.has(key) && key !== "error",
  );
  if (unknown !== undefined) return { what: "unknown field", expected: unknown, got: "" };
  const strange = expected.axes.find((name) => !Object.hasOwn(referenceAxes, name));
  if (strange !== undefined) return { what: "unknown axis", expected: strange, got: "" };
  if (!referenceStorages.includes(expected.storage)) {
    return { what: "unknown storage", expected: expected.storage, got: "" };
  }
  const axes = expected.axes.map((name) => referenceAxes[name]());
  const storage = (expected.storage[0].toLowerCase() + expected.storage.slice(1)) as StorageKind;
  const made = new Hist(axes, storage);
  try {
    const data = expected.data.map((values, i): Values => {
      return axes[i].kind === "strCategory" ? (values as string[]) : values.map(numberOf);
    });
    const weight = expected.weight?.map(numberOf);
    const sample = expected.sample?.map(numberOf);
    if (expected.error !== undefined) {
      try {
        made.fill(data, { weight, sample });
      } catch {
        return undefined;
      }
      return { what: "error", expected: expected.error, got: "a filled histogram" };
    }
    made.fill(data, { weight, sample });
    return compareFilled(made, expected);
  } finally {
    made.dispose();
  }
}

type Check = (what: string, expected: unknown, got: unknown) => Mismatch | undefined;

function compareFilled(
  made: Hist,
  expected: HistCase,
): (Mismatch & { readonly disputable?: string }) | undefined {
  const scale = scaleOf(expected);
  const means = made.storage === "mean" || made.storage === "weightedMean";
  const exact: Check = (what, want, got) => numbersDiffer(what, want, got, 0, 0);
  const near: Check = (what, want, got) => numbersDiffer(what, want, got, RELATIVE, scale);
  const cells = means ? near : exact;
  const found: (Mismatch | undefined)[] = [];
  found.push(exact("shape", expected.shape, made.shapeWithFlow));

  const view = made.view({ flow: true });
  const wantedView = Array.isArray(expected.view) ? { value: expected.view } : expected.view;
  const fields = wantedView as Record<string, unknown>;
  if (Object.keys(view).join() !== Object.keys(fields).join()) {
    return { what: "view", expected: Object.keys(fields), got: Object.keys(view) };
  }
  for (const [field, got] of Object.entries(view)) {
    found.push(cells(`view, ${field}`, fields[field], got));
  }
  found.push(cells("values", expected.values, made.values({ flow: true })));
  found.push(cells("counts", expected.counts, made.counts({ flow: true })));
  if (!made.varianceKnown || expected.variances === null) {
    const got = made.varianceKnown ? "known" : null;
    if (got !== expected.variances) {
      found.push({ what: "variances", expected: expected.variances, got });
    }
  } else found.push(near("variances", expected.variances, made.variances({ flow: true })));
  if (!sameJson(expected.traits, made.axes.map(axisTraits))) {
    found.push({ what: "traits", expected: expected.traits, got: made.axes.map(axisTraits) });
  }
  const uhi = compareUhi(made, expected, cells, near);
  const first = [...found, ...uhi].find((each) => each !== undefined);
  // Edges come last: a case is disputed only for what else agrees.
  return first ?? compareAxes(made, expected);
}

function compareAxes(
  made: Hist,
  expected: HistCase,
): (Mismatch & { readonly disputable?: string }) | undefined {
  let disputed: (Mismatch & { readonly disputable: string }) | undefined;
  const lists = {
    edges: expected.edges as readonly unknown[],
    centers: expected.centers as readonly unknown[],
    widths: expected.widths as readonly unknown[],
    "uhi edges": uhiAxes(expected).map(({ edges }) => edges),
  };
  for (const [i, name] of expected.axes.entries()) {
    const axis = made.axes[i];
    const ours = {
      edges: labelled(axis) ?? axisEdges(axis),
      centers: axisCenters(axis),
      widths: axisWidths(axis),
      "uhi edges": (made.toUhi().axes[i] as Record<string, unknown>).edges,
    };
    for (const [what, got] of Object.entries(ours)) {
      const want = lists[what as keyof typeof lists][i];
      const different = compareEdges(`${what} of ${name}`, axis, want, got);
      if (different === undefined) continue;
      if (name !== "var_circ") return different;
      disputed ??= { ...different, disputable: WRONG_EDGES };
    }
  }
  return disputed;
}

function labelled(axis: Axis): string[] | undefined {
  const categories = axis.kind === "strCategory" || axis.kind === "intCategory";
  return categories ? axis.categories.map(String) : undefined;
}

function compareEdges(what: string, axis: Axis, want: unknown, got: unknown): Mismatch | undefined {
  if (want === undefined && got === undefined) return undefined;
  if (Array.isArray(got) && typeof got[0] === "string") {
    return sameJson(want, got) ? undefined : { what, expected: want, got };
  }
  if (axis.kind !== "regular" || axis.transform === undefined) {
    return numbersDiffer(what, want, got, 0, 0);
  }
  const largest = Math.max(...Array.from(axisEdges(axis), Math.abs));
  return numbersDiffer(what, want, got, ULPS, largest);
}

function compareUhi(
  made: Hist,
  expected: HistCase,
  cells: Check,
  near: Check,
): (Mismatch | undefined)[] {
  if (expected.uhi_error !== undefined || expected.uhi === undefined) {
    // We have a form for every axis of the table; that boost-histogram has none is no claim.
    return [];
  }
  const want = withoutInfo(expected.uhi) as Record<string, unknown>;
  const got = withoutInfo(made.toUhi({ library: "boost-histogram" })) as Record<string, unknown>;
  const { storage: wantStorage, ...wantRest } = want as { storage: Record<string, unknown> };
  const { storage: gotStorage, ...gotRest } = got as { storage: Record<string, unknown> };
  const found: (Mismatch | undefined)[] = [];
  const [a, b] = [wantRest, gotRest].map(withoutEdges);
  if (!sameJson(a, b)) found.push({ what: "uhi", expected: a, got: b });
  if (Object.keys(wantStorage).sort().join() !== Object.keys(gotStorage).sort().join()) {
    found.push({ what: "uhi storage", expected: wantStorage, got: gotStorage });
    return found;
  }
  for (const [key, data] of Object.entries(wantStorage)) {
    if (key === "type") {
      if (data !== gotStorage.type) {
        found.push({ what: "uhi storage type", expected: data, got: gotStorage.type });
      }
      continue;
    }
    const check = key === "variances" ? near : cells;
    if (!sameJson(shapeOf(data), shapeOf(gotStorage[key]))) {
      found.push({ what: `uhi ${key}`, expected: shapeOf(data), got: shapeOf(gotStorage[key]) });
    } else found.push(check(`uhi ${key}`, flat(data), flat(gotStorage[key])));
  }
  return found;
}

function uhiAxes(expected: HistCase): Record<string, unknown>[] {
  const { axes = [] } = (expected.uhi ?? {}) as { axes?: Record<string, unknown>[] };
  return expected.axes.map((_, i) => axes[i] ?? {});
}

/** `writer_info` tells who wrote, and is not compared. */
function withoutInfo(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withoutInfo);
  const kept = Object.entries(value).filter(([key]) => key !== "writer_info");
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutInfo(each)]));
}

/** Edges have a tolerance of their own. */
function withoutEdges(document: Record<string, unknown>): Record<string, unknown> {
  const axes = document.axes as Record<string, unknown>[];
  return { ...document, axes: axes.map((axis) => ({ ...axis, edges: "edges" in axis })) };
}

function shapeOf(data: unknown): number[] {
  return Array.isArray(data) ? [data.length, ...shapeOf(data[0])] : [];
}

function flat(data: unknown): unknown {
  return Array.isArray(data) ? data.flat(Number.POSITIVE_INFINITY) : data;
}

/** The largest finite number among the inputs; 1 if there is none. */
function scaleOf({ data, weight = [], sample = [] }: HistCase): number {
  let largest = 0;
  for (const list of [...data, weight, sample]) {
    for (const value of list) {
      const number = Math.abs(typeof value === "number" ? value : 0);
      if (number > largest) largest = number;
    }
  }
  return largest || 1;
}

function numberOf(value: unknown): number {
  return typeof value === "string" ? Number(value) : (value as number);
}

/** NaN equals NaN, -0 equals 0. */
function numbersDiffer(
  what: string,
  expected: unknown,
  got: unknown,
  tolerance: number,
  scale: number,
): Mismatch | undefined {
  const [a, b] = [expected, got].map((list) => Array.from(list as ArrayLike<unknown>, numberOf));
  const same = (x: number, y: number): boolean =>
    x === y || (Number.isNaN(x) && Number.isNaN(y)) || close(x, y, tolerance, scale);
  if (a.length === b.length && a.every((x, i) => same(x, b[i]))) return undefined;
  const at = a.findIndex((x, i) => !same(x, b[i]));
  return { what: `${what}, element ${at}`, expected: a[at], got: b[at] };
}
