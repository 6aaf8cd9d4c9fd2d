// Recorded results of correctionlib: those of its own tests, and those on payloads made for the purpose.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { HepwasmError } from "../../src/errors.ts";
import {
  argumentOf,
  fromHex,
  loaded,
  outcomeOf,
  type RecordedArray,
  type TypedInput,
} from "./correction-case.ts";
import { toleranceOf } from "./correction-tolerance.ts";
import { type Input, InputError, type Outcome, type Report } from "./report.ts";

/** A line of recorded tests. */
interface Line {
  readonly kind: "load-error" | "correction" | "compound" | "correction-v";
  readonly test: string;
  readonly correction: string | null;
  readonly payload: string;
  readonly inputs_typed: readonly TypedInput[];
  readonly output?: number | RecordedArray;
  readonly output_f64_hex?: string;
  readonly error?: string;
}

/** A row of the expected values. */
interface Row {
  readonly payload: string;
  readonly node: string;
  readonly correction: string | null;
  readonly compound?: boolean;
  readonly inputs_typed?: readonly TypedInput[];
  readonly output_f64_hex?: string;
  readonly error?: string;
  readonly loads?: boolean;
}

interface Expected {
  readonly payloads: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** Kind `correctionlib`: files are told apart by their content. */
export async function correctionlib(input: Input, report: Report): Promise<void> {
  const text = readText(input.path);
  const expected = expectedOf(text);
  if (expected !== undefined) {
    expected.rows.forEach((row, i) => {
      const name = `#${i}`;
      if (input.wanted(name) || input.wanted(row.node)) report.add(name, ofRow(row, expected));
    });
    return;
  }
  const lines = text.split("\n").filter((line) => line !== "");
  if (lines.length === 0) throw new InputError(`${input.path} holds no cases`);
  lines.forEach((line, i) => {
    const name = `#${i}`;
    if (input.wanted(name)) report.add(name, ofLine(JSON.parse(line) as Line));
  });
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The whole text as one object with rows, or nothing: then it is lines. */
function expectedOf(text: string): Expected | undefined {
  try {
    const value = JSON.parse(text) as Partial<Expected>;
    return Array.isArray(value.rows) && value.payloads ? (value as Expected) : undefined;
  } catch {
    return undefined;
  }
}

function ofLine(line: Line): Outcome {
  if (line.kind === "load-error") return loads(line.payload, false);
  const wanted =
    line.error !== undefined
      ? { error: line.error }
      : typeof line.output === "object"
        ? line.output.data.map(fromHex)
        : [fromHex(line.output_f64_hex as string)];
  return called(line.payload, line, line.kind === "compound", wanted);
}

/** A call on a set of its own. */
function called(
  payload: string,
  { correction, inputs_typed: inputs = [] }: Pick<Line | Row, "correction" | "inputs_typed">,
  compound: boolean,
  wanted: readonly number[] | { readonly error: string },
): Outcome {
  const set = loaded(() => CorrectionSet.fromString(payload));
  if (!(set instanceof CorrectionSet)) return set;
  const name = correction as string;
  const args = inputs.map(argumentOf);
  const tolerance = toleranceOf(payload)(name, args);
  const outcome = outcomeOf({ set, name, compound, args }, wanted, tolerance);
  set.dispose();
  return outcome;
}

function ofRow(row: Row, { payloads }: Expected): Outcome {
  const payload = payloads[row.payload];
  if (row.loads !== undefined) {
    if (row.node !== "load/schemav2") return loads(payload, row.loads);
    const faults = CorrectionSet.validate(payload);
    const valid = faults.length === 0;
    if (valid === row.loads) return { kind: "passed" };
    return { kind: "failed", what: "valid", expected: row.loads, got: faults };
  }
  if (row.inputs_typed === undefined) return loads(payload, false);
  const wanted =
    row.error === undefined ? [fromHex(row.output_f64_hex as string)] : { error: row.error };
  return called(payload, row, row.compound ?? false, wanted);
}

function loads(payload: string, expected: boolean): Outcome {
  let got: boolean | string = true;
  try {
    CorrectionSet.fromString(payload).dispose();
  } catch (error) {
    if (!(error instanceof HepwasmError)) throw error;
    got = error.message;
  }
  if ((got === true) === expected) return { kind: "passed" };
  return { kind: "failed", what: "loads", expected, got };
}
