import { FormatError } from "../errors.ts";
import { checkText } from "./check-text.ts";
import type { Correction } from "./correction.ts";
import { tableCorrection } from "./dense-lookup.ts";

/**
 * The effective areas of a text file (`.ea.txt`): a header `{1 AbsEta 3 EA_CHad EA_NHad EA_Pho}` and for each
 * bin its edges and those areas. What lies outside takes the value of the nearest bin.
 *
 * @returns by the names of the header, each a correction of the binned variable, `AbsEta`
 * @throws FormatError naming the line; UsageError for what is no text
 * @see coffea.lookup_tools.txt_converters.convert_effective_area_file
 */
export function readEffectiveAreaText(text: string): Readonly<Record<string, Correction>> {
  checkText(text, "readEffectiveAreaText");
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const words = lines[0].replace(/[{}]/g, " ").trim().split(/\s+/);
  const names = words.slice(3);
  if (words[0] !== "1" || Number(words[2]) !== names.length || names.length === 0) {
    throw new FormatError(
      "line 1: effective areas have a header {1 AbsEta 3 EA_CHad EA_NHad EA_Pho}",
    );
  }
  const rows = lines.flatMap((line, i) => {
    if (i === 0 || line === "" || line.startsWith("#")) return [];
    const numbers = line.split(/\s+/).map((word) => Math.fround(Number(word)));
    if (numbers.length === 2 + names.length && !numbers.some(Number.isNaN)) return [numbers];
    throw new FormatError(`line ${i + 1}: a bin has two edges and ${names.length} numbers`);
  });
  const edges = [...new Set(rows.flatMap((row) => row.slice(0, 2)))].sort((a, b) => a - b);
  const sorted = [...rows].sort((a, b) => a[0] - b[0]);
  if (edges.length !== rows.length + 1) {
    throw new FormatError("bins of effective areas leave no gap, and each is there once");
  }
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      tableCorrection(
        name,
        sorted.map((row) => row[2 + i]),
        [edges],
        [words[1]],
      ),
    ]),
  );
}
