import { FormatError } from "../../errors.ts";
import { numberOf, optionalNumbers, textOf } from "./members.ts";
import { isPlainObject, type Members, type PlainObject, type RootValue } from "./value.ts";

/** An axis of a histogram: a TAxis. */
export interface AxisRecord {
  readonly name: string;
  readonly title: string;
  /** Bins without flow. */
  readonly bins: number;
  readonly min: number;
  readonly max: number;
  /** `bins + 1` edges, without flow. */
  readonly edges: Float64Array;
  /** Whether the file has the edges themselves, not only the ends. */
  readonly variable: boolean;
  /** One label for each bin; `null` unless all bins have one. */
  readonly labels: readonly string[] | null;
  /** Everything as it is on file; empty for a record that was not read from one. */
  readonly members: Members;
}

/**
 * The axis that a TAxis describes.
 *
 * @param cells  of its histogram: no axis has more bins
 * @throws FormatError
 */
export function axisRecord({ members }: PlainObject, cells: number, path: string): AxisRecord {
  const bins = numberOf(members, "fNbins", path);
  const min = numberOf(members, "fXmin", path);
  const max = numberOf(members, "fXmax", path);
  if (!(Number.isInteger(bins) && bins >= 0 && bins <= cells)) {
    throw new FormatError(`${path}: an axis of ${bins} bins in a histogram of ${cells} cells`, {
      path,
    });
  }
  const stored = optionalNumbers(members, "fXbins", path);
  const variable = stored?.length === bins + 1;
  return {
    name: textOf(members, "fName", path),
    title: textOf(members, "fTitle", path),
    bins,
    min,
    max,
    edges: variable ? stored : equalEdges(bins, min, max),
    variable,
    labels: labelsOf(members, bins),
    members,
  };
}

/**
 * Edges of equal bins, with the bits of numpy.linspace, which uproot uses.
 * @see numpy/_core/function_base.py
 */
export function equalEdges(bins: number, min: number, max: number): Float64Array {
  const edges = new Float64Array(bins + 1);
  const step = (max - min) / bins;
  for (let i = 0; i <= bins; i++) {
    edges[i] = (step === 0 ? (i / bins) * (max - min) : i * step) + min;
  }
  edges[bins] = max;
  return edges;
}

/**
 * The labels of all bins, or `null`. A label has the number of its bin as its unique ID; where these
 * make no sense, as of files that other programs wrote, the order of the list counts.
 * @see ROOT hist/hist/src/TAxis.cxx `GetBinLabel`
 */
export function labelsOf({ fLabels }: Members, bins: number): string[] | null {
  if (!isPlainObject(fLabels)) return null;
  const { items } = fLabels.members;
  if (!Array.isArray(items) || items.length !== bins) return null;
  const labels: string[] = [];
  const placed = new Map<number, string>();
  for (const item of items as readonly RootValue[]) {
    if (!isPlainObject(item)) return null;
    const label = String(item.members.fString ?? item.members.fName ?? "");
    labels.push(label);
    const bin = Number(item.members["@fUniqueID"]);
    if (bin >= 1 && bin <= bins) placed.set(bin, label);
  }
  if (placed.size !== bins) return labels;
  return labels.map((_, i) => placed.get(i + 1) as string);
}
