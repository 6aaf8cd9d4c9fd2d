import { UsageError } from "../../errors.ts";
import { channelIndices, dataByChannel } from "../channels.ts";
import type { ModelPrediction } from "../results.ts";
import type { TextTable } from "./format.ts";

/** Which tables of yields, and of which channels. */
export interface YieldsOptions {
  /** Names of the channels (default: all). */
  readonly channels?: string | readonly string[];
  /** Whether there is a table of bins (default true), and one of channels (default false). */
  readonly perBin?: boolean;
  readonly perChannel?: boolean;
}

/** The tables asked for. */
export interface YieldsTables {
  readonly yieldsPerBin?: TextTable;
  readonly yieldsPerChannel?: TextTable;
}

/**
 * Tables of a prediction and data: a row for each sample with its uncertainty, one for their sum, one for the
 * data, with two decimals; a column for each bin, or for each channel.
 *
 * @param data  observations of all channels in the model's order; auxiliary data may follow
 * @throws NotFoundError on an unknown channel
 * @throws ShapeError where there are fewer data than bins
 * @throws UsageError where neither table is asked for
 * @see cabinetry.tabulate.yields
 */
export function yieldsTables(
  prediction: ModelPrediction,
  data: ArrayLike<number>,
  { channels, perBin = true, perChannel = false }: YieldsOptions = {},
): YieldsTables {
  if (!(perBin || perChannel)) {
    throw new UsageError("ask for yields per bin, per channel, or both");
  }
  const observed = dataByChannel(prediction, data);
  const shown = channelIndices(prediction, channels);
  return {
    ...(perBin ? { yieldsPerBin: perBinTable(prediction, observed, shown) } : {}),
    ...(perChannel ? { yieldsPerChannel: perChannelTable(prediction, observed, shown) } : {}),
  };
}

/** One column: its head, its yields a sample, their uncertainties and that of the sum, and the data. */
interface Column {
  readonly head: string;
  readonly yields: readonly number[];
  readonly stdevs: ArrayLike<number>;
  readonly data: number;
}

function tableOf(samples: readonly string[], columns: readonly Column[]): TextTable {
  const cell = (value: number, stdev: number): string =>
    `${twoDecimals(value)} ± ${twoDecimals(stdev)}`;
  return {
    header: ["sample", ...columns.map(({ head }) => head)],
    rows: [
      ...samples.map((name, i) => [
        name,
        ...columns.map(({ yields, stdevs }) => cell(yields[i], stdevs[i])),
      ]),
      ["total", ...columns.map(({ yields, stdevs }) => cell(sum(yields), stdevs[samples.length]))],
      ["data", ...columns.map((column) => twoDecimals(column.data))],
    ],
  };
}

function perBinTable(
  { channels, samples, modelYields, totalStdevModelBins }: ModelPrediction,
  observed: readonly Float64Array[],
  shown: readonly number[],
): TextTable {
  const columns = shown.flatMap((i) =>
    Array.from(observed[i], (data, bin): Column => {
      const ofBin = (one: Float64Array): number => one[bin];
      return {
        head: `${channels[i]}\nbin ${bin + 1}`,
        yields: modelYields[i].map(ofBin),
        stdevs: totalStdevModelBins[i].map(ofBin),
        data,
      };
    }),
  );
  return tableOf(samples, columns);
}

function perChannelTable(
  { channels, samples, modelYields, totalStdevModelChannels }: ModelPrediction,
  observed: readonly Float64Array[],
  shown: readonly number[],
): TextTable {
  const columns = shown.map(
    (i): Column => ({
      head: channels[i],
      yields: modelYields[i].map(sum),
      stdevs: totalStdevModelChannels[i],
      data: sum(observed[i]),
    }),
  );
  return tableOf(samples, columns);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** A number with two decimals; one halfway between two goes to the even one, as in Python. */
function twoDecimals(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  // Only odd multiples of 1/8 are halfway: toFixed takes the larger one then.
  const eighths = Math.abs(value) * 8;
  if (!(Number.isInteger(eighths) && eighths % 2 === 1)) return value.toFixed(2);
  const even = Math.floor(Math.abs(value) * 100) % 2 === 0;
  return (value - Math.sign(value) * (even ? 0.004 : -0.004)).toFixed(2);
}
