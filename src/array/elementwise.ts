import { UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray } from "./array.ts";
import { broadcast, flatColumns, type Input, loadDeep } from "./broadcast.ts";
import type { Scalar } from "./promote.ts";
import {
  type Arithmetic,
  arithmetic,
  type Comparison,
  compare,
  type Logic,
  logic,
  magnitude,
  negate,
  type Operand,
  squareRoot,
} from "./ufunc.ts";

/** An operand of elementwise functions: an array of numbers of any nesting, or one number. */
export type ArrayLike = AwkwardArray | Scalar;

/**
 * Runs `column` on the flat columns of arrays that are broadcast together.
 *
 * @param arrays  at least one of them an array; records are refused
 * @returns an array with the lists of the deepest argument
 * @throws ShapeError naming the first list that differs; UsageError for records
 */
export function elementwise(
  arrays: readonly ArrayLike[],
  column: (operands: readonly Operand[], length: number) => Column,
): AwkwardArray {
  const inputs: Input[] = arrays.map((array) => {
    if (array instanceof AwkwardArray) return loadDeep(array.layout);
    if (typeof array === "number" || typeof array === "bigint" || typeof array === "boolean") {
      return array;
    }
    throw new UsageError(
      `an array or a number is needed, not ${array === null ? "null" : typeof array}`,
    );
  });
  return scope(
    () =>
      new AwkwardArray(
        broadcast(inputs, (leaves, length) => ({
          kind: "flat",
          data: column(flatColumns(leaves, length), length),
        })),
      ),
  );
}

function binary(op: Arithmetic): (a: ArrayLike, b: ArrayLike) => AwkwardArray {
  return (a, b) => elementwise([a, b], ([x, y], length) => arithmetic(op, x, y, length));
}

function comparison(op: Comparison): (a: ArrayLike, b: ArrayLike) => AwkwardArray {
  return (a, b) => elementwise([a, b], ([x, y], length) => asColumn(compare(op, x, y, length)));
}

function logical(op: Logic): (a: ArrayLike, b: ArrayLike) => AwkwardArray {
  return (a, b) => elementwise([a, b], ([x, y], length) => asColumn(logic(op, x, y, length)));
}

function unary(op: (column: Column) => Column): (a: AwkwardArray) => AwkwardArray {
  return (a) => {
    if (!(a instanceof AwkwardArray)) throw new UsageError("an array is needed");
    return elementwise([a], ([x]) => op(x as Column));
  };
}

function asColumn(column: Column<"bool">): Column {
  return column as unknown as Column;
}

type Binary = (a: ArrayLike, b: ArrayLike) => AwkwardArray;
type Unary = (a: AwkwardArray) => AwkwardArray;

// All of these broadcast as `elementwise` says and give NumPy 2's dtypes; a scalar takes the dtype
// of the column beside it, unless it is of a higher kind (see promoteScalar).

/** a + b; integers wrap, bool is "or". @see numpy.add */
export const add: Binary = binary("add");
/** a - b; integers wrap. @throws UsageError for bool @see numpy.subtract */
export const subtract: Binary = binary("subtract");
/** a * b; integers wrap, bool is "and". @see numpy.multiply */
export const multiply: Binary = binary("multiply");
/** a / b, float64 for integers; by 0: infinity or NaN. @see numpy.true_divide */
export const divide: Binary = binary("divide");
/** The smaller of each pair; NaN if one is NaN. @see numpy.minimum */
export const minimum: Binary = binary("minimum");
/** The larger of each pair; NaN if one is NaN. @see numpy.maximum */
export const maximum: Binary = binary("maximum");

/** a = b, as bool; NaN equals nothing. Integers compare by value. @see numpy.equal */
export const equal: Binary = comparison("equal");
/** a != b, as bool. @see numpy.not_equal */
export const notEqual: Binary = comparison("not_equal");
/** a < b, as bool. @see numpy.less */
export const less: Binary = comparison("less");
/** a <= b, as bool. @see numpy.less_equal */
export const lessEqual: Binary = comparison("less_equal");
/** a > b, as bool. @see numpy.greater */
export const greater: Binary = (a, b) => less(b, a);
/** a >= b, as bool. @see numpy.greater_equal */
export const greaterEqual: Binary = (a, b) => lessEqual(b, a);

/** a and b, as bool; numbers count as true where they differ from 0. @see numpy.logical_and */
export const logicalAnd: Binary = logical("and");
/** a or b, as bool. @see numpy.logical_or */
export const logicalOr: Binary = logical("or");
/** One of a and b, not both, as bool. @see numpy.logical_xor */
export const logicalXor: Binary = logical("xor");
/** Not a, as bool. @see numpy.logical_not */
export const logicalNot: Unary = unary((column) =>
  asColumn(logic("xor", column, true, column.length)),
);

/** -a; unsigned integers wrap. @throws UsageError for bool @see numpy.negative */
export const negative: Unary = unary(negate);
/** |a|, of the same dtype. @see numpy.absolute */
export const absolute: Unary = unary(magnitude);
/** Square root; NaN of negative numbers. float64 but for float32 and 16-bit integers. @see numpy.sqrt */
export const sqrt: Unary = unary(squareRoot);
