import { UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns } from "./block-columns.ts";
import {
  type DecorrelationModel,
  decorrelationModels,
  type EgammaPayload,
  egammaPayload,
} from "./egamma-payload.ts";
import { resolutionCells } from "./egamma-resolution.ts";
import { commonEdges, type EtaTable, rowAt } from "./eta-table.ts";
import { checkProperties } from "./properties.ts";
import {
  defineTool,
  type PreparedTool,
  type Shift,
  type ToolClass,
  type ToolInputs,
} from "./tool.ts";

/** Properties of {@link EgammaCalibrationAndSmearingTool}, named as ATLAS names them. */
export interface EgammaCalibrationProperties {
  /** Name of the calibration; "demo_v1" comes with the package. */
  readonly ESModel: string;
  /** 0 full, 1 fast simulation. */
  readonly useFastSim: 0 | 1;
  /** `1NP_v1` (default): one systematic of scale, one of resolution; `FULL_v1`: one for each source. */
  readonly decorrelationModel?: DecorrelationModel | undefined;
  readonly ResolutionType?: "SigmaEff90" | undefined;
  /** Factor of the shifts of scale. */
  readonly varSF?: number | undefined;
  /** Whether data are scaled, and simulation in its variations. */
  readonly doScaleCorrection?: boolean | undefined;
  /** Whether simulation is smeared. */
  readonly doSmearing?: boolean | undefined;
  /** `counter` (default): Philox4x32; `trandom3`: the numbers that ATLAS's tool draws, seed by seed. */
  readonly rng?: "counter" | "trandom3" | undefined;
  /** Key of the counter's numbers. */
  readonly seed?: number | undefined;
  /** Calibration in correctionlib's schema, parsed or as text: see `docs/corrections.md`. */
  readonly payload?: object | string | undefined;
}

type Output = "ptOut" | "status";
type Outputs = Readonly<Record<Output, Column>>;

const NAME = "EgammaCalibrationAndSmearingTool";

/** Tables of a call in linear memory. */
interface Tables {
  readonly edges: Column;
  readonly divisors: Column;
  readonly constants: Column;
  readonly cellEdges: Column;
  readonly cells: Column;
  /** The outermost |eta| for which the tables were made. */
  readonly limit: number;
}

/** One variation's tables by row. */
interface Varied {
  readonly scales: Column;
  readonly widths: Column;
  /** The constant term plus its shift, where the resolution is narrowed. */
  readonly narrowed: Column | undefined;
}

/** Addresses of a block's columns. */
type Block = Readonly<Record<"energy" | "inverse" | "m" | "eta" | "normals" | "rows", Address>>;

function prepare(given: EgammaCalibrationProperties): PreparedTool<Output> {
  const properties = checkProperties<EgammaCalibrationProperties>(NAME, given, {
    ESModel: { kind: "text" },
    useFastSim: { kind: "choice", of: [0, 1] },
    decorrelationModel: { kind: "choice", of: decorrelationModels, default: "1NP_v1" },
    ResolutionType: { kind: "choice", of: ["SigmaEff90"], default: "SigmaEff90" },
    varSF: { kind: "number", default: 1 },
    doScaleCorrection: { kind: "flag", default: true },
    doSmearing: { kind: "flag", default: true },
    rng: { kind: "choice", of: ["counter", "trandom3"], default: "counter" },
    seed: { kind: "number", integer: true, default: 0 },
    payload: { kind: "payload" },
  });
  const { ESModel, payload, decorrelationModel = "1NP_v1", useFastSim } = properties;
  const tables = egammaPayload(NAME, ESModel, payload, decorrelationModel, useFastSim === 1);
  const { scaleShifts, resolutionShifts } = tables;
  const names = [...scaleShifts.keys(), ...resolutionShifts.keys()];
  const systematics = names.flatMap((name) => [`${name}__1up`, `${name}__1down`]);
  return {
    affectingSystematics: systematics,
    recommendedSystematics: systematics,
    evaluate: (inputs, variations) => calibrate(inputs, variations, tables, properties),
  };
}

function calibrate(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  payload: EgammaPayload,
  properties: EgammaCalibrationProperties,
): Outputs[] {
  const { n, isData } = inputs;
  const { doScaleCorrection, doSmearing } = properties;
  const all = [payload.scale, payload.constantTerm];
  const shifts = [...payload.scaleShifts.values(), ...payload.resolutionShifts.values()];
  const edges = commonEdges([...all, ...shifts]);
  const onEdges = (table: EtaTable, use: (value: number) => number): Column =>
    columnOf(
      "float64",
      edges.map((edge) => use(table.values[rowAt(table, edge)])),
    );
  const { edges: cellEdges, values } = resolutionCells(payload.resolution);
  const tables: Tables = {
    edges: columnOf("float64", edges),
    divisors: onEdges(payload.scale, (alpha) => (doScaleCorrection ? 1 + alpha : 1)),
    constants: onEdges(payload.constantTerm, (c) => (doSmearing ? Math.abs(c) : 0)),
    cellEdges: columnOf("float64", cellEdges),
    cells: columnOf("float64", values),
    limit: Math.min(...all.map(({ limit }) => limit)),
  };
  // Data have no variations: each is the nominal.
  const varied = variations.map((shift) =>
    variedTables(isData ? [] : shift, edges, tables, payload, properties),
  );
  const status = reserve("uint8", n);
  const outputs = variations.map(() => reserve("float64", n));
  const columns = new BlockColumns(inputs);
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const block = prepareBlock(columns, tables, start, count, properties, isData);
    kernels.corrections_status(
      block.energy,
      block.eta,
      block.normals,
      tables.limit,
      offsetAddress(status.address, start),
      count,
    );
    varied.forEach((variation, i) => {
      const out = offsetAddress(outputs[i].address, start * 8);
      const { energy, inverse, m, normals, rows } = block;
      if (isData) {
        const divisors = tables.divisors.address;
        kernels.corrections_scale(energy, inverse, m, rows, divisors, out, count);
        return;
      }
      const { scales, widths, narrowed } = variation;
      let width = widths.address;
      if (narrowed !== undefined) {
        width = narrow(columns, tables, block, variation, narrowed, count);
      }
      const each = Number(narrowed !== undefined);
      const s = scales.address;
      kernels.corrections_smear(energy, inverse, m, normals, rows, s, width, each, out, count);
    });
  }
  return outputs.map((ptOut) => ({ ptOut, status }));
}

/** What all variations share: energies, rows of the tables, and the normal numbers of simulation. */
function prepareBlock(
  columns: BlockColumns,
  tables: Tables,
  start: number,
  count: number,
  { rng, seed = 0 }: EgammaCalibrationProperties,
  isData: boolean,
): Block {
  const pt = columns.at("pt", start, count);
  const eta = columns.at("eta", start, count);
  const m = columns.at("m", start, count);
  const clusterEta = columns.at("cl_eta", start, count);
  const phi = columns.at("cl_phi", start, count);
  const event = columns.eventAt("eventNumber", start, count);
  const energy = columns.scratch("energy");
  const inverse = columns.scratch("inverse");
  const rows = columns.scratch("rows");
  const { edges } = tables;
  kernels.corrections_energy(pt, eta, m, energy, inverse, count);
  kernels.corrections_rows(clusterEta, edges.address, edges.length, rows, count);
  const block = { energy, inverse, m, eta: clusterEta, rows };
  if (isData) return { ...block, normals: energy };
  const normals = columns.scratch("normals");
  if (rng === "trandom3") {
    const seeds = columns.scratch("seeds");
    kernels.corrections_seeds(clusterEta, phi, event, seeds, count);
    kernels.corrections_normals_twister(seeds, normals, count);
  } else {
    kernels.corrections_normals_counter(seed, clusterEta, phi, event, normals, count);
  }
  return { ...block, normals };
}

/** Widths of each electron, for a variation that narrows the resolution. */
function narrow(
  columns: BlockColumns,
  tables: Tables,
  block: Block,
  { scales }: Varied,
  narrowed: Column,
  count: number,
): Address {
  const cells = columns.scratch("cells");
  const widths = columns.scratch("widths");
  const { cellEdges, constants } = tables;
  kernels.corrections_rows(block.eta, cellEdges.address, cellEdges.length, cells, count);
  kernels.corrections_narrow(
    block.energy,
    block.eta,
    cells,
    block.rows,
    tables.cells.address,
    scales.address,
    constants.address,
    narrowed.address,
    widths,
    count,
  );
  return widths;
}

/** @throws UsageError for two shifts of one kind */
function variedTables(
  shifts: readonly Shift[],
  edges: readonly number[],
  tables: Tables,
  payload: EgammaPayload,
  { varSF = 1, doScaleCorrection, doSmearing }: EgammaCalibrationProperties,
): Varied {
  const scaleShifts = shifts.filter(({ systematic }) => payload.scaleShifts.has(systematic));
  const widthShifts = shifts.filter(({ systematic }) => payload.resolutionShifts.has(systematic));
  if (scaleShifts.length > 1 || widthShifts.length > 1) {
    const names = shifts.map(({ systematic }) => systematic).join(" and ");
    throw new UsageError(
      `${NAME}: ${names} cannot be varied at once: one of scale and one of resolution can`,
    );
  }
  const [scale] = scaleShifts;
  const [width] = widthShifts;
  const at = (table: EtaTable | undefined, edge: number): number =>
    table === undefined ? 0 : table.values[rowAt(table, edge)];
  const shiftOf = payload.scaleShifts.get(scale?.systematic ?? "");
  const sign = scale?.direction === "down" ? -1 : 1;
  const scales = edges.map((edge) =>
    doScaleCorrection ? 1 + sign * (at(shiftOf, edge) * varSF) : 1,
  );
  const wider = payload.resolutionShifts.get(width?.systematic ?? "");
  const moved = columnOf(
    "float64",
    edges.map((edge) => {
      const c = at(payload.constantTerm, edge) + at(wider, edge);
      return doSmearing ? Math.abs(c) : 0;
    }),
  );
  const down = width?.direction === "down" && doSmearing;
  return {
    scales: columnOf("float64", scales),
    widths: width === undefined ? tables.constants : moved,
    narrowed: down ? moved : undefined,
  };
}

/**
 * Calibrates energies of electrons: data divided by 1 + alpha, simulation scaled (in variations) and
 * smeared to the resolution of data. Columns: `pt`, `eta`, `m` (MeV), `cl_eta`, `cl_phi` (of the
 * cluster), `eventNumber`. Outputs: `ptOut` (also `newPt`), MeV, and `status`.
 *
 * The random number of an electron follows from its event number and its cluster: it is the same in
 * every variation, chunk and order. A variation that narrows the resolution below the simulation's
 * leaves the electron as it is.
 *
 * @see ATLAS's EgammaCalibrationAndSmearingTool; arXiv:1812.03848, arXiv:2308.13362
 */
export const EgammaCalibrationAndSmearingTool: ToolClass<
  EgammaCalibrationProperties,
  Output | "newPt"
> = defineTool<EgammaCalibrationProperties, Output, "newPt">({
  name: NAME,
  columns: [
    input("pt", ["electrons", "pt"]),
    input("eta", ["electrons", "eta"]),
    input("m", ["electrons", "m"]),
    input("cl_eta", ["clusters", "calEta"]),
    input("cl_phi", ["clusters", "calPhi"]),
    { ...input("eventNumber", ["event", "eventNumber"]), per: "event" },
    { name: "ptOut", access: "output", dtype: "float64", per: "object", replacesColumn: "pt" },
    { name: "status", access: "output", dtype: "uint8", per: "object" },
  ],
  containers: {
    electrons: "AnalysisElectronsAuxDyn",
    clusters: "egammaClustersAuxDyn",
    event: "EventInfoAuxDyn",
  },
  links: [["electrons", "caloClusterLinks"]],
  aliases: {
    Scale_up: "EG_SCALE_ALL__1up",
    Scale_down: "EG_SCALE_ALL__1down",
    Res_up: "EG_RESOLUTION_ALL__1up",
    Res_down: "EG_RESOLUTION_ALL__1down",
  },
  outputAliases: { newPt: "ptOut" },
  prepare,
});

function input(
  name: string,
  branch: readonly [string, string],
): {
  readonly name: string;
  readonly access: "input";
  readonly dtype: "float64";
  readonly per: "object";
  readonly branch: readonly [string, string];
} {
  return { name, access: "input", dtype: "float64", per: "object", branch };
}
