import { ShapeError, UnsupportedError } from "../../errors.ts";
import type { GraphErrors, GraphRecord } from "../objects/graph.ts";
import type { PlainObject, RootValue } from "../objects/value.ts";

/** Members of the errors in x, y and z, by class: lower, upper. */
const errorMembers: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  TGraph: [],
  TGraphErrors: [
    ["fEX", "fEX"],
    ["fEY", "fEY"],
  ],
  TGraphAsymmErrors: [
    ["fEXlow", "fEXhigh"],
    ["fEYlow", "fEYhigh"],
  ],
  TGraphBentErrors: [
    ["fEXlow", "fEXhigh"],
    ["fEYlow", "fEYhigh"],
  ],
  TGraphMultiErrors: [["fExL", "fExH"]],
  TGraph2D: [],
  TGraph2DErrors: [
    ["fEX", "fEX"],
    ["fEY", "fEY"],
    ["fEZ", "fEZ"],
  ],
  TGraph2DAsymmErrors: [
    ["fEXlow", "fEXhigh"],
    ["fEYlow", "fEYhigh"],
    ["fEZlow", "fEZhigh"],
  ],
};
/** Of TGraphBentErrors: how far the ends of the errors are displaced. */
const displacements = ["fEXlowd", "fEXhighd", "fEYlowd", "fEYhighd"] as const;

/**
 * The object of a graph. Errors that a record does not have are 0.
 *
 * @throws UnsupportedError for classes that cannot be written
 * @throws ShapeError when its arrays have different lengths, or a graph in two variables no z
 */
export function graphObject(record: GraphRecord, name: string): PlainObject {
  const { className, x, y, z, members, title } = record;
  const errors = errorMembers[className];
  if (errors === undefined) {
    throw new UnsupportedError(`"${name}": a ${className} cannot be written`, className);
  }
  const out: Record<string, RootValue> = {
    ...members,
    fName: name,
    fTitle: title,
    fNpoints: x.length,
    fX: points(x, x.length, name),
    fY: points(y, x.length, name),
  };
  if (className.startsWith("TGraph2D")) out.fZ = points(z ?? new Float64Array(0), x.length, name);
  const given: readonly (GraphErrors | null)[] = [record.xErrors, record.yErrors, record.zErrors];
  const none = new Float64Array(x.length);
  for (const [i, [low, high]] of errors.entries()) {
    out[low] = points(given[i]?.low ?? none, x.length, name);
    out[high] = points(given[i]?.high ?? none, x.length, name);
  }
  if (className === "TGraphBentErrors") {
    for (const member of displacements) out[member] = members[member] ?? new Float64Array(x.length);
  }
  if (className === "TGraphMultiErrors") Object.assign(out, multiErrors(record, name));
  return { className, members: out };
}

/** Errors in y of several kinds, each with the looks of its own. */
function multiErrors(record: GraphRecord, name: string): Record<string, RootValue> {
  const { x, yErrors, yErrorKinds, members } = record;
  const own = yErrors === null ? [] : [yErrors];
  const kinds = yErrorKinds.length > 0 ? yErrorKinds : own;
  const arrays = (end: "low" | "high"): RootValue =>
    kinds.map((kind) => {
      return { className: "TArrayD", members: { fArray: points(kind[end], x.length, name) } };
    });
  const looks = (className: string, before: RootValue | undefined): RootValue =>
    Array.isArray(before) && before.length === kinds.length
      ? before
      : kinds.map(() => ({ className, members: {} }));
  return {
    fNYErrors: kinds.length,
    fEyL: arrays("low"),
    fEyH: arrays("high"),
    fAttFill: looks("TAttFill", members.fAttFill),
    fAttLine: looks("TAttLine", members.fAttLine),
  };
}

function points(values: Float64Array, n: number, name: string): Float64Array {
  if (values.length === n) return values;
  throw new ShapeError(`"${name}": ${values.length} values for ${n} points`, n, values.length);
}
