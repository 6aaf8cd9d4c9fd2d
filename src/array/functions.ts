import { UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { AwkwardArray } from "./array.ts";
import { type Comparison, compare, type Logic, logic } from "./compare.ts";
import { type ArrayLike, elementwise, elementwiseAll } from "./elementwise.ts";
import { equalText } from "./text.ts";
import { type BinaryName, binary as pairs, scaleByPower } from "./ufunc.ts";
import { unary as each, type UnaryName } from "./ufunc-unary.ts";

type Binary = (a: ArrayLike, b: ArrayLike) => AwkwardArray;
type Unary = (a: AwkwardArray) => AwkwardArray;
/** Numbers, or text, which may be one string for all. */
type Equality = (a: ArrayLike | string, b: ArrayLike | string) => AwkwardArray;

function binary(name: BinaryName): Binary {
  return (a, b) => elementwise([a, b], ([x, y], length) => pairs(name, x, y, length), { name });
}

function unary(name: UnaryName): Unary {
  return (a) => {
    if (!(a instanceof AwkwardArray)) throw new UsageError("an array is needed");
    return elementwise([a], ([x]) => each(name, x as Column), { name });
  };
}

function comparison(name: Comparison): Binary {
  return (a, b) =>
    elementwise([a, b], ([x, y], length) => asColumn(compare(name, x, y, length)), { name });
}

function equality(name: "equal" | "not_equal"): Equality {
  const text = name === "equal" ? equalText : differentText;
  return (a, b) =>
    elementwise([a, b], ([x, y], length) => asColumn(compare(name, x, y, length)), {
      name,
      text: (x, y, length) => asColumn(text(x, y, length)),
    });
}

function differentText(...texts: Parameters<typeof equalText>): Column<"bool"> {
  return logic("xor", asColumn(equalText(...texts)), true, texts[2]);
}

function logical(op: Logic): Binary {
  const name = `logical_${op}`;
  return (a, b) =>
    elementwise([a, b], ([x, y], length) => asColumn(logic(op, x, y, length)), { name });
}

function asColumn(column: Column<"bool">): Column {
  return column as unknown as Column;
}

// All of these broadcast as `elementwise` says and give NumPy 2's dtypes; a scalar takes the dtype
// of the column beside it, unless it is of a higher kind (see commonType). Where NumPy would give
// float16 (functions of bool and 8-bit integers) they throw UnsupportedError. Functions of float64
// are within 2 ulp, of the same bits on every engine; those of float32 are computed in float64.

/** a + b; integers wrap, bool is "or". @see numpy.add */
export const add: Binary = binary("add");
/** a - b; integers wrap. @throws DTypeError for bool @see numpy.subtract */
export const subtract: Binary = binary("subtract");
/** a * b; integers wrap, bool is "and". @see numpy.multiply */
export const multiply: Binary = binary("multiply");
/** a / b, float64 for integers; by 0: infinity or NaN. @see numpy.true_divide */
export const divide: Binary = binary("true_divide");
/** a / b rounded to minus infinity; integers by 0 are 0. @see numpy.floor_divide */
export const floorDivide: Binary = binary("floor_divide");
/** a - b * floor(a / b), with the sign of b; integers by 0 are 0. @see numpy.remainder */
export const remainder: Binary = binary("remainder");
/** Rest of a / b with the sign of a, as in C. @see numpy.fmod */
export const fmod: Binary = binary("fmod");
/** a to the power of b; integers wrap. @throws UsageError for integers to negative integer powers @see numpy.power */
export const power: Binary = binary("power");
/** a to the power of b, in float64 whatever the dtypes. @see numpy.float_power */
export const floatPower: Binary = binary("float_power");
/** Angle of the point (b, a), -pi to pi. @see numpy.arctan2 */
export const arctan2: Binary = binary("arctan2");
/** Length of the vector (a, b). @see numpy.hypot */
export const hypot: Binary = binary("hypot");
/** |a| with the sign of b. @see numpy.copysign */
export const copysign: Binary = binary("copysign");
/** 0 below 0, 1 above, b at 0. @see numpy.heaviside */
export const heaviside: Binary = binary("heaviside");
/** The next number after a towards b. @see numpy.nextafter */
export const nextafter: Binary = binary("nextafter");
/** log(e^a + e^b). @see numpy.logaddexp */
export const logaddexp: Binary = binary("logaddexp");
/** The smaller of each pair; NaN if one is NaN. @see numpy.minimum */
export const minimum: Binary = binary("minimum");
/** The larger of each pair; NaN if one is NaN. @see numpy.maximum */
export const maximum: Binary = binary("maximum");
/** The smaller of each pair; NaN only if both are. @see numpy.fmin */
export const fmin: Binary = binary("fmin");
/** The larger of each pair; NaN only if both are. @see numpy.fmax */
export const fmax: Binary = binary("fmax");
/** a & b of integers or bool. @see numpy.bitwise_and */
export const bitwiseAnd: Binary = binary("bitwise_and");
/** a | b of integers or bool. @see numpy.bitwise_or */
export const bitwiseOr: Binary = binary("bitwise_or");
/** Bits that differ, of integers or bool. @see numpy.bitwise_xor */
export const bitwiseXor: Binary = binary("bitwise_xor");
/** a << b of integers; 0 beyond the width. @see numpy.left_shift */
export const leftShift: Binary = binary("left_shift");
/** a >> b of integers; the sign beyond the width. @see numpy.right_shift */
export const rightShift: Binary = binary("right_shift");
/** Greatest common divisor of integers. @see numpy.gcd */
export const gcd: Binary = binary("gcd");
/** Least common multiple of integers. @see numpy.lcm */
export const lcm: Binary = binary("lcm");

/** Quotient and rest: `floorDivide` and `remainder`. @see numpy.divmod */
export function divmod(a: ArrayLike, b: ArrayLike): [AwkwardArray, AwkwardArray] {
  const [quotient, rest] = elementwiseAll(
    [a, b],
    ([x, y], n) => [pairs("floor_divide", x, y, n), pairs("remainder", x, y, n)],
    { name: "divmod" },
  );
  return [quotient, rest];
}

/** a * 2^b for integers b. @throws DTypeError for other exponents @see numpy.ldexp */
export const ldexp: Binary = (a, b) =>
  elementwise([a, b], ([x, y], length) => scaleByPower(x, y, length), { name: "ldexp" });

/** a = b, as bool; NaN equals nothing. Integers compare by value, text by its bytes. @see numpy.equal */
export const equal: Equality = equality("equal");
/** a != b, as bool; also of text. @see numpy.not_equal */
export const notEqual: Equality = equality("not_equal");
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
export const logicalNot: Unary = unary("logical_not");
/** Every bit of integers flipped; not a of bool. @see numpy.invert */
export const invert: Unary = unary("invert");
/** -a; integers wrap. @throws DTypeError for bool @see numpy.negative */
export const negative: Unary = unary("negative");
/** a itself. @throws DTypeError for bool @see numpy.positive */
export const positive: Unary = unary("positive");
/** |a|, of the same dtype; the lowest integer stays as it is. @see numpy.absolute */
export const absolute: Unary = unary("absolute");
/** |a| as a floating-point number. @see numpy.fabs */
export const fabs: Unary = unary("fabs");
/** -1, 0 or 1; NaN of NaN. @throws DTypeError for bool @see numpy.sign */
export const sign: Unary = unary("sign");
/** a * a. @see numpy.square */
export const square: Unary = unary("square");
/** 1 / a, of integers cut to a whole number. @see numpy.reciprocal */
export const reciprocal: Unary = unary("reciprocal");
/** Square root; NaN of negative numbers. @see numpy.sqrt */
export const sqrt: Unary = unary("sqrt");
/** Cube root. @see numpy.cbrt */
export const cbrt: Unary = unary("cbrt");
/** e^a. @see numpy.exp */
export const exp: Unary = unary("exp");
/** 2^a. @see numpy.exp2 */
export const exp2: Unary = unary("exp2");
/** e^a - 1, precise for small a. @see numpy.expm1 */
export const expm1: Unary = unary("expm1");
/** Natural logarithm; NaN of negative numbers. @see numpy.log */
export const log: Unary = unary("log");
/** Binary logarithm. @see numpy.log2 */
export const log2: Unary = unary("log2");
/** Decimal logarithm. @see numpy.log10 */
export const log10: Unary = unary("log10");
/** log(1 + a), precise for small a. @see numpy.log1p */
export const log1p: Unary = unary("log1p");
/** Sine of angles in radians. @see numpy.sin */
export const sin: Unary = unary("sin");
/** Cosine of angles in radians. @see numpy.cos */
export const cos: Unary = unary("cos");
/** Tangent of angles in radians. @see numpy.tan */
export const tan: Unary = unary("tan");
/** Inverse sine, in radians. @see numpy.arcsin */
export const arcsin: Unary = unary("arcsin");
/** Inverse cosine, in radians. @see numpy.arccos */
export const arccos: Unary = unary("arccos");
/** Inverse tangent, in radians. @see numpy.arctan */
export const arctan: Unary = unary("arctan");
/** Hyperbolic sine. @see numpy.sinh */
export const sinh: Unary = unary("sinh");
/** Hyperbolic cosine. @see numpy.cosh */
export const cosh: Unary = unary("cosh");
/** Hyperbolic tangent. @see numpy.tanh */
export const tanh: Unary = unary("tanh");
/** Inverse hyperbolic sine. @see numpy.arcsinh */
export const arcsinh: Unary = unary("arcsinh");
/** Inverse hyperbolic cosine. @see numpy.arccosh */
export const arccosh: Unary = unary("arccosh");
/** Inverse hyperbolic tangent. @see numpy.arctanh */
export const arctanh: Unary = unary("arctanh");
/** Degrees in radians. @see numpy.deg2rad */
export const deg2rad: Unary = unary("deg2rad");
/** Radians in degrees. @see numpy.rad2deg */
export const rad2deg: Unary = unary("rad2deg");
/** To the nearest whole number, halves to the even one. @see numpy.rint */
export const rint: Unary = unary("rint");
/** Down to a whole number. @see numpy.floor */
export const floor: Unary = unary("floor");
/** Up to a whole number. @see numpy.ceil */
export const ceil: Unary = unary("ceil");
/** Towards 0 to a whole number. @see numpy.trunc */
export const trunc: Unary = unary("trunc");
/** Distance to the next number away from 0. @see numpy.spacing */
export const spacing: Unary = unary("spacing");
/** Whether each number is NaN. @see numpy.isnan */
export const isnan: Unary = unary("isnan");
/** Whether each number is infinite. @see numpy.isinf */
export const isinf: Unary = unary("isinf");
/** Whether each number is neither infinite nor NaN. @see numpy.isfinite */
export const isfinite: Unary = unary("isfinite");
/** Whether the sign bit is set, also of -0. @see numpy.signbit */
export const signbit: Unary = unary("signbit");
