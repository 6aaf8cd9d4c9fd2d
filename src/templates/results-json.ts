import { FormatError } from "../errors.ts";
import { openSource } from "../root/source-open.ts";
import type {
  FitResults,
  LimitResults,
  ModelPrediction,
  RankingResults,
  ScanResults,
  SignificanceResults,
} from "./results.ts";
import { writeText } from "./text-file.ts";

/** Results by the name that they are saved under. */
interface ResultKinds {
  readonly fit: FitResults;
  readonly ranking: RankingResults;
  readonly scan: ScanResults;
  readonly limit: LimitResults;
  readonly significance: SignificanceResults;
  readonly prediction: ModelPrediction;
}

export type ResultKind = keyof ResultKinds;

/** What is saved. */
export type Results = ResultKinds[ResultKind];

/** Version of the saved form; a file of a newer one is refused. */
const VERSION = 1;

/** Members that are lists of numbers, or lists of those: they are typed arrays in memory. */
const kinds: Readonly<Record<ResultKind, { readonly required: readonly string[] }>> = {
  fit: {
    required: [
      "bestfit",
      "uncertainty",
      "labels",
      "corrMat",
      "bestTwiceNll",
      "goodnessOfFit",
      "minosUncertainty",
    ],
  },
  ranking: {
    required: [
      "bestfit",
      "uncertainty",
      "labels",
      "prefitUp",
      "prefitDown",
      "postfitUp",
      "postfitDown",
    ],
  },
  scan: { required: ["name", "bestfit", "uncertainty", "parameterValues", "deltaNlls"] },
  limit: {
    required: [
      "observedLimit",
      "expectedLimit",
      "observedCLs",
      "expectedCLs",
      "poiValues",
      "confidenceLevel",
    ],
  },
  significance: {
    required: ["observedPValue", "observedSignificance", "expectedPValue", "expectedSignificance"],
  },
  prediction: {
    required: [
      "channels",
      "samples",
      "modelYields",
      "totalStdevModelBins",
      "totalStdevModelChannels",
      "label",
    ],
  },
};

/** Numbers that JSON does not have. */
const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** Members that are text, or lists of it. */
const texts = new Set(["labels", "name", "channels", "samples", "label"]);
/** Members whose lists stay lists. */
const plain = new Set(["minosUncertainty"]);

/**
 * The text that results are kept as: `{ "kind": "fit", "version": 1, "results": { … } }`; NaN and infinities
 * are words.
 * @throws FormatError for what are no results
 */
export function resultsToJson(results: Results): string {
  const kind = kindOf(results);
  const value = { kind, version: VERSION, results };
  return `${JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === "number" && !Number.isFinite(each)) return String(each);
    return each instanceof Float64Array ? Array.from(each) : each;
  })}\n`;
}

/**
 * Results from their text.
 *
 * @param kind  what they must be
 * @throws FormatError for other text, other results, or those of a newer version
 */
export function resultsFromJson<K extends ResultKind>(text: string, kind: K): ResultKinds[K] {
  let value: { kind?: unknown; version?: unknown; results?: unknown };
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError("saved results are JSON, and this is none", { cause });
  }
  if (value?.kind !== kind) {
    throw new FormatError(
      `these are no results of the kind "${kind}" but "${String(value?.kind)}"`,
    );
  }
  if (value.version !== VERSION) {
    throw new FormatError(
      `results of version ${String(value.version)} were saved by another hepwasm; this one reads ${VERSION}`,
    );
  }
  const found = value.results as Record<string, unknown> | null;
  const lacking = kinds[kind].required.find((key) => found?.[key] === undefined);
  if (found === null || typeof found !== "object" || lacking !== undefined) {
    throw new FormatError(`saved results of the kind "${kind}" lack "${lacking}"`);
  }
  const restored = Object.entries(found).map(([key, each]) => {
    if (texts.has(key)) return [key, each];
    return [key, plain.has(key) ? recordOf(each, key) : numbersOf(each, key)];
  });
  return Object.fromEntries(restored);
}

/**
 * Keeps results in a file.
 * @throws SourceError where nothing can be written
 */
export function saveResults(results: Results, path: string): void {
  writeText(path, resultsToJson(results));
}

/**
 * Results that were kept in a file.
 *
 * @param file  a path, a URL, or a `File` or `Blob`
 * @throws SourceError, FormatError
 */
export async function loadResults<K extends ResultKind>(
  file: string | URL | Blob,
  kind: K,
): Promise<ResultKinds[K]> {
  const source = await openSource(file);
  try {
    return resultsFromJson(new TextDecoder().decode(await source.read(0, source.size)), kind);
  } finally {
    await source.close();
  }
}

function kindOf(results: Results): ResultKind {
  for (const [kind, { required }] of Object.entries(kinds)) {
    if (required.every((key) => key in results)) return kind as ResultKind;
  }
  throw new FormatError(`these are no results: ${Object.keys(results).join(", ")}`);
}

/** A number, a typed array of a list of numbers, or a list of such. */
function numbersOf(value: unknown, key: string): unknown {
  if (!Array.isArray(value)) return numberOf(value, key);
  if (Array.isArray(value[0])) return value.map((each) => numbersOf(each, key));
  return Float64Array.from(value, (each) => numberOf(each, key));
}

function recordOf(value: unknown, key: string): Record<string, number[]> {
  const entries = Object.entries(value as Record<string, unknown[]>);
  return Object.fromEntries(
    entries.map(([name, pair]) => [name, pair.map((x) => numberOf(x, key))]),
  );
}

function numberOf(value: unknown, key: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && Object.hasOwn(words, value)) return words[value];
  throw new FormatError(`saved results have no number in "${key}" but ${JSON.stringify(value)}`);
}
