import { HepwasmError, UsageError } from "../errors.ts";
import { nodeFiles } from "../node-files.ts";
import { type BatchPart, batchPart, runPart } from "../process/batch.ts";
import type { PartialResult } from "../process/partial-result.ts";
import { clock } from "../process/report.ts";
import type { Arguments } from "./command.ts";
import { textAt } from "./input-file.ts";
import { loadProcessor } from "./load-processor.ts";
import type { Output } from "./output.ts";
import { displayOn } from "./progress-output.ts";

/** Options of `hepwasm run` that go with --items. */
const known = new Set(["items", "out", "quiet"]);

/** `hepwasm run --items PART.json -o PART.bin` */
export async function runItems(
  { operands, options }: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const other = Object.keys(options).find((name) => !known.has(name));
  if (other !== undefined) {
    throw new UsageError(`--${other} does not go with --items: "hepwasm plan" takes it`);
  }
  if (operands.length > 1) throw new UsageError("--items takes the place of FILESET");
  if (options.out === undefined)
    throw new UsageError("--items needs --out PART.bin for its result");
  const part = readPart(options.items);
  const { processor } = await loadProcessor(operands[0] ?? part.processor);
  const start = clock();
  const total = part.items.length;
  const sizes = part.items.map(({ entryStart, entryStop }) => entryStop - entryStart);
  const entriesTotal = sizes.reduce((sum, size) => sum + size, 0);
  const display = displayOn(output, options.quiet !== undefined);
  const onChunk = ({ chunks, skipped }: PartialResult): void => {
    const done = chunks.length + skipped.length;
    const entriesDone = sizes.slice(0, done).reduce((sum, size) => sum + size, 0);
    const bytesRead = chunks.reduce((sum, chunk) => sum + chunk.bytesRead, 0);
    display?.show({ done, total, entriesDone, entriesTotal, bytesRead, seconds: clock() - start });
  };
  const result = await runPart(part, processor, { signal, onChunk }).finally(() => display?.end());
  const bytes = result.toBytes(processor.accumulators);
  // Whole or not at all: a job may be killed at any time.
  await nodeFiles("--out").write(options.out, bytes);
  if (options.quiet === undefined) {
    const left = result.skipped.map(({ failure }) => `\n  left out: ${failure.message}`).join("");
    output.err(`${result.chunks.length} of ${part.count} chunks in ${options.out}${left}\n`);
  }
}

function readPart(path: string): BatchPart {
  const text = textAt(path);
  try {
    return batchPart(JSON.parse(text));
  } catch (cause) {
    throw new HepwasmError(`${path}: ${(cause as Error).message}`, { cause });
  }
}
