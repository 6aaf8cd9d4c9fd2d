import { UnsupportedError, UsageError } from "../errors.ts";
import { Column, reserve } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { AwkwardArray } from "./array.ts";
import { convert } from "./convert.ts";
import { type ArrayLike, elementwise } from "./elementwise.ts";
import { promote } from "./promote.ts";
import type { Operand } from "./ufunc.ts";

type Name = "exp" | "log" | "log1p" | "sin" | "cos" | "tan" | "sinh" | "cosh" | "asinh";

/**
 * The dtype of a function's result, as NumPy has it.
 * @throws UnsupportedError for bool and 8-bit integers, which NumPy takes to float16
 */
function resultType(dtype: DType): DType {
  if (itemSize(dtype) === 1) {
    throw new UnsupportedError(
      `functions of ${dtype} are float16 in NumPy, which is not supported; convert first`,
      "float16",
    );
  }
  return dtype === "float32" || itemSize(dtype) === 2 ? "float32" : "float64";
}

function unary(name: Name): (a: AwkwardArray) => AwkwardArray {
  return (a) => {
    if (!(a instanceof AwkwardArray)) throw new UsageError("an array is needed");
    return elementwise([a], ([x]) => {
      const column = x as Column;
      const dtype = resultType(column.dtype);
      const from = convert(column, "float64");
      const out = reserve("float64", column.length);
      kernels[`math_${name}_f64`](from.address, out.address, column.length);
      return convert(out as unknown as Column, dtype);
    });
  };
}

type Unary = (a: AwkwardArray) => AwkwardArray;

// float64 results are within 2 ulp, of the same bits on every engine; float32 columns are computed in
// float64 and rounded. Integers of 32 and 64 bits give float64.

/** e^a. @see numpy.exp */
export const exp: Unary = unary("exp");
/** Natural logarithm; NaN of negative numbers. @see numpy.log */
export const log: Unary = unary("log");
/** log(1 + a), precise for small a. @see numpy.log1p */
export const log1p: Unary = unary("log1p");
/** Sine of angles in radians. @see numpy.sin */
export const sin: Unary = unary("sin");
/** Cosine of angles in radians. @see numpy.cos */
export const cos: Unary = unary("cos");
/** Tangent of angles in radians. @see numpy.tan */
export const tan: Unary = unary("tan");
/** Hyperbolic sine. @see numpy.sinh */
export const sinh: Unary = unary("sinh");
/** Hyperbolic cosine. @see numpy.cosh */
export const cosh: Unary = unary("cosh");
/** Inverse hyperbolic sine. @see numpy.arcsinh */
export const arcsinh: Unary = unary("asinh");

/** Angle of the point (x, y), -pi to pi. @see numpy.arctan2 */
export function arctan2(y: ArrayLike, x: ArrayLike): AwkwardArray {
  return elementwise([y, x], ([a, b], n) => {
    const columns = [a, b].filter((one) => one instanceof Column);
    const dtype = columns.map((column) => resultType(column.dtype)).reduce(promote);
    const [left, right] = [double(a, n), double(b, n)];
    const out = reserve("float64", n);
    kernels.math_atan2_f64(left.address, right.address, out.address, n);
    return convert(out as unknown as Column, dtype);
  });
}

function double(operand: Operand, n: number): Column<"float64"> {
  if (operand instanceof Column) return convert(operand, "float64");
  const out = reserve("float64", n);
  out.view().fill(Number(operand));
  return out;
}
