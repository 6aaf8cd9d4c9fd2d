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
import { inputColumn } from "./input-column.ts";
import { Outcomes } from "./outcomes.ts";
import { PayloadBlocks } from "./payload-blocks.ts";
import type { PayloadFunction } from "./payload-function.ts";
import { checkProperties } from "./properties.ts";
import {
  defineTool,
  type PreparedTool,
  type Shift,
  type ToolClass,
  type ToolInputs,
  upAndDown,
} from "./tool.ts";
import {
  type PayloadProperties,
  payloadRules,
  type RandomProperties,
  randomRules,
} from "./tool-properties.ts";

/** Properties of {@link EgammaCalibrationAndSmearingTool}, named as ATLAS names them. */
export interface EgammaCalibrationProperties extends PayloadProperties, RandomProperties {
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
  /** The run that all simulation stands for; 0 (default): that of the column `randomRunNumber`. */
  readonly randomRunNumber?: number | undefined;
}

type Output = "ptOut" | "status";
type Outputs = Readonly<Record<Output, Column>>;

const NAME = "EgammaCalibrationAndSmearingTool";

/** One variation: what is added to the scale and to the constant term, and in which direction. */
interface Varied {
  readonly scale: PayloadFunction | undefined;
  /** Factor of the scale's shift: 0 where nothing is scaled. */
  readonly factor: number;
  readonly width: PayloadFunction | undefined;
  readonly narrows: boolean;
}

/** Addresses of a block's columns. */
type Block = Readonly<
  Record<
    | "pt"
    | "energy"
    | "inverse"
    | "m"
    | "eta"
    | "absolute"
    | "phi"
    | "event"
    | "run"
    | "normals"
    | "table",
    Address
  >
>;

async function prepare(given: EgammaCalibrationProperties): Promise<PreparedTool<Output>> {
  const properties = checkProperties<EgammaCalibrationProperties>(NAME, given, {
    ...payloadRules,
    ...randomRules,
    ESModel: { kind: "text" },
    useFastSim: { kind: "choice", of: [0, 1] },
    decorrelationModel: { kind: "choice", of: decorrelationModels, default: "1NP_v1" },
    ResolutionType: { kind: "choice", of: ["SigmaEff90"], default: "SigmaEff90" },
    varSF: { kind: "number", default: 1 },
    doScaleCorrection: { kind: "flag", default: true },
    doSmearing: { kind: "flag", default: true },
    randomRunNumber: { kind: "number", integer: true, default: 0 },
  });
  const { ESModel, payload, inputs = {}, decorrelationModel = "1NP_v1", useFastSim } = properties;
  const fast = useFastSim === 1;
  const read = await egammaPayload(NAME, ESModel, payload, inputs, decorrelationModel, fast);
  return {
    affectingSystematics: upAndDown([...read.scaleShifts.keys(), ...read.resolutionShifts.keys()]),
    unread: read.ofRuns.data || read.ofRuns.simulation ? [] : ["runNumber", "randomRunNumber"],
    evaluate: (inputs, variations) => calibrate(inputs, variations, read, properties),
  };
}

function calibrate(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  payload: EgammaPayload,
  properties: EgammaCalibrationProperties,
): Outputs[] {
  const { n, isData } = inputs;
  const { scale, constantTerm } = payload;
  // Data have no variations: each is the nominal.
  const varied = variations.map((shift) => variedBy(isData ? [] : shift, payload, properties));
  const cells = resolutionCells();
  const cellEdges = columnOf("float64", cells.edges);
  const cellValues = columnOf("float64", cells.values);
  const outcomes = new Outcomes(variations.length, n);
  const outputs = variations.map(() => reserve("float64", n));
  const columns = new BlockColumns(inputs);
  const functions = new PayloadBlocks(columns);
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const block = prepareBlock(columns, functions, payload, start, count, properties, isData);
    const { pt, energy, inverse, m, eta, absolute, phi, event, normals, table } = block;
    outcomes.begin(start, count);
    const { codes } = outcomes;
    kernels.corrections_status(energy, eta, phi, event, normals, table, Infinity, codes, count);
    if (block.run !== event) outcomes.finite(block.run);
    outcomes.positive(pt);
    outcomes.settle();
    for (const of of [scale, constantTerm]) outcomes.inside(of, eta, absolute);
    const none = columns.scratch("none");
    kernels.corrections_fill(none, 0, BLOCK);
    let resolution: readonly [Address, Address, Address] | undefined;
    varied.forEach(({ scale: shifted, factor, width, narrows }, i) => {
      const out = offsetAddress(outputs[i].address, start * 8);
      outcomes.vary(i);
      if (isData) {
        const alpha = properties.doScaleCorrection ? table : none;
        kernels.corrections_scale(energy, inverse, m, alpha, out, count);
        outcomes.keep(pt, out);
        return;
      }
      const shifts =
        shifted === undefined
          ? none
          : outcomes.shifted(i, shifted, functions.value(shifted, "scale shift"));
      let widths = none;
      if (properties.doSmearing) {
        widths = columns.scratch("widths");
        const wider =
          width === undefined
            ? none
            : outcomes.shifted(i, width, functions.value(width, "width shift"));
        if (narrows) {
          resolution ??= resolutionOf(
            columns,
            functions,
            payload,
            eta,
            cellEdges,
            cellValues,
            count,
          );
          const [a, b, c] = resolution;
          const { sampling, noise, constant } = payload;
          for (const [of, values] of [
            [sampling, a],
            [noise, b],
            [constant, c],
          ] as const) {
            if (of !== undefined) outcomes.shifted(i, of, values);
          }
          const s = shifts;
          kernels.corrections_narrow(energy, a, b, c, s, factor, table, wider, widths, count);
        } else kernels.corrections_widths(table, wider, widths, count);
      }
      kernels.corrections_smear(energy, inverse, m, normals, shifts, factor, widths, out, count);
      outcomes.keep(pt, out);
    });
  }
  return outputs.map((ptOut, i) => ({ ptOut, status: outcomes.statuses[i] }));
}

/** What all variations share: energies, alpha or the constant term, the normal numbers of simulation. */
function prepareBlock(
  columns: BlockColumns,
  functions: PayloadBlocks,
  { scale, constantTerm, ofRuns }: EgammaPayload,
  start: number,
  count: number,
  properties: EgammaCalibrationProperties,
  isData: boolean,
): Block {
  const { rng, seed = 0 } = properties;
  const pt = columns.at("pt", start, count);
  const own = columns.at("eta", start, count);
  const m = columns.at("m", start, count);
  const eta = columns.at("cl_eta", start, count);
  const phi = columns.at("cl_phi", start, count);
  const event = columns.eventAt("eventNumber", start, count);
  const energy = columns.scratch("energy");
  const inverse = columns.scratch("inverse");
  const absolute = columns.scratch("absolute");
  kernels.corrections_energy(pt, own, m, energy, inverse, count);
  kernels.corrections_absolute(eta, absolute, count);
  const needsRun = isData ? ofRuns.data : ofRuns.simulation;
  const run = needsRun ? runOf(columns, start, count, properties, isData) : event;
  functions.begin({ abs_eta: absolute, eta, phi, pt, energy, run }, count);
  const table = functions.value(isData ? scale : constantTerm, "table");
  const block = { pt, energy, inverse, m, eta, absolute, phi, event, run, table };
  if (isData) return { ...block, normals: energy };
  const normals = columns.scratch("normals");
  if (rng === "trandom3") {
    const seeds = columns.scratch("seeds");
    kernels.corrections_seeds(eta, phi, event, seeds, count);
    kernels.corrections_normals_twister(seeds, normals, count);
  } else {
    kernels.corrections_normals_counter(seed, 0, eta, phi, event, normals, count);
  }
  return { ...block, normals };
}

/** The run of each electron, which simulation has by choice. @throws UsageError where nothing says it */
function runOf(
  columns: BlockColumns,
  start: number,
  count: number,
  { randomRunNumber = 0 }: EgammaCalibrationProperties,
  isData: boolean,
): Address {
  if (!isData && randomRunNumber !== 0) {
    const run = columns.scratch("run");
    kernels.corrections_fill(run, randomRunNumber, BLOCK);
    return run;
  }
  const names = isData ? ["runNumber"] : ["randomRunNumber", "runNumber"];
  const name = names.find((one) => columns.has(one));
  if (name !== undefined) return columns.eventAt(name, start, count);
  const needed = isData
    ? 'the column "runNumber"'
    : 'the column "randomRunNumber" (of PileupReweightingTool), or the property of this name';
  throw new UsageError(`${NAME}: the payload depends on the run, which needs ${needed}`);
}

/** The terms of the simulation's resolution: of the payload, else those that are public. */
function resolutionOf(
  columns: BlockColumns,
  functions: PayloadBlocks,
  { sampling, noise, constant }: EgammaPayload,
  eta: Address,
  edges: Column,
  values: Column,
  count: number,
): readonly [Address, Address, Address] {
  const [a, b, c] = ["a", "b", "c"].map((name) => columns.scratch(`resolution ${name}`));
  const own = [sampling, noise, constant];
  if (own.includes(undefined)) {
    const cells = columns.scratch("cells");
    kernels.corrections_rows(eta, edges.address, edges.length, cells, count);
    kernels.corrections_resolution(eta, cells, values.address, a, b, c, count);
  }
  const given = (of: PayloadFunction | undefined, known: Address, slot: string): Address =>
    of === undefined ? known : functions.value(of, slot);
  const grown = columns.scratch("resolution noise");
  kernels.corrections_noise(given(noise, b, "noise"), eta, grown, count);
  return [given(sampling, a, "sampling"), grown, given(constant, c, "constant")];
}

/** @throws UsageError for two shifts of one kind */
function variedBy(
  shifts: readonly Shift[],
  { scaleShifts, resolutionShifts }: EgammaPayload,
  { varSF = 1, doScaleCorrection }: EgammaCalibrationProperties,
): Varied {
  const scales = shifts.filter(({ systematic }) => scaleShifts.has(systematic));
  const widths = shifts.filter(({ systematic }) => resolutionShifts.has(systematic));
  if (scales.length > 1 || widths.length > 1) {
    const names = shifts.map(({ systematic }) => systematic).join(" and ");
    throw new UsageError(
      `${NAME}: ${names} cannot be varied at once: one of scale and one of resolution can`,
    );
  }
  const [scale] = scales;
  const [width] = widths;
  const sign = scale?.direction === "down" ? -varSF : varSF;
  return {
    scale: scaleShifts.get(scale?.systematic ?? ""),
    factor: doScaleCorrection ? sign : 0,
    width: resolutionShifts.get(width?.systematic ?? ""),
    narrows: width?.direction === "down",
  };
}

/**
 * Calibrates energies of electrons: data divided by 1 + alpha, simulation scaled (in variations) and
 * smeared to the resolution of data. Columns: `pt`, `eta`, `m` (MeV), `cl_eta`, `cl_phi` (of the
 * cluster), `eventNumber`, and, where the payload depends on `run`, `runNumber` of data and
 * `randomRunNumber` of simulation (else its `runNumber`). Outputs: `ptOut` (also `newPt`), MeV, and `status`.
 *
 * The random number of an electron follows from its event number and its cluster: it is the same in
 * every variation, chunk and order. A variation that narrows the resolution below the simulation's
 * leaves the electron as it is, as does a payload that has no scale or constant term for it, and a momentum
 * that is not above 0.
 *
 * @see ATLAS's EgammaCalibrationAndSmearingTool; arXiv:1812.03848, arXiv:2308.13362
 */
export const EgammaCalibrationAndSmearingTool: ToolClass<
  EgammaCalibrationProperties,
  Output | "newPt"
> = defineTool<EgammaCalibrationProperties, Output, "newPt">({
  name: NAME,
  columns: [
    inputColumn("pt", ["electrons", "pt"]),
    inputColumn("eta", ["electrons", "eta"]),
    inputColumn("m", ["electrons", "m"]),
    inputColumn("cl_eta", ["clusters", "calEta"]),
    inputColumn("cl_phi", ["clusters", "calPhi"]),
    { ...inputColumn("eventNumber", ["event", "eventNumber"]), per: "event" },
    { ...inputColumn("runNumber", ["event", "runNumber"], true), per: "event" },
    { ...inputColumn("randomRunNumber", undefined, true), per: "event" },
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
