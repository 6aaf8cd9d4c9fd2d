import { FormatError } from "../../errors.ts";
import { numbersOf, optionalNumbers, textOf } from "./members.ts";
import { isPlainObject, type Members, type PlainObject } from "./value.ts";

/** Errors of a graph's points along one axis. */
export interface GraphErrors {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * A TGraph, TGraphErrors, TGraphAsymmErrors, TGraphBentErrors, TGraphMultiErrors, TGraph2D or
 * TGraph2DErrors.
 * @see uproot.behaviors.TGraphAsymmErrors
 */
export interface GraphRecord {
  readonly kind: "graph";
  readonly className: string;
  readonly name: string;
  readonly title: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Of graphs in two variables. */
  readonly z: Float64Array | null;
  readonly xErrors: GraphErrors | null;
  readonly yErrors: GraphErrors | null;
  readonly zErrors: GraphErrors | null;
  /** Of a TGraphMultiErrors: each kind of errors in y; else empty. */
  readonly yErrorKinds: readonly GraphErrors[];
  /** Everything as it is on file. */
  readonly members: Members;
}

/** The record of a graph. @throws FormatError when its arrays do not fit */
export function graphRecord(object: PlainObject, path: string): GraphRecord {
  const { className, members } = object;
  const x = numbersOf(members, "fX", path);
  const kinds = multiErrors(members, path);
  const record: GraphRecord = {
    kind: "graph",
    className,
    name: textOf(members, "fName", path),
    title: textOf(members, "fTitle", path),
    x,
    y: numbersOf(members, "fY", path),
    z: optionalNumbers(members, "fZ", path) ?? null,
    xErrors: errorsOf(members, ["fEX"], ["fEXlow", "fExL"], ["fEXhigh", "fExH"], path),
    yErrors: errorsOf(members, ["fEY"], ["fEYlow"], ["fEYhigh"], path) ?? kinds[0] ?? null,
    zErrors: errorsOf(members, ["fEZ"], ["fEZlow"], ["fEZhigh"], path),
    yErrorKinds: kinds,
    members,
  };
  const { y, z, xErrors, yErrors, zErrors } = record;
  const all = [y, z, xErrors?.low, xErrors?.high, yErrors?.low, yErrors?.high, zErrors?.low];
  for (const values of all) {
    if (values && values.length !== x.length) {
      throw new FormatError(
        `${path}: a ${className} of ${x.length} points has ${values.length} values of a kind`,
        { path },
      );
    }
  }
  return record;
}

/**
 * Mean of the lower and upper errors of each point.
 * @see uproot.behaviors.TGraphAsymmErrors.errors
 */
export function meanErrors({ low, high }: GraphErrors): Float64Array {
  return low.map((value, i) => (high[i] + value) / 2);
}

function errorsOf(
  members: Members,
  same: readonly string[],
  lows: readonly string[],
  highs: readonly string[],
  path: string,
): GraphErrors | null {
  const first = (names: readonly string[]): Float64Array | undefined => {
    const name = names.find((one) => members[one] !== undefined);
    return name === undefined ? undefined : optionalNumbers(members, name, path);
  };
  const both = first(same);
  if (both !== undefined) return { low: both, high: both.slice() };
  const low = first(lows);
  const high = first(highs);
  return low === undefined || high === undefined ? null : { low, high };
}

/** `vector<TArrayD> fEyL, fEyH` of TGraphMultiErrors. */
function multiErrors({ fEyL, fEyH }: Members, path: string): GraphErrors[] {
  if (!Array.isArray(fEyL) || !Array.isArray(fEyH) || fEyL.length !== fEyH.length) return [];
  return fEyL.map((low, i) => ({
    low: isPlainObject(low) ? numbersOf(low.members, "fArray", path) : new Float64Array(),
    high: isPlainObject(fEyH[i]) ? numbersOf(fEyH[i].members, "fArray", path) : new Float64Array(),
  }));
}
