import { UsageError } from "../errors.ts";
import type { Hist } from "../hist/hist.ts";

/**
 * Looks at what a figure is given as a histogram: programs without types, and those that come from uproot,
 * whose histograms mplhep takes as they are, are told what is wanted.
 *
 * @throws UsageError for what is no `Hist`
 */
export function checkHist(value: unknown, where: string): asserts value is Hist {
  const { axes, storage, kind } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (Array.isArray(axes) && storage !== undefined) return;
  if (kind === "histogram" || kind === "profile") {
    throw new UsageError(
      `${where} draws a Hist, and this is a ${kind} as a ROOT file has it: fromRecord(record) of hepwasm/hist ` +
        "makes a Hist of it",
    );
  }
  const what = value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
  throw new UsageError(`${where} draws a Hist, not ${what === "object" ? "another object" : what}`);
}
