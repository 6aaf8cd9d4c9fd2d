// Recorded results of correctionlib on public payloads.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Float } from "../../src/array/value.ts";
import type { Argument } from "../../src/corrections/arguments.ts";
import { CorrectionSet, type Variable } from "../../src/corrections/index.ts";
import { payloadText } from "../../src/corrections/payload.ts";
import { fromHex, loaded, outcomeOf } from "./correction-case.ts";
import { type PayloadTolerance, toleranceOf } from "./correction-tolerance.ts";
import { type Input, InputError, type Outcome, type Report } from "./report.ts";

type Row = readonly [
  file: string,
  correction: string,
  inputs: readonly (number | string)[],
  hex: string | null,
  result: number | string,
];

/** Kind `payloads`: the files lie in the folder `payloads` beside. */
export async function payloads(input: Input, report: Report): Promise<void> {
  let rows: readonly Row[];
  try {
    ({ rows } = JSON.parse(readFileSync(input.path, "utf8")) as { rows: readonly Row[] });
  } catch (error) {
    throw new InputError(`${input.path} cannot be read: ${(error as Error).message}`);
  }
  if (!Array.isArray(rows) || rows.length === 0) throw new InputError(`${input.path} has no rows`);
  const folder = join(dirname(input.path), "payloads");
  const sets = new Map<string, Payload>();
  for (const [i, [file, name, inputs, hex, result]] of rows.entries()) {
    const label = `#${i}`;
    if (!input.wanted(label) && !input.wanted(file)) continue;
    const { set, tolerance } = sets.get(file) ?? (await read(join(folder, file)));
    sets.set(file, { set, tolerance });
    if (!(set instanceof CorrectionSet)) {
      report.add(label, set);
      continue;
    }
    const compound = !set.has(name);
    const known = compound ? set.compound : set;
    const variables = known.has(name) ? known.get(name).inputs : [];
    const args = inputs.map((value: number | string, k: number) => typed(value, variables[k]));
    const wanted = hex === null ? { error: String(result) } : [fromHex(hex)];
    report.add(label, outcomeOf({ set, name, compound, args }, wanted, tolerance(name, args)));
  }
}

interface Payload {
  /** Or how it fails to load. */
  readonly set: CorrectionSet | Outcome;
  readonly tolerance: PayloadTolerance;
}

async function read(path: string): Promise<Payload> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const text = await payloadText(bytes);
  return { set: loaded(() => CorrectionSet.fromString(text)), tolerance: toleranceOf(text) };
}

/** Inputs have the declared type where they can. */
function typed(value: number | string, variable: Variable | undefined): Argument {
  if (typeof value === "string") {
    if (variable?.type === "real") return new Float(Number(value));
    // Beyond 2^53 integers are written as texts.
    return variable?.type === "int" && /^-?\d+$/.test(value) ? BigInt(value) : value;
  }
  return variable?.type === "int" ? BigInt(value) : new Float(value);
}
