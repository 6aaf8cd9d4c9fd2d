import { kernels } from "../wasm/instance.ts";
import { Integer, type Json } from "./json.ts";
import * as op from "./opcodes.ts";
import { Fields, isObject, kindOf, type Place, refuse } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { inputIndex, type Variable } from "./variable.ts";

/** Words of buckets in one set, and buckets of an axis: more do not stay in the cache. */
const MOST_BUCKET_WORDS = 2 ** 20;
const MOST_BUCKETS = 4096;

/** The edges of one axis: `n` bins of equal width, or edges that ascend. */
export type Edges =
  | { readonly kind: "uniform"; readonly n: number; readonly low: number; readonly high: number }
  | { readonly kind: "variable"; readonly edges: readonly number[] };

/** Number of bins. */
export function binsOf(edges: Edges): number {
  return edges.kind === "uniform" ? edges.n : edges.edges.length - 1;
}

/** @throws CorrectionError */
export function readEdges(value: Json, place: Place): Edges {
  if (Array.isArray(value)) return { kind: "variable", edges: readEdgeList(value, place) };
  if (!isObject(value)) {
    return refuse(place, `edges are a list or {n, low, high}, not ${kindOf(value)}`);
  }
  const fields = new Fields(value, place);
  const n = fields.integer("n");
  if (n <= 0) refuse(fields.at("n"), `a binning has at least one bin, not ${n}`);
  return { kind: "uniform", n, low: fields.real("low"), high: fields.real("high") };
}

function readEdgeList(list: readonly Json[], place: Place): number[] {
  const edges = list.map((item, i) => readEdge(item, { within: place, step: i }));
  if (edges.length < 2) refuse(place, "a binning has at least two edges");
  for (let i = 1; i < edges.length; i++) {
    if (!(edges[i - 1] < edges[i])) {
      refuse({ within: place, step: i }, `edges ascend; ${edges[i]} follows ${edges[i - 1]}`);
    }
  }
  return edges;
}

function readEdge(item: Json, place: Place): number {
  if (typeof item === "number") return item;
  if (item === "inf" || item === "+inf") return Infinity;
  if (item === "-inf") return -Infinity;
  if (item instanceof Integer) return refuse(place, `edges are real numbers: ${item.value}.0`);
  return refuse(place, `an edge is a real number, "inf", "+inf" or "-inf", not ${kindOf(item)}`);
}

/**
 * The words of an axis, without its stride, which is word 5.
 *
 * @throws CorrectionError when there is no such input, or it is a text
 */
export function compileAxis(
  edges: Edges,
  name: string,
  inputs: readonly Variable[],
  place: Place,
  tables: Tables,
): number[] {
  const input = inputIndex(name, inputs, place);
  const { type } = inputs[input];
  if (type === "string") refuse(place, `"${name}" is a text: use a category`);
  const integer = Number(type === "int");
  const bins = binsOf(edges);
  if (edges.kind === "uniform" && edges.low < edges.high) {
    const first = tables.pushNumbers([edges.low, edges.high]);
    return [input, integer, op.UNIFORM, bins, first, 1, 0, 0, 0];
  }
  // Where the low end is not below the high end, nothing is between them.
  const all =
    edges.kind === "variable" ? edges.edges : new Array<number>(edges.n + 1).fill(edges.low);
  const { low, scale, buckets } = bucketsOf(all, tables);
  const first = tables.pushNumbers([...all, low, scale]);
  const at = tables.push(buckets);
  return [input, integer, op.VARIABLE, bins, first, 1, at, buckets.length, 0];
}

/**
 * Gives an axis of real values the records of its buckets: what an element needs to know lies beside each other.
 *
 * @param axis  its words, the stride among them; the first record becomes the last of them
 * @returns whether the axis has them, or equal bins, which need none
 */
export function addRecords(axis: number[], tables: Tables): boolean {
  const [, integer, kind, bins, first, stride, at, buckets] = axis;
  if (integer === 1) return false;
  if (kind === op.UNIFORM) return true;
  if (buckets === 0) return false;
  const { numbers, words } = tables;
  const records = new Float64Array(2 * buckets);
  for (let i = 0; i < buckets; i++) {
    const before = words[at + i];
    // Beyond the outermost edges lies nothing else: no value reaches NaN.
    records[2 * i] = before > 0 && before < bins ? numbers[first + before] : Number.NaN;
    records[2 * i + 1] = stride * Math.min(Math.max(before - 1, 0), bins - 1);
  }
  axis[8] = tables.pushNumbers(records);
  return true;
}

interface Buckets {
  readonly low: number;
  readonly scale: number;
  /** How many edges lie in the buckets before each; empty where a table would be too large. */
  readonly buckets: readonly number[];
}

/**
 * A table from where a value lies between the outermost edges to its bin, or the one before: each bucket
 * holds at most one edge, so one comparison decides.
 */
function bucketsOf(edges: readonly number[], tables: Tables): Buckets {
  const finite = edges.filter(Number.isFinite);
  const low = finite[0];
  const span = finite[finite.length - 1] - low;
  for (let n = 2 * edges.length + 4; n <= MOST_BUCKETS; n *= 2) {
    if (!(span > 0) || tables.buckets + n > MOST_BUCKET_WORDS) break;
    // The outermost finite edges are in the second and the last but one bucket: infinite ones beside.
    const scale = (n - 3) / span;
    const start = low - 1 / scale;
    if (!(Number.isFinite(scale) && start < low)) break;
    const at = edges.map((edge) => kernels.corrections_bucket(edge, start, scale, n));
    if (at.some((bucket, i) => i > 0 && bucket <= at[i - 1])) continue;
    tables.buckets += n;
    const buckets = new Array<number>(n);
    let before = 0;
    for (let bucket = 0; bucket < n; bucket++) {
      while (at[before] < bucket) before++;
      buckets[bucket] = before;
    }
    // The last edge bounds its own bucket and those behind it.
    return { low: start, scale, buckets: buckets.map((i) => Math.min(i, edges.length - 1)) };
  }
  return { low: 0, scale: 0, buckets: [] };
}
