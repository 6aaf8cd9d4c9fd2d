// Kind "trees": branches of TTrees and fields of RNTuples against uproot, bit for bit.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type EventSource, openRoot, type RootFile } from "../../src/root/index.ts";
import { sameJson } from "../../src/stats/json-value.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { type CanonicalColumn, canonicalColumns } from "./canonical.ts";
import { close, firstDifference } from "./compare.ts";
import { firstEntries } from "./first-entries.ts";
import { readJsonLines } from "./jsonl.ts";
import { type Input, InputError, type Mismatch, type Outcome, type Report } from "./report.ts";

/** A line of the reference. */
export interface TreeCase {
  readonly file: string;
  readonly tree: string;
  readonly branch: string;
  readonly entries: number;
  readonly columns: readonly CanonicalColumn[];
  readonly first5: readonly unknown[];
  readonly interp: string;
  readonly typename: string;
}

const KNOWN_FIELDS = new Set(
  "file tree branch entries columns first5 interp type typename".split(" "),
);

/** Sums of floats are correctly rounded on both sides, up to the last step. */
const SUM_TOLERANCE = 1e-12;

/** Runs the cases of a reference file. */
export async function trees({ path, root, wanted }: Input, report: Report): Promise<void> {
  if (root === undefined) throw new InputError("trees needs --root DIR, the folder of the files");
  const byFile = new Map<string, TreeCase[]>();
  for (const line of readJsonLines<TreeCase>(path)) {
    if (!wanted(caseName(line))) continue;
    const cases = byFile.get(line.file);
    if (cases === undefined) byFile.set(line.file, [line]);
    else cases.push(line);
  }
  for (const [file, cases] of byFile) await runFile(join(root, file), cases, report);
}

/** `file:tree:branch`. */
export function caseName({ file, tree, branch }: TreeCase): string {
  return `${file}:${tree}:${branch}`;
}

/** Runs the cases of one ROOT file. */
export async function runFile(
  path: string,
  cases: readonly TreeCase[],
  report: Report,
): Promise<void> {
  if (!existsSync(path)) {
    for (const line of cases) {
      report.add(caseName(line), { kind: "skipped", reason: "file missing" });
    }
    return;
  }
  let file: RootFile | undefined;
  try {
    const opened = await openRoot(path);
    file = opened;
    const open = new Map<string, Promise<EventSource>>();
    for (const line of cases) {
      let tree = open.get(line.tree);
      if (tree === undefined) {
        tree = opened.tree(line.tree);
        open.set(line.tree, tree);
      }
      report.add(caseName(line), await runCase(tree, line));
    }
  } catch (error) {
    if (file !== undefined) throw error;
    for (const line of cases) report.add(caseName(line), failure(error));
  } finally {
    await file?.close();
  }
}

async function runCase(opened: Promise<EventSource>, line: TreeCase): Promise<Outcome> {
  try {
    const unknown = Object.keys(line).find((field) => !KNOWN_FIELDS.has(field));
    if (unknown !== undefined) throw new Error(`unknown field "${unknown}" in the reference`);
    const tree = await opened;
    const layout = await tree.column(line.branch);
    try {
      const mismatch =
        different("entries", line.entries, tree.branch(line.branch).entries) ??
        compareColumns(line.columns, canonicalColumns(layout)) ??
        different("first5", line.first5, firstEntries(layout, Math.min(5, line.entries)));
      return mismatch === undefined ? { kind: "passed" } : { kind: "failed", ...mismatch };
    } finally {
      dispose(layout);
    }
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Outcome {
  const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: "failed", what: "error", expected: "values", got };
}

function different(what: string, expected: unknown, got: unknown): Mismatch | undefined {
  return sameJson(expected, got) ? undefined : { what, expected, got };
}

function compareColumns(
  expected: readonly CanonicalColumn[],
  got: readonly CanonicalColumn[],
): Mismatch | undefined {
  const paths = different(
    "columns",
    expected.map(({ path }) => path),
    got.map(({ path }) => path),
  );
  if (paths !== undefined) return paths;
  for (const [i, column] of expected.entries()) {
    const isFloat = column.dtype.startsWith("float");
    const mismatch = firstDifference({ ...column }, { ...got[i] }, (field, a, b) =>
      field === "sum" && isFloat ? sameSum(a, b) : sameJson(a, b),
    );
    if (mismatch !== undefined) {
      return { ...mismatch, what: `${column.path}: ${mismatch.what}` };
    }
  }
  return undefined;
}

function sameSum(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return sameJson(a, b);
  return close(a, b, SUM_TOLERANCE, 0);
}
