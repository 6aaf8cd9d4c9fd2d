import { offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns } from "./block-columns.ts";
import { demoPileup } from "./demo-pileup.ts";
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
import { type ChosenFunction, ToolPayload } from "./tool-payload.ts";
import {
  type CorrectionProperties,
  correctionRules,
  type RandomProperties,
  randomRules,
} from "./tool-properties.ts";

/** Properties of {@link PileupReweightingTool}. */
export interface PileupReweightingProperties extends CorrectionProperties, RandomProperties {}

type Output = "weight" | "randomRunNumber" | "status";

const NAME = "PileupReweightingTool";
const SYSTEMATIC = "PRW_DATASF";
const quantities = ["mu", "actual_mu", "run", "channel"] as const;

interface PileupPayload extends ChosenFunction {
  /** The run that a uniform number `u` chooses. */
  readonly run: PayloadFunction | undefined;
}

async function prepare(given: PileupReweightingProperties): Promise<PreparedTool<Output>> {
  const properties = checkProperties<PileupReweightingProperties>(NAME, given, {
    ...correctionRules,
    ...randomRules,
  });
  const payload = await ToolPayload.read(NAME, properties.payload ?? demoPileup);
  const weight = payload.chosen(properties, "weight", quantities);
  const run = payload.has("random_run")
    ? payload.function("random_run", ["u", ...quantities], properties.inputs)
    : undefined;
  const tables: PileupPayload = { ...weight, run };
  const functions = [weight.nominal, ...Object.values(weight.varied ?? {}), ...(run ? [run] : [])];
  const needs = (quantity: string): boolean => functions.some((of) => reads(of, quantity));
  return {
    affectingSystematics: upAndDown(weight.varied === undefined ? [] : [SYSTEMATIC]),
    unread: [
      ...(needs("actual_mu") ? [] : ["actual_mu"]),
      // The choice of a run follows from the channel, too.
      ...(needs("channel") || run !== undefined ? [] : ["mcChannelNumber"]),
    ],
    evaluate: (inputs, variations) => reweight(inputs, variations, tables, properties),
  };
}

function reweight(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  payload: PileupPayload,
  { rng, seed = 0 }: PileupReweightingProperties,
): Readonly<Record<Output, Column>>[] {
  const { n, isData } = inputs;
  const outcomes = new Outcomes(variations.length, n);
  const runs = reserve("int32", n);
  const outputs = variations.map(() => reserve("float64", n));
  const columns = new BlockColumns(inputs);
  const functions = new PayloadBlocks(columns);
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    outcomes.begin(start, count);
    const { codes } = outcomes;
    const mu = columns.at("mu", start, count);
    const actual = columns.has("actual_mu") ? columns.at("actual_mu", start, count) : mu;
    const run = columns.at("runNumber", start, count);
    const event = columns.at("eventNumber", start, count);
    const channel = columns.scratch("channel");
    kernels.corrections_fill(channel, 0, count);
    const own = columns.has("mcChannelNumber")
      ? columns.at("mcChannelNumber", start, count)
      : channel;
    const u = columns.scratch("uniform");
    if (rng === "trandom3") {
      const seeds = columns.scratch("seeds");
      kernels.corrections_run_seeds(own, event, seeds, count);
      kernels.corrections_uniforms_twister(seeds, u, count);
    } else kernels.corrections_uniforms_counter(seed, own, event, u, count);
    outcomes.finite(mu, run, event);
    functions.begin({ mu, actual_mu: actual, run, channel: own, u }, count);
    const nominal = functions.value(payload.nominal, "nominal");
    if (!isData) kernels.corrections_check_known(nominal, codes, count);
    const none = columns.scratch("none");
    kernels.corrections_fill(none, 0, BLOCK);
    const random = isData ? undefined : payload.run;
    const drawn = random === undefined ? run : functions.value(random, "run");
    const chosen = columns.scratch("chosen run");
    kernels.corrections_shift(run, none, 1, chosen, count);
    if (random !== undefined) kernels.corrections_replace(run, drawn, chosen, count);
    kernels.array_convert_f64_i32(chosen, offsetAddress(runs.address, start * 4), count);
    variations.forEach((shifts, i) => {
      const out = offsetAddress(outputs[i].address, start * 8);
      kernels.corrections_shift(nominal, none, 1, out, count);
      outcomes.vary(i);
      if (random !== undefined) outcomes.shifted(i, random, drawn);
      for (const { direction } of shifts) {
        const of = payload.varied?.[direction];
        if (of === undefined) continue;
        const value = functions.value(of, "value");
        if (!isData) outcomes.shifted(i, of, value);
        kernels.corrections_replace(nominal, value, out, count);
      }
      if (isData) kernels.corrections_fill(out, 1, count);
      else kernels.corrections_settle(codes, 1, out, count);
    });
  }
  return outputs.map((weight, i) => {
    return { weight, randomRunNumber: runs, status: outcomes.statuses[i] };
  });
}

/**
 * Weights of simulated events for the pile-up of data, and the run that each stands for. Objects are events.
 * Columns: `mu` (average interactions per crossing), `runNumber`, `eventNumber`, and, where they are known,
 * `actual_mu` (else `mu`) and `mcChannelNumber` (else 0). Outputs: `weight`, 1 where the payload has none,
 * `randomRunNumber`, the event's own where the payload has none, and `status`. Data have the weight 1 and their own run.
 *
 * The run follows from channel and event number alone; with `trandom3` from the seed
 * 314159 + 2718 channel + event number.
 *
 * Payloads: a correction of `mu`, `actual_mu`, `run`, `channel`, maybe with an input of text that chooses
 * nominal, up and down; and `random_run` of these and of `u`, a uniform number.
 *
 * @see ATLAS's PileupReweightingTool
 */
export const PileupReweightingTool: ToolClass<PileupReweightingProperties, Output> = defineTool<
  PileupReweightingProperties,
  Output
>({
  name: NAME,
  columns: [
    inputColumn("mu", ["event", "averageInteractionsPerCrossing"]),
    inputColumn("actual_mu", ["event", "actualInteractionsPerCrossing"], true),
    inputColumn("runNumber", ["event", "runNumber"]),
    inputColumn("eventNumber", ["event", "eventNumber"]),
    inputColumn("mcChannelNumber", ["event", "mcChannelNumber"], true),
    { name: "weight", access: "output", dtype: "float64", per: "object" },
    { name: "randomRunNumber", access: "output", dtype: "int32", per: "object" },
    { name: "status", access: "output", dtype: "uint8", per: "object" },
  ],
  containers: { event: "EventInfoAuxDyn" },
  aliases: {},
  prepare,
});
