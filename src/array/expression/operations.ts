import { UnsupportedError, UsageError } from "../../errors.ts";
import { type DType, isFloat, itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { checkFits, fits, isInteger, isUnsigned, promote } from "../promote.ts";
import { isLiteral, type Literal, literalType, promoteLiteral, truthOf } from "./literal.ts";
import type { Step, StepOp, Steps } from "./program.ts";

/** What takes part in an elementwise operation: the result of a step, or a number as written. */
export type Operand = Step | Literal;

export type Pair = (steps: Steps, a: Operand, b: Operand) => Step;
export type One = (steps: Steps, a: Operand) => Step;

/** The dtype that arithmetic between operands gives. */
export function resultType(a: Operand, b: Operand): DType {
  if (isLiteral(a)) {
    if (!isLiteral(b)) return promoteLiteral(b.dtype, a);
    const [left, right] = [literalType(a), literalType(b)];
    return promote(left, right);
  }
  return isLiteral(b) ? promoteLiteral(a.dtype, b) : promote(a.dtype, b.dtype);
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
    const dtype = resultType(a, b);
    const args = [as(steps, a, dtype), as(steps, b, dtype)];
    if (dtype !== "bool") return steps.make(op, dtype, args);
    if (op === "subtract") {
      throw new UsageError("bool has no subtraction; compare with != or make integers of one side");
    }
    return steps.make(op === "add" || op === "maximum" ? "or" : "and", "bool", args);
  };
}

/** True division. */
export function divide(steps: Steps, a: Operand, b: Operand): Step {
  const common = resultType(a, b);
  const dtype = isFloat(common) ? common : "float64";
  return steps.make("divide", dtype, [as(steps, a, dtype), as(steps, b, dtype)]);
}

/** Division with NumPy's rounding, of integers as integers, by kernels of each type. */
export function integerLike(name: "floor_divide" | "remainder" | "fmod"): Pair {
  return (steps, a, b) => {
    let dtype = resultType(a, b);
    if (dtype === "bool") dtype = "int8";
    const wide = computeType(dtype);
    const args = [as(steps, as(steps, a, dtype), wide), as(steps, as(steps, b, dtype), wide)];
    const done = kernel(steps, `array_${name}_${suffix(wide)}`, wide, args);
    return as(steps, done, dtype);
  };
}

/** a to the power of b; small whole exponents of floats as NumPy shortens them. */
export function power(steps: Steps, a: Operand, b: Operand): Step {
  let dtype = resultType(a, b);
  if (dtype === "bool") dtype = "int8";
  const base = as(steps, a, dtype);
  if (isLiteral(b) && (b === 2 || b === 2n)) return steps.make("multiply", dtype, [base, base]);
  const exponent = as(steps, b, dtype);
  if (isFloat(dtype)) {
    const args = [as(steps, base, "float64"), as(steps, exponent, "float64")];
    return as(steps, kernel(steps, "math_pow_f64", "float64", args), dtype);
  }
  if (isLiteral(b) && Number(b) < 0) {
    throw new UsageError("integers have no negative integer powers; write the exponent with a dot");
  }
  const wide: DType = isUnsigned(dtype) ? "uint64" : "int64";
  const args = [as(steps, base, wide), as(steps, exponent, wide)];
  return as(steps, kernel(steps, "array_power_i64", wide, args), dtype);
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
    const dtype = resultType(a, b);
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
    const dtype = resultType(a, b);
    if (isFloat(dtype)) {
      const symbol = { and: "&", or: "|", xor: "xor" }[op];
      const word = { and: "&&", or: "||", xor: "!=" }[op];
      throw new UsageError(
        `${symbol} takes integers and bool, not ${dtype}; of conditions write ${word}`,
      );
    }
    const args = [as(steps, a, dtype), as(steps, b, dtype)];
    return steps.make(dtype === "bool" ? op : `bit_${op}`, dtype, args);
  };
}

export function invert(steps: Steps, a: Operand): Step {
  if (isLiteral(a)) throw new UsageError("~ needs a column");
  if (a.dtype === "bool") return not(steps, a);
  if (isFloat(a.dtype)) {
    throw new UsageError(`~ takes integers and bool, not ${a.dtype}; of conditions write !`);
  }
  const ones = isUnsigned(a.dtype) ? (1n << BigInt(8 * itemSize(a.dtype))) - 1n : -1n;
  return bits("xor")(steps, a, ones);
}

/** << and >>, by kernels. */
export function shift(direction: "left" | "right"): Pair {
  return (steps, a, b) => {
    let dtype = resultType(a, b);
    if (isFloat(dtype)) throw new UsageError(`integers can be shifted, not ${dtype}`);
    if (dtype === "bool") dtype = "int8";
    const wide = computeType(dtype);
    const args = [as(steps, as(steps, a, dtype), wide), as(steps, as(steps, b, dtype), wide)];
    // The lower bits do not depend on the sign; those that come from above do.
    const type = direction === "left" ? (itemSize(wide) === 8 ? "i64" : "i32") : suffix(wide);
    return as(steps, kernel(steps, `array_${direction}_shift_${type}`, wide, args), dtype);
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

/** The operand as a step; a literal in its own dtype. */
export function column(steps: Steps, a: Operand): Step {
  return isLiteral(a) ? as(steps, a, literalType(a)) : a;
}

/**
 * The dtype of a function of real numbers, as NumPy has it.
 * @throws UnsupportedError for bool and 8-bit integers, which NumPy takes to float16
 */
export function realType(dtype: DType): DType {
  if (itemSize(dtype) === 1) {
    throw new UnsupportedError(
      `functions of ${dtype} are float16 in NumPy, which is not supported; multiply by 1.0 first`,
      "float16",
    );
  }
  return dtype === "float32" || itemSize(dtype) === 2 ? "float32" : "float64";
}

export function sqrt(steps: Steps, a: Operand): Step {
  const step = column(steps, a);
  const dtype = realType(step.dtype);
  return steps.make("sqrt", dtype, [as(steps, step, dtype)]);
}

/** A function of one number that is computed in float64. */
export function real(name: string): One {
  return (steps, a) => {
    const step = column(steps, a);
    const dtype = realType(step.dtype);
    const arg = as(steps, step, "float64");
    return as(steps, kernel(steps, `math_${name}_f64`, "float64", [arg]), dtype);
  };
}

/** A function of two numbers that is computed in float64. */
export function realPair(name: string): Pair {
  return (steps, a, b) => {
    const dtype = realType(resultType(a, b));
    const args = [as(steps, a, "float64"), as(steps, b, "float64")];
    return as(steps, kernel(steps, `math_${name}_f64`, "float64", args), dtype);
  };
}

/** Rounding to whole numbers; integers stay as they are. */
export function rounding(op: "floor" | "ceil" | "trunc" | "rint"): One {
  return (steps, a) => {
    const step = column(steps, a);
    if (!isFloat(step.dtype)) return step;
    return steps.make(op, step.dtype, [step]);
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
  const dtype = resultType(a, b);
  const args = [as(steps, condition, "bool"), as(steps, a, dtype), as(steps, b, dtype)];
  return steps.make("select", dtype, args);
}

function kernel(steps: Steps, name: string, dtype: DType, args: readonly Step[]): Step {
  if (!(name in kernels)) throw new UnsupportedError(`${name} is not there yet`, name);
  return steps.make("kernel", dtype, args, { kernel: name });
}

/** Small integers are computed as int32 and cut back, which wraps as they would. */
export function computeType(dtype: DType): DType {
  if (isFloat(dtype) || itemSize(dtype) === 8) return dtype;
  return dtype === "uint32" ? dtype : "int32";
}

/** Element types as kernel names spell them. */
export function suffix(dtype: DType): string {
  if (isFloat(dtype)) return dtype === "float32" ? "f32" : "f64";
  if (!isInteger(dtype)) return "u8";
  return `${isUnsigned(dtype) ? "u" : "i"}${8 * itemSize(dtype)}`;
}
