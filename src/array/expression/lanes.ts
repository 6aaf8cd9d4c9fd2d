import { UnsupportedError } from "../../errors.ts";
import { type DType, isFloat, itemSize } from "../../wasm/dtype.ts";
import { isUnsigned } from "../promote.ts";
import type { Step } from "./program.ts";
import { lanesOf, type Register, type Registers, vectorsOf, wrap } from "./registers.ts";

/** The instructions of one step, but for inputs and kernels, on four elements. */
export function emit(registers: Registers, step: Step): void {
  const { code } = registers;
  const out = registers.of(step);
  const args = step.args.map((arg) => registers.of(arg));
  const [a, b] = args;
  const lanes = lanesOf(step.dtype);
  switch (step.op) {
    case "add":
    case "subtract":
    case "multiply": {
      const op = ({ add: "add", subtract: "sub", multiply: "mul" } as const)[step.op];
      out.forEach((local, half) => {
        code.get(a[half]).get(b[half]).op(`${lanes}.${op}`);
        wrap(registers, step.dtype);
        code.set(local);
      });
      return;
    }
    case "divide":
      out.forEach((local, half) => {
        code
          .get(a[half])
          .get(b[half])
          .op(`${lanes as "f32x4" | "f64x2"}.div`)
          .set(local);
      });
      return;
    case "minimum":
    case "maximum":
      extreme(registers, step.op, step.dtype, a, b, out);
      return;
    case "absolute":
      out.forEach((local, half) => {
        code.get(a[half]).op(`${lanes}.abs`);
        wrap(registers, step.dtype);
        code.set(local);
      });
      return;
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
    case "rint": {
      const op = step.op === "rint" ? "nearest" : step.op;
      out.forEach((local, half) => {
        code
          .get(a[half])
          .op(`${lanes as "f32x4" | "f64x2"}.${op}`)
          .set(local);
      });
      return;
    }
    case "equal":
    case "not_equal":
    case "less":
    case "less_equal":
      compare(registers, step.op, step.args[0].dtype, step.args[1].dtype, a, b);
      code.set(out[0]);
      return;
    case "and": {
      // a && !b is one instruction.
      const negated = step.args[1].op === "xor" ? step.args[1].args : [];
      if (negated[1]?.op === "constant" && negated[1].value === true) {
        code.get(a[0]).get(registers.of(negated[0])[0]).op("v128.andnot").set(out[0]);
      } else code.get(a[0]).get(b[0]).op("v128.and").set(out[0]);
      return;
    }
    case "or":
    case "xor":
    case "bit_and":
    case "bit_or":
    case "bit_xor": {
      const op = step.op.replace("bit_", "") as "and" | "or" | "xor";
      out.forEach((local, half) => {
        code.get(a[half]).get(b[half]).op(`v128.${op}`).set(local);
      });
      return;
    }
    case "select":
      select(registers, a[0], b, args[2], out);
      return;
    case "isnan":
    case "isfinite":
    case "isinf":
      kind(registers, step.op, step.args[0].dtype, a);
      code.set(out[0]);
      return;
    case "convert":
      convert(registers, step.args[0].dtype, step.dtype, a, out);
      return;
    case "input":
    case "constant":
    case "kernel":
      return;
    default:
      step.op satisfies never;
  }
}

/** Integers without sign order as signed ones do once their upper bit is flipped. */
function flipped(registers: Registers, local: number): void {
  const top = new Uint8Array(new BigInt64Array(2).fill(-(2n ** 63n)).buffer);
  registers.code.get(local).get(registers.constant(top)).op("v128.xor");
}

function extreme(
  registers: Registers,
  op: "minimum" | "maximum",
  dtype: DType,
  a: Register,
  b: Register,
  out: Register,
): void {
  const { code } = registers;
  const short = op === "minimum" ? "min" : "max";
  out.forEach((local, half) => {
    if (isFloat(dtype)) {
      code
        .get(a[half])
        .get(b[half])
        .op(`${dtype === "float32" ? "f32x4" : "f64x2"}.${short}`);
    } else if (itemSize(dtype) < 8) {
      code
        .get(a[half])
        .get(b[half])
        .op(`i32x4.${short}_${dtype === "uint32" ? "u" : "s"}`);
    } else {
      const [first, second] = op === "minimum" ? [a[half], b[half]] : [b[half], a[half]];
      code.get(first).get(second);
      below(registers, dtype, a[half], b[half]);
      code.op("v128.bitselect");
    }
    code.set(local);
  });
}

/** a < b of 64-bit integers of one dtype, as a mask on the stack. */
function below(registers: Registers, dtype: DType, a: number, b: number): void {
  const { code } = registers;
  if (isUnsigned(dtype)) {
    flipped(registers, a);
    flipped(registers, b);
  } else code.get(a).get(b);
  code.op("i64x2.lt_s");
}

type Comparison = "equal" | "not_equal" | "less" | "less_equal";

const short = { equal: "eq", not_equal: "ne", less: "lt", less_equal: "le" } as const;

function compare(
  registers: Registers,
  op: Comparison,
  typeA: DType,
  typeB: DType,
  a: Register,
  b: Register,
): void {
  const { code } = registers;
  if (isFloat(typeA)) {
    const lanes = lanesOf(typeA) as "f32x4" | "f64x2";
    a.forEach((local, half) => void code.get(local).get(b[half]).op(`${lanes}.${short[op]}`));
  } else if (itemSize(typeA) < 8) {
    const sign = op === "less" || op === "less_equal" ? "_s" : "";
    code
      .get(a[0])
      .get(b[0])
      .op(`i32x4.${short[op]}${sign}` as "i32x4.eq" | "i32x4.lt_s");
  } else {
    a.forEach((local, half) => void compareWide(registers, op, typeA, typeB, local, b[half]));
  }
  if (a.length === 2) registers.lowerWords();
}

/** Of two vectors of 64-bit integers, each with or without sign. */
function compareWide(
  registers: Registers,
  op: Comparison,
  typeA: DType,
  typeB: DType,
  a: number,
  b: number,
): void {
  const { code } = registers;
  const [unsignedA, unsignedB] = [isUnsigned(typeA), isUnsigned(typeB)];
  const ordered = op === "less" || op === "less_equal";
  if (ordered) {
    if (unsignedA || unsignedB) {
      flipped(registers, a);
      flipped(registers, b);
    } else code.get(a).get(b);
    code.op(op === "less" ? "i64x2.lt_s" : "i64x2.le_s");
  } else
    code
      .get(a)
      .get(b)
      .op(op === "equal" ? "i64x2.eq" : "i64x2.ne");
  if (unsignedA === unsignedB) return;
  // Beside one without sign a negative number equals none and is below all.
  const zero = registers.words(0);
  code
    .get(unsignedA ? b : a)
    .get(zero)
    .op("i64x2.lt_s");
  if (op === "not_equal" || (ordered && unsignedB)) code.op("v128.or");
  else code.op("v128.andnot");
}

function select(registers: Registers, mask: number, a: Register, b: Register, out: Register): void {
  const { code } = registers;
  out.forEach((local, half) => {
    code.get(a[half]).get(b[half]).get(mask);
    if (out.length === 2) {
      code.op(half === 0 ? "i64x2.extend_low_i32x4_s" : "i64x2.extend_high_i32x4_s");
    }
    code.op("v128.bitselect").set(local);
  });
}

function kind(
  registers: Registers,
  op: "isnan" | "isfinite" | "isinf",
  dtype: DType,
  a: Register,
): void {
  const { code } = registers;
  const lanes = lanesOf(dtype) as "f32x4" | "f64x2";
  const infinity =
    dtype === "float32"
      ? new Float32Array(4).fill(Number.POSITIVE_INFINITY)
      : new Float64Array(2).fill(Number.POSITIVE_INFINITY);
  for (const local of a) {
    if (op === "isnan") code.get(local).get(local).op(`${lanes}.ne`);
    else {
      code
        .get(local)
        .op(`${lanes}.abs`)
        .get(registers.constant(new Uint8Array(infinity.buffer)));
      code.op(op === "isinf" ? `${lanes}.eq` : `${lanes}.lt`);
    }
  }
  if (a.length === 2) registers.lowerWords();
}

function convert(registers: Registers, from: DType, to: DType, a: Register, out: Register): void {
  const { code } = registers;
  if (to === "bool") {
    const zero = registers.words(0);
    for (const local of a)
      code
        .get(local)
        .get(zero)
        .op(`${lanesOf(from)}.ne`);
    if (a.length === 2) registers.lowerWords();
    code.set(out[0]);
  } else if (isFloat(from)) convertFloat(registers, from, to, a, out);
  else if (itemSize(from) === 8) convertWide(registers, from, to, a, out);
  else if (from === "bool") {
    const ones = registers.local("v128");
    code.get(a[0]).op("i32x4.neg").set(ones);
    convertWords(registers, "int32", to, ones, out);
  } else convertWords(registers, from, to, a[0], out);
}

function unsupported(from: DType, to: DType): never {
  throw new UnsupportedError(`${from} is not compiled to ${to}`, "conversion");
}

function convertFloat(
  registers: Registers,
  from: DType,
  to: DType,
  a: Register,
  out: Register,
): void {
  const { code } = registers;
  if (from === "float32" && to === "float64") {
    code.get(a[0]).op("f64x2.promote_low_f32x4").set(out[0]);
    registers.upper(a[0]);
    code.op("f64x2.promote_low_f32x4").set(out[1]);
  } else if (from === "float64" && to === "float32") {
    for (const local of a) code.get(local).op("f32x4.demote_f64x2_zero");
    registers.lowerHalves();
    code.set(out[0]);
  } else unsupported(from, to);
}

/** From 64-bit integers. */
function convertWide(
  registers: Registers,
  from: DType,
  to: DType,
  a: Register,
  out: Register,
): void {
  const { code } = registers;
  if (to === "float64") {
    const sign = isUnsigned(from) ? "u" : "s";
    // There is no vector instruction for it.
    a.forEach((local, half) => {
      code.get(registers.words(0));
      for (const index of [0, 1]) {
        code.get(local).lane("i64x2.extract_lane", index);
        code.op(`f64.convert_i64_${sign}`).lane("f64x2.replace_lane", index);
      }
      code.set(out[half]);
    });
  } else if (isFloat(to)) unsupported(from, to);
  else if (vectorsOf(to) === 2) a.forEach((local, half) => void code.get(local).set(out[half]));
  else {
    code.get(a[0]).get(a[1]);
    registers.lowerWords();
    wrap(registers, to);
    code.set(out[0]);
  }
}

/** From integers in 32-bit lanes. */
function convertWords(
  registers: Registers,
  from: DType,
  to: DType,
  a: number,
  out: Register,
): void {
  const { code } = registers;
  const sign = from === "uint32" ? "u" : "s";
  if (to === "float32") {
    if (itemSize(from) === 4 && sign === "u") unsupported(from, to);
    code.get(a).op("f32x4.convert_i32x4_s").set(out[0]);
  } else if (to === "float64") {
    code.get(a).op(`f64x2.convert_low_i32x4_${sign}`).set(out[0]);
    registers.upper(a);
    code.op(`f64x2.convert_low_i32x4_${sign}`).set(out[1]);
  } else if (itemSize(to) === 8) {
    code.get(a).op(`i64x2.extend_low_i32x4_${sign}`).set(out[0]);
    code.get(a).op(`i64x2.extend_high_i32x4_${sign}`).set(out[1]);
  } else {
    code.get(a);
    if (itemSize(to) <= itemSize(from)) wrap(registers, to);
    code.set(out[0]);
  }
}
