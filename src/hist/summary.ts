import { type Axis, unreachable } from "./axis.ts";
import type { StorageKind } from "./storage.ts";

const storageNames: Record<StorageKind, string> = {
  double: "Double",
  int64: "Int64",
  atomicInt64: "AtomicInt64",
  unlimited: "Unlimited",
  weight: "Weight",
  mean: "Mean",
  weightedMean: "WeightedMean",
};

/** A histogram in hist's words: its axes, its storage, its sum. */
export function summary(
  axes: readonly Axis[],
  storage: StorageKind,
  inner: number,
  outer: number,
): string {
  const parts = [...axes.map(axisText), `storage=${storageNames[storage]}()`];
  const body = axes.length > 1 ? `\n  ${parts.join(",\n  ")}` : parts.join(", ");
  const flow = inner === outer ? "" : ` (${outer} with flow)`;
  return `Hist(${body}) # Sum: ${inner}${flow}`;
}

/** An axis as the call that makes it. */
function axisText(axis: Axis): string {
  const { name, label } = axis;
  const texts = [...bins(axis), ...options(axis)];
  if (name !== "") texts.push(`name=${quoted(name)}`);
  if (label !== "") texts.push(`label=${quoted(label)}`);
  return `${kindName(axis)}(${texts.join(", ")})`;
}

function kindName(axis: Axis): string {
  const { kind } = axis;
  return kind[0].toUpperCase() + kind.slice(1);
}

function bins(axis: Axis): string[] {
  switch (axis.kind) {
    case "regular":
      return [axis.bins, axis.start, axis.stop].map(short);
    case "variable":
      return [`[${axis.edges.map(short).join(", ")}]`];
    case "integer":
      return [axis.start, axis.stop].map(short);
    case "intCategory":
      return [`[${axis.categories.map(short).join(", ")}]`];
    case "strCategory":
      return [`[${axis.categories.map(quoted).join(", ")}]`];
    case "boolean":
      return [];
    default:
      return unreachable(axis);
  }
}

function options(axis: Axis): string[] {
  if (axis.growth) return ["growth=True"];
  if (axis.circular) return ["circular=True"];
  if (axis.kind === "boolean") return [];
  const texts: string[] = [];
  const category = axis.kind === "strCategory" || axis.kind === "intCategory";
  if (!axis.underflow && !category) texts.push("underflow=False");
  if (!axis.overflow) texts.push("overflow=False");
  if (axis.kind === "regular" && axis.transform !== undefined) {
    const { transform } = axis;
    texts.push(
      `transform=${transform.kind === "pow" ? `pow(${transform.power})` : transform.kind}`,
    );
  }
  return texts;
}

/** A number in at most six digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
