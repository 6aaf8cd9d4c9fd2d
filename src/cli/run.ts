import { gunzipSync } from "node:zlib";
import { SourceError, UsageError } from "../errors.ts";
import { nodeFiles } from "../node-files.ts";
import type { Fileset } from "../process/fileset.ts";
import { parseFileset } from "../process/fileset-text.ts";
import type { RunReport } from "../process/report.ts";
import { runWithReport } from "../process/run.ts";
import { type Arguments, type Command, missingOperand } from "./command.ts";
import { bytesAt } from "./input-file.ts";
import { toPlain } from "./json.ts";
import { loadProcessor } from "./load-processor.ts";
import type { Output } from "./output.ts";
import { displayOn } from "./progress-output.ts";
import { resultText } from "./result-text.ts";
import { runItems } from "./run-items.ts";
import { readPlanOptions, readRunOptions, runOptions } from "./run-options.ts";
import { byteText } from "./table.ts";

/** `hepwasm run` */
export const runCommand: Command = {
  name: "run",
  operands: ["[PROCESSOR]", "[FILESET]"],
  summary: "run a processor over the files of a fileset",
  about: `PROCESSOR is an ES module whose default export is an object or a class with
process(events); FILE.js#Name takes the export Name. FILESET is JSON or YAML, maybe
gzipped, as coffea has them: the files of each dataset, and metadata that process()
finds in events.metadata:

  { "ZZ": ["zz1.root", "zz2.root"],
    "tt": { "files": { "tt.root": "mini" }, "metadata": { "xsec": 452.7 } } }

A file may also be { "object_path": "mini", "steps": [[0, 1000]], "num_entries": N,
"uuid": … }, as coffea's preprocess writes them.

The summed result is printed, histograms as bars. It has the same bits with every
executor, after retries, and after a run that was stopped and went on.

With --items it does one part of a run that "hepwasm plan" cut, for batch systems:
"hepwasm merge" sums the parts.`,
  options: {
    ...runOptions,
    items: { value: "PART.json", help: "do this part of a plan; --out takes its result, in bytes" },
    out: { value: "FILE", short: "o", help: "write the result to FILE, as JSON" },
    report: { value: "FILE", help: "write what was read, and what became of each file, as JSON" },
    json: { help: "print the result as JSON" },
    quiet: { help: "show no progress and no summary" },
  },
  examples: [
    ["hepwasm run hzz.js fileset.json --tree mini", "run a processor, see its histograms"],
    ["hepwasm run hzz.js#HZZAnalysis fileset.json --out hzz.json", "keep the result in a file"],
    ["hepwasm run hzz.js fileset.json --max-chunks 1 --json", "one chunk of each dataset, as JSON"],
    ["hepwasm run hzz.js fileset.json --executor workers --workers 8", "in eight threads"],
    [
      "hepwasm run hzz.js fileset.json --checkpoint done/ --skip-bad-files --report report.json",
      "for a long run: goes on after it was stopped, and reports the files left out",
    ],
    ["hepwasm run hzz.js fileset.json --executor dask --address tcp://host:8786", "on a cluster"],
    ["hepwasm run --items parts/0.json -o parts/0.bin", "a job of a batch system"],
  ],
  async run(args: Arguments, output: Output, signal: AbortSignal): Promise<void> {
    const [processorPath, filesetPath] = args.operands;
    const { options } = args;
    if (options.items !== undefined) return runItems(args, output, signal);
    if (processorPath === undefined) missingOperand(runCommand, "PROCESSOR");
    if (filesetPath === undefined) missingOperand(runCommand, "FILESET");
    const quiet = options.quiet !== undefined;
    const planned = readPlanOptions(options);
    const fileset = await readFileset(filesetPath);
    const loaded = await loadProcessor(processorPath);
    const display = displayOn(output, quiet);
    const { out, report } = await runWithReport(fileset, loaded.processor, {
      ...planned,
      ...readRunOptions(options, loaded),
      signal,
      onProgress: (progress) => display?.show(progress),
    })
      .catch((error: unknown) => {
        // The message speaks of the API; here the option has another name.
        if (error instanceof UsageError && error.message.includes("names no tree")) {
          throw new UsageError(`${filesetPath} names no tree for some files: pass --tree NAME`);
        }
        throw error;
      })
      .finally(() => display?.end());
    if (!quiet) output.err(`${summary(report)}\n`);
    if (options.report !== undefined) await writeResult(options.report, report);
    await showResult(out, options, output);
  },
};

/** Writes or prints the result of a run, as the options say. */
export async function showResult(
  out: unknown,
  options: Readonly<Record<string, string>>,
  output: Output,
): Promise<void> {
  if (options.out !== undefined) await writeResult(options.out, out);
  if (options.json !== undefined) output.out(`${JSON.stringify(toPlain(out))}\n`);
  else if (options.out === undefined) output.out(resultText(out, output.width));
}

/** As JSON, whole or not at all. */
async function writeResult(path: string, out: unknown): Promise<void> {
  await nodeFiles("a result").write(path, `${JSON.stringify(toPlain(out))}\n`);
}

/** A fileset of a JSON or YAML file, maybe gzipped. @throws SourceError, UsageError */
export async function readFileset(path: string): Promise<Fileset> {
  const bytes = bytesAt(path);
  let plain = bytes;
  try {
    // 1f 8b: gzip, as coffea writes what it preprocessed.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) plain = gunzipSync(bytes);
  } catch (cause) {
    throw new SourceError(path, (cause as Error).message, { cause });
  }
  return parseFileset(new TextDecoder().decode(plain), path);
}

function summary(report: RunReport): string {
  const { entries, chunks, bytesRead, columns, seconds, plan, files, warnings } = report;
  const used = new Set(Object.values(columns).flat());
  const bytes = bytesRead > 0 ? `, ${byteText(bytesRead)} read` : "";
  const left = files.filter(({ status }) => status === "bad" || status === "partial");
  const lines = left.map(({ filename, status, entriesDone, error }) => {
    const what = status === "bad" ? "left out" : `in part (${entriesDone} events)`;
    return `\n  ${what}: ${filename}: ${error}`;
  });
  lines.push(...warnings.map((warning) => `\n  ${warning}`));
  return `${entries} events in ${chunks.length} chunks of ${plan.files.length} files, ${used.size} columns${bytes}, ${seconds.total.toFixed(2)} s${lines.join("")}`;
}
