import { knownOptions } from "../array/option-names.ts";
import { Hist } from "./hist.ts";
import { namedContents, type UhiOptions } from "./uhi.ts";
import { parseJson, stringifyJson } from "./uhi-text.ts";

/**
 * The histograms of a UHI file, by name.
 *
 * @param document  JSON text, in which the words NaN, Infinity and -Infinity may stand for numbers,
 *   or what it holds
 * @throws FormatError with the path of what is wrong (`$.main.axes[0].bins`), UnsupportedError for
 *   another schema
 * @see uhi.io.json
 */
export function readUhi(document: unknown): Record<string, Hist> {
  const json = typeof document === "string" ? parseJson(document) : document;
  return Object.fromEntries(namedContents(json).map(([name, each]) => [name, new Hist(each)]));
}

/**
 * The text of a UHI file: numbers that JSON does not have are written as Python's json does.
 *
 * @param options  `sparse`: only cells that are not empty; `indent`: blanks of each level
 * @see uhi.io.json
 */
export function writeUhi(
  hists: Readonly<Record<string, Hist>>,
  options: UhiOptions & { readonly indent?: number } = {},
): string {
  const { indent = 0, ...written } = knownOptions(
    options,
    ["sparse", "library", "indent"],
    "writeUhi",
  );
  const named = Object.entries(hists).map(([name, hist]) => [name, hist.toUhi(written)]);
  return stringifyJson(Object.fromEntries(named), indent);
}
