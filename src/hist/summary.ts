import { general, pythonFloat } from "../array/number-text.ts";
import { type Axis, axisSize, unreachable } from "./axis.ts";
import { axisEdges } from "./edges.ts";
import { sampleVarianceOf } from "./statistics.ts";
import type { Contents, StorageKind } from "./storage.ts";
import { totalOf } from "./sum.ts";

const storageNames: Record<StorageKind, string> = {
  double: "Double",
  int64: "Int64",
  atomicInt64: "AtomicInt64",
  unlimited: "Unlimited",
  weight: "Weight",
  mean: "Mean",
  weightedMean: "WeightedMean",
};

/** A storage as the call that makes it. */
export function storageText(storage: StorageKind): string {
  return `${storageNames[storage]}()`;
}

/** A histogram in hist's words: its axes, its storage, its sum where there is something in it. */
export function summary(contents: Contents): string {
  const { axes, storage } = contents;
  const parts = [...axes.map(axisText), `storage=${storageText(storage)}`];
  const body = axes.length > 1 ? `\n  ${parts.join(",\n  ")}` : parts.join(", ");
  const outer = totalOf(contents, true);
  if (outer.every((x) => x === 0)) return `Hist(${body})`;
  return `Hist(${body}) # Sum: ${sums(contents).join("")}`;
}

/** The sum, and in parentheses that with flow where it differs. */
export function sums(contents: Contents): [inner: string, outer: string] {
  const [inner, outer] = [false, true].map((flow) => totalOf(contents, flow));
  const text = (total: Float64Array): string => totalText(total, contents.storage);
  const same = inner.every((x, i) => x === outer[i] || (Number.isNaN(x) && Number.isNaN(outer[i])));
  return [text(inner), same ? "" : ` (${text(outer)} with flow)`];
}

function totalText(total: Float64Array, storage: StorageKind): string {
  const call = (name: string, values: Record<string, number>): string => {
    const parts = Object.entries(values).map(([key, value]) => `${key}=${general(value)}`);
    return `${name}(${parts.join(", ")})`;
  };
  switch (storage) {
    case "weight":
      return call("WeightedSum", { value: total[0], variance: total[1] });
    case "mean": {
      const variance = sampleVarianceOf(storage)(total, 0);
      return call("Mean", { count: total[0], value: total[1], variance });
    }
    case "weightedMean": {
      const [sum, squares, value] = total;
      const variance = sampleVarianceOf(storage)(total, 0);
      const sumsOf = { sum_of_weights: sum, sum_of_weights_squared: squares };
      return call("WeightedMean", { ...sumsOf, value, variance });
    }
    // The only storage whose sum is an integer in Python.
    case "atomicInt64":
      return String(total[0]);
    default:
      return pythonFloat(total[0]);
  }
}

/** An axis as the call that makes it; hist numbers those without a title. */
export function axisText(axis: Axis, position: number): string {
  const { name, label } = axis;
  const texts = [...bins(axis), ...options(axis)];
  if (name !== "") texts.push(`name=${quoted(name)}`);
  if (label === "") texts.push(`label='Axis ${position}'`);
  else if (label !== name) texts.push(`label=${quoted(label)}`);
  return `${kindName(axis)}(${texts.join(", ")})`;
}

function kindName(axis: Axis): string {
  const { kind } = axis;
  return kind[0].toUpperCase() + kind.slice(1);
}

function bins(axis: Axis): string[] {
  switch (axis.kind) {
    case "regular": {
      const edges = axisEdges(axis);
      return [axis.bins, edges[0], edges[axis.bins]].map((x) => general(x));
    }
    case "variable": {
      // NumPy shortens a long list in the middle, as we do.
      const edges = axis.edges.map((x) => general(x));
      if (axisSize(axis) <= 20) return [`[${edges.join(", ")}]`];
      return [`[${[...edges.slice(0, 3), "...", ...edges.slice(-3)].join(", ")}]`];
    }
    case "integer":
      return [axis.start, axis.stop].map((x) => general(x));
    case "intCategory":
      return [`[${axis.categories.map((x) => general(x)).join(", ")}]`];
    case "strCategory":
      return [`[${axis.categories.map(quoted).join(", ")}]`];
    case "boolean":
      if (axis.only === undefined) return [];
      return [axis.only ? "<True>" : "<False>"];
    default:
      return unreachable(axis);
  }
}

function options(axis: Axis): string[] {
  const texts: string[] = [];
  const category = axis.kind === "strCategory" || axis.kind === "intCategory";
  if (axis.growth) texts.push("growth=True");
  else if (axis.circular) texts.push("circular=True");
  else if (axis.kind !== "boolean") {
    if (!axis.underflow && !category) texts.push("underflow=False");
    if (!axis.overflow) texts.push("overflow=False");
  }
  if (axis.kind === "regular" && axis.transform !== undefined) {
    const { transform } = axis;
    const name = transform.kind === "pow" ? `pow(${general(transform.power)})` : transform.kind;
    texts.push(`transform=${name}`);
  }
  return texts;
}

/** Text as Python shows it. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  if (text.includes("'") && !text.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}
