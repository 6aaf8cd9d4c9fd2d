import { CorrectionSet } from "../corrections/correction-set.ts";
import { mergePayloads } from "../corrections/merge-payloads.ts";
import { fromPayload } from "../corrections/payload.ts";
import { type CorrectionSummary, type InputSummary, summarize } from "../corrections/summary.ts";
import { CorrectionError } from "../errors.ts";
import type { Arguments, Command } from "./command.ts";
import type { Output } from "./output.ts";

/** `hepwasm correction` */
export const correction: Command = {
  name: "correction",
  operands: ["FILE..."],
  summary: "show the corrections of correctionlib payloads",
  about: `Lists the corrections of payloads (JSON, compressed with gzip or not): inputs with the
range of their binnings or the keys of their categories, output, nodes of each type.
FILE is a path or a URL. --validate compares them with the strict schema instead, --merge
prints one payload with the corrections of all.`,
  options: {
    validate: { help: "list what breaks the strict schema, with its place; exit status 1 if any" },
    merge: { help: "print one payload of them all; numbers stay as they are written" },
    json: { help: "print JSON, a line for each file" },
  },
  examples: [
    ["hepwasm correction electron.json.gz", "see what is in a payload"],
    ["hepwasm correction electron.json.gz --validate", "check it"],
    ["hepwasm correction --merge electron.json.gz muon.json > leptons.json", "make one of two"],
  ],
  async run({ operands: files, options }: Arguments, output: Output): Promise<void> {
    if (options.merge !== undefined) {
      const read = (name: string) => fromPayload(name, (text) => ({ name, text }));
      output.out(`${mergePayloads(await Promise.all(files.map(read)))}\n`);
      return;
    }
    const json = options.json !== undefined;
    const faulty: string[] = [];
    for (const [i, file] of files.entries()) {
      if (files.length > 1 && !json) output.out(`${i === 0 ? "" : "\n"}${file}:\n`);
      if (options.validate === undefined) await show(file, json, output);
      else {
        const count = await validate(file, json, output);
        if (count > 0) faulty.push(`${file}: ${count} faults by schema version 2`);
      }
    }
    if (faulty.length > 0) throw new CorrectionError("", faulty.join("; "));
  },
};

async function show(file: string, json: boolean, output: Output): Promise<void> {
  const { description, corrections } = await fromPayload(file, summarized);
  if (json) {
    output.out(`${JSON.stringify({ description, corrections })}\n`);
    return;
  }
  if (description !== "") output.out(`${description}\n\n`);
  output.out(corrections.map(asText).join("\n"));
}

/** @returns the number of faults */
async function validate(file: string, json: boolean, output: Output): Promise<number> {
  const faults = await fromPayload(file, CorrectionSet.validate);
  if (json) output.out(`${JSON.stringify(faults)}\n`);
  else {
    for (const { path, message } of faults) {
      output.out(path === "" ? `${message}\n` : `${path}: ${message}\n`);
    }
    if (faults.length === 0) output.out("valid\n");
  }
  return faults.length;
}

/** @throws CorrectionError for what is no payload */
function summarized(text: string): {
  readonly description: string;
  readonly corrections: readonly CorrectionSummary[];
} {
  using set = CorrectionSet.fromString(text);
  return { description: set.description, corrections: summarize(text) };
}

function asText(summary: CorrectionSummary): string {
  const { name, version, description, nodes, inputs, output, stack } = summary;
  const counts = Object.entries(nodes).map(([type, count]) => `${type} ${count}`);
  const lines = [
    version === undefined ? `${name} (stack)` : `${name} (v${version})`,
    ...(description === "" ? [] : [`  ${description}`]),
    ...(counts.length === 0 ? [] : [`  nodes: ${counts.join(", ")}`]),
    ...(stack.length === 0 ? [] : [`  stack: ${stack.join(", ")}`]),
    ...inputs.map((input) => `  input ${inputText(input, version === undefined)}`),
    `  output ${output}`,
    "",
  ];
  return lines.join("\n");
}

function inputText(input: InputSummary, stack: boolean): string {
  const parts = [`${input.name} (${input.type})`];
  if (input.range !== undefined) {
    parts.push(`[${input.range[0]}, ${input.range[1]})${input.overflow ? ", overflow ok" : ""}`);
  }
  if (input.keys.length > 0) parts.push(`keys ${input.keys.join(", ")}`);
  if (input.otherwise) parts.push("any other key");
  if (input.transformed) parts.push("transformed");
  if (!input.used && !stack) parts.push("unused");
  const text = parts.join("; ");
  return input.description === "" ? text : `${text}\n    ${input.description}`;
}
