import { UsageError } from "../errors.ts";
import type { Figure } from "./figure.ts";
import { type FigureOptions, figureOf } from "./figure-of.ts";
import { FIGURE_RULES, LINE_RULES } from "./figure-rules.ts";
import type { ExperimentLabel } from "./label.ts";
import type { LineLook, Mark } from "./marks.ts";
import { checkOptions, type OptionRules } from "./options.ts";
import { styleOf } from "./styles.ts";

/** A function of x that a figure shows. */
export type Curve = (x: number) => number;

/** What the curves look like. */
export interface FuncMarkOptions {
  /** Number of points (default 1000). */
  readonly npoints?: number;
  /** Whether each curve is the sum of itself and those before it. */
  readonly stack?: boolean;
  readonly labels?: string | readonly string[];
  readonly colors?: string | readonly string[];
  readonly line?: Omit<LineLook, "color">;
}

/** What `funcplot` draws beside the curves. */
export interface FuncplotOptions extends FuncMarkOptions, FigureOptions {
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly yRange?: readonly [number, number];
  readonly log?: boolean;
  readonly label?: ExperimentLabel;
}

const FUNC_MARK_RULES: OptionRules<FuncMarkOptions> = {
  npoints: true,
  stack: true,
  labels: true,
  colors: true,
  line: true,
};

const FUNCPLOT_RULES: OptionRules<FuncplotOptions> = {
  ...FUNC_MARK_RULES,
  ...FIGURE_RULES,
  xTitle: true,
  yTitle: true,
  yRange: true,
  log: true,
  label: true,
};

/**
 * A figure of functions over a range of x.
 *
 * @throws UsageError for a range or number of points that makes no sense
 * @see mplhep.funcplot
 */
export function funcplot(
  functions: Curve | readonly Curve[],
  range: readonly [number, number],
  options: FuncplotOptions = {},
): Figure {
  checkOptions(options, FUNCPLOT_RULES, "funcplot(functions, range, options)");
  const colors = options.colors ?? styleOf(options.style ?? "plain").colors;
  const y = {
    title: options.yTitle ?? "",
    log: options.log ?? false,
    range: options.yRange,
  };
  const marks = marksOf(functions, range, { ...options, colors });
  return figureOf(
    {
      panels: [{ marks, y }],
      x: { title: options.xTitle ?? "x", range },
      label: options.label ?? {},
    },
    options,
  );
}

/**
 * Marks of functions, to be drawn in a panel of `figure` together with others.
 *
 * @throws as `funcplot` does
 */
export function funcMarks(
  functions: Curve | readonly Curve[],
  range: readonly [number, number],
  options: FuncMarkOptions = {},
): readonly Mark[] {
  checkOptions(options, FUNC_MARK_RULES, "funcMarks(functions, range, options)");
  return marksOf(functions, range, options);
}

function marksOf(
  functions: Curve | readonly Curve[],
  [from, to]: readonly [number, number],
  options: FuncMarkOptions,
): readonly Mark[] {
  if (options.line !== undefined) checkOptions(options.line, LINE_RULES, "the lines of curves");
  const { npoints = 1000, stack = false, labels, colors = styleOf("plain").colors } = options;
  if (!(from < to && Number.isFinite(to - from))) {
    throw new UsageError(`a curve cannot go from ${from} to ${to}`);
  }
  if (!(Number.isInteger(npoints) && npoints >= 2 && npoints <= 1e6)) {
    throw new UsageError(`a curve of ${npoints} points: give 2 to a million`);
  }
  const all = typeof functions === "function" ? [functions] : functions;
  const texts = typeof labels === "string" ? [labels] : (labels ?? []);
  const palette = typeof colors === "string" ? [colors] : colors;
  const step = (to - from) / (npoints - 1);
  const x = Float64Array.from({ length: npoints }, (_, i) => from + i * step);
  x[npoints - 1] = to;
  let below = new Float64Array(npoints);
  return all.map((one, i): Mark => {
    const y = x.map((at, j) => one(at) + below[j]);
    if (stack) below = y;
    const line = { ...options.line, color: palette[i % palette.length] };
    return { kind: "curve", x, y, line, ...(texts[i] === undefined ? {} : { label: texts[i] }) };
  });
}
