import type { Address } from "../wasm/address.ts";
import { kernels } from "../wasm/instance.ts";
import type { BlockColumns } from "./block-columns.ts";
import { demoMuonEfficiency } from "./demo-muon-efficiency.ts";
import { inputColumn } from "./input-column.ts";
import { type PayloadFunction, rangeOf } from "./payload-function.ts";
import { checkProperties } from "./properties.ts";
import {
  evaluateFactors,
  type FactorSource,
  type OutsideRule,
  outsideRules,
} from "./scale-factors.ts";
import { defineTool, type PreparedTool, type ToolClass } from "./tool.ts";
import { type PayloadInputs, ToolPayload, type ToolPayloadInput } from "./tool-payload.ts";
import { checkVariationKeys, type VariationKeys } from "./variation-keys.ts";

/** Properties of {@link MuonEfficiencyScaleFactors}. */
export interface MuonEfficiencyProperties {
  /** What was asked of the muons; also the payload's input of text `WorkingPoint`, where it has one. */
  readonly WorkingPoint?: string | undefined;
  /** In correctionlib's schema; the demonstration that comes with the package by default. */
  readonly payload?: ToolPayloadInput | undefined;
  /** The correction of the payload that holds the scale factors: `sf`, or the only one. */
  readonly correction?: string | undefined;
  /** What inputs of the payload are that the tool does not know by name. */
  readonly inputs?: PayloadInputs | undefined;
  /** The input of text that chooses the variation, where the payload has one, and its keys. */
  readonly variation?: Partial<VariationKeys> | undefined;
  /** What muons outside of the bins have; above the last edge of momentum its last bin is taken. */
  readonly outside?: OutsideRule | undefined;
}

type Output = "scaleFactor" | "status";

const NAME = "MuonEfficiencyScaleFactors";
const quantities = ["pt", "eta", "abs_eta", "phi"] as const;

async function prepare(given: MuonEfficiencyProperties): Promise<PreparedTool<Output>> {
  const { variation: keys, ...rest } = given;
  const variation = checkVariationKeys(NAME, keys);
  const properties = checkProperties<Omit<MuonEfficiencyProperties, "variation">>(NAME, rest, {
    WorkingPoint: { kind: "text", default: "Medium" },
    payload: { kind: "payload" },
    correction: { kind: "optional text" },
    inputs: { kind: "inputs" },
    outside: { kind: "choice", of: outsideRules, default: "unity" },
  });
  const payload = await ToolPayload.read(NAME, properties.payload ?? demoMuonEfficiency);
  const { WorkingPoint = "Medium", outside = "unity", inputs = {} } = properties;
  payload.checkInputs(inputs);
  const [only, ...others] = payload.names;
  const name = properties.correction ?? (others.length === 0 ? (only ?? "sf") : "sf");
  const known: PayloadInputs = { WorkingPoint, ...inputs };
  const read = (one: string, more: PayloadInputs = {}): PayloadFunction =>
    payload.function(one, quantities, { ...known, ...more });
  const sources = new Map<string, FactorSource>();
  let sf: PayloadFunction;
  if (payload.hasText(name, variation.input) && !Object.hasOwn(inputs, variation.input)) {
    const at = (key: string): PayloadFunction => read(name, { [variation.input]: key });
    sf = at(variation.nominal);
    const values = { kind: "values", up: at(variation.up), down: at(variation.down) } as const;
    sources.set(`MUON_EFF_${kindOf(WorkingPoint)}_TOTAL`, values);
  } else {
    sf = read(name);
    for (const one of payload.names) {
      if (/^MUON_EFF_\w+$/.test(one)) sources.set(one, { kind: "shift", parts: [read(one)] });
    }
  }
  const systematics = [...sources.keys()].flatMap((one) => [`${one}__1up`, `${one}__1down`]);
  const total = sources.has(`MUON_EFF_${kindOf(WorkingPoint)}_TOTAL`);
  const symmetric = (rangeOf(sf, "eta")?.low ?? -1) >= -1e-6;
  return {
    affectingSystematics: systematics,
    recommendedSystematics: systematics,
    aliases: total ? { SF_up: systematics[0], SF_down: systematics[1] } : {},
    evaluate: (inputs, variations) =>
      evaluateFactors(inputs, variations, {
        sf,
        sources,
        outside,
        open: "pt",
        quantities: (columns, start, count) => quantitiesOf(columns, start, count, symmetric),
      }),
  };
}

/** What a working point is one of, as the systematics' names say it. */
function kindOf(workingPoint: string): "RECO" | "ISO" | "TTVA" | "TRIG" {
  if (/iso/i.test(workingPoint)) return "ISO";
  if (/ttva/i.test(workingPoint)) return "TTVA";
  return /^(HLT|Trig)/i.test(workingPoint) ? "TRIG" : "RECO";
}

function quantitiesOf(
  columns: BlockColumns,
  start: number,
  count: number,
  symmetric: boolean,
): Readonly<Record<(typeof quantities)[number], Address>> {
  const pt = columns.at("pt", start, count);
  const eta = columns.at("eta", start, count);
  const phi = columns.at("phi", start, count);
  const absolute = columns.scratch("abs_eta");
  kernels.corrections_absolute(eta, absolute, count);
  return { pt, eta: symmetric ? absolute : eta, abs_eta: absolute, phi };
}

/**
 * Scale factors of muons' efficiencies. Columns: `pt` (MeV), `eta`, `phi`. Outputs: `scaleFactor`, 1 outside
 * the bins, and `status`. Above the last edge of momentum its last bin is taken.
 *
 * Payloads: a correction of `pt`, `eta` (|eta| where its bins begin at 0), `abs_eta` and `phi`, and one for
 * each systematic (`MUON_EFF_RECO_STAT` …) that is added or subtracted; or one with an input of text that
 * chooses nominal, up and down.
 *
 * @see ATLAS's MuonEfficiencyScaleFactors; arXiv:2012.00578
 */
export const MuonEfficiencyScaleFactors: ToolClass<MuonEfficiencyProperties, Output> = defineTool<
  MuonEfficiencyProperties,
  Output
>({
  name: NAME,
  columns: [
    inputColumn("pt", ["muons", "pt"]),
    inputColumn("eta", ["muons", "eta"]),
    inputColumn("phi", ["muons", "phi"]),
    { name: "scaleFactor", access: "output", dtype: "float64", per: "object" },
    { name: "status", access: "output", dtype: "uint8", per: "object" },
  ],
  containers: { muons: "AnalysisMuonsAuxDyn" },
  aliases: {},
  prepare,
});
