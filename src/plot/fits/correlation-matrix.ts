import { ShapeError, UsageError } from "../../errors.ts";
import type { FitResults } from "../../templates/results.ts";
import type { Figure } from "../figure.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";

/** What `correlationMatrix` shows. */
export interface CorrelationOptions extends FigureOptions {
  /** Parameters whose correlations are all smaller than this are left out (default 0). */
  readonly pruningThreshold?: number;
  readonly label?: ExperimentLabel;
}

/** Correlations smaller than this have no number in their cell: it would say 0.00. */
const NOTHING = 0.005;
/** From there on the letters in a cell are white. */
const DARK = 0.75;
/** Share of the figure that cells may count on, and the smallest letters that can be read. */
const CELLS = 0.42;
const LEGIBLE = 5;
/** Width of a letter of a name in px, about. */
const LETTER = 11;
/** Side of a cell in px, and what stands beside and below the cells. */
const CELL = 60;

const RULES: OptionRules<CorrelationOptions> = {
  ...FIGURE_RULES,
  pruningThreshold: true,
  label: true,
};

/**
 * Correlations of parameters as coloured cells with numbers. Parameters that were held, whose row is zero, are
 * left out, and those that correlate with none by as much as `pruningThreshold`.
 *
 * @throws ShapeError where matrix and labels do not fit
 * @throws UsageError where no parameter is left
 * @see cabinetry.visualize.correlation_matrix
 */
export function correlationMatrix(
  { corrMat, labels }: Pick<FitResults, "corrMat" | "labels">,
  options: CorrelationOptions = {},
): Figure {
  checkOptions(options, RULES, "correlationMatrix(results, options)");
  const { pruningThreshold = 0 } = options;
  const n = labels.length;
  if (corrMat.length !== n || corrMat.some((row) => row.length !== n)) {
    const found = `${corrMat.length} x ${corrMat[0]?.length ?? 0}`;
    throw new ShapeError("a matrix of correlations", `${n} x ${n}`, found);
  }
  const shown = [...labels.keys()].filter((i) => {
    const column = corrMat.map((row) => row[i]);
    const fixed = column.every((value) => value === 0);
    const pruned = column.every((value, j) => i === j || Math.abs(value) < pruningThreshold);
    return !fixed && !pruned;
  });
  const count = shown.length;
  if (count === 0) throw new UsageError("no two parameters correlate as much: nothing to draw");
  const names = shown.map((i) => labels[i]);
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => i);
  const values = new Float64Array(count * count);
  const texts: Mark[] = [];
  const side = 100 + CELL * count;
  const beside = LETTER * Math.min(40, Math.max(...names.map(({ length }) => length)));
  const width = options.width ?? Math.max(800, side + beside + 150);
  const height = options.height ?? Math.max(600, side + beside);
  const unit = options.scale ?? 1;
  const scale = unit / Math.min(width / 800, height / 600);
  // Numbers are no wider and no higher than their cells, which share about the half of the figure.
  const room = Math.min((CELLS * width) / count / 2.9, (0.8 * CELLS * height) / count) / unit;
  const size = Math.min(18, room);
  shown.forEach((i, column) => {
    shown.forEach((j, row) => {
      const value = corrMat[j][i];
      // The first row is at the top.
      values[column * count + (count - 1 - row)] = value;
      if (!(Math.abs(value) > NOTHING) || size < LEGIBLE) return;
      texts.push({
        kind: "text",
        x: column + 0.5,
        y: count - 1 - row + 0.5,
        text: value.toFixed(2).replace("-", "−"),
        color: Math.abs(value) > DARK ? "white" : "black",
        size,
      });
    });
  });
  return figureOf(
    {
      panels: [
        {
          marks: [
            {
              kind: "cells",
              xEdges: edges,
              yEdges: edges,
              values,
              range: [-1, 1],
              palette: "diverging_r",
              title: "Correlation",
            },
            ...texts,
          ],
          y: { labels: names.toReversed() },
        },
      ],
      x: { labels: names },
      label: options.label ?? {},
    },
    { ...options, width, height, scale },
  );
}
