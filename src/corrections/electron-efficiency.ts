import { UsageError } from "../errors.ts";
import type { RootInput } from "../root/source-open.ts";
import { offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns } from "./block-columns.ts";
import { demoEfficiency } from "./demo-efficiency.ts";
import {
  type EfficiencyHistograms,
  type EfficiencyTables,
  tablesFromPayload,
  tablesFromRoot,
} from "./efficiency-tables.ts";
import { checkProperties } from "./properties.ts";
import {
  defineTool,
  type PreparedTool,
  type Shift,
  type ToolClass,
  type ToolInputs,
} from "./tool.ts";

/** How the uncertainties of bins become systematics. */
export type CorrelationModel = "SIMPLIFIED" | "TOTAL" | "FULL";

/** Properties of {@link AsgElectronEfficiencyCorrectionTool}. */
export interface ElectronEfficiencyProperties {
  /** What was asked of the electrons: part of the systematics' names. */
  readonly key?: "Reco" | "ID" | "Iso" | "Trigger" | undefined;
  /**
   * `TOTAL`: one systematic, all sources in quadrature. `SIMPLIFIED` (default): each correlated source, and
   * the uncorrelated ones of each row of transverse energy. `FULL`: those of each bin.
   */
  readonly CorrelationModel?: CorrelationModel | undefined;
  /** In correctionlib's schema; the demonstration that comes with the package by default. */
  readonly payload?: object | string | undefined;
  /** A ROOT file with histograms instead. */
  readonly file?: RootInput | undefined;
  readonly histograms?: EfficiencyHistograms | undefined;
}

type Output = "scaleFactor" | "status";

const NAME = "AsgElectronEfficiencyCorrectionTool";

async function prepare(given: ElectronEfficiencyProperties): Promise<PreparedTool<Output>> {
  const { file, histograms, ...rest } = given;
  const properties = checkProperties<Omit<ElectronEfficiencyProperties, "file" | "histograms">>(
    NAME,
    rest,
    {
      key: { kind: "choice", of: ["Reco", "ID", "Iso", "Trigger"], default: "ID" },
      CorrelationModel: {
        kind: "choice",
        of: ["SIMPLIFIED", "TOTAL", "FULL"],
        default: "SIMPLIFIED",
      },
      payload: { kind: "payload" },
    },
  );
  if ((file === undefined) !== (histograms === undefined)) {
    throw new UsageError(`${NAME}: properties "file" and "histograms" belong together`);
  }
  if (file !== undefined && properties.payload !== undefined) {
    throw new UsageError(`${NAME}: either property "payload" or "file"`);
  }
  const tables =
    file !== undefined && histograms !== undefined
      ? await tablesFromRoot(file, histograms)
      : tablesFromPayload(properties.payload ?? demoEfficiency);
  const { key = "ID", CorrelationModel = "SIMPLIFIED" } = properties;
  const shifts = shiftsByName(tables, `EL_EFF_${key}`, CorrelationModel);
  const systematics = [...shifts.keys()].flatMap((name) => [`${name}__1up`, `${name}__1down`]);
  return {
    affectingSystematics: systematics,
    recommendedSystematics: systematics,
    evaluate: (inputs, variations) => scaleFactors(inputs, variations, tables, shifts),
  };
}

/** The shift of every bin, by systematic. */
function shiftsByName(
  { sf, y, correlated, uncorrelated }: EfficiencyTables,
  prefix: string,
  model: CorrelationModel,
): Map<string, readonly number[]> {
  const sources = [...correlated.values()];
  if (model === "TOTAL") {
    const total = sf.map((_, i) => {
      const parts = [...sources.map((shift) => shift[i]), uncorrelated[i]];
      return Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
    });
    return new Map([[`${prefix}_TOTAL_1NPCOR_PLUS_UNCOR`, total]]);
  }
  const infix = model === "SIMPLIFIED" ? `${prefix}_SIMPLIFIED` : prefix;
  const named = sources.map((shift, i): [string, readonly number[]] => [
    `${infix}_CorrUncertaintyNP${i}`,
    shift,
  ]);
  const columns = y.length - 1;
  const groupOf = (cell: number): number =>
    model === "SIMPLIFIED" ? Math.floor(cell / columns) : cell;
  const groups = model === "SIMPLIFIED" ? sf.length / columns : sf.length;
  for (let group = 0; group < groups; group++) {
    const shift = uncorrelated.map((part, cell) => (groupOf(cell) === group ? part : 0));
    if (shift.some((part) => part !== 0))
      named.push([`${infix}_UncorrUncertaintyNP${group}`, shift]);
  }
  return new Map(named);
}

function scaleFactors(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  { x, y, sf }: EfficiencyTables,
  shifts: ReadonlyMap<string, readonly number[]>,
): Readonly<Record<Output, Column>>[] {
  const { n, isData } = inputs;
  // Data and what lies outside have a scale factor of 1: the row behind the last.
  const tables = variations.map((variation) => {
    const shifted = sf.map((value, cell) =>
      variation.reduce((sum, { systematic, direction }) => {
        const shift = shifts.get(systematic)?.[cell] ?? 0;
        return direction === "up" ? sum + shift : sum - shift;
      }, value),
    );
    return columnOf("float64", [...(isData ? sf.map(() => 1) : shifted), 1]);
  });
  const [xEdges, yEdges] = [x, y].map((edges) => columnOf("float64", edges));
  const absolute = Number(y[0] >= -1e-6);
  const columns = new BlockColumns(inputs);
  const cells = columns.scratch("cells");
  const status = reserve("uint8", n);
  const outputs = variations.map(() => reserve("float64", n));
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const energy = columns.at("cl_E", start, count);
    const eta = columns.at("eta", start, count);
    const [nx, ny] = [x.length - 1, y.length - 1];
    const [xs, ys] = [xEdges.address, yEdges.address];
    const codes = offsetAddress(status.address, start);
    kernels.corrections_cells(energy, eta, xs, nx, ys, ny, absolute, cells, codes, count);
    outputs.forEach((out, i) => {
      const to = offsetAddress(out.address, start * 8);
      kernels.corrections_take(tables[i].address, cells, to, count);
    });
  }
  return outputs.map((scaleFactor) => ({ scaleFactor, status }));
}

/**
 * Scale factors of electrons' efficiencies in bins of transverse energy (cluster energy over cosh(eta), so
 * that no energy systematic moves them) and eta. Columns: `cl_E` (MeV), `eta`. Outputs: `scaleFactor`, 1
 * outside the bins, and `status`. Above the last edge of energy its last bin is taken; histograms whose eta
 * begins at 0 are looked up by |eta|.
 *
 * @see ATLAS's AsgElectronEfficiencyCorrectionTool
 */
export const AsgElectronEfficiencyCorrectionTool: ToolClass<ElectronEfficiencyProperties, Output> =
  defineTool<ElectronEfficiencyProperties, Output>({
    name: NAME,
    columns: [
      {
        name: "cl_E",
        access: "input",
        dtype: "float64",
        per: "object",
        branch: ["clusters", "calE"],
      },
      {
        name: "eta",
        access: "input",
        dtype: "float64",
        per: "object",
        branch: ["electrons", "eta"],
      },
      { name: "scaleFactor", access: "output", dtype: "float64", per: "object" },
      { name: "status", access: "output", dtype: "uint8", per: "object" },
    ],
    containers: { electrons: "AnalysisElectronsAuxDyn", clusters: "egammaClustersAuxDyn" },
    links: [["electrons", "caloClusterLinks"]],
    aliases: {
      SF_up: "EL_EFF_ID_TOTAL_1NPCOR_PLUS_UNCOR__1up",
      SF_down: "EL_EFF_ID_TOTAL_1NPCOR_PLUS_UNCOR__1down",
    },
    prepare,
  });
