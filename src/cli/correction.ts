import { CorrectionSet } from "../corrections/correction-set.ts";
import { fromPayload } from "../corrections/payload.ts";
import { type CorrectionSummary, type InputSummary, summarize } from "../corrections/summary.ts";
import { CorrectionError } from "../errors.ts";
import type { Arguments, Command } from "./command.ts";
import type { Output } from "./output.ts";

/** `hepwasm correction` */
export const correction: Command = {
  name: "correction",
  operands: ["FILE"],
  summary: "show the corrections of a correctionlib payload",
  about: `Lists the corrections of a payload (JSON, compressed with gzip or not): inputs with the
range of their binnings or the keys of their categories, output, nodes of each type.
FILE is a path or a URL. --validate compares it with the strict schema instead.`,
  options: {
    validate: { help: "list what breaks the strict schema, with its place; exit status 1 if any" },
    json: { help: "print JSON" },
  },
  examples: [
    ["hepwasm correction electron.json.gz", "see what is in a payload"],
    ["hepwasm correction electron.json.gz --validate", "check it"],
  ],
  async run(args: Arguments, output: Output): Promise<void> {
    const [file] = args.operands;
    const json = args.options.json !== undefined;
    if (args.options.validate !== undefined) {
      const faults = await fromPayload(file, CorrectionSet.validate);
      if (json) output.out(`${JSON.stringify(faults)}\n`);
      else {
        for (const { path, message } of faults) {
          output.out(path === "" ? `${message}\n` : `${path}: ${message}\n`);
        }
      }
      if (faults.length > 0) {
        throw new CorrectionError("", `${file}: ${faults.length} faults by schema version 2`);
      }
      if (!json) output.out("valid\n");
      return;
    }
    const { description, corrections } = await fromPayload(file, summarized);
    if (json) {
      output.out(`${JSON.stringify({ description, corrections })}\n`);
      return;
    }
    if (description !== "") output.out(`${description}\n\n`);
    output.out(corrections.map(asText).join("\n"));
  },
};

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
