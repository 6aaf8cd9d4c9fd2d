// Kind "iminuit": minimisations of small functions, compared as the table itself says.
import { Minuit } from "../../../src/fit/index.ts";
import { erf, exp, gammaincinv, log } from "../../../src/math/index.ts";
import type { Input, Report } from "../report.ts";
import { type Comparison, numberOf, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;

interface Case {
  readonly name: string;
  readonly expression: string;
  readonly parameters: readonly string[];
  readonly init: Readonly<Record<string, number>>;
  readonly limits: Readonly<Record<string, readonly (number | null)[]>> | null;
  readonly errordef: number;
  readonly tol: number;
  readonly arrays: Arrays;
  readonly not_compared: readonly string[];
  readonly runs: readonly Run[];
}

/** Numbers that some functions take. */
interface Arrays {
  readonly H: readonly (readonly number[])[];
  readonly XS: readonly number[];
  readonly YS: readonly number[];
  readonly N: readonly number[];
  readonly ED: readonly number[];
}

interface Run {
  readonly strategy: 0 | 1 | 2;
  readonly migrad: Json;
  readonly hesse: Json;
  readonly minos?: unknown;
  readonly mncontour?: unknown;
  readonly mnprofile?: unknown;
  readonly profile?: unknown;
  readonly simplex?: unknown;
  readonly repr?: unknown;
}

type Fcn = (x: readonly number[]) => number;

/** The functions, by what their expressions begin with. */
const functions: readonly (readonly [start: string, make: (arrays: Arrays) => Fcn])[] = [
  [
    "f = (1 - x)^2 + 100*(y - x^2)^2",
    () =>
      ([x, y]) =>
        (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  ],
  [
    "f = (a + 10*b)^2 + 5*(c - d)^2 + (b - 2*c)^4 + 10*(a - d)^4",
    () =>
      ([a, b, c, d]) =>
        (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4,
  ],
  [
    "f = v^T H v with v = (a - 1, b + 2, c - 0.5, d - 3, e) and H = arrays.H",
    ({ H }) =>
      ([a, b, c, d, e]) => {
        const v = [a - 1, b + 2, c - 0.5, d - 3, e];
        return H.reduce((sum, row, i) => sum + v[i] * row.reduce((s, h, j) => s + h * v[j], 0), 0);
      },
  ],
  [
    "f = sum_i ((YS[i] - (A*exp(-k*XS[i]) + c))/0.1)^2",
    ({ XS, YS }) =>
      ([a, k, c]) =>
        XS.reduce((sum, x, i) => sum + ((YS[i] - (a * exp(-k * x) + c)) / 0.1) ** 2, 0),
  ],
  [
    "f = 2*sum_i (l_i - N[i] + N[i]*log(N[i]/l_i))",
    ({ N, ED }) =>
      ([s, mu, sig, b]) => {
        const c = ED.map((e) => (1 + erf((e - mu) / (sig * Math.SQRT2))) / 2);
        return N.reduce((sum, n, i) => {
          const l = Math.max(s * (c[i + 1] - c[i]) + b / 12, 1e-12);
          return sum + 2 * (l - n + (n === 0 ? 0 : n * log(n / l)));
        }, 0);
      },
  ],
];

function fcnOf({ expression, arrays }: Case): Fcn {
  const found = functions.find(([start]) => expression.startsWith(start));
  if (found === undefined) throw new Error(`no function for the expression "${expression}"`);
  return found[1](arrays);
}

function minuitOf(c: Case): Minuit {
  const start = c.parameters.map((name) => c.init[name]);
  const m = new Minuit(fcnOf(c), start, { name: c.parameters, errordef: c.errordef });
  m.tol = c.tol;
  for (const [name, pair] of Object.entries(c.limits ?? {})) m.limits[name] = pair;
  return m;
}

const ERRORS = 1e-2;

function compareRun(c: Comparison, one: Case, run: Run): void {
  const skipped = new Set(one.not_compared);
  const compared = (name: string): boolean =>
    !skipped.has(name) && !skipped.has(name.split(".")[0]);
  const m = minuitOf(one);
  m.strategy = run.strategy;
  m.migrad();
  const sigma = numbersOf(run.hesse.errors);
  const near = one.parameters.map((name, k) => {
    const [low, high] = one.limits?.[name] ?? [null, null];
    const value = numbersOf(run.migrad.values)[k];
    const distance = Math.min(value - (low ?? -Infinity), (high ?? Infinity) - value);
    return distance < 0.1 * sigma[k];
  });
  if (compared("migrad.values")) {
    numbersOf(run.migrad.values).forEach((want, k) => {
      const absolute = near[k] ? 1e-3 : 0.03 * sigma[k];
      c.number(`migrad ${one.parameters[k]}`, want, m.values[k], { absolute });
    });
  }
  if (compared("migrad.fval")) {
    const most = numberOf(run.migrad.fval) + 1e-3 * one.errordef;
    if (!((m.fval ?? Infinity) <= most)) c.differ("migrad fval", run.migrad.fval, m.fval);
  }
  const errors = (what: string, want: unknown): void =>
    numbersOf(want).forEach((error, k) => {
      if (!near[k])
        c.number(`${what} ${one.parameters[k]}`, error, m.errors[k], { relative: ERRORS });
    });
  if (run.strategy > 0 && compared("migrad.errors")) errors("migrad error", run.migrad.errors);
  if (compared("migrad.valid")) c.same("valid", run.migrad.valid, m.valid);
  if (compared("migrad.at_limit")) {
    c.same("at_limit", run.migrad.at_limit, m.fmin?.hasParametersAtLimit);
  }
  if (run.strategy > 0 && compared("migrad.accurate")) {
    c.same("accurate", run.migrad.accurate, m.accurate);
  }
  m.hesse();
  if (compared("hesse")) {
    errors("hesse error", run.hesse.errors);
    ((run.hesse.cov ?? []) as readonly unknown[]).forEach((row, i) => {
      numbersOf(row).forEach((want, j) => {
        const scale = Math.sqrt(
          numbersOf((run.hesse.cov as unknown[])[i])[i] *
            numbersOf((run.hesse.cov as unknown[])[j])[j],
        );
        const got = m.covariance?.at(i, j) ?? Number.NaN;
        if (!near[i] && !near[j])
          c.number(`cov[${i}][${j}]`, want, got, { absolute: ERRORS * scale });
      });
    });
  }
  if (run.strategy === 1) compareMore(c, one, run, m, sigma, near, compared);
}

function compareMore(
  c: Comparison,
  one: Case,
  run: Run,
  m: Minuit,
  sigma: readonly number[],
  near: readonly boolean[],
  compared: (name: string) => boolean,
): void {
  const [first, second] = one.parameters;
  if (run.minos !== undefined && compared("minos")) {
    if (typeof run.minos === "string") expectError(c, "minos", () => m.minos());
    else {
      m.minos();
      for (const [name, want] of Object.entries(run.minos as Record<string, Json>)) {
        const got = m.merrors[name];
        const scale = Math.max(Math.abs(numberOf(want.lower)), Math.abs(numberOf(want.upper)));
        c.number(`minos ${name} lower`, want.lower, got.lower, { absolute: ERRORS * scale });
        c.number(`minos ${name} upper`, want.upper, got.upper, { absolute: ERRORS * scale });
        const flags: [string, boolean][] = [
          ["valid", got.isValid],
          ["lower_valid", got.lowerValid],
          ["upper_valid", got.upperValid],
          ["at_lower_limit", got.atLowerLimit],
          ["at_upper_limit", got.atUpperLimit],
        ];
        for (const [flag, value] of flags) c.same(`minos ${name} ${flag}`, want[flag], value);
      }
    }
  }
  if (run.mncontour !== undefined && compared("mncontour")) {
    if (typeof run.mncontour === "string") {
      expectError(c, "mncontour", () => m.mncontour(first, second));
    } else {
      const { cl, size, points } = run.mncontour as { cl: number; size: number; points: unknown };
      const got = m.mncontour(first, second, { cl, size });
      const want = (points as unknown[]).map(numbersOf);
      for (const axis of [0, 1]) {
        if (near[axis]) continue;
        const ends = (list: readonly (readonly number[])[]): number[] => [
          Math.min(...list.map((point) => point[axis])),
          Math.max(...list.map((point) => point[axis])),
        ];
        c.numbers(`contour ${one.parameters[axis]}`, ends(want), ends(got), {
          absolute: 0.05 * sigma[axis],
        });
      }
      const rise = 2 * gammaincinv(1, cl) * one.errordef;
      for (const [x, y] of got) {
        const held = minuitOf(one);
        one.parameters.forEach((name, k) => {
          held.values[name] = m.values[k];
          held.errors[name] = m.errors[k];
        });
        held.fixto(first, x).fixto(second, y);
        if (held.nfit > 0) held.migrad();
        const value = held.nfit > 0 ? (held.fval ?? Number.NaN) : fcnOf(one)([...held.values]);
        const up = value - (m.fval ?? Number.NaN);
        c.number(`contour at ${x}, ${y}`, rise, up, { absolute: 0.02 * rise });
      }
    }
  }
  for (const name of ["mnprofile", "profile"] as const) {
    if (run[name] === undefined || !compared(name)) continue;
    if (typeof run[name] === "string") {
      expectError(c, name, () => m[name](first));
      continue;
    }
    const { x, f } = run[name] as { x: unknown; f: unknown };
    const got = m[name](first, { grid: numbersOf(x) });
    numbersOf(f).forEach((want, i) => {
      const absolute = 1e-2 * Math.max(1, Math.abs(want));
      c.number(`${name} at ${got.x[i]}`, want, got.f[i], { absolute });
    });
  }
  if (run.simplex !== undefined && compared("simplex")) {
    const { fval } = run.simplex as Json;
    const other = minuitOf(one).simplex();
    const most = numberOf(fval) + 0.1 * one.errordef;
    if (!((other.fval ?? Infinity) <= most)) c.differ("simplex fval", fval, other.fval);
  }
  if (typeof run.repr === "string" && m.toString() === "") c.differ("repr", run.repr, "");
}

function expectError(c: Comparison, what: string, call: () => unknown): void {
  try {
    call();
  } catch {
    return;
  }
  c.differ(what, "an error", "none");
}

/** Runs the cases of a table: a function with a strategy each. */
export function iminuit(content: Json, { wanted }: Input, report: Report): void {
  for (const one of content.cases as readonly Case[]) {
    for (const run of one.runs) {
      const name = `${one.name}/strategy${run.strategy}`;
      if (!wanted(name)) continue;
      report.add(
        name,
        outcomeOf((c) => compareRun(c, one, run)),
      );
    }
  }
}
