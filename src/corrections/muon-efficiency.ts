import type { Address } from "../wasm/address.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, type BlockColumns } from "./block-columns.ts";
import { demoMuonEfficiency } from "./demo-muon-efficiency.ts";
import { inputColumn } from "./input-column.ts";
import { rangeOf } from "./payload-function.ts";
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

/** Properties of {@link MuonEfficiencyScaleFactors}. */
export interface MuonEfficiencyProperties extends CorrectionProperties {
  /** What was asked of the muons; also the payload's input of text `WorkingPoint`, where it has one. */
  readonly WorkingPoint?: string | undefined;
  /** What muons outside of the bins have; above the last edge of momentum its last bin is taken. */
  readonly outside?: OutsideRule | undefined;
}

type Output = "scaleFactor" | "status";

const NAME = "MuonEfficiencyScaleFactors";
const quantities = ["pt", "eta", "abs_eta", "phi", "p"] as const;

async function prepare(given: MuonEfficiencyProperties): Promise<PreparedTool<Output>> {
  const properties = checkProperties<MuonEfficiencyProperties>(NAME, given, {
    ...correctionRules,
    WorkingPoint: { kind: "text", default: "Medium" },
    outside: { kind: "choice", of: outsideRules, default: "unity" },
  });
  const payload = await ToolPayload.read(NAME, properties.payload ?? demoMuonEfficiency);
  const { WorkingPoint = "Medium", outside = "unity", inputs = {} } = properties;
  const known = { WorkingPoint };
  const { nominal: sf, varied } = payload.chosen(properties, "sf", quantities, known);
  const total = `MUON_EFF_${kindOf(WorkingPoint)}_TOTAL`;
  const sources = new Map<string, FactorSource>();
  if (varied !== undefined) sources.set(total, { kind: "values", ...varied });
  else {
    for (const name of payload.names.filter((one) => /^MUON_EFF_\w+$/.test(one))) {
      const shift = payload.function(name, quantities, { ...known, ...inputs });
      sources.set(name, { kind: "shift", parts: [shift] });
    }
  }
  const needsMomentum = factorsRead(sf, sources, "p");
  const symmetric = (rangeOf(sf, "eta")?.low ?? -1) >= -1e-6;
  return {
    affectingSystematics: upAndDown(sources.keys()),
    aliases: sources.has(total) ? { SF_up: `${total}__1up`, SF_down: `${total}__1down` } : {},
    evaluate: (inputs, variations) =>
      evaluateFactors(inputs, variations, {
        sf,
        sources,
        outside,
        open: "pt",
        quantities(columns, start, count) {
          const known = quantitiesOf(columns, start, count, symmetric);
          if (!needsMomentum) return known;
          return { ...known, p: momentumOf(columns, known.pt, start, count) };
        },
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
): Readonly<Record<"pt" | "eta" | "abs_eta" | "phi", Address>> {
  const pt = columns.at("pt", start, count);
  const eta = columns.at("eta", start, count);
  const phi = columns.at("phi", start, count);
  const absolute = columns.scratch("abs_eta");
  kernels.corrections_absolute(eta, absolute, count);
  return { pt, eta: symmetric ? absolute : eta, abs_eta: absolute, phi };
}

/** pt cosh(eta), what energies without mass are. */
function momentumOf(columns: BlockColumns, pt: Address, start: number, count: number): Address {
  const [mass, momentum, inverse] = ["massless", "momentum", "inverse"].map((name) =>
    columns.scratch(name),
  );
  kernels.corrections_fill(mass, 0, BLOCK);
  kernels.corrections_energy(pt, columns.at("eta", start, count), mass, momentum, inverse, count);
  return momentum;
}

/**
 * Scale factors of muons' efficiencies. Columns: `pt` (MeV), `eta`, `phi`. Outputs: `scaleFactor`, 1 outside
 * the bins, and `status`. Above the last edge of momentum its last bin is taken.
 *
 * Payloads: a correction of `pt`, `eta` (|eta| where its bins begin at 0), `abs_eta`, `phi` and `p`, and one for
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
