import { NotFoundError, UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import type { Executor } from "../process/executor.ts";
import { IterativeExecutor } from "../process/iterative.ts";
import type { RunOptions } from "../process/run.ts";
import { schemaNamed, schemaNames } from "../process/schema-name.ts";
import { WorkersExecutor } from "../process/workers.ts";
import type { OptionSpec } from "./command.ts";
import type { LoadedProcessor } from "./load-processor.ts";

/** Options of `hepwasm run` that say how a fileset is run. */
export const runOptions: Readonly<Record<string, OptionSpec>> = {
  tree: { value: "NAME", help: "tree of the files for which the fileset names none" },
  schema: { value: "NAME", help: "arrange branches as collections: Base, NanoAOD or PHYSLITE" },
  "chunk-size": { value: "N", help: "events processed together, about (default 100000)" },
  "max-chunks": { value: "N", help: "most chunks of each dataset, for a quick look" },
  "align-clusters": { help: "let chunks end where clusters of the file do: less is read twice" },
  executor: {
    value: "NAME",
    help: "iterative (default), or workers: threads, with the same result",
  },
  workers: { value: "N", help: "threads of the executor workers (default 2)" },
  retries: {
    value: "N",
    help: "attempts after the first, where a file cannot be read (default 3)",
  },
  "skip-bad-files": { help: "leave out what cannot be read, and say so, instead of stopping" },
  checkpoint: {
    value: "DIR",
    help: "keep each chunk's result in DIR: a run that was stopped goes on",
  },
  cache: { value: "FILE", help: "remember in FILE how many events files have" },
};

/** How a fileset is run, as the options say. */
export function readRunOptions(
  options: Readonly<Record<string, string>>,
  processor: LoadedProcessor,
): RunOptions {
  return {
    treeName: options.tree,
    schema: schemaOf(options.schema),
    chunkSize: countOption("chunk-size", options["chunk-size"]),
    maxChunks: countOption("max-chunks", options["max-chunks"]),
    alignClusters: options["align-clusters"] !== undefined,
    executor: executorOf(options, processor),
    retries: countOption("retries", options.retries, 0),
    skipBadFiles: options["skip-bad-files"] !== undefined,
    checkpoint: options.checkpoint,
    cache: options.cache,
  };
}

function executorOf(
  { executor = "iterative", workers }: Readonly<Record<string, string>>,
  { module, name }: LoadedProcessor,
): Executor {
  const count = countOption("workers", workers);
  switch (executor) {
    case "iterative":
      if (count !== undefined) throw new UsageError("--workers goes with --executor workers");
      return new IterativeExecutor();
    case "workers":
      return new WorkersExecutor({ workers: count, module, export: name });
    default: {
      const known = ["iterative", "workers"];
      throw new UsageError(new NotFoundError("executor", executor, known, "hepwasm run").message);
    }
  }
}

function schemaOf(name: string | undefined): Schema | undefined {
  if (name === undefined) return undefined;
  const schema = schemaNamed(name);
  if (schema !== undefined) return schema;
  throw new UsageError(new NotFoundError("schema", name, schemaNames, "hepwasm").message);
}

function countOption(name: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(text.trim() !== "" && Number.isSafeInteger(value) && value >= least)) {
    throw new UsageError(`--${name} is a whole number of at least ${least}, not "${text}"`);
  }
  return value;
}
