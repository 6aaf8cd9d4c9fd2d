import type { ScanResults } from "../../templates/results.ts";
import type { Figure } from "../figure.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";

/** What `scan` shows. */
export interface ScanPlotOptions extends FigureOptions {
  /** Title of the x axis, TLatex (default: the name of the parameter). */
  readonly xTitle?: string;
  readonly label?: ExperimentLabel;
}

/** Heights at which one parameter has intervals of 68 % and 95 %. */
const LEVELS = [
  [1, "68% CL"],
  [4, "95% CL"],
] as const;
const STEPS = 100;

const RULES: OptionRules<ScanPlotOptions> = {
  ...FIGURE_RULES,
  xTitle: true,
  label: true,
};

/**
 * The profile likelihood along a parameter, the parabola of its uncertainty, and the heights of intervals.
 *
 * @see cabinetry.visualize.scan
 */
export function scan(results: ScanResults, options: ScanPlotOptions = {}): Figure {
  checkOptions(options, RULES, "scan(results, options)");
  const { name, bestfit, uncertainty, parameterValues: x, deltaNlls: y } = results;
  const [from, to] = [x[0], x[x.length - 1]];
  const highest = 1.2 * Math.max(...y.filter(Number.isFinite));
  const grid = Float64Array.from(
    { length: STEPS },
    (_, i) => from + (i / (STEPS - 1)) * (to - from),
  );
  const levels = LEVELS.filter(([at]) => at <= highest).flatMap(([at, text]): Mark[] => [
    { kind: "rule", axis: "y", at, line: { color: "gray", dash: "dotted", width: 1.5 } },
    {
      kind: "text",
      x: to - 0.03 * (to - from),
      y: at + 0.035 * highest,
      text,
      color: "gray",
      align: "right",
    },
  ]);
  return figureOf(
    {
      panels: [
        {
          marks: [
            ...levels,
            {
              kind: "curve",
              x: grid,
              y: grid.map((value) => square((value - bestfit) / uncertainty)),
              line: { color: "#d55e00", dash: "dashed" },
              label: "Gaussian approximation",
            },
            { kind: "curve", x, y, line: { color: "#0072b2" } },
            { kind: "points", x, y, color: "#0072b2", marker: "cross", label: "parameter scan" },
          ],
          y: { title: "−2#Delta log(L)", zero: true },
        },
      ],
      x: { title: options.xTitle ?? name, range: [from, to] },
      label: options.label ?? {},
    },
    options,
  );
}

/** Not `** 2`: the last bit of powers differs between engines. */
function square(x: number): number {
  return x * x;
}
