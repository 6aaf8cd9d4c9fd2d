import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import * as math from "../../src/math/index.ts";
import { scope } from "../../src/wasm/scope.ts";

// Each function element by element against one line of JavaScript. The golden cases of
// elementwise.test.ts have NumPy's values in every dtype.

type Unary = (a: ak.Array) => ak.Array;
type Binary = (a: ak.Array, b: ak.Array) => ak.Array;
type Definition<A extends unknown[]> = (...values: A) => unknown;

/** Relative: what a few roundings, and functions that are not rounded correctly, differ by. */
const CLOSE = 1e-13;

const { exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh } = math;

function halfToEven(a: number): number {
  const down = Math.floor(a);
  if (a - down !== 0.5) return Math.round(a);
  return down % 2 === 0 ? down : down + 1;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

/** Python's remainder, of the sign of the divisor. */
function remainder(a: number, b: number): number {
  return a - b * Math.floor(a / b);
}

const bits = new DataView(new ArrayBuffer(8));

/** The next number above a positive one. */
function above(a: number): number {
  bits.setFloat64(0, a);
  bits.setBigInt64(0, bits.getBigInt64(0) + 1n);
  return bits.getFloat64(0);
}

const ofNumbers: Record<string, [Unary, Definition<[number]>]> = {
  absolute: [ak.absolute, Math.abs],
  fabs: [ak.fabs, Math.abs],
  negative: [ak.negative, (a) => -a],
  positive: [ak.positive, (a) => a],
  sign: [ak.sign, (a) => Math.sign(a) + 0],
  signbit: [ak.signbit, (a) => a < 0 || Object.is(a, -0)],
  square: [ak.square, (a) => a * a],
  reciprocal: [ak.reciprocal, (a) => 1 / a],
  floor: [ak.floor, Math.floor],
  ceil: [ak.ceil, Math.ceil],
  trunc: [ak.trunc, Math.trunc],
  rint: [ak.rint, halfToEven],
  round: [(a) => ak.round(a, { decimals: 1 }), (a) => halfToEven(a * 10) / 10],
  isnan: [ak.isnan, Number.isNaN],
  isinf: [ak.isinf, (a) => Math.abs(a) === Infinity],
  isfinite: [ak.isfinite, Number.isFinite],
  deg2rad: [ak.deg2rad, (a) => a * (Math.PI / 180)],
  rad2deg: [ak.rad2deg, (a) => a * (180 / Math.PI)],
  exp: [ak.exp, exp],
  exp2: [ak.exp2, (a) => 2 ** a],
  expm1: [ak.expm1, (a) => (Math.abs(a) < 1e-5 ? a + (a * a) / 2 : exp(a) - 1)],
  sin: [ak.sin, sin],
  cos: [ak.cos, cos],
  tan: [ak.tan, tan],
  sinh: [ak.sinh, sinh],
  cosh: [ak.cosh, cosh],
  tanh: [ak.tanh, tanh],
  arctan: [ak.arctan, atan],
  arcsinh: [ak.arcsinh, (a) => Math.sign(a) * log(Math.abs(a) + Math.sqrt(a * a + 1))],
  cbrt: [(a) => ak.power(ak.cbrt(a), 3), (a) => a],
  not: [ak.not, (a) => a === 0],
  spacing: [ak.spacing, (a) => Math.sign(a || 1) * (above(Math.abs(a)) - Math.abs(a))],
};

const ofPositive: Record<string, [Unary, Definition<[number]>]> = {
  sqrt: [ak.sqrt, Math.sqrt],
  log: [ak.log, log],
  log2: [(a) => ak.exp2(ak.log2(a)), (a) => a],
  log10: [(a) => ak.power(ak.fullLike(a, 10), ak.log10(a)), (a) => a],
  log1p: [ak.log1p, (a) => log(1 + a)],
  arccosh: [(a) => ak.cosh(ak.arccosh(ak.add(a, 1))), (a) => a + 1],
};

const ofUnit: Record<string, [Unary, Definition<[number]>]> = {
  arcsin: [ak.arcsin, asin],
  arccos: [ak.arccos, acos],
  arctanh: [(a) => ak.tanh(ak.arctanh(a)), (a) => a],
};

const ofPairs: Record<string, [Binary, Definition<[number, number]>]> = {
  add: [ak.add, (a, b) => a + b],
  subtract: [ak.subtract, (a, b) => a - b],
  multiply: [ak.multiply, (a, b) => a * b],
  divide: [ak.divide, (a, b) => a / b],
  floorDivide: [ak.floorDivide, (a, b) => Math.floor(a / b)],
  remainder: [ak.remainder, remainder],
  fmod: [ak.fmod, (a, b) => a % b],
  "divmod, the quotient": [(a, b) => ak.divmod(a, b)[0], (a, b) => Math.floor(a / b)],
  "divmod, the rest": [(a, b) => ak.divmod(a, b)[1], remainder],
  minimum: [ak.minimum, (a, b) => Math.min(a, b)],
  maximum: [ak.maximum, (a, b) => Math.max(a, b)],
  fmin: [ak.fmin, (a, b) => Math.min(a, b)],
  fmax: [ak.fmax, (a, b) => Math.max(a, b)],
  hypot: [ak.hypot, (a, b) => Math.sqrt(a * a + b * b)],
  arctan2: [(a, b) => ak.multiply(ak.hypot(a, b), ak.sin(ak.arctan2(a, b))), (a) => a],
  copysign: [ak.copysign, (a, b) => (b < 0 ? -Math.abs(a) : Math.abs(a))],
  heaviside: [ak.heaviside, (a, b) => (a === 0 ? b : Number(a > 0))],
  nextafter: [(a) => ak.nextafter(ak.absolute(a), Infinity), (a) => above(Math.abs(a))],
  logaddexp: [ak.logaddexp, (a, b) => log(exp(a) + exp(b))],
  power: [(a) => ak.power(a, 3), (a) => a * a * a],
  floatPower: [(a) => ak.floatPower(a, 2), (a) => a * a],
  equal: [ak.equal, (a, b) => a === b],
  notEqual: [ak.notEqual, (a, b) => a !== b],
  less: [ak.less, (a, b) => a < b],
  lessEqual: [ak.lessEqual, (a, b) => a <= b],
  greater: [ak.greater, (a, b) => a > b],
  greaterEqual: [ak.greaterEqual, (a, b) => a >= b],
  and: [ak.and, (a, b) => a !== 0 && b !== 0],
  or: [ak.or, (a, b) => a !== 0 || b !== 0],
  xor: [ak.xor, (a, b) => (a !== 0) !== (b !== 0)],
};

const ofIntegers: Record<string, [Binary, Definition<[bigint, bigint]>]> = {
  bitwiseAnd: [ak.bitwiseAnd, (a, b) => a & b],
  bitwiseOr: [ak.bitwiseOr, (a, b) => a | b],
  bitwiseXor: [ak.bitwiseXor, (a, b) => a ^ b],
  invert: [ak.invert, (a) => ~a],
  leftShift: [(a, b) => ak.leftShift(a, ak.remainder(b, 9)), (a, b) => a << (((b % 9n) + 9n) % 9n)],
  rightShift: [
    (a, b) => ak.rightShift(a, ak.remainder(b, 9)),
    (a, b) => a >> (((b % 9n) + 9n) % 9n),
  ],
  gcd: [ak.gcd, gcd],
  lcm: [ak.lcm, (a, b) => (a * b === 0n ? 0n : gcd(a * b, 0n) / gcd(a, b))],
  ldexp: [
    (a) => ak.valuesAstype(ak.ldexp(ak.valuesAstype(a, "float64"), 3), "int64"),
    (a) => a * 8n,
  ],
};

/** Lists of pairs: the elements of both arrays of a function of two. */
function lists<T>(element: fc.Arbitrary<T>): fc.Arbitrary<[T, T][][]> {
  return fc.array(fc.array(fc.tuple(element, element), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 6,
  });
}

function same(ours: unknown, theirs: unknown): boolean {
  if (Object.is(ours, theirs) || ours === theirs) return true;
  if (typeof ours !== "number" || typeof theirs !== "number") return false;
  return Math.abs(ours - theirs) <= CLOSE * Math.max(1, Math.abs(theirs));
}

function agree<T extends number | bigint>(
  table: Record<string, [(a: ak.Array, b: ak.Array) => ak.Array, Definition<[T, T]>]>,
  element: fc.Arbitrary<T>,
): void {
  fc.assert(
    fc.property(lists(element), (pairs) =>
      scope(() => {
        // Without an element there is no dtype.
        if (pairs.flat().length === 0) return;
        const [a, b] = [0, 1].map((k) =>
          ak.fromIter(pairs.map((list) => list.map((pair) => pair[k]))),
        );
        for (const [name, [ours, definition]] of Object.entries(table)) {
          const list = ours(a, b).toList() as unknown[][];
          for (const [i, row] of pairs.entries()) {
            expect(list[i].length).toBe(row.length);
            for (const [j, [x, y]] of row.entries()) {
              const theirs = definition(x, y);
              if (!same(list[i][j], theirs)) {
                expect([name, x, y, list[i][j]]).toEqual([name, x, y, theirs]);
              }
            }
          }
        }
      }),
    ),
    { numRuns: 25 },
  );
}

const moderate = fc
  .double({ min: -20, max: 20, noNaN: true })
  .map((a) => (Math.abs(a) < 1e-3 ? 0.25 : a));
const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const unit = fc.double({ min: -0.999, max: 0.999, noNaN: true });
const whole = fc.bigInt({ min: -1000n, max: 1000n });

describe("functions of one number", () => {
  it("are what one line says", () => {
    agree<number>(ofNumbers, moderate);
    agree<number>(ofPositive, positive);
    agree<number>(ofUnit, unit);
  });
});

describe("functions of two numbers", () => {
  it("are what one line says", () => {
    agree<number>(ofPairs, moderate);
    agree<bigint>(ofIntegers, whole);
  });
});

describe("clip", () => {
  it("keeps what is between its limits", () => {
    const x = ak.fromTypedArray(Float64Array.of(-2, 0.5, 7));
    expect(ak.clip(x, 0, 1).toList()).toEqual([0, 0.5, 1]);
    x.dispose();
  });
});
