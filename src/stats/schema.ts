import { ModelError } from "../errors.ts";
import {
  boolean,
  type Check,
  constant,
  kindOf,
  listOf,
  nothing,
  number,
  object,
  text,
} from "./checks.ts";
import type { ModelSpec, WorkspaceSpec } from "./spec.ts";

const numbers = listOf(number);

const modifierData: Record<string, Check> = {
  histosys: object({ lo_data: numbers, hi_data: numbers }),
  lumi: nothing,
  normfactor: nothing,
  normsys: object({ lo: number, hi: number }),
  shapefactor: nothing,
  shapesys: numbers,
  staterror: numbers,
};

const modifier: Check = (value, path) => {
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type !== "string" || !Object.hasOwn(modifierData, type)) {
    const known = Object.keys(modifierData).join(", ");
    throw new ModelError(`${path}.type`, `no modifier type ${kindOf(type)}; known: ${known}`);
  }
  const name = type === "lumi" ? constant("lumi") : text;
  object({ name, type: text, data: modifierData[type] })(value, path);
};

const sample = object({ name: text, data: numbers, modifiers: listOf(modifier, 0) });
const channel = object({ name: text, samples: listOf(sample) });
const parameter = object(
  { name: text },
  {
    inits: numbers,
    bounds: listOf(listOf(number, 2)),
    auxdata: numbers,
    factors: numbers,
    sigmas: numbers,
    fixed: boolean,
  },
);
const measurement = object({
  name: text,
  config: object({ poi: text, parameters: listOf(parameter, 0) }),
});
const observation = object({ name: text, data: numbers });

const model = object({ channels: listOf(channel) }, { parameters: listOf(parameter, 0) });
const workspace = object({
  channels: listOf(channel),
  measurements: listOf(measurement),
  observations: listOf(observation),
  version: constant("1.0.0"),
});

/**
 * Checks that `value` is a model by pyhf's schema 1.0.0.
 * @throws ModelError with the JSON path of the first fault
 */
export function checkModelSpec(value: unknown): asserts value is ModelSpec {
  model(value, "");
}

/**
 * Checks that `value` is a workspace by pyhf's schema 1.0.0.
 * @throws ModelError with the JSON path of the first fault
 */
export function checkWorkspaceSpec(value: unknown): asserts value is WorkspaceSpec {
  workspace(value, "");
}
