import { NotFoundError, UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import { DaskExecutor } from "../process/dask.ts";
import type { Executor } from "../process/executor.ts";
import { IterativeExecutor } from "../process/iterative.ts";
import type { RunOptions } from "../process/run.ts";
import { schemaNamed, schemaNames } from "../process/schema-name.ts";
import { WorkersExecutor } from "../process/workers.ts";
import type { OptionSpec } from "./command.ts";
import type { LoadedProcessor } from "./load-processor.ts";

/** Options that say how a fileset is planned, and how its faults are taken. */
export const planOptions: Readonly<Record<string, OptionSpec>> = {
  tree: { value: "NAME", help: "tree of the files for which the fileset names none" },
  schema: {
    value: "NAME",
    help: `arrange branches as collections, one of\n${schemaNames.join(", ")}`,
  },
  "chunk-size": { value: "N", help: "events processed together, about (default 100000)" },
  "max-chunks": { value: "N", help: "most chunks of each dataset, for a quick look" },
  "align-clusters": { help: "let chunks end where clusters of the file do: less is read twice" },
  retries: {
    value: "N",
    help: "attempts after the first, where a file cannot be read (default 3)",
  },
  "skip-bad-files": { help: "leave out what cannot be read, and say so, instead of stopping" },
  cache: { value: "FILE", help: "remember in FILE how many events files have" },
};

/** Options of `hepwasm run` that say how a fileset is run. */
export const runOptions: Readonly<Record<string, OptionSpec>> = {
  ...planOptions,
  executor: {
    value: "NAME",
    help: "iterative (default), workers: threads, or dask: a cluster, with the same result",
  },
  workers: {
    value: "N",
    inApi: "local",
    help: "threads of workers, or a cluster of N on this machine (default 2)",
  },
  address: { value: "URL", help: "of a Dask scheduler: tcp://host:8786, tls://host:8786" },
  tls: { value: "CA,CERT,KEY", help: "files for a scheduler at tls://, joined by commas" },
  python: { value: "FILE", help: "the Python that has dask (default HEPWASM_PYTHON, python3)" },
  checkpoint: {
    value: "DIR",
    help: "keep each chunk's result in DIR: a run that was stopped goes on",
  },
};

/** How a fileset is planned, as the options say. @throws UsageError */
export function readPlanOptions(options: Readonly<Record<string, string>>): RunOptions {
  return {
    treeName: options.tree,
    schema: schemaOf(options.schema),
    chunkSize: countOption("chunk-size", options["chunk-size"]),
    maxChunks: countOption("max-chunks", options["max-chunks"]),
    alignClusters: options["align-clusters"] !== undefined,
    retries: countOption("retries", options.retries, 0),
    skipBadFiles: options["skip-bad-files"] !== undefined,
    cache: options.cache,
  };
}

/** Where it is run. @throws UsageError */
export function readRunOptions(
  options: Readonly<Record<string, string>>,
  processor: LoadedProcessor,
): RunOptions {
  return { executor: executorOf(options, processor), checkpoint: options.checkpoint };
}

function executorOf(
  options: Readonly<Record<string, string>>,
  { module, name }: LoadedProcessor,
): Executor {
  const { executor = "iterative", address, tls, python } = options;
  const workers = countOption("workers", options.workers);
  const takes = {
    workers: ["workers", "dask"],
    address: ["dask"],
    tls: ["dask"],
    python: ["dask"],
  };
  for (const [option, executors] of Object.entries(takes)) {
    if (options[option] !== undefined && !executors.includes(executor)) {
      throw new UsageError(`--${option} goes with --executor ${executors.join(" or ")}`);
    }
  }
  switch (executor) {
    case "iterative":
      return new IterativeExecutor();
    case "workers":
      return new WorkersExecutor({ workers, module, export: name });
    case "dask": {
      if (address !== undefined && workers !== undefined) {
        throw new UsageError("--workers is for a cluster on this machine, without --address");
      }
      const place = address === undefined ? { local: workers ?? 2 } : { address };
      return new DaskExecutor({ ...place, module, export: name, python, tls: tlsOf(tls) });
    }
    default: {
      const known = ["iterative", "workers", "dask"];
      throw new UsageError(new NotFoundError("executor", executor, known, "hepwasm run").message);
    }
  }
}

function tlsOf(text: string | undefined): { ca: string; cert: string; key: string } | undefined {
  if (text === undefined) return undefined;
  const [ca, cert, key, ...rest] = text.split(",");
  if (!key || rest.length > 0) throw new UsageError(`--tls is CA,CERT,KEY, not "${text}"`);
  return { ca, cert, key };
}

function schemaOf(name: string | undefined): Schema | undefined {
  if (name === undefined) return undefined;
  const schema = schemaNamed(name);
  if (schema !== undefined) return schema;
  throw new UsageError(new NotFoundError("schema", name, schemaNames, "hepwasm").message);
}

/** The value of an option that is a whole number. @throws UsageError */
export function countOption(name: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(text.trim() !== "" && Number.isSafeInteger(value) && value >= least)) {
    throw new UsageError(`--${name} is a whole number of at least ${least}, not "${text}"`);
  }
  return value;
}
