// Special functions against scipy's values.
import { chi2Sf, gammaln, log, ndtr, ndtri } from "../../../src/math/index.ts";
import type { Input, Report } from "../report.ts";
import { numberOf, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;
type Call = (row: (name: string) => number) => number;

const TOLERANCE = { relative: 1e-12 };
/** Of values below a billionth: tails. */
const TAIL = { relative: 1e-10 };

const functions: Record<string, Call> = {
  normal_cdf: (of) => ndtr(of("x")),
  normal_sf: (of) => ndtr(-of("x")),
  normal_ppf: (of) => ndtri(of("p")),
  normal_isf: (of) => -ndtri(of("p")),
  gammaln: (of) => gammaln(of("x")),
  chi2_sf: (of) => chi2Sf(of("x"), of("k")),
  pyhf_poisson_logpdf: (of) => {
    const [n, lambda] = [of("n"), of("lam")];
    return (n === 0 ? 0 : n * log(lambda)) - lambda - gammaln(n + 1);
  },
};

/** Runs the cases of a table of functions: lists of arguments and values, or rows of both. */
export function special(tables: Json, { wanted }: Input, report: Report): void {
  for (const [name, table] of Object.entries(tables)) {
    rowsOf(table).forEach((row, i) => {
      const label = `${name}/#${i}`;
      if (!wanted(label) && !wanted(name)) return;
      const outcome = outcomeOf((c) => {
        if (!Object.hasOwn(functions, name)) throw new Error(`unknown function "${name}"`);
        const want = numberOf(row.v);
        const got = functions[name]((argument) => numberOf(row[argument]));
        c.number(JSON.stringify(row), want, got, Math.abs(want) < 1e-9 ? TAIL : TOLERANCE);
      });
      report.add(label, outcome);
    });
  }
}

function rowsOf(table: unknown): Json[] {
  if (Array.isArray(table)) return table;
  const columns = Object.entries(table as Json).map(
    ([name, list]) => [name, numbersOf(list)] as const,
  );
  const length = columns[0]?.[1].length ?? 0;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(columns.map(([name, list]) => [name, list[i]])),
  );
}
