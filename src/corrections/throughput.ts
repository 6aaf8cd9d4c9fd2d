// The work of `hepwasm bench corrections` and of bench/corrections: each tool with the payload that
// comes with it, and correctionlib payloads, on objects that are the same on every machine.
import { type Column, columnFrom } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { CorrectionSet } from "./correction-set.ts";
import { EgammaCalibrationAndSmearingTool } from "./egamma-calibration.ts";
import { AsgElectronEfficiencyCorrectionTool } from "./electron-efficiency.ts";
import { JetUncertaintiesTool } from "./jet-uncertainties.ts";
import { MuonCalibrationAndSmearingTool } from "./muon-calibration.ts";
import { MuonEfficiencyScaleFactors } from "./muon-efficiency.ts";
import { PileupReweightingTool } from "./pileup-reweighting.ts";
import { electronPayload } from "./throughput-payload.ts";
import type { ColumnarTool } from "./tool.ts";

/** A part of the objects, for one thread. */
export interface ThroughputTask {
  /** One of {@link throughputKinds}. */
  readonly kind: string;
  /** The first object: the second thread's objects follow those of the first. */
  readonly first: number;
  readonly objects: number;
  /** Wanted; a tool with fewer systematics has fewer. */
  readonly variations: number;
}

/** Columns in memory and the work on them. */
export interface Workload {
  /** Variations of one run, the nominal one among them. */
  readonly variations: number;
  /** Corrects all objects once, in every variation. */
  run(): void;
  /** Sum of the 32-bit words of all results, modulo 2^32: the parts of several threads add up. */
  checksum(): number;
}

/** What a workload needs: names of its columns, and the outputs of all variations. */
interface Work {
  readonly inputs: readonly string[];
  readonly variations: number;
  evaluate(columns: Readonly<Record<string, Column>>): readonly Column[];
}

type MakeTool = () => ColumnarTool<string>;

const tools: Readonly<Record<string, MakeTool>> = {
  "electron calibration (counter)": () =>
    new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0 }),
  "electron calibration (TRandom3)": () =>
    new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0, rng: "trandom3" }),
  "electron calibration (FULL_v1)": () =>
    new EgammaCalibrationAndSmearingTool({
      ESModel: "demo_v1",
      useFastSim: 0,
      decorrelationModel: "FULL_v1",
    }),
  "electron efficiency (SIMPLIFIED)": () => new AsgElectronEfficiencyCorrectionTool({}),
  "electron efficiency (FULL)": () =>
    new AsgElectronEfficiencyCorrectionTool({ CorrelationModel: "FULL" }),
  "muon calibration": () => new MuonCalibrationAndSmearingTool({}),
  "muon efficiency": () => new MuonEfficiencyScaleFactors({}),
  "pile-up": () => new PileupReweightingTool({}),
  "jet uncertainties": () => new JetUncertaintiesTool({}),
};

/** Corrections of {@link electronPayload}: a payload has no systematics of its own, so one variation. */
const payloads: Readonly<Record<string, string>> = {
  "payload: 20 x 14 bins": "sf",
  "payload: 20 x 14 uniform bins": "uniform",
  "payload: formula of 7 parameters": "formula",
  "payload: random numbers": "random",
};

/** Every tool and kind of payload. */
export const throughputKinds: readonly string[] = [...Object.keys(tools), ...Object.keys(payloads)];

/** Whole numbers between 0 and 2^32, from those of an object and a column. */
function mixed(object: number, column: number): number {
  let x = (Math.imul(object, 0x9e3779b1) + Math.imul(column + 1, 0x85ebca6b)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A number between 0 and 1. */
type Uniform = () => number;

const momentum = (u: Uniform): number => 8000 + 240e3 * u() * u();
const angle = (half: number) => (u: Uniform) => Math.fround(2 * half * u() - half);

/** Values of the columns that tools ask for: MeV, radians. */
const values: Readonly<Record<string, (u: Uniform) => number>> = {
  pt: momentum,
  ptID: momentum,
  ptMS: momentum,
  cl_E: (u) => 8000 + 300e3 * u() * u(),
  eta: angle(2.5),
  cl_eta: angle(2.5),
  phi: angle(Math.PI),
  cl_phi: angle(Math.PI),
  m: (u) => 5000 * u(),
  mu: (u) => 80 * u(),
  actual_mu: (u) => 80 * u(),
  flavor: (u) => Math.floor(6 * u()),
  runNumber: (u) => 284500 + 10000 * Math.floor(3 * u()),
  mcChannelNumber: (u) => 361106 + Math.floor(4 * u()),
  eventNumber: (u) => Math.floor(1e10 * u()),
  event: (u) => Math.floor(1e10 * u()),
};

function makeColumn(name: string, first: number, objects: number): Column {
  const column = Object.keys(values).indexOf(name);
  const value = values[name];
  const all = new Float64Array(objects);
  let object = 0;
  let draws = 0;
  const uniform = (): number => mixed(object, column + 32 * draws++) / 2 ** 32;
  for (let i = 0; i < objects; i++) {
    object = first + i;
    draws = 0;
    all[i] = value(uniform);
  }
  return columnFrom(all);
}

async function workOfTool(make: MakeTool, wanted: number): Promise<Work> {
  const tool = make();
  await tool.initialize();
  const names = ["", ...tool.affectingSystematics].slice(0, wanted);
  const inputs = tool.columns.filter(({ access, optional }) => access === "input" && !optional);
  return {
    inputs: inputs.map(({ name }) => name),
    variations: names.length,
    evaluate: (columns) =>
      Object.values(tool.evaluate(columns, undefined, names)).flatMap((outputs) =>
        Object.values(outputs),
      ),
  };
}

function workOfPayload(name: string): Work {
  const correction = CorrectionSet.fromString(electronPayload).get(name);
  const inputs = correction.inputs.map((input) => input.name);
  return {
    inputs,
    variations: 1,
    evaluate: (columns) => [correction.evaluate(...inputs.map((input) => columns[input]))],
  };
}

/**
 * Makes the objects of a task and prepares its tool. What it holds is freed with the thread.
 *
 * @throws NotFoundError, UsageError
 */
export async function makeWorkload(task: ThroughputTask): Promise<Workload> {
  const { kind, first, objects, variations } = task;
  const isTool = Object.hasOwn(tools, kind);
  const work = isTool ? await workOfTool(tools[kind], variations) : workOfPayload(payloads[kind]);
  const columns = Object.fromEntries(
    work.inputs.map((name) => {
      const column = makeColumn(name, first, objects);
      // Payloads are in GeV, and take events as whole numbers.
      if (isTool) return [name, column];
      const own = column.toTypedArray() as Float64Array;
      if (name === "event") return [name, columnFrom(BigInt64Array.from(own, BigInt))];
      return [name, name === "pt" ? columnFrom(own.map((pt) => pt / 1000)) : column];
    }),
  );
  return {
    variations: work.variations,
    run: () => scope(() => void work.evaluate(columns)),
    checksum: () =>
      scope(() => work.evaluate(columns).reduce((sum, c) => (sum + words(c)) >>> 0, 0)),
  };
}

/** Sum of the words of a column, a byte of its own each where its elements are bytes. */
function words(column: Column): number {
  const { buffer, byteOffset, byteLength } = column.toTypedArray();
  const all =
    byteLength % 4 === 0 && column.dtype !== "uint8"
      ? new Uint32Array(buffer, byteOffset, byteLength / 4)
      : new Uint8Array(buffer, byteOffset, byteLength);
  let sum = 0;
  for (const word of all) sum = (sum + word) >>> 0;
  return sum;
}
