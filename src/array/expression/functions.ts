import {
  absolute,
  arithmetic,
  integerLike,
  kindOf,
  type Operand,
  power,
  real,
  realPair,
  rounding,
  select,
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
const arctan2 = two(realPair("atan2"));

/** Functions of numbers by name, NumPy's and C's. */
export const elementFunctions: ReadonlyMap<string, ElementFunction> = new Map<
  string,
  ElementFunction
>([
  ["abs", one(absolute)],
  ["absolute", one(absolute)],
  ["fabs", one(absolute)],
  ["sqrt", one(sqrt)],
  ["exp", one(real("exp"))],
  ["exp2", one(real("exp2"))],
  ["expm1", one(real("expm1"))],
  ["log", one(real("log"))],
  ["log10", one(real("log10"))],
  ["log1p", one(real("log1p"))],
  ["log2", one(real("log2"))],
  ["cbrt", one(real("cbrt"))],
  ["sin", one(real("sin"))],
  ["cos", one(real("cos"))],
  ["tan", one(real("tan"))],
  ["sinh", one(real("sinh"))],
  ["cosh", one(real("cosh"))],
  ["tanh", one(real("tanh"))],
  ...["sin", "cos", "tan"].flatMap((name): [string, ElementFunction][] => [
    [`a${name}`, one(real(`a${name}`))],
    [`arc${name}`, one(real(`a${name}`))],
    [`a${name}h`, one(real(`a${name}h`))],
    [`arc${name}h`, one(real(`a${name}h`))],
  ]),
  ["atan2", arctan2],
  ["arctan2", arctan2],
  ["hypot", two(realPair("hypot"))],
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
