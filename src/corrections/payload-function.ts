import { CorrectionError, NotFoundError } from "../errors.ts";
import { type Column, columnFrom } from "../wasm/column.ts";
import { keep } from "../wasm/scope.ts";
import type { Correction } from "./correction.ts";
import { CorrectionSet } from "./correction-set.ts";
import { Integer, type Json, type JsonObject } from "./json.ts";
import { binsOfTree, type Interval, isPartial, rangeOfTree, rewriteTree } from "./payload-tree.ts";
import { numberOf } from "./reader.ts";
import type { PayloadInputs } from "./tool-payload.ts";

/** What an input of a function is given: a quantity, as an integer or not, or a number. */
export type Given =
  | {
      readonly kind: "quantity";
      readonly name: string;
      /** What the payload calls it. */
      readonly input: string;
      readonly integer: boolean;
    }
  | { readonly kind: "number"; readonly value: number; readonly integer: boolean };

/**
 * A correction as a function of a tool's quantities, where nothing is an error: what lies outside of a
 * binning, has no key, or is infinite, is NaN. Where all contents are numbers, `correction` gives the number of the
 * content in `table`: functions of a payload with equal bins have the same one.
 */
export interface PayloadFunction {
  readonly name: string;
  readonly path: string;
  readonly correction: Correction;
  readonly given: readonly Given[];
  /** Contents and, last, NaN for what lies outside; undefined for formulas and the like. */
  readonly table: Column<"float64"> | undefined;
  /** Whether it may have no value for numbers that are finite. */
  readonly partial: boolean;
  /** Its content, without errors and with known categories resolved. */
  readonly data: Json;
}

/**
 * @param json  a correction that was read without fault
 * @param shared  what functions of the payload with equal bins share, by these bins; added to
 * @throws CorrectionError, NotFoundError
 */
export function payloadFunction(
  json: JsonObject,
  path: string,
  quantities: readonly string[],
  constants: PayloadInputs,
  shared: Map<string, Correction>,
): PayloadFunction {
  const inputs = json.inputs as readonly JsonObject[];
  const chosen = new Map<string, string | number>();
  const used: JsonObject[] = [];
  const given: Given[] = [];
  inputs.forEach((input, i) => {
    const name = input.name as string;
    const place = `${path}.inputs[${i}]`;
    const own = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (input.type === "string") {
      chosen.set(name, textOf(own, name, place));
      return;
    }
    const integer = input.type === "int";
    const wanted = own ?? name;
    used.push(input);
    if (typeof wanted === "number") {
      if (integer) {
        if (!Number.isInteger(wanted)) {
          throw new CorrectionError(
            place,
            `"${name}" is an integer; the property "inputs" has ${wanted}`,
          );
        }
        chosen.set(name, wanted);
      }
      given.push({ kind: "number", value: wanted, integer });
      return;
    }
    if (!quantities.includes(wanted)) {
      const known = quantities.join(", ");
      const what = own === undefined ? `nothing is known of "${name}"` : `no quantity "${wanted}"`;
      throw new CorrectionError(
        place,
        `${what}: the tool has ${known}; give it a value by the property "inputs"`,
      );
    }
    given.push({ kind: "quantity", name: wanted, input: name, integer });
  });
  const name = json.name as string;
  const missing = (input: string, key: string, keys: readonly string[]): Error =>
    new NotFoundError("key", key, keys, `the category of "${input}" in "${name}"`);
  const numbers: number[] = [];
  let plain = true;
  const data = rewriteTree(json.data, chosen, missing, (leaf) => {
    const number = numberOf(leaf);
    if (number === undefined) plain = false;
    // An infinity is no more a value than what is not there.
    return number === undefined || Number.isFinite(number) ? leaf : Number.NaN;
  });
  const counted = plain
    ? rewriteTree(data, chosen, missing, (leaf) => numbers.push(numberOf(leaf) as number) - 1)
    : data;
  const description = JSON.stringify([given, counted]);
  let correction = plain ? shared.get(description) : undefined;
  if (correction === undefined) {
    const generic = json.generic_formulas;
    correction = CorrectionSet.fromObject({
      schema_version: 2,
      corrections: [
        {
          name,
          version: new Integer(1),
          inputs: used,
          output: json.output,
          data: counted,
          ...(Array.isArray(generic) ? { generic_formulas: generic } : {}),
        },
      ],
    }).get(name);
    if (plain) shared.set(description, correction);
  }
  const table = plain ? keep(columnFrom(Float64Array.from(numbers), "float64")) : undefined;
  return { name, path, correction, given, table, partial: isPartial(data), data };
}

/** The bin of a quantity that each content of a function's table belongs to. */
export function binsAlong(of: PayloadFunction, quantity: string): (Interval | undefined)[] {
  const input = inputOf(of, quantity);
  return input === undefined ? [] : binsOfTree(of.data, input);
}

/** The outermost edges of a quantity in a function; undefined where nothing is binned in it. */
export function rangeOf(of: PayloadFunction, quantity: string): Interval | undefined {
  const input = inputOf(of, quantity);
  return input === undefined ? undefined : rangeOfTree(of.data, input);
}

/** Whether a function depends on a quantity. */
export function reads(of: PayloadFunction, quantity: string): boolean {
  return inputOf(of, quantity) !== undefined;
}

function inputOf({ given }: PayloadFunction, quantity: string): string | undefined {
  const found = given.find((one) => one.kind === "quantity" && one.name === quantity);
  return found?.kind === "quantity" ? found.input : undefined;
}

/** A function of the same bins with other contents: `values` has one for each of the table. */
export function withContents(of: PayloadFunction, values: readonly number[]): PayloadFunction {
  return { ...of, table: keep(columnFrom(Float64Array.from(values))) };
}

function textOf(own: string | number | undefined, name: string, place: string): string {
  if (typeof own === "string") return own;
  const what = own === undefined ? "give it" : `it is a text, not ${own}; give it`;
  throw new CorrectionError(place, `"${name}" is a text: ${what} by the property "inputs"`);
}
