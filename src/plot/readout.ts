import type { AxisLook, Panel } from "./figure-content.ts";
import type { Mark, PointsMark } from "./marks.ts";
import { drawable } from "./range.ts";

/** What a figure shows at a value of x, in lines of plain text; none where it shows nothing. */
export type Readout = (x: number) => readonly string[];

/**
 * The readout of panels: the bin or name first, then each mark that has a label. Marks of a panel in which
 * none has one are called as its y axis is.
 */
export function readoutOf(panels: readonly Panel[], look: AxisLook = {}): Readout {
  return (x) => {
    let place: string | undefined;
    const lines = panels.flatMap((panel) => {
      const found = panel.marks.map((mark) => ({ mark, lines: readMark(mark, x) }));
      const labelled = found.some((one) => one.lines.some(([label]) => label !== undefined));
      // What has no label is what its panel is about.
      const name = panel.legend === false || !labelled ? (panel.y?.title ?? "") : "";
      return found.flatMap(({ mark, lines }) => {
        if (lines.length === 0) return [];
        place ??= placeOf(mark, x, look);
        return lines.flatMap(([label, text]) => {
          const words = label ?? name;
          return words === "" ? [] : [`${plainText(words)}: ${text}`];
        });
      });
    });
    return lines.length === 0 ? [] : [place ?? short(x), ...lines];
  };
}

/** Labels and contents of a mark at a value of x. */
function readMark(mark: Mark, x: number): [label: string | undefined, text: string][] {
  switch (mark.kind) {
    case "stack": {
      const bin = binAt(mark.edges, x);
      if (bin === undefined) return [];
      // The highest layer first, as they stand.
      return mark.layers
        .map(({ label, values }): [string, string] => [label, short(values[bin])])
        .reverse();
    }
    case "step": {
      const bin = binAt(mark.edges, x);
      if (bin === undefined || !drawable(mark.values[bin])) return [];
      return [[mark.label, short(mark.values[bin])]];
    }
    case "band": {
      const bin = binAt(mark.edges, x);
      if (bin === undefined || mark.label === undefined) return [];
      return [[mark.label, `${short(mark.lower[bin])} to ${short(mark.upper[bin])}`]];
    }
    case "points": {
      const i = nearest(mark.x, x);
      if (i === undefined || !drawable(mark.y[i]) || mark.marker === "none") return [];
      return [[mark.label, `${short(mark.y[i])}${errorsOf(mark, i)}`]];
    }
    case "curve": {
      const i = nearest(mark.x, x);
      if (i === undefined || mark.label === undefined || !drawable(mark.y[i])) return [];
      return [[mark.label, short(mark.y[i])]];
    }
    case "area": {
      const i = nearest(mark.x, x);
      if (i === undefined || mark.label === undefined) return [];
      return [[mark.label, `${short(mark.lower[i])} to ${short(mark.upper[i])}`]];
    }
    default:
      return [];
  }
}

function errorsOf({ yLow, yHigh }: PointsMark, i: number): string {
  const [low, high] = [yLow?.[i] ?? 0, yHigh?.[i] ?? 0].map(short);
  if (low === "0" && high === "0") return "";
  return low === high ? ` ± ${low}` : ` +${high} −${low}`;
}

/** The bin, or its name, that a mark has at a value of x. */
function placeOf(mark: Mark, x: number, { labels }: AxisLook): string | undefined {
  if (labels !== undefined) return plainText(labels[Math.floor(x)] ?? "");
  if (mark.kind !== "stack" && mark.kind !== "step" && mark.kind !== "band") return undefined;
  const bin = binAt(mark.edges, x);
  return bin === undefined
    ? undefined
    : `[${short(mark.edges[bin])}, ${short(mark.edges[bin + 1])})`;
}

/** The bin of ascending edges in which a value lies. */
function binAt(edges: Float64Array, x: number): number | undefined {
  if (!(x >= edges[0] && x < edges[edges.length - 1])) return undefined;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** The point nearest to a value, within half the distance of points there. */
function nearest(points: Float64Array, x: number): number | undefined {
  let best: number | undefined;
  let second = Infinity;
  for (let i = 0; i < points.length; i++) {
    if (best === undefined || Math.abs(points[i] - x) < Math.abs(points[best] - x)) best = i;
  }
  if (best === undefined) return undefined;
  for (let i = 0; i < points.length; i++) {
    if (i !== best) second = Math.min(second, Math.abs(points[i] - points[best]));
  }
  return Math.abs(points[best] - x) <= 0.5 * second * (1 + 1e-9) ? best : undefined;
}

/** Four digits: what one reads of a figure. */
function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

const GREEK =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega";
const SIGNS: Readonly<Record<string, string>> = {
  rightarrow: "→",
  leftarrow: "←",
  pm: "±",
  times: "×",
  circ: "°",
  geq: "≥",
  leq: "≤",
  infty: "∞",
  sqrt: "√",
};

/** TLatex without its commands: Greek letters and a few signs as such, braces left out. */
function plainText(text: string): string {
  return text
    .replace(/#bar\{([^{}]*)\}/g, "$1\u0304")
    .replace(/#(?:font|color|scale|kern|lower)\[[^\]]*\]/g, "")
    .replace(/#([A-Za-z]+)/g, (_, name: string) => {
      const letter = GREEK.split(" ").indexOf(name.toLowerCase());
      if (letter < 0) return SIGNS[name] ?? "";
      const capital = name[0] !== name[0].toLowerCase();
      return String.fromCodePoint((capital ? 0x391 : 0x3b1) + letter);
    })
    .replace(/[_^](?=\{)|[{}]/g, "");
}
