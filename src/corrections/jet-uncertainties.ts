import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns } from "./block-columns.ts";
import { demoJets } from "./demo-jets.ts";
import { inputColumn } from "./input-column.ts";
import { Outcomes } from "./outcomes.ts";
import { PayloadBlocks } from "./payload-blocks.ts";
import { type PayloadFunction, reads } from "./payload-function.ts";
import { checkProperties } from "./properties.ts";
import {
  defineTool,
  type PreparedTool,
  type Shift,
  type ToolClass,
  type ToolInputs,
  upAndDown,
} from "./tool.ts";
import { type PayloadInputs, ToolPayload } from "./tool-payload.ts";
import {
  type PayloadProperties,
  payloadRules,
  type RandomProperties,
  randomRules,
} from "./tool-properties.ts";

/** Properties of {@link JetUncertaintiesTool}. */
export interface JetUncertaintiesProperties extends PayloadProperties, RandomProperties {}

type Output = "ptOut" | "mOut" | "status";

const NAME = "JetUncertaintiesTool";
const quantities = ["pt", "eta", "abs_eta", "phi", "m", "flavor", "mu"] as const;

interface JetPayload {
  /** Relative resolution of the transverse momentum in simulation. */
  readonly resolution: PayloadFunction | undefined;
  readonly scales: ReadonlyMap<string, PayloadFunction>;
  readonly resolutions: ReadonlyMap<string, PayloadFunction>;
}

async function prepare(given: JetUncertaintiesProperties): Promise<PreparedTool<Output>> {
  const properties = checkProperties<JetUncertaintiesProperties>(NAME, given, {
    ...payloadRules,
    ...randomRules,
  });
  const payload = await ToolPayload.read(NAME, properties.payload ?? demoJets);
  const read = readPayload(payload, properties.inputs ?? {});
  const { resolution, scales, resolutions } = read;
  const functions = [...scales.values(), ...resolutions.values(), resolution];
  return {
    affectingSystematics: upAndDown([...scales.keys(), ...resolutions.keys()]),
    unread: ["flavor", "mu"].filter((name) => {
      return !functions.some((of) => of !== undefined && reads(of, name));
    }),
    evaluate: (inputs, variations) => vary(inputs, variations, read, properties),
  };
}

/** Relative shifts of the scale are named `JET_…`, those of the resolution `JET_JER_…`. */
function readPayload(payload: ToolPayload, inputs: PayloadInputs): JetPayload {
  payload.checkInputs(inputs);
  const read = (name: string): PayloadFunction => payload.function(name, quantities, inputs);
  const named = (isResolution: boolean): Map<string, PayloadFunction> => {
    const kept = payload.names.filter(
      (name) => name.startsWith("JET_") && name.startsWith("JET_JER_") === isResolution,
    );
    return new Map(kept.map((name) => [name, read(name)]));
  };
  const resolutions = named(true);
  const scales = named(false);
  // Of another tool, or misspelt: uncertainties that are none must not go unseen.
  if (scales.size + resolutions.size === 0) read("JET_…");
  // Where nothing widens the resolution, none is needed.
  const needed = resolutions.size > 0 || payload.has("resolution");
  return { resolution: needed ? read("resolution") : undefined, scales, resolutions };
}

function vary(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  payload: JetPayload,
  properties: JetUncertaintiesProperties,
): Readonly<Record<Output, Column>>[] {
  const { n, isData } = inputs;
  const outcomes = new Outcomes(variations.length, n);
  const outputs = variations.map(() => ({
    ptOut: reserve("float64", n),
    mOut: reserve("float64", n),
  }));
  const smeared = variations.some((shifts) =>
    shifts.some(({ systematic }) => payload.resolutions.has(systematic)),
  );
  const columns = new BlockColumns(inputs);
  const functions = new PayloadBlocks(columns);
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const block = prepareBlock(columns, start, count);
    functions.begin(block, count);
    outcomes.begin(start, count);
    checkBlock(block, payload, functions, outcomes);
    const none = columns.scratch("none");
    kernels.corrections_fill(none, 0, BLOCK);
    const resolution =
      payload.resolution === undefined ? none : functions.value(payload.resolution, "resolution");
    const normals = smeared ? draw(columns, block, start, count, properties) : none;
    variations.forEach((shifts, i) => {
      const wanted = isData ? [] : shifts;
      const status = outcomes.vary(i);
      const shift = (of: PayloadFunction): Address =>
        outcomes.shifted(i, of, functions.value(of, "shift"));
      const scale = sumOf(wanted, payload.scales, "scale", shift, columns, count);
      const wider = sumOf(wanted, payload.resolutions, "wider", shift, columns, count);
      const widened = wanted.some(({ systematic }) => payload.resolutions.has(systematic));
      if (widened && payload.resolution !== undefined) {
        outcomes.shifted(i, payload.resolution, resolution);
      }
      for (const [from, column] of [
        [block.pt, outputs[i].ptOut],
        [block.m, outputs[i].mOut],
      ] as const) {
        const out = offsetAddress(column.address, start * 8);
        kernels.corrections_jets(from, scale, resolution, wider, normals, out, count);
        outcomes.keep(from, out);
        kernels.corrections_sound(from, status, out, count);
      }
    });
  }
  return outputs.map((output, i) => ({ ...output, status: outcomes.statuses[i] }));
}

type Block = Readonly<Record<"pt" | "eta" | "abs_eta" | "phi" | "m", Address>>;

function prepareBlock(columns: BlockColumns, start: number, count: number): Block {
  const [pt, eta, phi, m] = ["pt", "eta", "phi", "m"].map((name) => columns.at(name, start, count));
  const absolute = columns.scratch("abs_eta");
  kernels.corrections_absolute(eta, absolute, count);
  const block = { pt, eta, abs_eta: absolute, phi, m };
  const flavor = columns.has("flavor") ? { flavor: columns.at("flavor", start, count) } : {};
  const mu = columns.has("mu") ? { mu: columns.eventAt("mu", start, count) } : {};
  return { ...block, ...flavor, ...mu };
}

/** Jets that are not numbers, those without momentum, and those beyond the bins of a scale's shift. */
function checkBlock(
  { pt, eta, abs_eta, phi, m }: Block,
  { scales }: JetPayload,
  functions: PayloadBlocks,
  outcomes: Outcomes,
): void {
  outcomes.finite(eta, phi, m);
  outcomes.positive(pt);
  outcomes.settle();
  for (const of of scales.values()) {
    outcomes.inside(of, eta, abs_eta);
    outcomes.known(of, functions.value(of, "shift"));
  }
}

/** The sum of the shifts of one kind. */
function sumOf(
  shifts: readonly Shift[],
  known: ReadonlyMap<string, PayloadFunction>,
  slot: string,
  shift: (of: PayloadFunction) => Address,
  columns: BlockColumns,
  count: number,
): Address {
  const sum = columns.scratch(slot);
  kernels.corrections_fill(sum, 0, BLOCK);
  for (const { systematic, direction } of shifts) {
    const of = known.get(systematic);
    if (of === undefined) continue;
    const factor = direction === "up" ? 1 : -1;
    kernels.corrections_shift(sum, shift(of), factor, sum, count);
  }
  return sum;
}

function draw(
  columns: BlockColumns,
  { eta, phi }: Block,
  start: number,
  count: number,
  { rng, seed = 0 }: JetUncertaintiesProperties,
): Address {
  const event = columns.eventAt("eventNumber", start, count);
  const out = columns.scratch("normals");
  if (rng === "trandom3") {
    const seeds = columns.scratch("seeds");
    kernels.corrections_seeds(eta, phi, event, seeds, count);
    kernels.corrections_normals_twister(seeds, out, count);
  } else kernels.corrections_normals_counter(seed, 0, eta, phi, event, out, count);
  return out;
}

/**
 * Varies momenta and masses of simulated jets: scaled by 1 + the sum of the shifts of the variation's
 * sources, and smeared by what makes the resolution r into r + |sum of its shifts|. Columns: `pt`, `m`
 * (MeV), `eta`, `phi`, `eventNumber`, and, where the payload depends on them, `flavor` and `mu` (of each
 * event). Outputs: `ptOut`, `mOut`, MeV, and `status`. The nominal variation and data stay as they are.
 * Sources may be joined: `JET_A__1up-JET_B__1down`. A jet whose momentum is not above 0 stays as it is, with
 * the status 1.
 *
 * The random number of a jet follows from its event number and its angles: it is the same in every
 * variation, chunk and order.
 *
 * Payloads: corrections `JET_…` of `pt`, `eta`, `abs_eta`, `phi`, `m`, `flavor`, `mu`: relative shifts of
 * the scale, `JET_JER_…` of the resolution, and `resolution`, the relative one of simulation.
 *
 * @see ATLAS's JetUncertaintiesTool; arXiv:2007.02645
 */
export const JetUncertaintiesTool: ToolClass<JetUncertaintiesProperties, Output> = defineTool<
  JetUncertaintiesProperties,
  Output
>({
  name: NAME,
  columns: [
    inputColumn("pt", ["jets", "pt"]),
    inputColumn("eta", ["jets", "eta"]),
    inputColumn("phi", ["jets", "phi"]),
    inputColumn("m", ["jets", "m"]),
    inputColumn("flavor", ["jets", "PartonTruthLabelID"], true),
    { ...inputColumn("mu", ["event", "averageInteractionsPerCrossing"], true), per: "event" },
    { ...inputColumn("eventNumber", ["event", "eventNumber"]), per: "event" },
    { name: "ptOut", access: "output", dtype: "float64", per: "object", replacesColumn: "pt" },
    { name: "mOut", access: "output", dtype: "float64", per: "object", replacesColumn: "m" },
    { name: "status", access: "output", dtype: "uint8", per: "object" },
  ],
  containers: { jets: "AnalysisJetsAuxDyn", event: "EventInfoAuxDyn" },
  aliases: {},
  prepare,
});
