import { checkOptionNames } from "../array/option-names.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { openRoot, type RootFile } from "../root/file.ts";
import {
  type HistogramRecord,
  histogramErrors,
  histogramValues,
} from "../root/objects/histogram.ts";
import type { RootInput } from "../root/source-open.ts";
import { ofProperty } from "./tool-payload.ts";

/** Names of the histograms of a ROOT file: x is transverse energy in MeV, y eta. */
export interface EfficiencyHistograms {
  readonly sf: string;
  readonly correlated?: readonly string[] | undefined;
  /** Default: the errors of `sf`, where it has some. */
  readonly uncorrelated?: string | undefined;
}

/**
 * @throws NotFoundError for a member that histograms do not have; UsageError for one that is no name
 */
export function checkHistograms(tool: string, given: unknown): void {
  const property = `${tool}: property "histograms"`;
  checkOptionNames(given, ["sf", "correlated", "uncorrelated"], property);
  const { sf, correlated, uncorrelated } = given as Record<string, unknown>;
  const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
  const fault = (member: string, what: string, value: unknown): UsageError => {
    const got = value === undefined ? "it is not set" : `not ${JSON.stringify(value)}`;
    return new UsageError(`${property}: "${member}" is ${what} in the file; ${got}`);
  };
  if (!isName(sf)) throw fault("sf", "the name of a histogram", sf);
  if (correlated !== undefined && !(Array.isArray(correlated) && correlated.every(isName))) {
    throw fault("correlated", "a list of names of histograms", correlated);
  }
  if (uncorrelated !== undefined && !isName(uncorrelated)) {
    throw fault("uncorrelated", "the name of a histogram", uncorrelated);
  }
}

/**
 * Two-dimensional histograms of a ROOT file as a payload: corrections `sf`, `uncorrelated` and
 * `correlated_…`, of `et` and `eta`, or `abs_eta` where the bins begin at 0.
 *
 * @param flow  whether what lies outside has the contents of the flow bins, not those of the nearest bin
 * @throws what reading throws; UsageError for objects of another kind; ShapeError where bins differ
 */
export async function payloadOfHistograms(
  tool: string,
  input: RootInput,
  names: EfficiencyHistograms,
  flow: boolean,
): Promise<object> {
  const file = await openRoot(input).catch((error: unknown) => {
    throw ofProperty(tool, error, "file");
  });
  try {
    return await payloadOf(file, tool, names, flow);
  } finally {
    await file.close();
  }
}

async function payloadOf(
  file: RootFile,
  tool: string,
  { sf, correlated = [], uncorrelated }: EfficiencyHistograms,
  flow: boolean,
): Promise<object> {
  const record = async (name: string): Promise<HistogramRecord> => {
    const object = (await file.get(name).catch((error: unknown) => {
      throw ofProperty(tool, error, "histograms");
    })) as HistogramRecord;
    if (object.kind !== "histogram" || object.axes.length !== 2) {
      throw new UsageError(
        `${tool}: property "histograms": "${name}" is not a two-dimensional histogram`,
      );
    }
    return object;
  };
  const nominal = await record(sf);
  const [x, y] = nominal.axes.map(({ edges }) => [...edges]);
  if (x[0] < 0) {
    throw new UsageError(
      `${tool}: property "histograms": x of "${sf}" is transverse energy, y eta; x begins at ${x[0]}`,
    );
  }
  const correction = (name: string, values: Float64Array): object => ({
    name,
    version: 1,
    inputs: [
      { name: "et", type: "real" },
      { name: y[0] >= -1e-6 ? "abs_eta" : "eta", type: "real" },
    ],
    output: { name: "value", type: "real" },
    data: {
      nodetype: "multibinning",
      inputs: ["et", y[0] >= -1e-6 ? "abs_eta" : "eta"],
      edges: flow ? [x, y].map((edges) => ["-inf", ...edges, "inf"]) : [x, y],
      content: [...values],
      flow: "clamp",
    },
  });
  const other = async (name: string): Promise<Float64Array> => {
    const one = await record(name);
    if (one.axes.some(({ edges }, i) => edges.join() !== [x, y][i].join())) {
      throw new ShapeError(`${tool}: "${name}" has other bins than "${sf}"`);
    }
    return histogramValues(one, { flow });
  };
  const sources: object[] = [];
  for (const name of correlated) sources.push(correction(`correlated_${name}`, await other(name)));
  if (uncorrelated !== undefined) {
    sources.push(correction("uncorrelated", await other(uncorrelated)));
  } else if (nominal.sumw2 !== null) {
    // Without them ROOT takes the roots of contents for errors, as if scale factors were counts.
    sources.push(correction("uncorrelated", histogramErrors(nominal, { flow })));
  }
  const factors = correction("sf", histogramValues(nominal, { flow }));
  return { schema_version: 2, corrections: [factors, ...sources] };
}
