import type { LimitResults } from "../../templates/results.ts";
import type { Figure } from "../figure.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";

/** What `limit` shows. */
export interface LimitPlotOptions extends FigureOptions {
  /** Title of the x axis, TLatex (default μ). */
  readonly xTitle?: string;
  readonly label?: ExperimentLabel;
}

const RULES: OptionRules<LimitPlotOptions> = {
  ...FIGURE_RULES,
  xTitle: true,
  label: true,
};

/**
 * Observed and expected CLs over the parameter of interest, with bands of one and two standard deviations, and
 * the value below which it is excluded.
 *
 * @see cabinetry.visualize.limit
 */
export function limit(
  results: Pick<LimitResults, "observedCLs" | "expectedCLs" | "poiValues" | "confidenceLevel">,
  options: LimitPlotOptions = {},
): Figure {
  checkOptions(options, RULES, "limit(results, options)");
  const { observedCLs, expectedCLs, poiValues: x, confidenceLevel } = results;
  const expected = (sigma: number): Float64Array =>
    Float64Array.from(expectedCLs, (row) => row[sigma + 2]);
  const band = (sigma: number, color: string): Mark => ({
    kind: "area",
    x,
    lower: expected(-sigma),
    upper: expected(sigma),
    fill: { color },
    label: `expected CL_{S} #pm ${sigma}#sigma`,
  });
  const target = 1 - confidenceLevel;
  return figureOf(
    {
      panels: [
        {
          marks: [
            band(2, "yellow"),
            band(1, "limegreen"),
            {
              kind: "rule",
              axis: "y",
              at: target,
              line: { color: "red", dash: "dashdotted" },
              label: `CL_{S} = ${percent(target)}`,
            },
            {
              kind: "curve",
              x,
              y: expected(0),
              line: { dash: "dashed" },
              label: "expected CL_{S}",
            },
            { kind: "curve", x, y: observedCLs },
            { kind: "points", x, y: observedCLs, label: "observed CL_{S}" },
          ],
          legendOrder: [5, 3, 1, 0, 2, 4],
          y: { title: "CL_{S}", zero: true },
        },
      ],
      x: { title: options.xTitle ?? "#mu", range: [Math.min(...x), Math.max(...x)] },
      label: options.label ?? {},
    },
    options,
  );
}

/** A share in percent, with two decimals where it is no whole number. */
function percent(share: number): string {
  const value = 100 * share;
  const whole = Math.abs(value - Math.round(value)) <= 1e-9 * Math.abs(value);
  return `${value.toFixed(whole ? 0 : 2)}%`;
}
