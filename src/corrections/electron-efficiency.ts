import { UsageError } from "../errors.ts";
import { ndtri } from "../math/normal.ts";
import { RandomStream } from "../math/philox.ts";
import type { RootInput } from "../root/source-open.ts";
import type { Address } from "../wasm/address.ts";
import { kernels } from "../wasm/instance.ts";
import type { BlockColumns } from "./block-columns.ts";
import { demoEfficiency } from "./demo-efficiency.ts";
import {
  checkHistograms,
  type EfficiencyHistograms,
  payloadOfHistograms,
} from "./efficiency-histograms.ts";
import { inputColumn } from "./input-column.ts";
import { binsAlong, type PayloadFunction, rangeOf, withContents } from "./payload-function.ts";
import { checkProperties } from "./properties.ts";
import {
  evaluateFactors,
  type FactorSource,
  factorsRead,
  type OutsideRule,
  outsideRules,
} from "./scale-factors.ts";
import { defineTool, type PreparedTool, type ToolClass, upAndDown } from "./tool.ts";
import { ToolPayload } from "./tool-payload.ts";
import { type CorrectionProperties, correctionRules } from "./tool-properties.ts";

/** How the uncertainties of bins become systematics. */
const models = ["SIMPLIFIED", "TOTAL", "FULL", "TOYS"] as const;
export type CorrelationModel = (typeof models)[number];

/** Properties of {@link AsgElectronEfficiencyCorrectionTool}. */
export interface ElectronEfficiencyProperties extends CorrectionProperties {
  /** What was asked of the electrons: part of the systematics' names. */
  readonly key?: "Reco" | "ID" | "Iso" | "Trigger" | undefined;
  /**
   * `TOTAL`: one systematic, all sources in quadrature. `SIMPLIFIED` (default): each correlated source, and
   * the uncorrelated ones of each row of transverse energy. `FULL`: those of each bin. `TOYS`: toys, each of
   * which draws all sources at random, those of different bins independently.
   */
  readonly CorrelationModel?: CorrelationModel | undefined;
  /** How many toys there are (100), and their seed (0). */
  readonly NumberOfToys?: number | undefined;
  readonly seed?: number | undefined;
  /** A ROOT file with histograms instead. */
  readonly file?: RootInput | undefined;
  readonly histograms?: EfficiencyHistograms | undefined;
  /** What electrons outside of the bins have; above the last edge of energy its last bin is taken. */
  readonly outside?: OutsideRule | undefined;
}

type Output = "scaleFactor" | "status";

const NAME = "AsgElectronEfficiencyCorrectionTool";
/** Of the cluster's energy over cosh(eta), MeV, and of the electron. */
const quantities = ["et", "eta", "abs_eta", "phi"] as const;

async function prepare(given: ElectronEfficiencyProperties): Promise<PreparedTool<Output>> {
  const { file, histograms, ...rest } = given;
  const properties = checkProperties<Omit<ElectronEfficiencyProperties, "file" | "histograms">>(
    NAME,
    rest,
    {
      ...correctionRules,
      key: { kind: "choice", of: ["Reco", "ID", "Iso", "Trigger"], default: "ID" },
      CorrelationModel: { kind: "choice", of: models, default: "SIMPLIFIED" },
      NumberOfToys: { kind: "number", integer: true, default: 100 },
      seed: { kind: "seed", default: 0 },
      outside: { kind: "choice", of: outsideRules, default: "unity" },
    },
  );
  if ((file === undefined) !== (histograms === undefined)) {
    throw new UsageError(`${NAME}: properties "file" and "histograms" belong together`);
  }
  if (histograms !== undefined) checkHistograms(NAME, histograms);
  if (file !== undefined && properties.payload !== undefined) {
    throw new UsageError(`${NAME}: either property "payload" or "file"`);
  }
  const { key = "ID", outside = "unity" } = properties;
  const source =
    file !== undefined && histograms !== undefined
      ? await payloadOfHistograms(NAME, file, histograms, outside === "flow")
      : (properties.payload ?? demoEfficiency);
  const payload = await ToolPayload.read(NAME, source);
  const { sf, sources } = readSources(payload, properties);
  const total = `EL_EFF_${key}_TOTAL_1NPCOR_PLUS_UNCOR`;
  const symmetric = (rangeOf(sf, "eta")?.low ?? -1) >= -1e-6;
  const needsPhi = factorsRead(sf, sources, "phi");
  return {
    affectingSystematics: [...sources].flatMap(([name, { kind }]) =>
      kind === "sum" ? name : upAndDown([name]),
    ),
    aliases: sources.has(total) ? { SF_up: `${total}__1up`, SF_down: `${total}__1down` } : {},
    unread: needsPhi ? [] : ["phi"],
    evaluate: (inputs, variations) =>
      evaluateFactors(inputs, variations, {
        sf,
        sources,
        outside,
        open: "et",
        quantities(columns, start, count) {
          const known = quantitiesOf(columns, start, count, symmetric);
          if (!needsPhi || !columns.has("phi")) return known;
          return { ...known, phi: columns.at("phi", start, count) };
        },
      }),
  };
}

function quantitiesOf(
  columns: BlockColumns,
  start: number,
  count: number,
  symmetric: boolean,
): Readonly<Record<"et" | "eta" | "abs_eta", Address>> {
  const energy = columns.at("cl_E", start, count);
  const eta = columns.at("eta", start, count);
  const et = columns.scratch("et");
  const absolute = columns.scratch("abs_eta");
  kernels.corrections_transverse(energy, eta, et, count);
  kernels.corrections_absolute(eta, absolute, count);
  return { et, eta: symmetric ? absolute : eta, abs_eta: absolute };
}

interface Sources {
  readonly sf: PayloadFunction;
  readonly sources: ReadonlyMap<string, FactorSource>;
}

/** @throws NotFoundError, CorrectionError, UsageError naming the property */
function readSources(payload: ToolPayload, properties: ElectronEfficiencyProperties): Sources {
  const { key = "ID", inputs = {}, CorrelationModel = "SIMPLIFIED" } = properties;
  const { nominal: sf, varied } = payload.chosen(properties, "sf", quantities);
  const prefix = `EL_EFF_${key}`;
  if (varied !== undefined) {
    if (CorrelationModel === "FULL" || CorrelationModel === "TOYS") {
      const why = `"${sf.name}" of the payload chooses its variation by text, which is one systematic: TOTAL`;
      throw new UsageError(`${NAME}: property "CorrelationModel" is ${CorrelationModel}: ${why}`);
    }
    const total = `${prefix}_TOTAL_1NPCOR_PLUS_UNCOR`;
    return { sf, sources: new Map([[total, { kind: "values", ...varied }]]) };
  }
  const read = (one: string): PayloadFunction => payload.function(one, quantities, inputs);
  const correlated = payload.names.filter((one) => one.startsWith("correlated_")).map(read);
  const uncorrelated = payload.has("uncorrelated") ? read("uncorrelated") : undefined;
  const model = { prefix, correlated, uncorrelated };
  return { sf, sources: sourcesOf(CorrelationModel, model, properties) };
}

interface Uncertainties {
  readonly prefix: string;
  readonly correlated: readonly PayloadFunction[];
  readonly uncorrelated: PayloadFunction | undefined;
}

/** What each systematic of a model adds. */
function sourcesOf(
  model: CorrelationModel,
  { prefix, correlated, uncorrelated }: Uncertainties,
  { NumberOfToys = 100, seed = 0 }: ElectronEfficiencyProperties,
): Map<string, FactorSource> {
  const shift = (...parts: PayloadFunction[]): FactorSource => ({ kind: "shift", parts });
  const all = uncorrelated === undefined ? correlated : [...correlated, uncorrelated];
  if (all.length === 0) return new Map();
  if (model === "TOTAL") {
    return new Map([[`${prefix}_TOTAL_1NPCOR_PLUS_UNCOR`, shift(...all)]]);
  }
  if (model === "TOYS") return toys(prefix, correlated, uncorrelated, NumberOfToys, seed);
  const infix = model === "SIMPLIFIED" ? `${prefix}_SIMPLIFIED` : prefix;
  const named = correlated.map((one, i): [string, FactorSource] => [
    `${infix}_CorrUncertaintyNP${i}`,
    shift(one),
  ]);
  if (uncorrelated === undefined) return new Map(named);
  for (const [group, part] of groupsOf(uncorrelated, model).entries()) {
    if (part !== undefined) named.push([`${infix}_UncorrUncertaintyNP${group}`, shift(part)]);
  }
  return new Map(named);
}

/** The uncorrelated uncertainty of each row of energy, or of each bin; undefined where it is 0. */
function groupsOf(
  of: PayloadFunction,
  model: CorrelationModel,
): readonly (PayloadFunction | undefined)[] {
  if (of.table === undefined) return [of];
  const contents = [...of.table.view()];
  const intervals = binsAlong(of, "et");
  const lows = [...new Set(intervals.map((one) => one?.low ?? Number.POSITIVE_INFINITY))];
  const rows = lows.toSorted((a, b) => a - b);
  const groupOf = (i: number): number =>
    model === "SIMPLIFIED" ? rows.indexOf(intervals[i]?.low ?? Number.POSITIVE_INFINITY) : i;
  const groups = contents.map((_, i) => groupOf(i));
  return Array.from({ length: Math.max(...groups) + 1 }, (_, group) => {
    const part = contents.map((one, i) => (groups[i] === group ? one : 0));
    return part.some((one) => one !== 0 && !Number.isNaN(one)) ? withContents(of, part) : undefined;
  });
}

/** Each toy moves every correlated source by one normal number, and each bin by its own. */
function toys(
  prefix: string,
  correlated: readonly PayloadFunction[],
  uncorrelated: PayloadFunction | undefined,
  count: number,
  seed: number,
): Map<string, FactorSource> {
  const found = new Map<string, FactorSource>();
  const factors = [...correlated, ...(uncorrelated === undefined ? [] : [uncorrelated])];
  if (count < 1) throw new UsageError(`${NAME}: property "NumberOfToys" is ${count}: 1 at least`);
  for (const { name, table } of factors) {
    if (table !== undefined) continue;
    const why = `"${name}" of the payload is computed; toys need bins with numbers`;
    throw new UsageError(`${NAME}: property "CorrelationModel" is TOYS: ${why}`);
  }
  for (let toy = 0; toy < count; toy++) {
    const parts = factors.map((of, k) => {
      const random = new RandomStream(seed, [toy, k, 0]);
      const normal = (): number => ndtri(random.uniform());
      const common = of === uncorrelated ? undefined : normal();
      const contents = [...(of.table?.view() ?? [])];
      return withContents(
        of,
        contents.map((one) => one * (common ?? normal())),
      );
    });
    found.set(`${prefix}_TOYS__toy_${toy}`, { kind: "sum", parts });
  }
  return found;
}

/**
 * Scale factors of electrons' efficiencies in bins of transverse energy (cluster energy over cosh(eta), so
 * that no energy systematic moves them) and eta. Columns: `cl_E` (MeV), `eta`, and `phi` where the payload
 * depends on it. Outputs: `scaleFactor`, 1
 * outside the bins, and `status`. Above the last edge of energy its last bin is taken; histograms whose eta
 * begins at 0 are looked up by |eta|. Payloads: corrections of `et`, `eta` (|eta| where its bins
 * begin at 0), `abs_eta` and `phi`.
 *
 * @see ATLAS's AsgElectronEfficiencyCorrectionTool
 */
export const AsgElectronEfficiencyCorrectionTool: ToolClass<ElectronEfficiencyProperties, Output> =
  defineTool<ElectronEfficiencyProperties, Output>({
    name: NAME,
    columns: [
      inputColumn("cl_E", ["clusters", "calE"]),
      inputColumn("eta", ["electrons", "eta"]),
      inputColumn("phi", ["electrons", "phi"], true),
      { name: "scaleFactor", access: "output", dtype: "float64", per: "object" },
      { name: "status", access: "output", dtype: "uint8", per: "object" },
    ],
    containers: { electrons: "AnalysisElectronsAuxDyn", clusters: "egammaClustersAuxDyn" },
    links: [["electrons", "caloClusterLinks"]],
    aliases: {},
    prepare,
  });
