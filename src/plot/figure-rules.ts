import { NotFoundError, UsageError } from "../errors.ts";
import type { AxisLook, FigureContent, Panel, TopAxis } from "./figure-content.ts";
import type { FigureOptions } from "./figure-of.ts";
import type { ExperimentLabel } from "./label.ts";
import type { FillLook, LineLook, Mark } from "./marks.ts";
import { checkOptions, type OptionRules } from "./options.ts";

/** Options of every figure. */
export const FIGURE_RULES: OptionRules<FigureOptions> = {
  style: true,
  width: true,
  height: true,
  scale: true,
};

const CONTENT: OptionRules<Omit<FigureContent, "style" | "scale">> = {
  panels: true,
  x: true,
  top: true,
  label: true,
};

const PANEL: OptionRules<Panel> = {
  marks: true,
  y: true,
  height: true,
  title: true,
  legend: true,
  legendColumns: true,
  legendOrder: true,
};

const AXIS: OptionRules<AxisLook> = {
  title: true,
  range: true,
  log: true,
  zero: true,
  ticks: true,
  labels: true,
  beyond: true,
};

const TOP: OptionRules<TopAxis> = { title: true, range: true };

const LABEL: OptionRules<ExperimentLabel> = {
  experiment: true,
  status: true,
  supp: true,
  energy: true,
  luminosity: true,
  year: true,
  lines: true,
};

/** What lines and areas may be told. */
export const LINE_RULES: OptionRules<LineLook> = {
  color: true,
  width: true,
  dash: ["solid", "dashed", "dotted", "dashdotted"],
};
const FILL: OptionRules<FillLook> = { color: true, alpha: true, hatched: true };

const BINS = { kind: true, edges: true, label: true } as const;
const BOUNDS = { lower: true, upper: true, fill: true } as const;

const MARKS: { readonly [Kind in Mark["kind"]]: OptionRules<Extract<Mark, { kind: Kind }>> } = {
  stack: { kind: true, edges: true, layers: true, line: true, topFirst: true },
  step: { ...BINS, values: true, line: true, fill: true },
  band: { ...BINS, ...BOUNDS },
  area: { kind: true, x: true, label: true, ...BOUNDS },
  points: {
    ...BINS,
    ...{ x: true, y: true, xLow: true, xHigh: true, yLow: true, yHigh: true },
    ...{ color: true, size: true },
    marker: ["circle", "open", "square", "triangle", "triangleDown", "cross", "none"],
  },
  curve: { kind: true, x: true, y: true, line: true, label: true },
  rule: { kind: true, axis: ["x", "y"], at: true, line: true, label: true },
  box: { kind: true, x: true, y: true, fill: true, label: true },
  boxes: {
    kind: true,
    x1: true,
    x2: true,
    y1: true,
    y2: true,
    fill: true,
    line: true,
    label: true,
  },
  text: {
    ...{ kind: true, x: true, y: true, text: true, color: true, size: true },
    align: ["left", "right"],
  },
  note: {
    ...{ kind: true, text: true, size: true },
    corner: ["upper left", "upper right", "lower left", "lower right"],
  },
  cells: {
    ...{ kind: true, xEdges: true, yEdges: true, values: true, title: true, log: true },
    ...{ range: true, palette: true, scale: true },
  },
};

/**
 * Looks at what a figure is told to show: a misspelt member must not pass for one that was not given.
 *
 * @throws NotFoundError with the nearest name; UsageError for what is no object, and for labels of no numbers
 */
export function checkContent(content: Omit<FigureContent, "style" | "scale">): void {
  checkOptions(content, CONTENT, "the content of a figure");
  const { panels, x, top } = content;
  if (x !== undefined) checkOptions(x, AXIS, "the x axis of a figure");
  if (top !== undefined) checkOptions(top, TOP, "the upper axis of a figure");
  panels.forEach((panel, i) => {
    checkOptions(panel, PANEL, `panel ${i} of a figure`);
    if (panel.y !== undefined) checkOptions(panel.y, AXIS, `the y axis of panel ${i}`);
    panel.marks.forEach((mark, j) => {
      checkMark(mark, `mark ${j} of panel ${i}`);
    });
  });
}

function checkMark(mark: Mark, where: string): void {
  if (!Object.hasOwn(MARKS, mark.kind)) {
    throw new NotFoundError("kind of mark", String(mark.kind), Object.keys(MARKS), where);
  }
  checkOptions<Mark>(mark, MARKS[mark.kind] as OptionRules<Mark>, `${where}, "${mark.kind}"`);
  const { line, fill } = mark as { readonly line?: LineLook; readonly fill?: FillLook };
  if (line !== undefined) checkOptions(line, LINE_RULES, `the line of ${where}`);
  if (fill !== undefined) checkOptions(fill, FILL, `the fill of ${where}`);
}

/** @throws NotFoundError with the nearest name; UsageError for numbers that are none */
export function checkLabel(label: ExperimentLabel): void {
  checkOptions(label, LABEL, "the label of a figure");
  for (const name of ["energy", "luminosity", "year"] as const) {
    const value = label[name];
    if (typeof value === "number" && !(value > 0 && value < Infinity)) {
      throw new UsageError(`a label has no ${name} of ${value}`);
    }
  }
}
