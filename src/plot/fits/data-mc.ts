import { NotFoundError, ShapeError, UsageError } from "../../errors.ts";
import { channelIndices, dataByChannel } from "../../templates/channels.ts";
import type { ModelPrediction } from "../../templates/results.ts";
import { binErrors, type ErrorMethod } from "../bin-errors.ts";
import { rgbOf } from "../colors.ts";
import { totals } from "../extent.ts";
import type { Figure } from "../figure.ts";
import type { Panel } from "../figure-content.ts";
import { type FigureOptions, figureOf } from "../figure-of.ts";
import { FIGURE_RULES } from "../figure-rules.ts";
import type { ExperimentLabel } from "../label.ts";
import type { FillLook, Mark } from "../marks.ts";
import { checkOptions, type OptionRules } from "../options.ts";
import { styleOf } from "../styles.ts";
import { channelAxis, type RegionsConfig } from "./channel-axis.ts";

/** What figures of data and prediction have in common. */
export interface DataMcLook extends FigureOptions {
  /** Whether the y axis is logarithmic (default: where yields vary by more than two orders of magnitude). */
  readonly log?: boolean | undefined;
  readonly xLog?: boolean;
  /** Colours by sample, or of the samples in order: CSS names or #rrggbb (default: those of the style). */
  readonly colors?: Readonly<Record<string, string>> | readonly string[];
  /** Legend texts by sample, TLatex (default: its name). */
  readonly labels?: Readonly<Record<string, string>>;
  /** Legend texts of points and band (default "Data" and "Uncertainty"). */
  readonly dataLabel?: string;
  readonly bandLabel?: string;
  /** Errors of the data: sqrt of counts (default), or Garwood's intervals. */
  readonly w2method?: ErrorMethod;
  /** Title of the x axis (default: the variable of the configuration, else "bin"). */
  readonly xTitle?: string;
  /** Title of the y axis (default "events"). */
  readonly yTitle?: string;
  /** First and last value of the y axis (default: so that nothing is covered), and of the ratio (default 0.5 to 1.5). */
  readonly yRange?: readonly [number, number];
  readonly ratioRange?: readonly [number, number];
  /** Text at the top left (default lines: channel, and the prediction's label). */
  readonly label?: ExperimentLabel;
}

/** Yields of the samples of one channel, and what was observed. */
export interface DataMcContent {
  /** Bin edges, f64[n + 1]. */
  readonly edges: Float64Array;
  /** The first is the lowest of the stack. */
  readonly samples: readonly { readonly name: string; readonly yields: ArrayLike<number> }[];
  /** Total uncertainty of the prediction, f64[n]. */
  readonly uncertainty: ArrayLike<number>;
  /** Observed events, f64[n]. */
  readonly data: ArrayLike<number>;
}

/** What `dataMc` draws of a prediction. */
export interface DataMcOptions extends DataMcLook {
  /** Name of the channel, where the model has more than one. */
  readonly channel?: string;
  /** Where the bins are, and of which variable; else they are counted. */
  readonly config?: RegionsConfig | undefined;
}

/**
 * A figure of one channel before or after a fit: the stacked samples of a model, their total uncertainty as a
 * hatched band, the data, and below data / model.
 *
 * @param data  observations of all channels in the model's order; auxiliary data may follow
 * @throws UsageError where it is not clear which channel, and where a sum of samples is negative
 * @throws NotFoundError on an unknown channel, region or colour
 * @throws ShapeError where data or binning do not fit the channel
 * @see cabinetry.visualize.data_mc
 */
export function dataMc(
  prediction: ModelPrediction,
  data: ArrayLike<number>,
  options: DataMcOptions = {},
): Figure {
  const rules = { ...DATA_MC_RULES, channel: true, config: true } as const;
  checkOptions<DataMcOptions>(options, rules, "dataMc(prediction, data, options)");
  const { channels } = prediction;
  if (options.channel === undefined && channels.length !== 1) {
    const names = channels.map((name) => `"${name}"`).join(", ");
    throw new UsageError(
      `a model of ${channels.length} channels: tell which to draw, of ${names}, or use dataMcOfChannels`,
    );
  }
  const [index] = channelIndices(prediction, options.channel);
  return drawChannel(prediction, dataByChannel(prediction, data)[index], index, options);
}

/**
 * The figures of several channels, of all where none is named.
 *
 * @throws as `dataMc` does
 * @see cabinetry.visualize.data_mc
 */
export function dataMcOfChannels(
  prediction: ModelPrediction,
  data: ArrayLike<number>,
  options: Omit<DataMcOptions, "channel"> & { readonly channels?: string | readonly string[] } = {},
): { readonly channel: string; readonly figure: Figure }[] {
  const rules = { ...DATA_MC_RULES, channels: true, config: true } as const;
  checkOptions<typeof options>(options, rules, "dataMcOfChannels(prediction, data, options)");
  const { channels, ...look } = options;
  const parts = dataByChannel(prediction, data);
  return channelIndices(prediction, channels).map((index) => ({
    channel: prediction.channels[index],
    figure: drawChannel(prediction, parts[index], index, look),
  }));
}

function drawChannel(
  prediction: ModelPrediction,
  data: Float64Array,
  index: number,
  { channel: _, config, ...options }: DataMcOptions,
): Figure {
  const channel = prediction.channels[index];
  const yields = prediction.modelYields[index];
  const { edges, title } = channelAxis(channel, data.length, config);
  return dataMcFigure(
    {
      edges,
      samples: prediction.samples.map((name, i) => ({ name, yields: yields[i] })),
      uncertainty: prediction.totalStdevModelBins[index][prediction.samples.length],
      data,
    },
    {
      ...options,
      xTitle: options.xTitle ?? title,
      label: { lines: [channel, prediction.label], ...options.label },
    },
  );
}

/** Yields that vary more than this make the y axis logarithmic. */
const LINEAR_SPREAD = 100;

/** What figures of data and prediction may be told. */
export const DATA_MC_RULES: OptionRules<DataMcLook> = {
  ...FIGURE_RULES,
  log: true,
  xLog: true,
  colors: true,
  labels: true,
  dataLabel: true,
  bandLabel: true,
  w2method: ["sqrt", "poisson"],
  xTitle: true,
  yTitle: true,
  yRange: true,
  ratioRange: true,
  label: true,
};

/**
 * The figure of yields that come from elsewhere, such as template histograms before any fit.
 *
 * @throws UsageError where a sum of samples is negative
 * @throws ShapeError where lengths differ
 * @throws NotFoundError on an unknown colour, or a sample without one
 * @see cabinetry.visualize.data_mc_from_histograms
 */
export function dataMcFigure(content: DataMcContent, options: DataMcLook = {}): Figure {
  checkOptions(options, DATA_MC_RULES, "dataMcFigure(content, options)");
  const { edges, samples } = content;
  const bins = edges.length - 1;
  const columns = { uncertainty: content.uncertainty, data: content.data };
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== bins) throw new ShapeError(`${name} of ${bins} bins`, bins, length);
  }
  for (const { name, yields } of samples) {
    if (yields.length === bins) continue;
    throw new ShapeError(`yields of "${name}" in ${bins} bins`, bins, yields.length);
  }
  const layers = samples.map(({ name, yields }, i) => ({
    label: options.labels?.[name] ?? name,
    color: colorOf(name, i, options),
    values: Float64Array.from(yields),
  }));
  const total = totals(layers, bins);
  const negative = total.findIndex((value) => value < 0);
  if (negative >= 0) {
    throw new UsageError(`the prediction is negative in bin ${negative}: ${total[negative]}`);
  }
  const data = Float64Array.from(content.data);
  const uncertainty = Float64Array.from(content.uncertainty);
  const log = options.log ?? spread(total, data) > LINEAR_SPREAD;
  const errors = binErrors({ edges, values: data, variances: data }, options.w2method ?? "sqrt");
  const parts = {
    edges,
    layers,
    total,
    uncertainty,
    data,
    errors,
    centers: centersOf(edges, options),
  };
  return figureOf(
    {
      panels: [mainPanel(parts, { ...options, log }), ratioPanel(parts, options)],
      x: { title: options.xTitle ?? "bin", log: options.xLog ?? false },
      label: options.label ?? {},
    },
    options,
  );
}

function colorOf(name: string, i: number, { colors, style = "plain" }: DataMcLook): string {
  const cycle = styleOf(style).colors;
  let color = cycle[i % cycle.length];
  if (Array.isArray(colors)) color = (colors as readonly string[])[i] ?? color;
  else if (colors !== undefined) {
    const named = colors as Readonly<Record<string, string>>;
    if (!Object.hasOwn(named, name)) {
      throw new NotFoundError("colour of the sample", name, Object.keys(named), "colors");
    }
    color = named[name];
  }
  rgbOf(color); // a misspelt colour is the caller's to hear of now, not when the file is written
  return color;
}

/** How many times the largest yield is the smallest prediction that is not nothing. */
function spread(total: Float64Array, data: Float64Array): number {
  const largest = Math.max(...total, ...data);
  const smallest = Math.min(...total.filter((value) => value !== 0));
  return largest / smallest;
}

/** Where points stand: in the middle of the bins as the axis shows them. */
function centersOf(edges: Float64Array, { xLog = false }: DataMcLook): Float64Array {
  return edges
    .slice(0, -1)
    .map((edge, i) => (xLog ? Math.sqrt(edge * edges[i + 1]) : 0.5 * (edge + edges[i + 1])));
}

interface Parts {
  readonly edges: Float64Array;
  readonly centers: Float64Array;
  readonly layers: readonly { label: string; color: string; values: Float64Array }[];
  readonly total: Float64Array;
  readonly uncertainty: Float64Array;
  readonly data: Float64Array;
  readonly errors: { readonly lower: Float64Array; readonly upper: Float64Array };
}

const HATCHES: FillLook = { color: "dimgray", hatched: true };

function mainPanel(parts: Parts, options: DataMcLook): Panel {
  const { edges, centers, layers, total, uncertainty, data, errors } = parts;
  const { log = false } = options;
  const marks: Mark[] = [
    { kind: "stack", edges, layers, line: { width: 1 }, topFirst: true },
    {
      kind: "band",
      edges,
      lower: total.map((value, i) => value - uncertainty[i]),
      upper: total.map((value, i) => value + uncertainty[i]),
      fill: HATCHES,
      label: options.bandLabel ?? "Uncertainty",
    },
    {
      kind: "points",
      x: centers,
      // A logarithmic axis has no place for nothing.
      y: log ? data.map((value) => (value > 0 ? value : Number.NaN)) : data,
      yLow: errors.lower,
      yHigh: errors.upper,
      label: options.dataLabel ?? "Data",
    },
  ];
  return { marks, y: { title: options.yTitle ?? "events", log, range: options.yRange } };
}

/** Data / model and the relative uncertainty; nothing where nothing is predicted. */
function ratioPanel(parts: Parts, { ratioRange = [0.5, 1.5] }: DataMcLook): Panel {
  const { edges, centers, total, uncertainty, data, errors } = parts;
  const relative = (column: Float64Array): Float64Array =>
    column.map((value, i) => (total[i] === 0 ? Number.NaN : value / total[i]));
  const width = relative(uncertainty);
  const marks: Mark[] = [
    {
      kind: "band",
      edges,
      lower: width.map((value) => 1 - value),
      upper: width.map((value) => 1 + value),
      fill: HATCHES,
    },
    { kind: "rule", axis: "y", at: 1, line: { dash: "dashed", width: 1 } },
    {
      kind: "points",
      x: centers,
      y: relative(data),
      yLow: relative(errors.lower),
      yHigh: relative(errors.upper),
    },
  ];
  // A little less than the round number, whose label would meet that of the panel above.
  const top = ratioRange[1] - 0.01 * (ratioRange[1] - ratioRange[0]);
  return {
    marks,
    height: 0.35,
    legend: false,
    y: { title: "data / model", range: [ratioRange[0], top] },
  };
}
