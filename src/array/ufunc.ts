import { UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { logic } from "./compare.ts";
import { convert, suffixes } from "./convert.ts";
import { computeType, type Operand, prepare, signless, typeOfOperand } from "./operand.ts";
import { isUnsigned, ufuncTypes } from "./promote.ts";

type Sum = "add" | "subtract" | "multiply";
type Quotient = "floor_divide" | "remainder" | "fmod";
type Extreme = "maximum" | "minimum" | "fmax" | "fmin";
type Bits = "bitwise_and" | "bitwise_or" | "bitwise_xor";
type Real = "arctan2" | "hypot" | "logaddexp" | "float_power";
type Pair = "copysign" | "heaviside" | "nextafter";

/** NumPy's names of the functions of two operands that give numbers. */
export type BinaryName =
  | Sum
  | Quotient
  | Extreme
  | Bits
  | Real
  | Pair
  | "true_divide"
  | "power"
  | "left_shift"
  | "right_shift"
  | "gcd"
  | "lcm";

/** Addresses, steps, the column to write and the number of elements, as kernels of pairs take them. */
type Call = readonly [
  a: Column["address"],
  stepA: number,
  b: Column["address"],
  stepB: number,
  out: Column["address"],
  n: number,
];

/** The dtype that a kernel computes in, and the kernel. */
interface Kernel {
  readonly work: DType;
  /** 0, or 1 + the index of the first element it refuses. */
  readonly run: (call: Call) => unknown;
}

/**
 * A function of two flat operands of `n` elements, with NumPy's dtypes: integers wrap, what is not
 * exact is float64 or float32.
 *
 * @throws DTypeError, OverflowError, UnsupportedError as {@link ufuncTypes}; UsageError for integers to
 *   negative integer powers
 */
export function binary(name: BinaryName, a: Operand, b: Operand, n: number): Column {
  const { compute, result } = ufuncTypes(name, [typeOfOperand(a), typeOfOperand(b)]);
  if (compute === "bool") return logic(logicOf(name), a, b, n) as unknown as Column;
  return scope(() => {
    const { work, run } = kernelOf(name, compute);
    const left = prepare(a, work);
    const right = prepare(b, work);
    const out = reserve<DType>(work, n);
    const { address } = left.column;
    const status = run([address, left.step, right.column.address, right.step, out.address, n]);
    if (status) throw new UsageError("integers to negative integer powers are not integers");
    return convert(out, result);
  });
}

/** NumPy's arithmetic of bool is logic. */
function logicOf(name: BinaryName): "and" | "or" | "xor" {
  switch (name) {
    case "add":
    case "maximum":
    case "fmax":
    case "bitwise_or":
      return "or";
    case "bitwise_xor":
      return "xor";
    default:
      return "and";
  }
}

function kernelOf(name: BinaryName, dtype: DType): Kernel {
  const work = computeType(dtype);
  switch (name) {
    case "add":
    case "subtract":
    case "multiply":
      return { work, run: (call) => kernels[`array_${name}_${signless(work)}`](...call) };
    case "true_divide":
      return { work: dtype, run: (call) => kernels[`array_divide_${real(dtype)}`](...call) };
    case "floor_divide":
    case "remainder":
    case "fmod":
      return { work, run: (call) => kernels[`array_${name}_${signed(work)}`](...call) };
    case "maximum":
    case "minimum":
      return { work, run: (call) => kernels[`array_${name}_${signed(work)}`](...call) };
    case "fmax":
    case "fmin": {
      if (!isFloat(dtype)) return kernelOf(name === "fmax" ? "maximum" : "minimum", dtype);
      return { work, run: (call) => kernels[`array_${name}_${real(dtype)}`](...call) };
    }
    case "power":
      return isFloat(dtype) ? doubles("power") : powers(dtype);
    case "arctan2":
    case "hypot":
    case "logaddexp":
    case "float_power":
      return doubles(name);
    case "copysign":
    case "heaviside":
      return { work: dtype, run: (call) => kernels[`array_${name}_${real(dtype)}`](...call) };
    case "nextafter":
      return { work: dtype, run: (call) => kernels[`math_nextafter_${real(dtype)}`](...call) };
    case "bitwise_and":
    case "bitwise_or":
    case "bitwise_xor": {
      const op = name.slice("bitwise_".length) as "and" | "or" | "xor";
      const size = itemSize(dtype);
      return {
        work: dtype,
        run: ([x, stepX, y, stepY, out, n]) =>
          kernels[`array_${op}`](x, stepX, y, stepY, out, n * size),
      };
    }
    case "left_shift":
      return { work, run: (call) => kernels[`array_left_shift_${whole(work)}`](...call) };
    case "right_shift":
      return { work, run: (call) => kernels[`array_right_shift_${integer(work)}`](...call) };
    case "gcd":
    case "lcm": {
      const wide = dtype === "uint64" ? "uint64" : "int64";
      return { work: wide, run: (call) => kernels[`array_${name}_${suffixes[wide]}`](...call) };
    }
    default:
      return name satisfies never;
  }
}

/** Integer powers wrap modulo 2^64, and so are right modulo less. */
function powers(dtype: DType): Kernel {
  const checked = Number(!isUnsigned(dtype));
  return { work: "int64", run: (call) => kernels.array_power_i64(...call, checked) };
}

/** Functions that are computed in float64 for float32, too. */
function doubles(name: Real | "power"): Kernel {
  const kernel = {
    arctan2: kernels.math_atan2_pairs_f64,
    hypot: kernels.math_hypot_f64,
    logaddexp: kernels.math_logaddexp_f64,
    float_power: kernels.math_pow_f64,
    power: kernels.math_pow_f64,
  }[name];
  return { work: "float64", run: (call) => kernel(...call) };
}

function real(dtype: DType): "f32" | "f64" {
  return dtype === "float32" ? "f32" : "f64";
}

function whole(dtype: DType): "i32" | "i64" {
  return itemSize(dtype) === 8 ? "i64" : "i32";
}

function integer(dtype: DType): "i32" | "i64" | "u32" | "u64" {
  const type = whole(dtype);
  if (!isUnsigned(dtype)) return type;
  return type === "i64" ? "u64" : "u32";
}

function signed(dtype: DType): "f32" | "f64" | "i32" | "i64" | "u32" | "u64" {
  return isFloat(dtype) ? real(dtype) : integer(dtype);
}

/**
 * a * 2^b of a real `a` and an integer `b`.
 * @throws DTypeError for exponents that are no integers
 * @see numpy.ldexp
 */
export function scaleByPower(a: Operand, b: Operand, n: number): Column {
  const { result } = ufuncTypes("exp", [typeOfOperand(a)]);
  // Exponents are signed: those of uint64 are refused.
  ufuncTypes("gcd", [typeOfOperand(b), "int64"]);
  return scope(() => {
    const left = prepare(a, "float64");
    const right = prepare(b, "int64");
    const out = reserve<DType>("float64", n);
    const { address } = left.column;
    const exponents = right.column.address;
    kernels.math_ldexp_f64(address, left.step, exponents, right.step, out.address, n);
    return convert(out, result);
  });
}
