import { type Axis, axisSize } from "../hist/axis.ts";
import { axisEdges, isOrdered } from "../hist/edges.ts";
import type { Hist } from "../hist/hist.ts";
import { type AxisSelection, sum } from "../hist/locators.ts";
import { scope } from "../wasm/scope.ts";
import { type Bar, bars, shortNumber } from "./bars.ts";

/** Sections drawn; the others are counted. */
const MOST_SECTIONS = 24;

/**
 * A histogram as bars: one section for each combination of its categories, other axes than the
 * first of numbers summed over. Flow bins show where they hold something.
 *
 * @param width  characters in a line
 */
export function histText(hist: Hist, width: number): string[] {
  const { axes } = hist;
  const ordered = axes.findIndex(isOrdered);
  const drawn = ordered >= 0 ? ordered : axes.length - 1;
  const summed = axes.filter((axis, i) => i !== drawn && isOrdered(axis));
  const head = [`${hist.storage} storage, sum ${total(hist)}`];
  if (drawn < 0) return head;
  head.push(
    `bins of ${title(axes[drawn])}${summed.length > 0 ? `, summed over ${summed.map(title).join(", ")}` : ""}`,
  );
  const sections = combinations(axes, drawn);
  const text = sections.slice(0, MOST_SECTIONS).flatMap(({ name, selection }) =>
    scope(() => {
      const part = hist.slice(selection);
      const lines = bars(barsOf(part), width).split("\n").slice(0, -1);
      return name === "" ? lines : ["", `${name}: sum ${total(part)}`, ...lines];
    }),
  );
  const left = sections.length - MOST_SECTIONS;
  return [...head, ...text, ...(left > 0 ? [`and ${left} more`] : [])];
}

interface Section {
  readonly name: string;
  readonly selection: (AxisSelection | undefined)[];
}

function combinations(axes: readonly Axis[], drawn: number): Section[] {
  let sections: Section[] = [{ name: "", selection: [] }];
  for (const [i, axis] of axes.entries()) {
    if (i === drawn || isOrdered(axis)) {
      // The drawn axis stays whole: all of its bins, with flow.
      const each = i === drawn ? undefined : sum;
      sections = sections.map(({ name, selection }) => ({ name, selection: [...selection, each] }));
      continue;
    }
    sections = sections.flatMap(({ name, selection }) =>
      Array.from({ length: axisSize(axis) }, (_, bin) => ({
        name: name === "" ? binLabel(axis, bin) : `${name}, ${binLabel(axis, bin)}`,
        selection: [...selection, bin],
      })),
    );
  }
  return sections;
}

/** The bars of a histogram of one axis. */
function barsOf(hist: Hist): Bar[] {
  const [axis] = hist.axes;
  const values = hist.values({ flow: true });
  const weighted = hist.storage !== "double" && hist.varianceKnown;
  const variances = weighted ? hist.variances({ flow: true }) : undefined;
  const first = axis.underflow ? 1 : 0;
  const size = axisSize(axis);
  const out: Bar[] = [];
  for (const [cell, value] of values.entries()) {
    const bin = cell - first;
    const flow = bin < 0 || bin >= size;
    if (flow && value === 0) continue;
    const label = bin < 0 ? "underflow" : bin >= size ? "overflow" : binLabel(axis, bin);
    out.push({ label, value, error: variances && Math.sqrt(variances[cell]), outside: flow });
  }
  return out;
}

function binLabel(axis: Axis, bin: number): string {
  switch (axis.kind) {
    case "strCategory":
      return axis.categories[bin];
    case "intCategory":
      return String(axis.categories[bin]);
    case "boolean":
      return bin === 0 ? "false" : "true";
    case "integer":
      return String(axis.start + bin);
    default: {
      const edges = axisEdges(axis);
      return `[${shortNumber(edges[bin])}, ${shortNumber(edges[bin + 1])})`;
    }
  }
}

function title(axis: Axis): string {
  return axis.label || axis.name || axis.kind;
}

function total(hist: Hist): string {
  const flow = hist.sum({ flow: true });
  const inside = hist.sum();
  const text = shortNumber(inside);
  return flow === inside ? text : `${text} (${shortNumber(flow)} with flow)`;
}
