import { NotFoundError, ShapeError } from "../../errors.ts";

/** What a figure takes of a configuration, such as that of `hepwasm/templates`: where the bins of a channel are, and of what. */
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
