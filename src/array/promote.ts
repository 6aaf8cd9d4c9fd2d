import { ShapeError } from "../errors.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";

/** A number that is not in a column: weak, as a Python scalar beside a NumPy array. */
export type Scalar = number | bigint | boolean;

const kinds: Record<DType, "bool" | "signed" | "unsigned" | "float"> = {
  bool: "bool",
  int8: "signed",
  int16: "signed",
  int32: "signed",
  int64: "signed",
  uint8: "unsigned",
  uint16: "unsigned",
  uint32: "unsigned",
  uint64: "unsigned",
  float32: "float",
  float64: "float",
};

/** Signed or unsigned, 1 to 8 bytes. */
export function isInteger(dtype: DType): boolean {
  return kinds[dtype] === "signed" || kinds[dtype] === "unsigned";
}

export function isUnsigned(dtype: DType): boolean {
  return kinds[dtype] === "unsigned";
}

/**
 * The dtype of arithmetic between two columns.
 * @see numpy.result_type
 */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  const [kindA, kindB] = [kinds[a], kinds[b]];
  if (kindA === "bool") return b;
  if (kindB === "bool") return a;
  if (kindA === "float" || kindB === "float") {
    const exact = (dtype: DType): boolean => dtype === "float32" || itemSize(dtype) <= 2;
    return exact(a) && exact(b) ? "float32" : "float64";
  }
  if (kindA === kindB) return itemSize(a) >= itemSize(b) ? a : b;
  const signed = kindA === "signed" ? a : b;
  const unsigned = kindA === "signed" ? b : a;
  if (itemSize(signed) > itemSize(unsigned)) return signed;
  if (unsigned === "uint8") return "int16";
  if (unsigned === "uint16") return "int32";
  return unsigned === "uint32" ? "int64" : "float64";
}

/** Whether a scalar is an integer in the sense of {@link promoteScalar}. */
export function isIntegral(scalar: Scalar): boolean {
  return typeof scalar === "bigint" || (typeof scalar === "number" && Number.isSafeInteger(scalar));
}

/**
 * The dtype of arithmetic between a column and a scalar, as NumPy 2 has it for Python's scalars: the
 * column's, unless the scalar is of a higher kind. JavaScript has one kind of number: an integral
 * one (`2`, also written `2.0`) counts as Python's int, any other as float; a BigInt as int.
 */
export function promoteScalar(dtype: DType, scalar: Scalar): DType {
  if (typeof scalar === "boolean" || isFloat(dtype)) return dtype;
  if (!isIntegral(scalar)) return "float64";
  return dtype === "bool" ? "int64" : dtype;
}

/** Whether an integral scalar is a value of an integer dtype. */
export function fits(scalar: Scalar, dtype: DType): boolean {
  const bits = BigInt(8 * itemSize(dtype));
  const value = BigInt(scalar);
  const low = isUnsigned(dtype) ? 0n : -(1n << (bits - 1n));
  const high = isUnsigned(dtype) ? 1n << bits : 1n << (bits - 1n);
  return value >= low && value < high;
}

/**
 * @throws ShapeError when an integral scalar is no value of an integer dtype, as NumPy's
 *   OverflowError
 */
export function checkFits(scalar: Scalar, dtype: DType): void {
  if (isInteger(dtype) && !fits(scalar, dtype)) {
    throw new ShapeError(`${scalar} is out of bounds for ${dtype}`, dtype, scalar);
  }
}
