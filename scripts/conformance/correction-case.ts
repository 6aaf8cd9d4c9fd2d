// What the kinds of corrections share: inputs, results and errors of recorded calls.
import { Float } from "../../src/array/value.ts";
import type { Argument } from "../../src/corrections/arguments.ts";
import type { CorrectionSet } from "../../src/corrections/index.ts";
import { HepwasmError } from "../../src/errors.ts";
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

/** How near a value must be to that of an element. */
export type Tolerance = (expected: number, element: number) => number;

/** A recorded call of a correction. */
export interface Call {
  readonly set: CorrectionSet;
  readonly name: string;
  readonly compound: boolean;
  readonly args: readonly Argument[];
}

/**
 * Makes a call that is expected to give numbers, or to fail: where it is looked up if the set has no such
 * correction, else where it is evaluated. Class and words of an error need not be the peer's.
 */
export function outcomeOf(
  { set, name, compound, args }: Call,
  expected: readonly number[] | { readonly error: string },
  tolerance: Tolerance,
): Outcome {
  const known = compound ? set.compound : set;
  const correction = known.has(name) ? known.get(name) : undefined;
  if (correction === undefined) {
    if ("error" in expected) return { kind: "passed" };
    return { kind: "failed", what: "look-up", expected, got: `there is no "${name}"` };
  }
  let got: readonly number[];
  try {
    const result = correction.evaluate(...args) as unknown as number | Float64Array;
    got = typeof result === "number" ? [result] : [...result];
  } catch (error) {
    if (!(error instanceof HepwasmError)) throw error;
    if ("error" in expected) return { kind: "passed" };
    return { kind: "failed", what: "error", expected, got: error.message };
  }
  if ("error" in expected) {
    return { kind: "failed", what: "an error", expected: expected.error, got };
  }
  const i = expected.findIndex((value, k) => !agrees(value, got[k], k, tolerance));
  if (expected.length !== got.length || i >= 0) {
    const show = (values: readonly number[]): unknown =>
      i < 0 ? values.length : `${values[i]} (${toHex(values[i])})`;
    return { kind: "failed", what: `value ${i}`, expected: show(expected), got: show(got) };
  }
  return { kind: "passed" };
}

/** A set that is to load for its calls: what it throws is the call's failure. */
export function loaded(load: () => CorrectionSet): CorrectionSet | Outcome {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof HepwasmError)) throw error;
    return { kind: "failed", what: "loads", expected: true, got: error.message };
  }
}

/** The same bits (any NaN for NaN), or a distance of at most `tolerance`. */
function agrees(expected: number, got: number, i: number, tolerance: Tolerance): boolean {
  if (Object.is(expected, got)) return true;
  const distance = Math.abs(expected - got);
  return distance > 0 && distance <= tolerance(expected, i);
}
