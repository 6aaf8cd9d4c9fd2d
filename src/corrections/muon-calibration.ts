import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns, SLACK } from "./block-columns.ts";
import { demoMuons } from "./demo-muons.ts";
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
import { type PayloadInputs, ToolPayload } from "./tool-payload.ts";
import {
  type PayloadProperties,
  payloadRules,
  type RandomProperties,
  randomRules,
} from "./tool-properties.ts";

/** Properties of {@link MuonCalibrationAndSmearingTool}. */
export interface MuonCalibrationProperties extends PayloadProperties, RandomProperties {
  /** Whether simulation is smeared. */
  readonly doSmearing?: boolean | undefined;
}

type Output = "ptOut" | "status";

const NAME = "MuonCalibrationAndSmearingTool";
const quantities = ["pt", "eta", "abs_eta", "phi"] as const;
/** In the inner detector and in the spectrometer. */
const tracks = ["ID", "MS"] as const;
const parameters = ["s0", "s1", "r0", "r1", "r2"] as const;
type Parameter = `${(typeof tracks)[number]}_${(typeof parameters)[number]}`;

interface MuonPayload {
  readonly nominal: ReadonlyMap<Parameter, PayloadFunction>;
  /** What each systematic adds to parameters. */
  readonly shifts: ReadonlyMap<string, ReadonlyMap<Parameter, PayloadFunction>>;
  readonly weight: PayloadFunction;
}

async function prepare(given: MuonCalibrationProperties): Promise<PreparedTool<Output>> {
  const properties = checkProperties<MuonCalibrationProperties>(NAME, given, {
    ...payloadRules,
    ...randomRules,
    doSmearing: { kind: "flag", default: true },
  });
  const payload = await ToolPayload.read(NAME, properties.payload ?? demoMuons);
  const read = readPayload(payload, properties.inputs ?? {});
  return {
    affectingSystematics: upAndDown(read.shifts.keys()),
    evaluate: (inputs, variations) => calibrate(inputs, variations, read, properties),
  };
}

/** Parameters are named `ID_s1`; what a systematic adds to one `MUON_SCALE_ID_s1`. */
function readPayload(payload: ToolPayload, inputs: PayloadInputs): MuonPayload {
  payload.checkInputs(inputs);
  const read = (name: string): PayloadFunction => payload.function(name, quantities, inputs);
  const nominal = new Map<Parameter, PayloadFunction>();
  const shifts = new Map<string, Map<Parameter, PayloadFunction>>();
  for (const name of payload.names) {
    const match = /^(?:(MUON_\w+)_)?((?:ID|MS)_(?:s0|s1|r0|r1|r2))$/.exec(name);
    if (match === null) continue;
    const [, systematic, parameter] = match as unknown as [string, string | undefined, Parameter];
    if (systematic === undefined) nominal.set(parameter, read(name));
    else {
      const moved = shifts.get(systematic) ?? new Map<Parameter, PayloadFunction>();
      shifts.set(systematic, moved.set(parameter, read(name)));
    }
  }
  return { nominal, shifts, weight: read("weight_ID") };
}

function calibrate(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  payload: MuonPayload,
  properties: MuonCalibrationProperties,
): Readonly<Record<Output, Column>>[] {
  const { n, isData } = inputs;
  const outcomes = new Outcomes(variations.length, n);
  const outputs = variations.map(() => reserve("float64", n));
  const columns = new BlockColumns(inputs);
  const functions = new PayloadBlocks(columns);
  const normals = reserve("float64", 6 * (BLOCK + SLACK));
  const tables = reserve("uint32", parameters.length);
  const stride = BLOCK + SLACK;
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const pt = columns.at("pt", start, count);
    const eta = columns.at("eta", start, count);
    const phi = columns.at("phi", start, count);
    const absolute = columns.scratch("abs_eta");
    kernels.corrections_absolute(eta, absolute, count);
    functions.begin({ pt, eta, abs_eta: absolute, phi }, count);
    outcomes.begin(start, count);
    outcomes.finite(eta, phi);
    outcomes.positive(pt);
    const none = columns.scratch("none");
    kernels.corrections_fill(none, 0, BLOCK);
    const known = nominalParameters(payload, functions, outcomes);
    const { momenta, weight } = tracksOf(
      columns,
      payload,
      functions,
      outcomes,
      isData,
      pt,
      start,
      count,
    );
    outcomes.settle();
    for (const of of payload.nominal.values()) outcomes.inside(of, eta, absolute);
    if (!isData && properties.doSmearing) {
      const event = columns.eventAt("eventNumber", start, count);
      draw(properties, columns, eta, phi, event, normals.address, stride, count);
    } else kernels.corrections_fill(normals.address, 0, normals.length);
    // A track's factor where none of its parameters is moved, which variations share.
    const shared = new Map<string, Address>();
    variations.forEach((shifts, i) => {
      const out = offsetAddress(outputs[i].address, start * 8);
      const status = outcomes.vary(i);
      if (isData) {
        kernels.corrections_shift(pt, none, 1, out, count);
        return;
      }
      const [inner, outer] = tracks.map((track, k) => {
        const addresses = parameters.map((parameter) => {
          const name: Parameter = `${track}_${parameter}`;
          const shift = (of: PayloadFunction): Address =>
            outcomes.shifted(i, of, functions.value(of, "shift"));
          return moved(name, known.get(name) ?? none, shifts, payload, shift, columns, count);
        });
        const plain = parameters.every((parameter, j) => {
          return addresses[j] === (known.get(`${track}_${parameter}`) ?? none);
        });
        const before = plain ? shared.get(track) : undefined;
        if (before !== undefined) return before;
        const to = columns.scratch(`${plain ? "" : "moved "}factor ${track}`);
        if (plain) shared.set(track, to);
        tables.view().set(addresses);
        const own = offsetAddress(normals.address, 3 * k * stride * 8);
        kernels.corrections_track(momenta[k], tables.address, own, stride, to, count);
        return to;
      });
      kernels.corrections_combine(pt, inner, outer, weight, out, count);
      outcomes.keep(pt, out);
      kernels.corrections_sound(pt, status, out, count);
    });
  }
  return outputs.map((ptOut, i) => ({ ptOut, status: outcomes.statuses[i] }));
}

/** Parameters without a variation; muons for which one is not known get the status 1. */
function nominalParameters(
  { nominal }: MuonPayload,
  functions: PayloadBlocks,
  outcomes: Outcomes,
): Map<Parameter, Address> {
  const known = new Map<Parameter, Address>();
  for (const [name, of] of nominal) {
    const at = functions.value(of, name);
    known.set(name, at);
    outcomes.known(of, at);
  }
  return known;
}

/** Momenta of the tracks, of which one may be missing, and the weight of the inner one. */
function tracksOf(
  columns: BlockColumns,
  payload: MuonPayload,
  functions: PayloadBlocks,
  outcomes: Outcomes,
  isData: boolean,
  pt: Address,
  start: number,
  count: number,
): { readonly momenta: readonly Address[]; readonly weight: Address } {
  const weight = functions.value(payload.weight, "weight");
  outcomes.known(payload.weight, weight);
  const names = tracks.map((track) => `pt${track}`);
  const momenta = names.map((name) => (columns.has(name) ? columns.at(name, start, count) : pt));
  // Data stay as they are, whatever their tracks.
  if (isData || !names.some((name) => columns.has(name))) return { momenta, weight };
  const [inner, outer, share] = ["inner", "outer", "share"].map((name) => columns.scratch(name));
  const [a, b] = momenta;
  kernels.corrections_tracks(a, b, weight, inner, outer, share, outcomes.codes, count);
  return { momenta: [inner, outer], weight: share };
}

/** A parameter in a variation. */
function moved(
  name: Parameter,
  nominal: Address,
  shifts: readonly Shift[],
  payload: MuonPayload,
  shift: (of: PayloadFunction) => Address,
  columns: BlockColumns,
  count: number,
): Address {
  let now = nominal;
  for (const { systematic, direction } of shifts) {
    const of = payload.shifts.get(systematic)?.get(name);
    if (of === undefined) continue;
    const out = columns.scratch(`moved ${name}`);
    const factor = direction === "up" ? 1 : -1;
    kernels.corrections_shift(now, shift(of), factor, out, count);
    now = out;
  }
  return now;
}

/** Six normal numbers of each muon, from its event and its angles. */
function draw(
  { rng, seed = 0 }: MuonCalibrationProperties,
  columns: BlockColumns,
  eta: Address,
  phi: Address,
  event: Address,
  out: Address,
  stride: number,
  count: number,
): void {
  if (rng === "trandom3") {
    const seeds = columns.scratch("seeds");
    kernels.corrections_seeds(eta, phi, event, seeds, count);
    kernels.corrections_normals_twister_many(seeds, 6, out, stride, count);
    return;
  }
  for (let k = 0; k < 6; k++) {
    const to = offsetAddress(out, k * stride * 8);
    kernels.corrections_normals_counter(seed, k, eta, phi, event, to, count);
  }
}

/**
 * Calibrates momenta of simulated muons: those of the tracks in the inner detector and in the spectrometer
 * become (pt (1 + s1) + s0) / (1 + r0 g0 / pt + r1 g1 + r2 g2 pt), and change the combined one by their
 * weights. Columns: `pt` (MeV), `eta`, `phi`, `eventNumber`, and, where they are known, `ptID` and `ptMS` of
 * the tracks (else `pt`). Outputs: `ptOut` (also `newPt`), MeV, and `status`. Data stay as they are.
 * The momentum 0 of a track says that there is none: the other one has all the weight. Without both, where
 * `pt` is not above 0 and where the payload has nothing a muon stays as it is, with the status 1.
 *
 * The six normal numbers of a muon follow from its event number and its angles: they are the same in every
 * variation, chunk and order.
 *
 * @see ATLAS's MuonCalibrationAndSmearingTool; arXiv:1603.05598, section 8; arXiv:2212.07338
 */
export const MuonCalibrationAndSmearingTool: ToolClass<
  MuonCalibrationProperties,
  Output | "newPt"
> = defineTool<MuonCalibrationProperties, Output, "newPt">({
  name: NAME,
  columns: [
    inputColumn("pt", ["muons", "pt"]),
    inputColumn("eta", ["muons", "eta"]),
    inputColumn("phi", ["muons", "phi"]),
    inputColumn("ptID", undefined, true),
    inputColumn("ptMS", undefined, true),
    { ...inputColumn("eventNumber", ["event", "eventNumber"]), per: "event" },
    { name: "ptOut", access: "output", dtype: "float64", per: "object", replacesColumn: "pt" },
    { name: "status", access: "output", dtype: "uint8", per: "object" },
  ],
  containers: { muons: "AnalysisMuonsAuxDyn", event: "EventInfoAuxDyn" },
  aliases: {},
  outputAliases: { newPt: "ptOut" },
  prepare,
});
