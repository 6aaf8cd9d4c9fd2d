import { Integer, type Json, type JsonObject } from "./json.ts";
import { isObject, numberOf } from "./reader.ts";

/** Makes the error for a key that a category does not have. */
type Missing = (input: string, key: string, keys: readonly string[]) => Error;

/**
 * The content of a correction with categories of known inputs resolved, every leaf replaced, and no errors:
 * where a flow or a missing key is one, there is the leaf NaN. Leaves are numbers and nodes that compute;
 * they are visited in the order of the payload, a binning's outside last.
 */
export function rewriteTree(
  value: Json,
  chosen: ReadonlyMap<string, string | number>,
  missing: Missing,
  leaf: (value: Json) => Json,
): Json {
  const again = (content: Json, known = chosen): Json => rewriteTree(content, known, missing, leaf);
  if (!isObject(value)) return leaf(value);
  switch (value.nodetype) {
    case "binning":
    case "multibinning": {
      const content = (value.content as readonly Json[]).map((one) => again(one));
      const { flow } = value;
      if (flow === "clamp" || flow === "wrap") return { ...value, content };
      return { ...value, content, flow: flow === "error" ? leaf(Number.NaN) : again(flow) };
    }
    case "category": {
      const found = chosenContent(value, chosen, missing);
      if (found !== undefined) return again(found);
      const items = value.content as readonly JsonObject[];
      const content = items.map((item) => ({ ...item, value: again(item.value) }));
      return { ...value, content, default: again(value.default ?? Number.NaN) };
    }
    case "transform": {
      const rule = resolved(value.rule, chosen, missing);
      return { ...value, rule, content: again(value.content, rewritten(value, chosen)) };
    }
    default:
      return leaf(value);
  }
}

/** What a category of a known input comes to; undefined where its input is not known. */
function chosenContent(
  category: JsonObject,
  chosen: ReadonlyMap<string, string | number>,
  missing: Missing,
): Json | undefined {
  const input = category.input as string;
  const key = chosen.get(input);
  if (key === undefined) return undefined;
  const items = category.content as readonly JsonObject[];
  const found = items.find((item) => plainKey(item.key) === key);
  if (found !== undefined) return found.value;
  if (category.default !== undefined && category.default !== null) return category.default;
  throw missing(
    input,
    String(key),
    items.map((item) => String(plainKey(item.key))),
  );
}

/** What is still known below a transform: not the input that it rewrites. */
function rewritten(
  transform: JsonObject,
  chosen: ReadonlyMap<string, string | number>,
): ReadonlyMap<string, string | number> {
  const known = new Map(chosen);
  known.delete(transform.input as string);
  return known;
}

/** A rule with categories of known inputs resolved; its errors are left, as they are errors of its transform. */
function resolved(
  value: Json,
  chosen: ReadonlyMap<string, string | number>,
  missing: Missing,
): Json {
  const again = (content: Json, known = chosen): Json => resolved(content, known, missing);
  if (!isObject(value)) return value;
  switch (value.nodetype) {
    case "binning":
    case "multibinning": {
      const content = (value.content as readonly Json[]).map((one) => again(one));
      return { ...value, content, flow: again(value.flow) };
    }
    case "category": {
      const found = chosenContent(value, chosen, missing);
      if (found !== undefined) return again(found);
      const items = value.content as readonly JsonObject[];
      const content = items.map((item) => ({ ...item, value: again(item.value) }));
      return { ...value, content, default: again(value.default ?? null) };
    }
    case "transform": {
      const content = again(value.content, rewritten(value, chosen));
      return { ...value, rule: again(value.rule), content };
    }
    default:
      return value;
  }
}

/** Whether a rewritten tree may have no value: where a leaf is NaN or computes, what is outside is led back, or an input rewritten. */
export function isPartial(value: Json): boolean {
  if (!isObject(value)) return Number.isNaN(numberOf(value));
  switch (value.nodetype) {
    case "binning":
    case "multibinning": {
      const { flow } = value;
      if (flow === "wrap" || (flow !== "clamp" && isPartial(flow))) return true;
      return (value.content as readonly Json[]).some(isPartial);
    }
    case "category": {
      const items = value.content as readonly JsonObject[];
      return isPartial(value.default) || items.some((item) => isPartial(item.value));
    }
    default:
      return true;
  }
}

function plainKey(key: Json): string | number | undefined {
  if (key instanceof Integer) return key.value;
  return typeof key === "string" || typeof key === "number" ? key : undefined;
}

/** The bins of one input: rising edges of each. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The leaves of a rewritten tree in its order: which bin of an input each belongs to, where it does. */
export function binsOfTree(value: Json, input: string): (Interval | undefined)[] {
  const found: (Interval | undefined)[] = [];
  walk(value, undefined, input, found);
  return found;
}

function walk(
  value: Json,
  within: Interval | undefined,
  input: string,
  found: (Interval | undefined)[],
): void {
  if (!isObject(value)) {
    found.push(within);
    return;
  }
  switch (value.nodetype) {
    case "binning":
    case "multibinning": {
      const axes = axesOf(value);
      const content = value.content as readonly Json[];
      content.forEach((one, i) => {
        walk(one, binAlong(axes, i, input) ?? within, input, found);
      });
      if (typeof value.flow !== "string") walk(value.flow, undefined, input, found);
      return;
    }
    case "category":
      for (const item of value.content as readonly JsonObject[]) {
        walk(item.value, within, input, found);
      }
      walk(value.default, undefined, input, found);
      return;
    case "transform":
      walk(value.content, within, input, found);
      return;
    default:
      found.push(within);
  }
}

interface Axis {
  readonly input: string;
  readonly edges: readonly number[];
}

/** The interval of content `i` on the axis of an input; the last axis is the fastest. */
function binAlong(axes: readonly Axis[], i: number, input: string): Interval | undefined {
  let rest = i;
  let interval: Interval | undefined;
  for (const { input: name, edges } of axes.toReversed()) {
    const bins = edges.length - 1;
    const bin = rest % bins;
    rest = Math.floor(rest / bins);
    if (name === input) interval = { low: edges[bin], high: edges[bin + 1] };
  }
  return interval;
}

function axesOf(node: JsonObject): Axis[] {
  if (node.nodetype === "binning")
    return [{ input: node.input as string, edges: edgesOf(node.edges) }];
  const names = node.inputs as readonly string[];
  return (node.edges as readonly Json[]).map((edges, i) => ({
    input: names[i],
    edges: edgesOf(edges),
  }));
}

function edgesOf(edges: Json): number[] {
  if (Array.isArray(edges)) return (edges as readonly Json[]).map(edgeOf);
  const { n, low, high } = edges as JsonObject;
  const bins = numberOf(n) as number;
  const [first, last] = [numberOf(low) as number, numberOf(high) as number];
  return Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? last : first + (i * (last - first)) / bins,
  );
}

function edgeOf(edge: Json): number {
  if (typeof edge === "number") return edge;
  return edge === "-inf" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The least and the largest edge of all binnings of an input; undefined where none is of it. */
export function rangeOfTree(value: Json, input: string): Interval | undefined {
  if (!isObject(value)) return undefined;
  const ranges: (Interval | undefined)[] = [];
  switch (value.nodetype) {
    case "binning":
    case "multibinning":
      for (const { input: name, edges } of axesOf(value)) {
        if (name === input) ranges.push({ low: edges[0], high: edges[edges.length - 1] });
      }
      ranges.push(...(value.content as readonly Json[]).map((one) => rangeOfTree(one, input)));
      break;
    case "category": {
      const contents = (value.content as readonly JsonObject[]).map(({ value: one }) => one);
      ranges.push(...[...contents, value.default ?? null].map((one) => rangeOfTree(one, input)));
      break;
    }
    case "transform":
      if (value.input !== input) ranges.push(rangeOfTree(value.content, input));
      break;
    default:
  }
  return ranges.reduce((hull, one) => {
    if (hull === undefined || one === undefined) return hull ?? one;
    return { low: Math.min(hull.low, one.low), high: Math.max(hull.high, one.high) };
  }, undefined);
}
