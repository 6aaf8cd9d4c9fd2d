import { DTypeError, UnsupportedError, UsageError } from "../../errors.ts";
import { type DType, isFloat, itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { computeType } from "../operand.ts";
import {
  checkFits,
  commonType,
  fits,
  isInteger,
  isUnsigned,
  type Scalar,
  type UfuncName,
  type UfuncTypes,
  ufuncTypes,
} from "../promote.ts";
import { float } from "../value.ts";
import { isLiteral, type Literal, literalType, truthOf } from "./literal.ts";
import type { Step, StepOp, Steps } from "./program.ts";

/** What takes part in an elementwise operation: the result of a step, or a number as written. */
export type Operand = Step | Literal;

export type Pair = (steps: Steps, a: Operand, b: Operand) => Step;
export type One = (steps: Steps, a: Operand) => Step;

/** What the rules of dtypes look at: the dtype of a column, or a number as written. */
function typeOf(operand: Operand): DType | Scalar {
  if (!isLiteral(operand)) return operand.dtype;
  return typeof operand === "number" ? float(operand) : operand;
}

function types(name: UfuncName, ...operands: readonly Operand[]): UfuncTypes {
  return ufuncTypes(name, operands.map(typeOf));
}

/** The operand as a step of a dtype. @throws ShapeError for an integer beyond the dtype */
export function as(steps: Steps, operand: Operand, dtype: DType): Step {
  if (!isLiteral(operand)) {
    return operand.dtype === dtype ? operand : steps.make("convert", dtype, [operand]);
  }
  return steps.make("constant", dtype, [], { value: literalAs(operand, dtype) });
}

function literalAs(literal: Literal, dtype: DType): Literal {
  if (dtype === "bool") return truthOf(literal);
  if (dtype === "float32") return Math.fround(Number(literal));
  if (dtype === "float64") return Number(literal);
  checkFits(literal, dtype);
  return BigInt(literal);
}

/** +, -, *, minimum, maximum: in the common dtype; of bool it is logic, as in NumPy. */
export function arithmetic(op: "add" | "subtract" | "multiply" | "minimum" | "maximum"): Pair {
  return (steps, a, b) => {
    const { result } = types(op, a, b);
    const args = [as(steps, a, result), as(steps, b, result)];
    if (result !== "bool") return steps.make(op, result, args);
    return steps.make(op === "add" || op === "maximum" ? "or" : "and", "bool", args);
  };
}

/** True division. */
export function divide(steps: Steps, a: Operand, b: Operand): Step {
  const { result } = types("true_divide", a, b);
  return steps.make("divide", result, [as(steps, a, result), as(steps, b, result)]);
}

/** Division with NumPy's rounding, of integers as integers, by kernels of each type. */
export function integerLike(name: "floor_divide" | "remainder" | "fmod"): Pair {
  return (steps, a, b) => {
    const { result } = types(name, a, b);
    const wide = computeType(result);
    const args = widened(steps, [a, b], result, wide);
    return as(steps, kernel(steps, `array_${name}_${suffix(wide)}`, wide, args), result);
  };
}

/** Operands in a dtype, and from there in the one that kernels compute in. */
function widened(
  steps: Steps,
  operands: readonly Operand[],
  dtype: DType,
  wide: DType,
): readonly Step[] {
  return operands.map((operand) => as(steps, as(steps, operand, dtype), wide));
}

/** a to the power of b. */
export function power(steps: Steps, a: Operand, b: Operand): Step {
  const { result } = types("power", a, b);
  if (b === 2 || b === 2n) {
    const base = as(steps, a, result);
    return steps.make("multiply", result, [base, base]);
  }
  if (isFloat(result)) {
    const args = [as(steps, a, "float64"), as(steps, b, "float64")];
    return as(steps, kernel(steps, "math_pow_f64", "float64", args), result);
  }
  if (isLiteral(b) && Number(b) < 0) {
    throw new UsageError("integers have no negative integer powers; write the exponent with a dot");
  }
  const wide: DType = isUnsigned(result) ? "uint64" : "int64";
  const args = widened(steps, [a, b], result, wide);
  return as(steps, kernel(steps, "array_power_i64", wide, args), result);
}

/** Comparison by value. */
export function comparison(op: "equal" | "not_equal" | "less" | "less_equal"): Pair {
  return (steps, a, b) => {
    const types = comparable(a, b);
    if (types === undefined) return constantComparison(steps, op, a, b);
    return steps.make(op, "bool", [as(steps, a, types[0]), as(steps, b, types[1])]);
  };
}

/** The dtypes in which two operands compare by value; undefined for a literal beyond all integers. */
function comparable(a: Operand, b: Operand): readonly [DType, DType] | undefined {
  const type = (operand: Operand): DType =>
    isLiteral(operand) ? literalType(operand) : operand.dtype;
  if (isFloat(type(a)) || isFloat(type(b))) {
    const dtype = commonType([typeOf(a), typeOf(b)]);
    return [dtype, dtype];
  }
  const own = (operand: Operand): DType | undefined => {
    if (!isLiteral(operand)) return operand.dtype;
    return (["int32", "int64", "uint64"] as const).find((dtype) => fits(operand, dtype));
  };
  const [left, right] = [own(a), own(b)];
  if (left === undefined || right === undefined) return undefined;
  const narrow = (dtype: DType): boolean => dtype !== "uint32" && itemSize(dtype) <= 4;
  if (narrow(left) && narrow(right)) return ["int32", "int32"];
  // Equal bits are equal values of the same kind.
  if (left === "uint64" && isLiteral(b) && fits(b, "uint64")) return ["uint64", "uint64"];
  if (right === "uint64" && isLiteral(a) && fits(a, "uint64")) return ["uint64", "uint64"];
  const wide = (dtype: DType): DType => (dtype === "uint64" ? "uint64" : "int64");
  return [wide(left), wide(right)];
}

function constantComparison(steps: Steps, op: StepOp, a: Operand, b: Operand): Step {
  const ascending = isLiteral(a) ? Number(a) < 0 : isLiteral(b) && Number(b) > 0;
  const holds = op === "not_equal" || (op !== "equal" && ascending);
  return as(steps, holds, "bool");
}

export const less: Pair = comparison("less");
export const lessEqual: Pair = comparison("less_equal");

/** Logic; a number is true where it differs from 0. */
export function logic(op: "and" | "or" | "xor"): Pair {
  return (steps, a, b) => steps.make(op, "bool", [as(steps, a, "bool"), as(steps, b, "bool")]);
}

export function not(steps: Steps, a: Operand): Step {
  return logic("xor")(steps, a, true);
}

/** Bits of integers; of bool it is logic. */
export function bits(op: "and" | "or" | "xor"): Pair {
  return (steps, a, b) => {
    const common = commonType([typeOf(a), typeOf(b)]);
    if (isFloat(common)) {
      const symbol = { and: "&", or: "|", xor: "xor" }[op];
      const word = { and: "&&", or: "||", xor: "!=" }[op];
      throw new DTypeError(
        `${symbol} takes integers and bool, not ${common}; of conditions write ${word}`,
      );
    }
    const { result } = types(`bitwise_${op}`, a, b);
    const args = [as(steps, a, result), as(steps, b, result)];
    return steps.make(result === "bool" ? op : `bit_${op}`, result, args);
  };
}

export function invert(steps: Steps, a: Operand): Step {
  const step = column(steps, a);
  if (step.dtype === "bool") return not(steps, step);
  if (isFloat(step.dtype)) {
    throw new DTypeError(`~ takes integers and bool, not ${step.dtype}; of conditions write !`);
  }
  const ones = isUnsigned(step.dtype) ? (1n << BigInt(8 * itemSize(step.dtype))) - 1n : -1n;
  return bits("xor")(steps, step, ones);
}

/** << and >>, by kernels. */
export function shift(direction: "left" | "right"): Pair {
  return (steps, a, b) => {
    const { result } = types(`${direction}_shift`, a, b);
    const wide = computeType(result);
    // The lower bits do not depend on the sign; those that come from above do.
    const type = direction === "left" ? (itemSize(wide) === 8 ? "i64" : "i32") : suffix(wide);
    const args = widened(steps, [a, b], result, wide);
    return as(steps, kernel(steps, `array_${direction}_shift_${type}`, wide, args), result);
  };
}

/** -a; unsigned integers wrap. */
export function negative(steps: Steps, a: Operand): Step {
  const step = column(steps, a);
  if (step.dtype === "bool") throw new UsageError("bool has no negative; write !");
  if (isUnsigned(step.dtype)) return arithmetic("subtract")(steps, 0n, step);
  return arithmetic("multiply")(steps, step, -1n);
}

export function absolute(steps: Steps, a: Operand): Step {
  const step = column(steps, a);
  if (step.dtype === "bool" || isUnsigned(step.dtype)) return step;
  return steps.make("absolute", step.dtype, [step]);
}

/** |a| as a floating-point number. */
export function fabs(steps: Steps, a: Operand): Step {
  const { result } = types("fabs", a);
  return absolute(steps, as(steps, a, result));
}

/** -1, 0 or 1; NaN stays. */
export function sign(steps: Steps, a: Operand): Step {
  const step = column(steps, a);
  const { result } = types("sign", step);
  if (isUnsigned(result)) return arithmetic("minimum")(steps, step, 1n);
  return kernel(steps, `array_sign_${suffix(result)}`, result, [step]);
}

/** A change of units. */
export function scaled(name: "deg2rad" | "rad2deg", factor: number): One {
  return (steps, a) => {
    const { result } = types(name, a);
    return arithmetic("multiply")(steps, as(steps, a, result), factor);
  };
}

/** The operand as a step; a literal in its own dtype. */
export function column(steps: Steps, a: Operand): Step {
  return isLiteral(a) ? as(steps, a, literalType(a)) : a;
}

export function sqrt(steps: Steps, a: Operand): Step {
  const { result } = types("sqrt", a);
  return steps.make("sqrt", result, [as(steps, a, result)]);
}

/** A function of numbers that is computed in float64, by NumPy's name and the kernel's. */
export function real(name: UfuncName, short: string): (steps: Steps, ...args: Operand[]) => Step {
  return (steps, ...operands) => {
    const { result } = types(name, ...operands);
    const args = operands.map((operand) => as(steps, operand, "float64"));
    return as(steps, kernel(steps, `math_${short}_f64`, "float64", args), result);
  };
}

/** Rounding to whole numbers; integers stay as they are. */
export function rounding(op: "floor" | "ceil" | "trunc" | "rint"): One {
  return (steps, a) => {
    const step = column(steps, a);
    // Whole already; only rint gives a floating-point number of them.
    const { result } = types(op, step);
    return isFloat(step.dtype) ? steps.make(op, result, [step]) : as(steps, step, result);
  };
}

/** isnan, isfinite, isinf */
export function kindOf(op: "isnan" | "isfinite" | "isinf"): One {
  return (steps, a) => {
    const step = column(steps, a);
    if (!isFloat(step.dtype)) return as(steps, op === "isfinite", "bool");
    return steps.make(op, "bool", [step]);
  };
}

/** The one where the condition holds, else the other, in their common dtype. */
export function select(steps: Steps, condition: Operand, a: Operand, b: Operand): Step {
  const dtype = commonType([typeOf(a), typeOf(b)]);
  const args = [as(steps, condition, "bool"), as(steps, a, dtype), as(steps, b, dtype)];
  return steps.make("select", dtype, args);
}

function kernel(steps: Steps, name: string, dtype: DType, args: readonly Step[]): Step {
  if (!(name in kernels)) throw new UnsupportedError(`${name} is not there yet`, name);
  return steps.make("kernel", dtype, args, { kernel: name });
}

/** Element types as kernel names spell them. */
export function suffix(dtype: DType): string {
  if (isFloat(dtype)) return dtype === "float32" ? "f32" : "f64";
  if (!isInteger(dtype)) return "u8";
  return `${isUnsigned(dtype) ? "u" : "i"}${8 * itemSize(dtype)}`;
}
