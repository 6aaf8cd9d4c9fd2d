import { requireWhole } from "../process/batch.ts";
import { PartialResult, planOf } from "../process/partial-result.ts";
import type { Arguments, Command } from "./command.ts";
import { bytesAt, naming } from "./input-file.ts";
import { loadProcessor } from "./load-processor.ts";
import type { Output } from "./output.ts";
import { showResult } from "./run.ts";

/** `hepwasm merge` */
export const mergeCommand: Command = {
  name: "merge",
  operands: ["PART.bin..."],
  summary: "sum the parts that batch jobs did",
  about: `Sums what "hepwasm run --items" wrote of all parts of one plan, in any order: the result,
with its postprocess, has the bits of "hepwasm run".`,
  options: {
    processor: { value: "FILE", help: "the processor, where it is elsewhere than the jobs saw it" },
    out: { value: "FILE", short: "o", help: "write the result to FILE, as JSON" },
    json: { help: "print the result as JSON" },
    quiet: { help: "show no summary" },
  },
  examples: [["hepwasm merge parts/*.bin -o hzz.json", "sum all parts into one result"]],
  async run({ operands, options }: Arguments, output: Output): Promise<void> {
    const all = operands.map(bytesAt);
    const { plan, count, processor: place } = naming(operands[0], () => planOf(all[0]));
    const { processor } = await loadProcessor(options.processor ?? place ?? "the processor");
    const sum = new PartialResult(plan, count);
    for (const [i, bytes] of all.entries()) {
      naming(operands[i], () => sum.add(bytes, processor.accumulators));
    }
    requireWhole(sum);
    const { chunks, skipped, result } = sum;
    const out = processor.postprocess?.(result) ?? result;
    if (options.quiet === undefined) {
      const entries = chunks.reduce((total, chunk) => total + chunk.entries, 0);
      const left = skipped.map(({ failure }) => `\n  left out: ${failure.message}`).join("");
      output.err(`${entries} events in ${chunks.length} chunks of ${all.length} parts${left}\n`);
    }
    await showResult(out, options, output);
  },
};
