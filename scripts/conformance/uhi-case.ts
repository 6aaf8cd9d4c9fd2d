import { type Hist, readUhi, writeUhi } from "../../src/hist/index.ts";
import type { Outcome } from "./report.ts";

/** A document must load, and written again (dense and sparse) and read back be equal. */
export function runValid(text: string): Outcome {
  try {
    const read = readUhi(text);
    for (const sparse of [false, true]) {
      const again = readUhi(writeUhi(read, { sparse }));
      const what = sparse ? "read back from sparse" : "read back";
      const names = Object.keys(read);
      if (names.join() !== Object.keys(again).join()) {
        return { kind: "failed", what, expected: names, got: Object.keys(again) };
      }
      for (const name of names) {
        if (sameHist(read[name], again[name])) continue;
        const [expected, got] = [read[name].toUhi(), again[name].toUhi()];
        return { kind: "failed", what: `${what}: ${name}`, expected, got };
      }
    }
    return { kind: "passed" };
  } catch (error) {
    return { kind: "failed", what: "valid", expected: "a histogram", got: String(error) };
  }
}

function sameHist(a: Hist, b: Hist): boolean {
  const noted = (hist: Hist): string => JSON.stringify(Object.entries(hist.metadata).sort());
  return a.equals(b) && noted(a) === noted(b) && a.varianceKnown === b.varianceKnown;
}

/** A document must be refused with an error of our own. */
export function runInvalid(text: string): Outcome {
  try {
    readUhi(text);
  } catch (error) {
    const { name } = error as Error;
    if (name === "FormatError" || name === "UnsupportedError") return { kind: "passed" };
    return { kind: "failed", what: "invalid", expected: "FormatError", got: String(error) };
  }
  return { kind: "failed", what: "invalid", expected: "an error", got: "a histogram" };
}
