import type { Argument } from "../../src/corrections/arguments.ts";
import {
  type Correction,
  CorrectionSet,
  type UpdateOperation,
} from "../../src/corrections/index.ts";
import { type Json, type JsonObject, parseJson } from "../../src/corrections/json.ts";
import type { Tolerance } from "./correction-case.ts";
import { payloadOfTerms } from "./formula-terms.ts";

/** Of the result, in units of its last place. */
const FORMULA_ULP = 4;
const NORMAL_ULP = 2;
/** Of the largest intermediate term of a formula. */
const TERM_TOLERANCE = 1e-15;
/** Of a network: sums of its layers have tens of terms, of about 10. */
const NETWORK_TOLERANCE = 1e-14;

/** How near the values of a payload's corrections must be, by name and arguments. */
export type PayloadTolerance = (name: string, args: readonly Argument[]) => Tolerance;

/**
 * How near a correction's values must be: looking up is exact, normal random numbers are within 2 ulp, what goes
 * through a formula is within 4, or within 1e-15 of its largest term. A stack is as near as the steps it has.
 *
 * @param payload  its text; of one that cannot be read nothing is a value
 */
export function toleranceOf(payload: string): PayloadTolerance {
  let set: JsonObject;
  try {
    set = parseJson(payload) as JsonObject;
  } catch {
    return () => () => 0;
  }
  const known = new Map<string, Kinds>();
  // Read once a value is farther from the expected one than its last places allow.
  let sets: Sets | undefined;
  return (name, args) => {
    const kinds = known.get(name) ?? kindsOf(JSON.stringify(partsOf(set, name)));
    known.set(name, kinds);
    return (expected, i) => {
      const steps = kinds.formula ? FORMULA_ULP : kinds.normal ? NORMAL_ULP : 0;
      const near = Math.max(steps * ulp(expected), kinds.network ? NETWORK_TOLERANCE : 0);
      if (!kinds.formula) return near;
      sets ??= {
        values: CorrectionSet.fromObject(set),
        terms: CorrectionSet.fromObject(payloadOfTerms(set) as object),
      };
      const given = args.map((arg) => elementOf(arg, i));
      return Math.max(near, TERM_TOLERANCE * largestTerm(sets, name, given, expected));
    };
  };
}

interface Kinds {
  readonly formula: boolean;
  readonly normal: boolean;
  readonly network: boolean;
}

interface Sets {
  readonly values: CorrectionSet;
  /** The corrections with the largest terms of their formulas for values. */
  readonly terms: CorrectionSet;
}

/** The largest term of a value; of a stack, those of its steps relative to their values, together. */
function largestTerm(
  { values, terms }: Sets,
  name: string,
  args: readonly Argument[],
  expected: number,
): number {
  if (!values.compound.has(name)) return finite(scalarOf(terms.get(name), args));
  const stack = values.compound.get(name);
  const now = new Map(stack.inputs.map((input, i) => [input.name, args[i]]));
  let share = 0;
  for (const step of stack.stack) {
    const given = values.get(step).inputs.map((input) => now.get(input.name) as Argument);
    const value = scalarOf(values.get(step), given);
    share += finite(scalarOf(terms.get(step), given) / value);
    for (const changed of stack.inputsUpdate) {
      now.set(changed, updated(Number(now.get(changed)), value, stack.inputOp));
    }
  }
  return share * Math.abs(expected);
}

/** Of scalars. */
function scalarOf(correction: Correction, args: readonly Argument[]): number {
  return correction.evaluate(...args) as unknown as number;
}

function updated(before: number, value: number, operation: UpdateOperation): number {
  if (operation === "+") return before + value;
  return operation === "*" ? before * value : before / value;
}

/** Terms that overflow allow nothing. */
function finite(term: number): number {
  return Number.isFinite(term) ? Math.abs(term) : 0;
}

/** An element of an argument. */
function elementOf(arg: Argument, i: number): Argument {
  if (!ArrayBuffer.isView(arg)) return arg;
  const array = arg as Float64Array | BigInt64Array;
  return array[array.length === 1 ? 0 : i];
}

/** The distance from a number to the next larger size. */
export function ulp(value: number): number {
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return 0;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0) - size;
}

/** The corrections that a name stands for: one, or those of a stack. */
function partsOf(set: JsonObject, name: string): readonly Json[] {
  const { corrections, compound_corrections: stacks } = set;
  const named = (list: Json | undefined, one: Json): readonly JsonObject[] =>
    ((list ?? []) as readonly JsonObject[]).filter((item) => item.name === one);
  const steps = named(stacks, name).flatMap(({ stack }) => stack as readonly Json[]);
  // Formulas that none refers to count for nothing.
  return [name, ...steps].flatMap((one) => named(corrections, one).map(({ data }) => data));
}

function kindsOf(nodes: string): Kinds {
  return {
    formula: /"nodetype":"(formula|formularef|lwtnn)"/.test(nodes),
    normal: /"distribution":"(normal|stdnormal)"/.test(nodes),
    network: /"nodetype":"lwtnn"/.test(nodes),
  };
}
