// Kind "awkward": calls of Awkward's operations and NumPy's ufuncs over its layouts.
import type * as ak from "../../src/array/index.ts";
import { UnsupportedError } from "../../src/errors.ts";
import { scope } from "../../src/wasm/scope.ts";
import type { Line, Operations } from "./awkward/call.ts";
import { compareResult } from "./awkward/compare.ts";
import { decode, decodeArray, decodeOptions } from "./awkward/decode.ts";
import { isOfKind } from "./awkward/errors.ts";
import { faultOf } from "./awkward/faults.ts";
import { combine } from "./awkward/ops-combine.ts";
import { elementwise } from "./awkward/ops-elementwise.ts";
import { missing } from "./awkward/ops-missing.ts";
import { reduce } from "./awkward/ops-reduce.ts";
import { strings } from "./awkward/ops-strings.ts";
import { structure } from "./awkward/ops-structure.ts";
import { readJsonLines } from "./jsonl.ts";
import type { Input, Outcome, Report } from "./report.ts";

const operations: Operations = {
  ...structure,
  ...combine,
  ...elementwise,
  ...missing,
  ...reduce,
  ...strings,
};

const KNOWN_FIELDS = new Set("op args kwargs arrays result".split(" "));

/**
 * Runs the cases of a file. Beside `#<line>`, `--only` takes the names of operations: `op:sum*`. How
 * many cases of each operation fail is told on stderr.
 */
export async function awkward({ path, wanted }: Input, report: Report): Promise<void> {
  const failed = new Map<string, number>();
  let n = 0;
  for (const line of readJsonLines<Line>(path)) {
    const name = `#${n++}`;
    if (!wanted(name) && !wanted(`op:${line.op}`)) continue;
    const before = report.failed;
    report.add(name, withFault(run(line), line));
    if (report.failed > before) failed.set(line.op, (failed.get(line.op) ?? 0) + 1);
  }
  if (failed.size > 0) {
    const counts = [...failed].sort((a, b) => b[1] - a[1]).map(([op, count]) => `${op} ${count}`);
    console.error(`failed: ${counts.join(", ")}`);
  }
}

/** A failed case of a record that shows a known fault of the peer. */
function withFault(outcome: Outcome, line: Line): Outcome {
  if (outcome.kind !== "failed" || outcome.disputable !== undefined) return outcome;
  const disputable = faultOf(line);
  return disputable === undefined ? outcome : { ...outcome, disputable };
}

function run(line: Line): Outcome {
  try {
    const unknown = Object.keys(line).find((field) => !KNOWN_FIELDS.has(field));
    if (unknown !== undefined) throw new Error(`unknown field "${unknown}" in the case`);
    return scope(() => compare(line));
  } catch (error) {
    return { kind: "failed", what: "error", expected: line.result, got: text(error) };
  }
}

function compare(line: Line): Outcome {
  const arrays = line.arrays.map(decodeArray);
  for (const [i, array] of arrays.entries()) {
    const { type, list } = line.arrays[i];
    const mismatch = compareResult({ kind: "array", type, list }, array);
    if (mismatch !== undefined) {
      return { kind: "failed", ...mismatch, what: `array ${i}: ${mismatch.what}` };
    }
  }
  const { error: expected } = line.result;
  let got: unknown;
  try {
    got = call(line, arrays);
  } catch (error) {
    if (expected !== undefined && isOfKind(error, expected)) return { kind: "passed" };
    const wanted = expected === undefined ? line.result : `${expected}: ${line.result.message}`;
    const failure = { what: `${line.op}: error`, expected: wanted, got: text(error) };
    const half = error instanceof UnsupportedError && error.feature === "float16";
    return half && line.result.type?.includes("float16")
      ? { kind: "failed", disputable: "float16", ...failure }
      : { kind: "failed", ...failure };
  }
  if (expected !== undefined) {
    const wanted = `${expected}: ${line.result.message}`;
    return { kind: "failed", what: `${line.op}: no error`, expected: wanted, got: String(got) };
  }
  const mismatch = compareResult(line.result, got);
  if (mismatch === undefined) return { kind: "passed" };
  return { kind: "failed", ...mismatch, what: `${line.op}: ${mismatch.what}` };
}

function call(line: Line, arrays: readonly ak.Array[]): unknown {
  if (!Object.hasOwn(operations, line.op)) throw new Error(`no operation "${line.op}" yet`);
  const args = line.args.map((value) => decode(value, arrays));
  const options = decodeOptions(line.kwargs, arrays);
  return operations[line.op](args as never[], options as never, line);
}

function text(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((one) => one.includes("/src/")) ?? "";
  return `${error.name}: ${error.message} ${place.trim()}`;
}
