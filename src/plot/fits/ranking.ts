import { UsageError } from "../../errors.ts";
import type { RankingResults } from "../../templates/results.ts";
import type { Figure } from "../figure.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";
import { sizeOfRows } from "./names.ts";
import { PULL } from "./pulls.ts";

/** What `ranking` shows. */
export interface RankingPlotOptions extends FigureOptions {
  /** How many parameters, those of the largest impact (default: all). */
  readonly maxPars?: number;
  /** The parameter of interest in the title of the upper axis, TLatex (default μ). */
  readonly poi?: string;
  readonly label?: ExperimentLabel;
}

/** Pulls shown: from -2 to 2, as the lower axis has them. */
const REACH = 2;
const UP = "#0072b2";
const DOWN = "#56b4e9";

const RULES: OptionRules<RankingPlotOptions> = {
  ...FIGURE_RULES,
  maxPars: true,
  poi: true,
  label: true,
};

/**
 * Impacts of parameters on the parameter of interest, by the largest after the fit, and their pulls: outlined
 * bars for the impacts before the fit and filled ones for those after it along the upper axis, points along
 * the lower one.
 *
 * @throws UsageError without parameters, and for impacts that are not numbers
 * @see cabinetry.visualize.ranking
 */
export function ranking(results: RankingResults, options: RankingPlotOptions = {}): Figure {
  checkOptions(options, RULES, "ranking(results, options)");
  const { labels, bestfit, uncertainty, prefitUp, prefitDown, postfitUp, postfitDown } = results;
  const { maxPars = labels.length, poi = "#mu" } = options;
  if (!(maxPars >= 1) || labels.length === 0) {
    throw new UsageError("a ranking shows at least one parameter");
  }
  const impact = (i: number): number => Math.max(Math.abs(postfitUp[i]), Math.abs(postfitDown[i]));
  // The first stands at the top; equal impacts keep the order of the model.
  const shown = [...labels.keys()]
    .sort((a, b) => impact(b) - impact(a))
    .slice(0, maxPars)
    .reverse();
  const largest = Math.max(
    ...shown.flatMap((i) => [prefitUp[i], prefitDown[i]].map(Math.abs)),
    // A constraint that data loosen would leave the frame.
    ...shown.map(impact),
  );
  if (!Number.isFinite(largest)) throw new UsageError("an impact of a ranking is not a number");
  const reach = largest === 0 ? 1 : 1.1 * largest;
  // A common power of ten stands in the title: beside the axis there is no room.
  const power = reach < 0.01 || reach >= 1e4 ? Number(reach.toExponential().split("e")[1]) : 0;
  const shownReach = power === 0 ? reach : reach / Number(`1e${power}`);
  const unit = power === 0 ? "" : ` [10^{${String(power).replace("-", "−")}}]`;
  // Impacts are drawn in the units of the lower axis.
  const factor = REACH / reach;
  const bars = (impacts: Float64Array, look: object, label: string): Mark => ({
    kind: "boxes",
    x1: new Float64Array(shown.length),
    x2: Float64Array.from(shown, (i) => impacts[i] * factor),
    y1: Float64Array.from(shown, (_, row) => row + 0.1),
    y2: Float64Array.from(shown, (_, row) => row + 0.9),
    ...look,
    label,
  });
  const column = (of: (i: number) => number): Float64Array => Float64Array.from(shown, of);
  const width = column((i) => uncertainty[i]);
  const outlined = (color: string) => ({ line: { color, width: 1.5 } });
  const filled = (color: string) => ({ fill: { color } });
  const rules = [-1, 0, 1].map(
    (at): Mark => ({ kind: "rule", axis: "x", at, line: { dash: "dashed", width: 1 } }),
  );
  const moved = (how: string): string => `#theta = #hat{#theta} ${how}`;
  return figureOf(
    {
      panels: [
        {
          marks: [
            bars(postfitUp, filled(UP), `post-fit impact: ${moved("+ #Delta#hat{#theta}")}`),
            bars(postfitDown, filled(DOWN), `post-fit impact: ${moved("− #Delta#hat{#theta}")}`),
            bars(prefitUp, outlined(UP), `pre-fit impact: ${moved("+ #Delta#theta")}`),
            bars(prefitDown, outlined(DOWN), `pre-fit impact: ${moved("− #Delta#theta")}`),
            ...rules,
            {
              kind: "points",
              x: column((i) => bestfit[i]),
              y: Float64Array.from(shown, (_, row) => row + 0.5),
              xLow: width,
              xHigh: width,
              label: "pulls",
            },
          ],
          y: { labels: shown.map((i) => labels[i]) },
          legend: "above",
          legendColumns: 2,
          legendOrder: [2, 3, 0, 1, 7, 4, 5, 6],
        },
      ],
      x: { title: PULL, range: [-REACH, REACH] },
      top: { title: `#Delta${poi}${unit}`, range: [-shownReach, shownReach] },
      label: options.label ?? {},
    },
    { ...options, ...sizeOfRows(shown.length, options.label === undefined ? 270 : 320, options) },
  );
}
