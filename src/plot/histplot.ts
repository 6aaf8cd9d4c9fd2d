import { UsageError } from "../errors.ts";
import { axisEdges } from "../hist/edges.ts";
import type { Hist } from "../hist/hist.ts";
import { beyondEnds, binned, drawnAxis, holdsMeans, namesOf } from "./binned.ts";
import type { Figure } from "./figure.ts";
import type { AxisLook } from "./figure-content.ts";
import { type FigureOptions, figureOf } from "./figure-of.ts";
import { asList, type HistMarkOptions, marksOfAll } from "./hist-marks.ts";
import { HISTPLOT_RULES } from "./histplot-rules.ts";
import type { ExperimentLabel } from "./label.ts";
import { checkOptions } from "./options.ts";
import { styleOf } from "./styles.ts";

/** What `histplot` draws beside the histograms. */
export interface HistplotOptions extends HistMarkOptions, FigureOptions {
  /** Title of the x axis (default: the axis' label). */
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  readonly xLog?: boolean;
  readonly log?: boolean;
  /** Whether the ticks of the x axis are at edges of bins: at all of them, if their numbers have room. */
  readonly binticks?: boolean;
  /** Columns of the legend (default 1). */
  readonly legendColumns?: number;
  readonly label?: ExperimentLabel;
}

/**
 * A figure of one histogram, or of several of the same bins.
 *
 * @throws UsageError where it is not clear which axis to draw, and on options that contradict each other
 * @throws ShapeError where a stack has histograms of different bins
 * @throws NotFoundError on an unknown axis or colour
 * @see mplhep.histplot
 */
export function histplot(hists: Hist | readonly Hist[], options: HistplotOptions = {}): Figure {
  checkOptions(options, HISTPLOT_RULES, "histplot(hists, options)");
  const all = asList(hists, "histplot");
  const axis = drawnAxis(all[0], options.axis);
  const names = namesOf(axis);
  const style = styleOf(options.style ?? "plain");
  const colors = options.colors ?? style.colors;
  const legendColumns = options.legendColumns;
  const means = all.some(holdsMeans);
  const yTitle = means
    ? "Mean"
    : options.density
      ? "Density"
      : options.binwnorm === undefined
        ? "Entries"
        : perWidth(options);
  return figureOf(
    {
      panels: [
        {
          marks: marksOfAll(all, { ...options, colors }),
          legendColumns,
          y: {
            title: options.yTitle ?? yTitle,
            log: options.log ?? false,
            range: options.yRange,
            // Steps and areas start at zero because their contents are sums.
            zero: !means,
          },
        },
      ],
      x: {
        title: options.xTitle ?? axis.label,
        log: options.xLog ?? false,
        range: options.xRange,
        labels: names,
        ticks: options.binticks && names === undefined ? [...axisEdges(axis)] : undefined,
        ...beyondOf(all, options),
      },
      label: options.label ?? {},
    },
    options,
  );
}

/** What the x axis says of entries beyond its ends. @throws UsageError where they cannot be shown */
function beyondOf(hists: readonly Hist[], options: HistplotOptions): Pick<AxisLook, "beyond"> {
  const { flow = "hint", variation } = options;
  const axis = drawnAxis(hists[0], options.axis);
  if (flow === "none" || flow === "sum" || namesOf(axis) !== undefined) return {};
  const all = hists.map((hist) => {
    const index = hist.axes.indexOf(drawnAxis(hist, options.axis));
    return binned(hist, index, { variation, flow: "show", lenient: true });
  });
  const ends = beyondEnds(all);
  if (!(ends.below || ends.above)) return {};
  if (flow === "hint") return { beyond: ends };
  if (options.xLog) {
    throw new UsageError(
      'a logarithmic axis has no bins beyond its ends: take flow "hint" or "sum"',
    );
  }
  const { edges } = all[0];
  return { beyond: { ...ends, inner: [edges[1], edges[edges.length - 2]] } };
}

function perWidth({ binwnorm, xTitle = "" }: HistplotOptions): string {
  const unit = /\[([^\]]+)\]\s*$/.exec(xTitle)?.[1] ?? "";
  return `Entries / ${[binwnorm, unit].filter((part) => part !== "").join(" ")}`;
}
