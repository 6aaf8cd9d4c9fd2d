import {
  AsgElectronEfficiencyCorrectionTool,
  type ColumnarTool,
  EgammaCalibrationAndSmearingTool,
  JetUncertaintiesTool,
  MuonCalibrationAndSmearingTool,
  MuonEfficiencyScaleFactors,
  PileupReweightingTool,
} from "../../src/corrections/index.ts";
import { type Column, columnFrom } from "../../src/wasm/column.ts";
import { scope } from "../../src/wasm/scope.ts";

export type AnyTool = ColumnarTool<string>;
/** A number for each object, by column. */
export type Objects = Readonly<Record<string, Float64Array>>;

/** The six tools, with what differs between their configurations. */
export const makers: Readonly<Record<string, () => AnyTool>> = {
  "e/gamma, counter": () =>
    new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0 }),
  "e/gamma, twister, FULL": () =>
    new EgammaCalibrationAndSmearingTool({
      ESModel: "demo_v1",
      useFastSim: 1,
      rng: "trandom3",
      decorrelationModel: "FULL_v1",
    }),
  "electron efficiency, FULL": () =>
    new AsgElectronEfficiencyCorrectionTool({ CorrelationModel: "FULL" }),
  "electron efficiency, TOYS": () =>
    new AsgElectronEfficiencyCorrectionTool({ CorrelationModel: "TOYS", NumberOfToys: 3 }),
  "muons, counter": () => new MuonCalibrationAndSmearingTool({}),
  "muons, twister": () => new MuonCalibrationAndSmearingTool({ rng: "trandom3" }),
  "muon efficiency": () => new MuonEfficiencyScaleFactors({}),
  "pile-up, counter": () => new PileupReweightingTool({}),
  "pile-up, twister": () => new PileupReweightingTool({ rng: "trandom3" }),
  "jets, counter": () => new JetUncertaintiesTool({}),
  "jets, twister": () => new JetUncertaintiesTool({ rng: "trandom3" }),
};

export async function made(name: string): Promise<AnyTool> {
  const tool = makers[name]();
  await tool.initialize();
  return tool;
}

/** Objects of any tool, from a small generator of whole numbers: bits alike on every machine. */
export function objectsOf(tool: AnyTool, n: number, seed = 1): Objects {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const angle = (half: number): number => Math.fround(2 * half * next() - half);
  const values: Readonly<Record<string, () => number>> = {
    pt: () => 2000 + 250e3 * next() * next(),
    ptID: () => 2000 + 250e3 * next() * next(),
    ptMS: () => 2000 + 250e3 * next() * next(),
    eta: () => angle(2.6),
    cl_eta: () => angle(2.6),
    phi: () => angle(Math.PI),
    cl_phi: () => angle(Math.PI),
    cl_E: () => 3000 + 300e3 * next() * next(),
    m: () => 5000 * next(),
    eventNumber: () => Math.floor(1e10 * next()),
    mu: () => 80 * next(),
    actual_mu: () => 80 * next(),
    runNumber: () => 284500 + 10000 * Math.floor(3 * next()),
    randomRunNumber: () => 284500 + 10000 * Math.floor(3 * next()),
    mcChannelNumber: () => 361106 + Math.floor(4 * next()),
    flavor: () => Math.floor(6 * next()),
  };
  const inputs = tool.columns.filter(({ access }) => access === "input");
  return Object.fromEntries(
    inputs.map(({ name }) => [name, Float64Array.from({ length: n }, values[name])]),
  );
}

/** The objects at some places. */
export function pick(objects: Objects, order: readonly number[]): Objects {
  return Object.fromEntries(
    Object.entries(objects).map(([name, all]) => [name, Float64Array.from(order, (i) => all[i])]),
  );
}

export function columnsOf(objects: Objects): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(objects).map(([name, values]) => [name, columnFrom(values)]),
  );
}

/** Outputs by variation and name, as plain numbers. */
export function run(
  tool: AnyTool,
  objects: Objects,
  variations: readonly string[],
  isData = false,
): Record<string, Record<string, Float64Array>> {
  return scope(() => {
    const result = tool.evaluate(columnsOf(objects), undefined, variations, { isData });
    return Object.fromEntries(
      variations.map((name) => {
        const outputs = Object.entries(result[name]).map(([output, column]) => [
          output,
          Float64Array.from(column.toTypedArray() as Float64Array),
        ]);
        return [name, Object.fromEntries(outputs)];
      }),
    );
  });
}
