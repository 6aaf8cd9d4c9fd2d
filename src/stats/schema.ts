import { ModelError } from "../errors.ts";
import type { ModelSpec, WorkspaceSpec } from "./spec.ts";

/** Checks one value; throws with its path. */
type Check = (value: unknown, path: string) => void;

/** What a value is, for messages. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  return typeof value === "object" ? "an object" : `${typeof value} ${String(value)}`;
}

function refuse(path: string, wanted: string, value: unknown): never {
  throw new ModelError(path, `${wanted} is needed here, not ${kindOf(value)}`);
}

const text: Check = (value, path) => {
  if (typeof value !== "string") refuse(path, "text", value);
};

const number: Check = (value, path) => {
  if (typeof value !== "number") refuse(path, "a number", value);
};

const boolean: Check = (value, path) => {
  if (typeof value !== "boolean") refuse(path, "true or false", value);
};

const nothing: Check = (value, path) => {
  if (value !== null) refuse(path, "null", value);
};

function constant(wanted: string): Check {
  return (value, path) => {
    if (value !== wanted) refuse(path, `"${wanted}"`, value);
  };
}

function listOf(item: Check, least = 1): Check {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, "a list", value);
    if (value.length < least) throw new ModelError(path, "this list is empty");
    for (let i = 0; i < value.length; i++) item(value[i], `${path}[${i}]`);
  };
}

/** An object with these members and no others. */
function object(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refuse(path, "an object", value);
    }
    const members = value as Record<string, unknown>;
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(members, name)) throw new ModelError(path, `"${name}" is missing`);
    }
    for (const [name, member] of Object.entries(members)) {
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined;
      if (check === undefined) {
        const known = [...Object.keys(required), ...Object.keys(optional)].join(", ");
        throw new ModelError(at(name), `no such member here; known: ${known}`);
      }
      check(member, at(name));
    }
  };
}

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
