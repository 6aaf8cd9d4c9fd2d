import { ShapeError, UsageError } from "../../errors.ts";
import type { Figure } from "../figure.ts";
import type { Panel } from "../figure-content.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { FillLook, LineLook, Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";

/** Contents of a template histogram and their statistical errors, f64[n]. */
export interface TemplateYields {
  readonly yields: ArrayLike<number>;
  readonly stdev: ArrayLike<number>;
}

/** A template and its variations, as they came and after smoothing or symmetrising. */
export interface TemplateVariations {
  /** Bin edges, f64[n + 1]. */
  readonly edges: ArrayLike<number>;
  readonly nominal: TemplateYields;
  readonly upOriginal?: TemplateYields | undefined;
  readonly downOriginal?: TemplateYields | undefined;
  readonly upModified?: TemplateYields | undefined;
  readonly downModified?: TemplateYields | undefined;
}

/** What `templates` shows beside. */
export interface TemplatesOptions extends FigureOptions {
  /** Title of the x axis: the variable. */
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** Names at the top left. */
  readonly region?: string;
  readonly sample?: string;
  readonly systematic?: string;
  readonly label?: ExperimentLabel;
}

const HATCHES: FillLook = { color: "dimgray", hatched: true };
const UP = "#0072b2";
const DOWN = "#d55e00";

const RULES: OptionRules<TemplatesOptions> = {
  ...FIGURE_RULES,
  xTitle: true,
  yTitle: true,
  region: true,
  sample: true,
  systematic: true,
  label: true,
};

/**
 * A template with its statistical uncertainty, its variations up and down before (dotted) and after (dashed)
 * post-processing with theirs, and below the ratio of each to the nominal.
 *
 * @throws ShapeError where the templates have different bins
 * @throws UsageError without bins
 * @see cabinetry.visualize.templates
 */
export function templates(variations: TemplateVariations, options: TemplatesOptions = {}): Figure {
  checkOptions(options, RULES, "templates(variations, options)");
  const edges = Float64Array.from(variations.edges);
  const bins = edges.length - 1;
  if (bins < 1) throw new UsageError("a template needs a bin");
  const read = (one: TemplateYields, name: string) => {
    const values = Float64Array.from(one.yields);
    const errors = Float64Array.from(one.stdev);
    for (const { length } of [values, errors]) {
      if (length !== bins) throw new ShapeError(`the template "${name}"`, bins, length);
    }
    return { values, errors };
  };
  const nominal = read(variations.nominal, "nominal");
  const all: readonly (readonly [TemplateYields | undefined, string, LineLook])[] = [
    [variations.upOriginal, "up (original)", { color: UP, dash: "dotted" }],
    [variations.downOriginal, "down (original)", { color: DOWN, dash: "dotted" }],
    [variations.upModified, "up (modified)", { color: UP, dash: "dashed" }],
    [variations.downModified, "down (modified)", { color: DOWN, dash: "dashed" }],
  ];
  const given = all.flatMap(([one, label, line]) =>
    one === undefined ? [] : [{ ...read(one, label), label, line }],
  );
  const names = (["region", "sample", "systematic"] as const).flatMap((what) =>
    options[what] === undefined ? [] : [`${what}: ${options[what]}`],
  );
  const main: Panel = {
    marks: [
      band(edges, nominal.values, nominal.errors),
      { kind: "step", edges, values: nominal.values, label: "nominal" },
      ...given.flatMap((one) => [
        step(edges, one.values, one.line, one.label),
        bars(edges, one.values, one.errors, one.line),
      ]),
    ],
    y: { title: options.yTitle ?? "events" },
  };
  // Errors are lengths: those of a nominal content below zero as well.
  const relative = (column: Float64Array, positive: boolean): Float64Array =>
    column.map((value, i) => {
      const by = positive ? Math.abs(nominal.values[i]) : nominal.values[i];
      return by === 0 ? Number.NaN : value / by;
    });
  const one = new Float64Array(bins).fill(1);
  const ratio: Panel = {
    marks: [
      { kind: "rule", axis: "y", at: 1, line: { dash: "dashed", width: 1 } },
      band(edges, one, relative(nominal.errors, true)),
      ...given.flatMap(({ values, errors, line }) => [
        step(edges, relative(values, false), line),
        bars(edges, relative(values, false), relative(errors, true), line),
      ]),
    ],
    y: { title: "variation / nominal", zero: false },
    height: 0.45,
    legend: false,
  };
  return figureOf(
    {
      panels: [main, ratio],
      x: { title: options.xTitle ?? "bin" },
      label: { lines: names, ...options.label },
    },
    options,
  );
}

function band(edges: Float64Array, values: Float64Array, errors: Float64Array): Mark {
  const lower = values.map((value, i) => value - errors[i]);
  const upper = values.map((value, i) => value + errors[i]);
  return { kind: "band", edges, lower, upper, fill: HATCHES };
}

function step(edges: Float64Array, values: Float64Array, line: LineLook, label?: string): Mark {
  return { kind: "step", edges, values, line, ...(label === undefined ? {} : { label }) };
}

/** Error bars alone. */
function bars(
  edges: Float64Array,
  values: Float64Array,
  errors: Float64Array,
  { color = "black" }: LineLook,
): Mark {
  const x = values.map((_, i) => 0.5 * (edges[i] + edges[i + 1]));
  return { kind: "points", x, y: values, yLow: errors, yHigh: errors, color, marker: "none" };
}
