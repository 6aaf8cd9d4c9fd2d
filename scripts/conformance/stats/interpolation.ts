// Interpolation codes, through models of one sample: shifts of a histosys, factors of a normsys.
import { Model, type Modifier, type ModifierSettings } from "../../../src/stats/index.ts";
import { sameJson } from "../../../src/stats/json-value.ts";
import type { Input, Report } from "../report.ts";
import { type Comparison, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;

const TOLERANCE = 1e-12;
const ADDITIVE = { code0: "code0", code2: "code2", code4p: "code4p" } as const;
const FACTOR = { code1: "code1", code4: "code4" } as const;

/** Value of code `code` at `alpha`: shifts, or factors, one a bin. */
export function interpolated(
  code: string,
  [down, nominal, up]: readonly (readonly number[])[],
  alphas: readonly number[],
): Float64Array[] {
  if (Object.hasOwn(ADDITIVE, code)) {
    const interpcode = ADDITIVE[code as keyof typeof ADDITIVE];
    const data = { lo_data: down, hi_data: up };
    const model = modelOf(
      [{ data: nominal, modifier: { name: "alpha", type: "histosys", data } }],
      {
        histosys: { interpcode },
      },
    );
    const out = alphas.map((alpha) =>
      model.expectedData([alpha], { includeAuxdata: false }).map((value, b) => value - nominal[b]),
    );
    model.dispose();
    return out;
  }
  if (!Object.hasOwn(FACTOR, code)) throw new Error(`unknown interpolation ${code}`);
  const interpcode = FACTOR[code as keyof typeof FACTOR];
  const channels = nominal.map((middle, b) => {
    const data = { lo: down[b] / middle, hi: up[b] / middle };
    return { data: [1], modifier: { name: "alpha", type: "normsys", data } as Modifier };
  });
  const model = modelOf(channels, { normsys: { interpcode } });
  const out = alphas.map((alpha) => model.expectedData([alpha], { includeAuxdata: false }));
  model.dispose();
  return out;
}

function modelOf(
  parts: readonly { data: readonly number[]; modifier: Modifier }[],
  modifierSettings: ModifierSettings,
): Model {
  const channels = parts.map(({ data, modifier }, i) => ({
    // Channels come in alphabetical order.
    name: String(i).padStart(6, "0"),
    samples: [{ name: "sample", data, modifiers: [modifier] }],
  }));
  return new Model({ channels }, { poiName: null, modifierSettings });
}

/** Compares one code's results, `[alpha][bin]`. */
export function compareInterpolation(
  c: Comparison,
  code: string,
  histograms: readonly (readonly number[])[],
  alphas: readonly number[],
  want: readonly unknown[],
): void {
  const scale = Math.max(1e-300, ...histograms.flat().map(Math.abs), ...alphas.map(Math.abs));
  const got = interpolated(code, histograms, alphas);
  want.forEach((row, i) => {
    const tolerance = { absolute: TOLERANCE * scale, relative: TOLERANCE };
    c.numbers(`${code} at ${alphas[i]}`, row, got[i], tolerance);
  });
}

/** Runs the cases of an interpolation table. */
export function interpolation(rows: readonly Json[], { wanted }: Input, report: Report): void {
  rows.forEach((row, i) => {
    const name = `#${i}`;
    if (!wanted(name)) return;
    const outcome = outcomeOf((c) => {
      const histograms = [row.down, row.nominal, row.up].map(numbersOf);
      const alphas = numbersOf(row.alphas);
      for (const [key, value] of Object.entries(row)) {
        if (["down", "nominal", "up", "alphas"].includes(key)) continue;
        const { kind, result } = value as { kind: string; result: readonly unknown[] };
        const expected = Object.hasOwn(ADDITIVE, key) ? "additive delta" : "multiplicative factor";
        if (!sameJson(kind, expected)) c.differ(`${key}: kind`, kind, expected);
        compareInterpolation(c, key, histograms, alphas, result);
      }
    });
    report.add(name, outcome);
  });
}
