import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SourceError, UsageError } from "../errors.ts";
import { makeFolder } from "../node-files.ts";
import { cutPlan } from "../process/batch.ts";
import { planRun } from "../process/plan-run.ts";
import type { Arguments, Command } from "./command.ts";
import { loadProcessor } from "./load-processor.ts";
import type { Output } from "./output.ts";
import { readFileset } from "./run.ts";
import { countOption, planOptions, readPlanOptions } from "./run-options.ts";

/** `hepwasm plan` */
export const plan: Command = {
  name: "plan",
  operands: ["PROCESSOR", "FILESET"],
  summary: "cut a run into parts, for the jobs of a batch system",
  about: `Counts the events of the files, and writes DIR/0.json, DIR/1.json, …: each is a part
that one job does with "hepwasm run --items". "hepwasm merge" sums the results to the
bits of "hepwasm run". Docs: docs/batch.md has submit files for Slurm, HTCondor and
Kubernetes.`,
  options: {
    parts: { value: "N", help: "number of parts, at most (default 10)" },
    out: { value: "DIR", short: "o", help: "where to write them (default parts)" },
    ...planOptions,
  },
  examples: [
    [
      "hepwasm plan hzz.js fileset.json --tree mini --parts 50 -o parts",
      "fifty parts for fifty jobs",
    ],
  ],
  async run({ operands, options }: Arguments, output: Output, signal: AbortSignal): Promise<void> {
    const [processorPath, filesetPath] = operands;
    const parts = countOption("parts", options.parts) ?? 10;
    const folder = options.out ?? "parts";
    const how = readPlanOptions(options);
    const loaded = await loadProcessor(processorPath);
    const trees = (how.schema ?? loaded.processor.schema)?.trees;
    const treeName = how.treeName ?? trees;
    const planned = await planRun(await readFileset(filesetPath), { ...how, treeName, signal });
    const cut = await cutAll(planned).finally(() => planned.files.closeAll());
    try {
      makeFolder(folder);
      for (const [i, part] of cut.entries()) {
        writeFileSync(join(folder, `${i}.json`), `${JSON.stringify(part)}\n`);
      }
    } catch (cause) {
      throw new SourceError(folder, `cannot be written: ${(cause as Error).message}`, { cause });
    }
    const { items } = planned.plan;
    const last = join(folder, `${cut.length - 1}.json`);
    output.out(
      `${items.length} chunks in ${cut.length} parts: ${join(folder, "0.json")} to ${last}\n`,
    );

    async function cutAll({ plan: whole, files, faults }: typeof planned) {
      if (whole.items.length === 0) throw new UsageError("the fileset leaves no chunk to process");
      const processor = `${resolve(fileURLToPath(loaded.module))}#${loaded.name}`;
      return cutPlan(whole, files, parts, { processor, schema: options.schema, faults });
    }
  },
};
