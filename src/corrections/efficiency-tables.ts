import { FormatError, NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { openRoot } from "../root/file.ts";
import {
  type HistogramRecord,
  histogramErrors,
  histogramValues,
} from "../root/objects/histogram.ts";
import type { RootInput } from "../root/source-open.ts";

/** Scale factors and their uncertainties in bins of transverse energy (x) and eta (y), C order. */
export interface EfficiencyTables {
  /** MeV, rising. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly sf: readonly number[];
  /** Uncertainties that move all bins together, by source. */
  readonly correlated: ReadonlyMap<string, readonly number[]>;
  /** Uncertainties of each bin alone. */
  readonly uncorrelated: readonly number[];
}

/** Names of the histograms of a ROOT file. */
export interface EfficiencyHistograms {
  readonly sf: string;
  readonly correlated?: readonly string[] | undefined;
  /** Default: the errors of `sf`. */
  readonly uncorrelated?: string | undefined;
}

interface Binned {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: readonly number[];
}

/**
 * From two-dimensional histograms: x is transverse energy in MeV, y eta.
 * @throws what reading throws; ShapeError where bins differ
 */
export async function tablesFromRoot(
  input: RootInput,
  { sf, correlated = [], uncorrelated }: EfficiencyHistograms,
): Promise<EfficiencyTables> {
  const file = await openRoot(input);
  const record = async (name: string): Promise<HistogramRecord> => {
    const object = (await file.get(name)) as HistogramRecord;
    if (object.kind !== "histogram" || object.axes.length !== 2) {
      throw new UsageError(`"${name}" is not a two-dimensional histogram`);
    }
    return object;
  };
  const binned = ({ axes }: HistogramRecord, values: Float64Array): Binned => ({
    x: [...axes[0].edges],
    y: [...axes[1].edges],
    values: [...values],
  });
  const nominal = await record(sf);
  const sources: [string, Binned][] = [];
  for (const name of correlated) {
    const one = await record(name);
    sources.push([name, binned(one, histogramValues(one))]);
  }
  const own =
    uncorrelated === undefined
      ? binned(nominal, histogramErrors(nominal))
      : await record(uncorrelated).then((one) => binned(one, histogramValues(one)));
  return joined(binned(nominal, histogramValues(nominal)), sources, own);
}

/**
 * From a payload in correctionlib's schema: corrections `sf`, `uncorrelated` and any number of
 * `correlated_…`, each a multibinning of (et, eta) with numbers.
 *
 * @throws FormatError, NotFoundError, ShapeError
 */
export function tablesFromPayload(payload: object | string): EfficiencyTables {
  const parsed = (typeof payload === "string" ? JSON.parse(payload) : payload) as {
    readonly corrections?: unknown;
  };
  if (!Array.isArray(parsed.corrections)) {
    throw new FormatError("payload: corrections must be a list");
  }
  const found = new Map<string, Binned>();
  parsed.corrections.forEach((correction: { name?: unknown; data?: unknown }, i: number) => {
    found.set(
      String(correction.name),
      binnedData(correction.data, `payload: corrections[${i}].data`),
    );
  });
  const sf = found.get("sf");
  if (sf === undefined) throw new NotFoundError("correction", "sf", found.keys(), "the payload");
  const sources = [...found].filter(([name]) => name.startsWith("correlated_"));
  const zero = { ...sf, values: sf.values.map(() => 0) };
  return joined(sf, sources, found.get("uncorrelated") ?? zero);
}

function joined(
  sf: Binned,
  sources: readonly [string, Binned][],
  uncorrelated: Binned,
): EfficiencyTables {
  for (const [name, { x, y }] of [...sources, ["uncorrelated", uncorrelated] as const]) {
    if (x.join() !== sf.x.join() || y.join() !== sf.y.join()) {
      throw new ShapeError(`"${name}" has other bins than the scale factors`);
    }
  }
  const correlated = new Map(sources.map(([name, { values }]) => [name, values]));
  return { x: sf.x, y: sf.y, sf: sf.values, correlated, uncorrelated: uncorrelated.values };
}

function binnedData(data: unknown, where: string): Binned {
  const fail = (what: string): never => {
    throw new FormatError(`${where}: ${what}`, { path: where });
  };
  const { nodetype, inputs, edges, content } = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (nodetype !== "multibinning" || !Array.isArray(inputs) || inputs.length !== 2) {
    return fail("a multibinning of (et, eta) is needed");
  }
  const [x, y] = Array.isArray(edges) ? (edges as number[][]) : fail("edges must be two lists");
  const rising = (list: unknown): boolean =>
    Array.isArray(list) &&
    list.length > 1 &&
    list.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > list[i - 1]));
  if (!rising(x) || !rising(y)) fail("edges must be numbers, rising");
  const cells = (x.length - 1) * (y.length - 1);
  const values = content as number[];
  if (!Array.isArray(content) || content.length !== cells || !values.every(Number.isFinite)) {
    return fail(`${cells} numbers are needed as content`);
  }
  return { x, y, values };
}
