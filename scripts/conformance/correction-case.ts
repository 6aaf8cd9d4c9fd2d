// What the kinds of corrections share: inputs, results and errors of recorded calls.
import { Float } from "../../src/array/value.ts";
import type { Argument } from "../../src/corrections/arguments.ts";
import type { CorrectionSet } from "../../src/corrections/index.ts";
import { type Json, type JsonObject, parseJson } from "../../src/corrections/json.ts";
import { HepwasmError, NotFoundError, ShapeError } from "../../src/errors.ts";
import type { Outcome } from "./report.ts";

/** An array of a recorded call. */
export interface RecordedArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

/** Real (bits), integer, text, array. */
export type TypedInput =
  | readonly ["r", string]
  | readonly ["i", string]
  | readonly ["s", string]
  | readonly ["a", RecordedArray];

/** A number of the bits of a float64. */
export function fromHex(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

/** Bits of a float64. */
export function toHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

/** An argument of `evaluate` that has the recorded type. */
export function argumentOf(input: TypedInput): Argument {
  switch (input[0]) {
    case "r":
      return new Float(fromHex(input[1]));
    case "i":
      return BigInt(input[1]);
    case "s":
      return input[1];
    default:
      return arrayOf(input[1]);
  }
}

const singles: Record<string, Float32ArrayConstructor | Float64ArrayConstructor> = {
  float32: Float32Array,
  float64: Float64Array,
};

const integers = {
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};

/** Arrays of several dimensions are nested lists: the recorded calls take none. */
function arrayOf({ dtype, shape, data }: RecordedArray): Argument {
  const flat = flatOf(dtype, data);
  if (shape.length === 1) return flat as Argument;
  const columns = shape.slice(1).reduce((product, n) => product * n, 1);
  const rows = Array.from({ length: shape[0] }, (_, i) =>
    Array.from(flat as ArrayLike<unknown>).slice(i * columns, (i + 1) * columns),
  );
  return rows as unknown as Argument;
}

function flatOf(dtype: string, data: readonly string[]): unknown {
  if (dtype === "float32") return Float32Array.from(data, singleOf);
  if (Object.hasOwn(singles, dtype)) return Float64Array.from(data, fromHex);
  if (dtype === "int64") return BigInt64Array.from(data, BigInt);
  if (dtype === "uint64") return BigUint64Array.from(data, BigInt);
  if (Object.hasOwn(integers, dtype)) {
    return integers[dtype as keyof typeof integers].from(data.map(Number));
  }
  return [...data];
}

/** Bits of a float32 (8 digits) or of the float64 of the same value. */
function singleOf(hex: string): number {
  if (hex.length > 8) return fromHex(hex);
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, Number.parseInt(hex, 16));
  return view.getFloat32(0);
}

/** What a correction of a set gives. */
export function call(
  set: CorrectionSet,
  name: string,
  compound: boolean,
  args: readonly Argument[],
): readonly number[] {
  const correction = compound ? set.compound.get(name) : set.get(name);
  if (correction === undefined)
    throw new NotFoundError("compound", name, set.compound.keys(), "it");
  const result = correction.evaluate(...args) as unknown as number | Float64Array;
  return typeof result === "number" ? [result] : [...result];
}

/** Whether an error of ours is one of the peer's kind. */
export function sameKind(error: HepwasmError, peer: string): boolean {
  if (peer === "IndexError") return error instanceof NotFoundError;
  if (peer === "ValueError") return error instanceof ShapeError;
  return !(error instanceof NotFoundError || error instanceof ShapeError);
}

/** Runs a call that is expected to give numbers, or an error of the peer's kind. */
export function outcomeOf(
  run: () => readonly number[],
  expected: readonly number[] | { readonly error: string },
  tolerance: (expected: number) => number,
): Outcome {
  let got: readonly number[];
  try {
    got = run();
  } catch (error) {
    if (!(error instanceof HepwasmError)) throw error;
    if (!("error" in expected)) {
      return { kind: "failed", what: "error", expected, got: error.message };
    }
    if (sameKind(error, expected.error)) return { kind: "passed" };
    const what = `${error.name}: ${error.message}`;
    return { kind: "failed", what: "kind of error", expected: expected.error, got: what };
  }
  if ("error" in expected) {
    return { kind: "failed", what: "an error", expected: expected.error, got };
  }
  const i = expected.findIndex((value, k) => !agrees(value, got[k], tolerance(value)));
  if (expected.length !== got.length || i >= 0) {
    const show = (values: readonly number[]): unknown =>
      i < 0 ? values.length : `${values[i]} (${toHex(values[i])})`;
    return { kind: "failed", what: `value ${i}`, expected: show(expected), got: show(got) };
  }
  return { kind: "passed" };
}

/** The same bits (any NaN for NaN), or a distance of at most `tolerance`. */
function agrees(expected: number, got: number, tolerance: number): boolean {
  if (Object.is(expected, got)) return true;
  return tolerance > 0 && Math.abs(expected - got) <= tolerance;
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

/**
 * How near a correction's values must be: looking up is exact, normal random numbers are within 2 ulp, what goes
 * through a formula within 4. A stack is as near as the steps it has.
 *
 * @param payload  its text; of one that cannot be read nothing is a value
 */
export function toleranceOf(payload: string): (name: string) => (expected: number) => number {
  let set: Json = null;
  try {
    set = parseJson(payload);
  } catch {
    return () => () => 0;
  }
  const known = new Map<string, (expected: number) => number>();
  return (name) => {
    const tolerance = known.get(name) ?? tolerated(JSON.stringify(partsOf(set, name)));
    known.set(name, tolerance);
    return tolerance;
  };
}

/** The corrections that a name stands for: one, or those of a stack. */
function partsOf(set: Json, name: string): readonly Json[] {
  const { corrections, compound_corrections: stacks } = (set ?? {}) as JsonObject;
  const named = (list: Json | undefined, one: Json): readonly JsonObject[] =>
    ((list ?? []) as readonly JsonObject[]).filter((item) => item.name === one);
  const steps = named(stacks, name).flatMap(({ stack }) => stack as readonly Json[]);
  // Formulas that none refers to count for nothing.
  return [name, ...steps].flatMap((one) => named(corrections, one).map(({ data }) => data));
}

function tolerated(nodes: string): (expected: number) => number {
  const formula = /"nodetype":"(formula|formularef|lwtnn)"/.test(nodes);
  const random = /"distribution":"(normal|stdnormal)"/.test(nodes);
  // Sums of a network's hundreds of terms are compared as such: relative to terms of about 1.
  const network = /"nodetype":"lwtnn"/.test(nodes);
  const steps = formula ? 4 : random ? 2 : 0;
  return (expected) => Math.max(steps * ulp(expected), network ? 1e-14 : formula ? 1e-15 : 0);
}
