import { NotFoundError } from "../../errors.ts";
import type { FitResults } from "../../templates/results.ts";
import type { Figure } from "../figure.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import { checkOptions, type OptionRules } from "../options.ts";
import { sizeOfRows } from "./names.ts";

/** What `pulls` shows. */
export interface PullsOptions extends FigureOptions {
  /** Names of parameters that are left out. */
  readonly exclude?: string | readonly string[];
  /** First and last pull shown (default -3 to 3). */
  readonly range?: readonly [number, number];
  readonly label?: ExperimentLabel;
}

const RULES: OptionRules<PullsOptions> = {
  ...FIGURE_RULES,
  exclude: true,
  range: true,
  label: true,
};

/**
 * Pulls of nuisance parameters with their uncertainties, over bands of one and two standard deviations.
 * Parameters without uncertainty and those of statistical errors (`staterror_…`), which are about 1, are left out.
 *
 * @throws NotFoundError where `exclude` names a parameter that there is not
 * @see cabinetry.visualize.pulls
 */
export function pulls(
  results: Pick<FitResults, "bestfit" | "uncertainty" | "labels">,
  options: PullsOptions = {},
): Figure {
  checkOptions(options, RULES, "pulls(results, options)");
  const { labels, bestfit, uncertainty } = results;
  const { exclude = [], range = [-3, 3] } = options;
  const excluded = typeof exclude === "string" ? [exclude] : exclude;
  for (const name of excluded) {
    if (!labels.includes(name)) throw new NotFoundError("parameter", name, labels, "the fit");
  }
  // The first stands at the top.
  const shown = [...labels.keys()]
    .filter(
      (i) =>
        uncertainty[i] !== 0 &&
        !labels[i].startsWith("staterror_") &&
        !excluded.includes(labels[i]),
    )
    .reverse();
  const column = (of: (i: number) => number): Float64Array => Float64Array.from(shown, of);
  const width = column((i) => uncertainty[i]);
  const all = [-Infinity, Infinity] as const;
  return figureOf(
    {
      panels: [
        {
          marks: [
            { kind: "box", x: [-2, 2], y: all, fill: { color: "yellow" } },
            { kind: "box", x: [-1, 1], y: all, fill: { color: "limegreen" } },
            { kind: "rule", axis: "x", at: 0, line: { dash: "dotted", width: 1.5 } },
            {
              kind: "points",
              x: column((i) => bestfit[i]),
              y: Float64Array.from(shown, (_, row) => row + 0.5),
              xLow: width,
              xHigh: width,
            },
          ],
          y: { labels: shown.map((i) => labels[i]) },
          legend: false,
        },
      ],
      x: { title: PULL, range },
      label: options.label ?? {},
    },
    { ...options, ...sizeOfRows(shown.length, 110, options) },
  );
}

/** What a pull is: the distance of a parameter from its value before the fit, in uncertainties before it. */
export const PULL = "(#hat{#theta} − #theta_{0}) / #Delta#theta";
