import { NotFoundError, ShapeError, UsageError } from "../../errors.ts";
import type { ModelPrediction } from "../../templates/results.ts";

/** What a figure takes of a configuration: where the bins of a channel are, and of what. */
export interface RegionsConfig {
  readonly Regions: readonly {
    readonly Name: string;
    readonly Variable?: string | undefined;
    /** Bin edges, f64[n + 1]; without them bins are counted from 0. */
    readonly Binning?: ArrayLike<number> | undefined;
  }[];
}

/** Bin edges of a channel, f64[n + 1], and the words for its x axis. */
export interface ChannelAxis {
  readonly edges: Float64Array;
  readonly title: string;
}

/**
 * The x axis of a channel: as the configuration has it, else the numbers of its bins.
 *
 * @throws NotFoundError where the configuration has no such region
 * @throws ShapeError where its binning is not that of the channel
 */
export function channelAxis(
  channel: string,
  bins: number,
  config: RegionsConfig | undefined,
): ChannelAxis {
  const region = config?.Regions.find(({ Name }) => Name === channel);
  if (config !== undefined && region === undefined) {
    const known = config.Regions.map(({ Name }) => Name);
    throw new NotFoundError("region", channel, known, "the configuration");
  }
  const { Binning, Variable = "bin" } = region ?? {};
  if (Binning === undefined) {
    return { edges: Float64Array.from({ length: bins + 1 }, (_, i) => i), title: Variable };
  }
  if (Binning.length !== bins + 1) {
    throw new ShapeError(`edges of the ${bins} bins of "${channel}"`, bins + 1, Binning.length);
  }
  return { edges: Float64Array.from(Binning), title: Variable };
}

/**
 * Numbers of the channels named, of all where none is.
 *
 * @throws NotFoundError on a channel that the model has not
 */
export function channelIndices(
  { channels }: Pick<ModelPrediction, "channels">,
  wanted: string | readonly string[] | undefined,
): number[] {
  if (wanted === undefined) return [...channels.keys()];
  const names = typeof wanted === "string" ? [wanted] : wanted;
  return names.map((name) => {
    const index = channels.indexOf(name);
    if (index < 0) throw new NotFoundError("channel", name, channels, "the model");
    return index;
  });
}

/**
 * Observations by channel, out of one list of all bins in the order of the model's channels; auxiliary data
 * that follow are left out.
 *
 * @throws ShapeError where there are fewer numbers than bins
 */
export function dataByChannel(
  { modelYields }: Pick<ModelPrediction, "modelYields">,
  data: ArrayLike<number>,
): Float64Array[] {
  const all = Float64Array.from(data);
  let start = 0;
  const parts = modelYields.map((samples) => {
    if (samples.length === 0) throw new UsageError("a channel without samples has no bins");
    const end = start + samples[0].length;
    const part = all.slice(start, end);
    start = end;
    return part;
  });
  if (start > all.length) throw new ShapeError("data of all bins of the model", start, all.length);
  return parts;
}
