import { UsageError } from "../errors.ts";
import { checkKeys } from "./tool.ts";
import { kindOf } from "./tool-arguments.ts";
import { faultOfVariation } from "./variation-keys.ts";

/** What a property may be, and what it is where it is not set. */
export type PropertyRule =
  | { readonly kind: "text"; readonly default?: string }
  | { readonly kind: "number"; readonly default?: number; readonly integer?: boolean }
  | { readonly kind: "seed"; readonly default: number }
  | { readonly kind: "flag"; readonly default?: boolean }
  | {
      readonly kind: "choice";
      readonly of: readonly (string | number)[];
      readonly default?: string | number;
    }
  | { readonly kind: "optional text" }
  | { readonly kind: "payload" }
  | { readonly kind: "variation" }
  | { readonly kind: "inputs" };

type Rules<P> = { readonly [K in keyof P]-?: PropertyRule };

/**
 * The properties of a tool with defaults in place.
 *
 * @throws NotFoundError for one that the tool does not have; UsageError naming one that is wrong
 */
export function checkProperties<P extends object>(tool: string, given: P, rules: Rules<P>): P {
  checkKeys("property", given, Object.keys(rules), tool);
  const checked: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries<PropertyRule>(rules)) {
    const value = (given as Record<string, unknown>)[name];
    const used = value ?? ("default" in rule ? rule.default : undefined);
    const fault = faultOf(used, rule);
    if (fault !== undefined) {
      const shown = Array.isArray(used) ? "a list" : kindOf(used);
      const is = used === undefined ? "is not set" : `is ${shown}`;
      throw new UsageError(`${tool}: property "${name}" ${is}: ${fault}`);
    }
    if (used !== undefined) checked[name] = used;
  }
  return checked as P;
}

function faultOf(value: unknown, rule: PropertyRule): string | undefined {
  switch (rule.kind) {
    case "text":
      return typeof value === "string" && value !== "" ? undefined : "a name is needed";
    case "optional text":
      return value === undefined || (typeof value === "string" && value !== "")
        ? undefined
        : "a name is needed";
    case "number": {
      const fits = typeof value === "number" && Number.isFinite(value);
      if (!fits) return "a finite number is needed";
      return rule.integer === true && !Number.isInteger(value) ? "it must be whole" : undefined;
    }
    case "seed":
      return isSeed(value) ? undefined : SEEDS;
    case "flag":
      return typeof value === "boolean" ? undefined : "true or false is needed";
    case "choice":
      return rule.of.some((one) => one === value) ? undefined : `one of ${rule.of.join(", ")}`;
    case "payload": {
      const fits = value === undefined || typeof value === "string" || isRecord(value);
      return fits ? undefined : "a payload is text, bytes, a place or an object";
    }
    case "variation":
      return faultOfVariation(value);
    case "inputs":
      if (value === undefined) return undefined;
      if (!isRecord(value)) return "an object of texts and numbers is needed";
      return Object.values(value).every((one) => typeof one === "string" || typeof one === "number")
        ? undefined
        : "texts and numbers are needed";
    default:
      return rule satisfies never;
  }
}

const SEEDS = "a whole number from 0 to 4294967295 is needed";

/** Keys of counters have 32 bits. */
function isSeed(value: unknown): boolean {
  return typeof value === "number" && value >>> 0 === value;
}

/** @throws UsageError for a seed that is none */
export function checkSeed(seed: unknown, where: string): void {
  if (seed === undefined || isSeed(seed)) return;
  throw new UsageError(`${where}: the option "seed" is ${String(seed)}: ${SEEDS}`);
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
