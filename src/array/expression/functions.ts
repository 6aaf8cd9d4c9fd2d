import type { UfuncName } from "../promote.ts";
import {
  absolute,
  arithmetic,
  fabs,
  integerLike,
  kindOf,
  logic,
  type Operand,
  power,
  real,
  rounding,
  scaled,
  select,
  sign,
  sqrt,
} from "./operations.ts";
import type { Step, Steps } from "./program.ts";

/** A function of numbers, element by element. */
export interface ElementFunction {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  readonly apply: (steps: Steps, args: readonly Operand[]) => Step;
}

function one(apply: (steps: Steps, a: Operand) => Step): ElementFunction {
  return { arity: [1, 1], apply: (steps, [a]) => apply(steps, a) };
}

function two(apply: (steps: Steps, a: Operand, b: Operand) => Step): ElementFunction {
  return { arity: [2, 2], apply: (steps, [a, b]) => apply(steps, a, b) };
}

/** Of two or more numbers. */
function fold(op: "minimum" | "maximum"): ElementFunction {
  const pair = arithmetic(op);
  return {
    arity: [2, 64],
    apply: (steps, [first, ...rest]) =>
      rest.reduce((so: Operand, next) => pair(steps, so, next), first) as Step,
  };
}

const minimum = fold("minimum");
const maximum = fold("maximum");
const arctan2 = two(real("arctan2", "atan2"));

/** Functions of one number that are computed in float64: NumPy's name, and C's, which kernels have. */
const functions: readonly (readonly [UfuncName, string])[] = [
  ["exp", "exp"],
  ["exp2", "exp2"],
  ["expm1", "expm1"],
  ["log", "log"],
  ["log10", "log10"],
  ["log1p", "log1p"],
  ["log2", "log2"],
  ["cbrt", "cbrt"],
  ["sin", "sin"],
  ["cos", "cos"],
  ["tan", "tan"],
  ["arcsin", "asin"],
  ["arccos", "acos"],
  ["arctan", "atan"],
  ["sinh", "sinh"],
  ["cosh", "cosh"],
  ["tanh", "tanh"],
  ["arcsinh", "asinh"],
  ["arccosh", "acosh"],
  ["arctanh", "atanh"],
];

/** Functions of numbers by name, NumPy's and C's. */
export const elementFunctions: ReadonlyMap<string, ElementFunction> = new Map<
  string,
  ElementFunction
>([
  ["abs", one(absolute)],
  ["absolute", one(absolute)],
  ["fabs", one(fabs)],
  ["sign", one(sign)],
  ["square", one((steps, a) => power(steps, a, 2n))],
  ["deg2rad", one(scaled("deg2rad", Math.PI / 180))],
  ["rad2deg", one(scaled("rad2deg", 180 / Math.PI))],
  ["xor", two(logic("xor"))],
  ["sqrt", one(sqrt)],
  ...functions.flatMap(([name, short]): [string, ElementFunction][] => {
    const found = one(real(name, short));
    return name === short
      ? [[name, found]]
      : [
          [name, found],
          [short, found],
        ];
  }),
  ["atan2", arctan2],
  ["arctan2", arctan2],
  ["hypot", two(real("hypot", "hypot"))],
  ["pow", two(power)],
  ["power", two(power)],
  ["fmod", two(integerLike("fmod"))],
  ["minimum", minimum],
  ["maximum", maximum],
  ["min", minimum],
  ["max", maximum],
  ["floor", one(rounding("floor"))],
  ["ceil", one(rounding("ceil"))],
  ["trunc", one(rounding("trunc"))],
  ["rint", one(rounding("rint"))],
  ["round", one(rounding("rint"))],
  ["isnan", one(kindOf("isnan"))],
  ["isfinite", one(kindOf("isfinite"))],
  ["isinf", one(kindOf("isinf"))],
  [
    "clip",
    {
      arity: [3, 3],
      apply: (steps, [value, low, high]) =>
        minimum.apply(steps, [maximum.apply(steps, [value, low]), high]),
    },
  ],
  ["where", { arity: [3, 3], apply: (steps, [condition, a, b]) => select(steps, condition, a, b) }],
]);
