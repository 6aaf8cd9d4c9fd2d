import { describe, expect, it } from "vitest";
import * as elementary from "../../src/math/index.ts";
import { columnFrom, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";
import { scope } from "../../src/wasm/scope.ts";
import { readJson } from "../data.ts";

const math = { ...elementary };

/** What each function promises, in units of the last place of the exact result. */
const MOST_ULPS = 2;

const golden: Record<string, string> = await readJson("test/data/math/elementary.json");

/** The numbers of a row of hex digits. */
function numbersOf(hex: string): Float64Array {
  const numbers = new Float64Array(hex.length / 16);
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < numbers.length; i++) {
    view.setBigUint64(0, BigInt(`0x${hex.slice(16 * i, 16 * i + 16)}`));
    numbers[i] = view.getFloat64(0);
  }
  return numbers;
}

/** Position of a number among all float64, so that neighbours differ by 1. */
function rank(x: number): bigint {
  const bits = new BigInt64Array(new Float64Array([x]).buffer)[0];
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

function ulps(a: number, b: number): number {
  if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  const difference = rank(a) - rank(b);
  return Number(difference < 0n ? -difference : difference);
}

const names = [
  ...(["exp", "log", "log1p", "sin", "cos", "tan", "sinh", "cosh", "asinh"] as const),
  ...([
    "expm1",
    "exp2",
    "log2",
    "log10",
    "cbrt",
    "asin",
    "acos",
    "tanh",
    "acosh",
    "atanh",
  ] as const),
];

describe.each(names)("%s", (name) => {
  it(`is within ${MOST_ULPS} ulp of the exact result`, () => {
    const rows = numbersOf(golden[name]);
    let worst = { ulps: 0, x: 0, ours: 0, exact: 0 };
    for (let i = 0; i < rows.length; i += 2) {
      const ours = math[name](rows[i]);
      const off = ulps(ours, rows[i + 1]);
      if (off > worst.ulps) worst = { ulps: off, x: rows[i], ours, exact: rows[i + 1] };
    }
    expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(MOST_ULPS);
  });

  it("gives the same bits on columns as on numbers, whatever the neighbours", () => {
    const rows = numbersOf(golden[name]);
    scope(() => {
      const src = columnFrom(rows);
      const out = reserve("float64", rows.length);
      kernels[`math_${name}_f64`](src.address, out.address, rows.length);
      const results = out.view();
      const differing = rows.findIndex((x, i) => ulps(results[i], math[name](x)) !== 0);
      expect(differing).toBe(-1);
    });
  });
});

describe("special values", () => {
  const inf = Infinity;
  it.each([
    ["exp", [-inf, inf, 0, NaN], [0, inf, 1, NaN]],
    ["log", [-inf, inf, 0, -0, 1, -1, NaN], [NaN, inf, -inf, -inf, 0, NaN, NaN]],
    ["log1p", [-inf, inf, 0, -0, -1, -2, NaN], [NaN, inf, 0, -0, -inf, NaN, NaN]],
    ["sin", [-inf, inf, 0, -0, NaN], [NaN, NaN, 0, -0, NaN]],
    ["cos", [-inf, inf, 0, -0, NaN], [NaN, NaN, 1, 1, NaN]],
    ["tan", [-inf, inf, 0, -0, NaN], [NaN, NaN, 0, -0, NaN]],
    ["sinh", [-inf, inf, 0, -0, NaN], [-inf, inf, 0, -0, NaN]],
    ["cosh", [-inf, inf, 0, -0, NaN], [inf, inf, 1, 1, NaN]],
    ["asinh", [-inf, inf, 0, -0, NaN], [-inf, inf, 0, -0, NaN]],
    ["expm1", [-inf, inf, 0, -0, NaN], [-1, inf, 0, -0, NaN]],
    ["exp2", [-inf, inf, 0, 10, NaN], [0, inf, 1, 1024, NaN]],
    ["log2", [-inf, inf, 0, 8, -1, NaN], [NaN, inf, -inf, 3, NaN, NaN]],
    ["log10", [-inf, inf, 0, 1000, -1, NaN], [NaN, inf, -inf, 3, NaN, NaN]],
    ["cbrt", [-inf, inf, 0, -0, -27, NaN], [-inf, inf, 0, -0, -3, NaN]],
    ["asin", [-2, 2, 0, -0, NaN], [NaN, NaN, 0, -0, NaN]],
    ["acos", [-2, 2, 1, NaN], [NaN, NaN, 0, NaN]],
    ["tanh", [-inf, inf, 0, -0, NaN], [-1, 1, 0, -0, NaN]],
    ["acosh", [-inf, inf, 0, 1, NaN], [NaN, inf, NaN, 0, NaN]],
    ["atanh", [-1, 1, 2, 0, -0, NaN], [-inf, inf, NaN, 0, -0, NaN]],
  ] as const)("%s", (name, given, expected) => {
    expect(given.map((x) => math[name](x))).toEqual(expected);
  });
});

describe.each(["hypot", "pow"] as const)("%s", (name) => {
  it(`is within ${MOST_ULPS} ulp of the exact result, on columns, too`, () => {
    const rows = numbersOf(golden[name]);
    const n = rows.length / 3;
    const part = (at: number) => Float64Array.from({ length: n }, (_, i) => rows[3 * i + at]);
    scope(() => {
      const [x, y] = [columnFrom(part(0)), columnFrom(part(1))];
      const out = reserve("float64", n);
      kernels[`math_${name}_f64`](x.address, 64, y.address, 64, out.address, n);
      const results = out.view();
      const exact = part(2);
      let worst = 0;
      for (let i = 0; i < n; i++) {
        worst = Math.max(worst, ulps(math[name](rows[3 * i], rows[3 * i + 1]), exact[i]));
        worst = Math.max(worst, ulps(results[i], exact[i]));
      }
      expect(worst).toBeLessThanOrEqual(MOST_ULPS);
    });
  });
});

describe("atan2", () => {
  it(`is within ${MOST_ULPS} ulp of the exact result`, () => {
    const rows = numbersOf(golden.atan2);
    let worst = 0;
    for (let i = 0; i < rows.length; i += 3) {
      worst = Math.max(worst, ulps(math.atan2(rows[i], rows[i + 1]), rows[i + 2]));
    }
    expect(worst).toBeLessThanOrEqual(MOST_ULPS);
  });

  it("treats zeros, infinities and NaN as C does", () => {
    const values = [0, -0, 1, -1, Infinity, -Infinity, NaN];
    for (const y of values) {
      for (const x of values) {
        expect([y, x, math.atan2(y, x)]).toEqual([y, x, closest(y, x)]);
      }
    }
  });
});

/** C99 annex F.10.1.4 in words of the sign and the quadrant. */
function closest(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const sign = Object.is(y, -0) || y < 0 ? -1 : 1;
  const left = Object.is(x, -0) || x < 0;
  const [ax, ay] = [Math.abs(x), Math.abs(y)];
  const eighths =
    ay === 0
      ? 0
      : ax === Infinity
        ? ay === Infinity
          ? 1
          : 0
        : ay === Infinity || ax === 0
          ? 2
          : 1;
  return sign * (left ? 4 - eighths : eighths) * (Math.PI / 4);
}
