// Recorded results of correctionlib on public payloads.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Float } from "../../src/array/value.ts";
import type { Argument } from "../../src/corrections/arguments.ts";
import { CorrectionSet, type Variable } from "../../src/corrections/index.ts";
import { payloadText } from "../../src/corrections/payload.ts";
import { call, fromHex, outcomeOf, toleranceOf } from "./correction-case.ts";
import { type Input, InputError, type Report } from "./report.ts";

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
  const sets = new Map<string, { set: CorrectionSet; tolerance: ReturnType<typeof toleranceOf> }>();
  for (const [i, [file, name, inputs, hex, result]] of rows.entries()) {
    const label = `#${i + 1}`;
    if (!input.wanted(label) && !input.wanted(file)) continue;
    let one = sets.get(file);
    if (one === undefined) {
      const text = await payloadText(readFileSync(join(folder, file)));
      one = { set: CorrectionSet.fromString(text), tolerance: toleranceOf(text) };
      sets.set(file, one);
    }
    const { set, tolerance } = one;
    const compound = !set.has(name);
    const run = (): readonly number[] => {
      const correction = compound ? set.compound.get(name) : set.get(name);
      const variables: readonly Variable[] = correction?.inputs ?? [];
      return call(
        set,
        name,
        compound,
        inputs.map((value: number | string, k: number) => typed(value, variables[k])),
      );
    };
    const wanted = hex === null ? { error: String(result) } : [fromHex(hex)];
    report.add(label, outcomeOf(run, wanted, tolerance(name)));
  }
}

/** Inputs have the declared type where they can. */
function typed(value: number | string, variable: Variable | undefined): Argument {
  if (typeof value === "string") {
    return variable?.type === "real" ? new Float(Number(value)) : value;
  }
  return variable?.type === "int" ? BigInt(value) : new Float(value);
}
