// Kind "objects": keys that are no trees against uproot, by class.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openRoot, type RootFile } from "../../src/root/index.ts";
import {
  type GraphRecord,
  type HistogramRecord,
  histogramErrors,
  histogramShape,
  histogramValues,
  histogramVariances,
  meanErrors,
  type ProfileRecord,
  type RootObject,
} from "../../src/root/objects/index.ts";
import { sameJson } from "../../src/stats/json-value.ts";
import { type ArrayStatistics, arrayStatistics } from "./array-statistics.ts";
import { close } from "./compare.ts";
import { readJsonLines } from "./jsonl.ts";
import { type Input, InputError, type Mismatch, type Outcome, type Report } from "./report.ts";

/** A line of the reference. */
export interface ObjectCase {
  readonly file: string;
  readonly key: string;
  readonly class: string;
  readonly assert?: "listed";
  readonly [field: string]: unknown;
}

const KNOWN_FIELDS = new Set(
  (
    "file key class assert error note axes labels values errors variances name title fEntries fTsumw " +
    "fTsumw2 fTsumwx fTsumwx2 x y z yerr_low yerr_high yerr_mean fPassedHistogram fTotalHistogram " +
    "value elements members"
  ).split(" "),
);
/** What only tells how the reference was made. */
const INFORMATION = new Set("file key class assert error note".split(" "));
const TOLERANCE = 1e-12;
const LABELS = 50;
const TITLE = 200;
const TEXT = 2000;
const MEMBER_TEXT = 200;

/** Runs the cases of a reference file. */
export async function objects({ path, root, wanted }: Input, report: Report): Promise<void> {
  if (root === undefined) throw new InputError("objects needs --root DIR, the folder of the files");
  const byFile = new Map<string, ObjectCase[]>();
  for (const line of readJsonLines<ObjectCase>(path)) {
    if (!wanted(`${line.file}:${line.key}`)) continue;
    byFile.set(line.file, [...(byFile.get(line.file) ?? []), line]);
  }
  for (const [file, cases] of byFile) await runObjectFile(join(root, file), cases, report);
}

/** Runs the cases of one ROOT file. */
export async function runObjectFile(
  path: string,
  cases: readonly ObjectCase[],
  report: Report,
): Promise<void> {
  const add = (line: ObjectCase, outcome: Outcome): void =>
    report.add(`${line.file}:${line.key}`, outcome);
  if (!existsSync(path)) {
    for (const line of cases) add(line, { kind: "skipped", reason: "file missing" });
    return;
  }
  let file: RootFile;
  try {
    file = await openRoot(path);
  } catch (error) {
    for (const line of cases) add(line, failure(error));
    return;
  }
  try {
    for (const line of cases) add(line, await runCase(file, line));
  } finally {
    await file.close();
  }
}

async function runCase(file: RootFile, line: ObjectCase): Promise<Outcome> {
  try {
    const unknown = Object.keys(line).find((field) => !KNOWN_FIELDS.has(field));
    if (unknown !== undefined) throw new Error(`unknown field "${unknown}" in the reference`);
    const className = file.classnames()[line.key];
    if (className !== line.class) {
      return { kind: "failed", what: "class", expected: line.class, got: className };
    }
    if (line.assert === "listed") return { kind: "passed" };
    if (line.assert !== undefined) throw new Error(`unknown assertion "${line.assert}"`);
    const object = await file.get(line.key);
    if (!("kind" in object) || object.kind === "directory") throw new Error("no object");
    const mismatch = compare(line, object);
    return mismatch === undefined ? { kind: "passed" } : { kind: "failed", ...mismatch };
  } catch (error) {
    return failure(error);
  }
}

function compare(line: ObjectCase, object: RootObject): Mismatch | undefined {
  const got = fieldsOf(object);
  const loose = object.kind === "profile";
  for (const [field, expected] of Object.entries(line)) {
    if (INFORMATION.has(field)) continue;
    const same = field === "members" ? sameMembers : sameField;
    const tolerant = field === "errors" || field === "variances" || (loose && field === "values");
    if (!same(expected, got[field], tolerant)) return { what: field, expected, got: got[field] };
  }
  return undefined;
}

/** Every field of the reference that an object may have. Classes derived from known ones have members. */
function fieldsOf(object: RootObject): Record<string, unknown> {
  return { ...("members" in object && { members: object.members }), ...ownFieldsOf(object) };
}

/** Those of its kind. */
function ownFieldsOf(object: RootObject): Record<string, unknown> {
  switch (object.kind) {
    case "histogram":
    case "profile":
      return histogramFields(object);
    case "graph":
      return graphFields(object);
    case "efficiency":
      return {
        fPassedHistogram: cells(object.passed, histogramValues(object.passed, { flow: true })),
        fTotalHistogram: cells(object.total, histogramValues(object.total, { flow: true })),
      };
    case "text":
      return { value: first(object.value, TEXT) };
    case "matrix":
      return { elements: arrayStatistics(object.elements) };
    default:
      return {};
  }
}

function histogramFields(record: HistogramRecord | ProfileRecord): Record<string, unknown> {
  const flow = true;
  const { name, fEntries, fTsumw, fTsumw2, fTsumwx, fTsumwx2 } = record;
  return {
    axes: record.axes.map(({ edges }) => arrayStatistics(edges)),
    labels: record.axes.map(({ labels }) => labels?.slice(0, LABELS) ?? null),
    values: cells(record, histogramValues(record, { flow })),
    errors: cells(record, histogramErrors(record, { flow })),
    variances: cells(record, histogramVariances(record, { flow })),
    name,
    title: first(record.title, TITLE),
    ...{ fEntries, fTsumw, fTsumw2, fTsumwx, fTsumwx2 },
  };
}

function graphFields({ x, y, z, yErrors, members }: GraphRecord): Record<string, unknown> {
  return {
    members,
    x: arrayStatistics(x),
    y: arrayStatistics(y),
    ...(z && { z: arrayStatistics(z) }),
    ...(yErrors && {
      yerr_low: arrayStatistics(yErrors.low),
      yerr_high: arrayStatistics(yErrors.high),
      yerr_mean: arrayStatistics(meanErrors(yErrors)),
    }),
  };
}

function cells(record: HistogramRecord | ProfileRecord, values: Float64Array): ArrayStatistics {
  return arrayStatistics(values, histogramShape(record, { flow: true }));
}

function sameField(expected: unknown, got: unknown, tolerant: boolean): boolean {
  if (Array.isArray(expected) && Array.isArray(got)) {
    return (
      expected.length === got.length && expected.every((one, i) => sameField(one, got[i], tolerant))
    );
  }
  if (!isArray(expected) || !isArray(got)) return sameJson(expected, plain(got));
  const names = new Set([...Object.keys(expected), ...Object.keys(got)]);
  if (tolerant) names.delete("sha256");
  return [...names].every((name) => {
    const [a, b] = [expected[name], got[name]];
    const near = tolerant || name === "sum";
    return near ? nearly(a, b, name === "sum" ? scaleOf(expected) : 0) : sameJson(a, b);
  });
}

/** A sum may cancel: its error is one of its terms. */
function scaleOf(expected: Record<string, unknown>): number {
  return Math.max(Math.abs(Number(expected.min ?? 0)), Math.abs(Number(expected.max ?? 0)));
}

function nearly(a: unknown, b: unknown, scale: number): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => nearly(one, b[i], scale));
  }
  if (typeof a !== "number" || typeof b !== "number") return sameJson(a, b);
  return close(a, b, TOLERANCE, scale);
}

/** The members of the reference must be there; ours may be more, such as arrays. */
function sameMembers(expected: unknown, got: unknown): boolean {
  if (typeof expected !== "object" || typeof got !== "object" || !expected || !got) return false;
  const members = got as Record<string, unknown>;
  return Object.entries(expected).every(([name, value]) =>
    sameJson(value, cut(plain(members[name]))),
  );
}

function plain(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return typeof value === "bigint" ? String(value) : value;
}

/** Characters as Python counts them: not UTF-16 units. */
function first(text: string, n: number): string {
  return text.length <= n ? text : [...text].slice(0, n).join("");
}

function cut(value: unknown): unknown {
  if (typeof value !== "string" || value.length <= MEMBER_TEXT) return value;
  const characters = [...value];
  if (characters.length <= MEMBER_TEXT) return value;
  return `${characters.slice(0, MEMBER_TEXT).join("")}...`;
}

function isArray(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && "sha256" in value;
}

function failure(error: unknown): Outcome {
  const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: "failed", what: "error", expected: "values", got };
}
