import { UsageError } from "../../errors.ts";
import { pow } from "../../math/elementary.ts";
import type { DType } from "../../wasm/dtype.ts";
import type { BinaryOp, UnaryOp } from "./syntax.ts";

/**
 * A number that is no column: BigInt for one written as an integer, number for a decimal one. As
 * Python's numbers beside NumPy's arrays it has no dtype of its own.
 */
export type Literal = bigint | number | boolean;

export function isLiteral(value: unknown): value is Literal {
  return typeof value !== "object";
}

/** The dtype of a literal that stands alone. */
export function literalType(literal: Literal): DType {
  if (typeof literal === "boolean") return "bool";
  return typeof literal === "bigint" ? "int64" : "float64";
}

/** The truth of a literal: what differs from 0. */
export function truthOf(literal: Literal): boolean {
  return literal !== 0 && literal !== 0n && literal !== false;
}

/** Bits of an integer that arithmetic between literals may reach. */
const MAX_BITS = 4096n;

function checked(value: bigint): bigint {
  if (value >= 1n << MAX_BITS || -value >= 1n << MAX_BITS) {
    throw new UsageError("this integer is too large");
  }
  return value;
}

/** Python's unary operators. */
export function foldUnary(op: UnaryOp, a: Literal): Literal {
  switch (op) {
    case "not":
      return !truthOf(a);
    case "positive":
      return typeof a === "boolean" ? BigInt(a) : a;
    case "negative":
      return typeof a === "number" ? -a : -BigInt(a);
    case "invert":
      if (typeof a === "number") throw new UsageError("~ takes integers and bool");
      return typeof a === "boolean" ? !a : ~a;
    default:
      return op satisfies never;
  }
}

/** Python's binary operators between numbers; division by 0 gives infinity or NaN, as in NumPy. */
export function foldBinary(op: BinaryOp, a: Literal, b: Literal): Literal {
  switch (op) {
    case "and":
      return truthOf(a) && truthOf(b);
    case "or":
      return truthOf(a) || truthOf(b);
    // JavaScript orders BigInt and number by value, exactly.
    case "equal":
      return value(a) <= value(b) && value(a) >= value(b);
    case "not_equal":
      return !(value(a) <= value(b) && value(a) >= value(b));
    case "less":
      return value(a) < value(b);
    case "less_equal":
      return value(a) <= value(b);
    case "greater":
      return value(a) > value(b);
    case "greater_equal":
      return value(a) >= value(b);
    case "bit_and":
    case "bit_or":
    case "shift_left":
    case "shift_right":
      return foldBits(op, a, b);
    default:
      if (typeof a === "number" || typeof b === "number" || op === "divide") {
        return foldDecimal(op, Number(a), Number(b));
      }
      return foldInteger(op, BigInt(a), BigInt(b));
  }
}

function value(literal: Literal): bigint | number {
  return typeof literal === "boolean" ? Number(literal) : literal;
}

function foldBits(op: "bit_and" | "bit_or" | "shift_left" | "shift_right", a: Literal, b: Literal) {
  if (typeof a === "number" || typeof b === "number") {
    throw new UsageError("bits are those of integers and bool, not of decimal numbers");
  }
  if (op === "bit_and" || op === "bit_or") {
    if (typeof a === "boolean" && typeof b === "boolean") return op === "bit_and" ? a && b : a || b;
    return op === "bit_and" ? BigInt(a) & BigInt(b) : BigInt(a) | BigInt(b);
  }
  const by = BigInt(b);
  if (by < 0n || by > MAX_BITS) throw new UsageError(`a shift by ${by} bits`);
  return op === "shift_left" ? checked(BigInt(a) << by) : BigInt(a) >> by;
}

type Arithmetic = Exclude<
  BinaryOp,
  | "and"
  | "or"
  | "equal"
  | "not_equal"
  | "less"
  | "less_equal"
  | "greater"
  | "greater_equal"
  | "bit_and"
  | "bit_or"
  | "shift_left"
  | "shift_right"
>;

function foldDecimal(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    case "divide":
      return a / b;
    case "power":
      return pow(a, b);
    case "floor_divide":
      return b === 0 ? a / b : Math.round((a - remainder(a, b)) / b);
    case "remainder":
      return remainder(a, b);
    default:
      return op satisfies never;
  }
}

/** With the sign of the divisor. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function foldInteger(op: Arithmetic, a: bigint, b: bigint): Literal {
  switch (op) {
    case "add":
      return checked(a + b);
    case "subtract":
      return checked(a - b);
    case "multiply":
      return checked(a * b);
    case "divide":
      return Number(a) / Number(b);
    case "power":
      if (b < 0n) return pow(Number(a), Number(b));
      if (a !== 0n && a !== 1n && a !== -1n && b > MAX_BITS) checked(1n << (MAX_BITS + 1n));
      // biome-ignore lint/plugin: powers of big integers are exact
      return checked(a ** b);
    case "floor_divide":
    case "remainder": {
      if (b === 0n) throw new UsageError("division by zero");
      const rest = a % b;
      const down = rest !== 0n && rest < 0n !== b < 0n;
      if (op === "remainder") return down ? rest + b : rest;
      return a / b - (down ? 1n : 0n);
    }
    default:
      return op satisfies never;
  }
}

/** The one that is chosen, as the kind of number that both have in common. */
export function foldChoice(condition: Literal, a: Literal, b: Literal): Literal {
  const chosen = truthOf(condition) ? a : b;
  if (typeof a === "number" || typeof b === "number") return Number(chosen);
  return typeof a === "bigint" || typeof b === "bigint" ? BigInt(chosen) : chosen;
}
