import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import type { Executor } from "./executor.ts";
import type { DatasetSpec, FileSpec, Fileset } from "./fileset.ts";
import { rangesOf } from "./plan.ts";
import { openFiles, PLAN_OPTIONS, type PlanOptions } from "./plan-run.ts";
import type { RunReport } from "./report.ts";

/** A fileset that says of each file what is in it: no file is opened to plan a run. */
export type CountedFileset = Record<
  string,
  DatasetSpec & { readonly files: Readonly<Record<string, FileSpec>> }
>;

/** How a fileset is preprocessed. */
export interface PreprocessOptions extends Omit<PlanOptions, "chunkSize" | "maxChunks"> {
  /** Events in a step, about. Default: each file is one step. */
  readonly stepSize?: number | undefined;
  /** Makes steps anew where the fileset has some of the same file. */
  readonly recalculateSteps?: boolean | undefined;
  /**
   * Opens many files where the work is done: a `DaskExecutor` that names its `export` has the cluster's
   * workers do it. Default: they are opened here.
   */
  readonly executor?: Executor | undefined;
}

const PREPROCESS_OPTIONS = [...PLAN_OPTIONS, "stepSize", "recalculateSteps", "executor"] as const;

/**
 * Opens every file once, and writes down its events, uuid and steps. The result is plain data in
 * coffea's form: keep it as JSON, and pass it to `run`.
 *
 * @returns `available`: the files that can be read; `updated`: all files, those that cannot be read
 *   without steps
 * @throws UsageError for files that have no path; ChunkError for one that cannot be read
 * @see coffea.dataset_tools.preprocess
 */
export async function preprocess(
  fileset: Fileset,
  options: PreprocessOptions = {},
): Promise<{ available: CountedFileset; updated: CountedFileset }> {
  const {
    stepSize,
    alignClusters = false,
    recalculateSteps = false,
    executor,
    onWarning,
  } = knownOptions(options, PREPROCESS_OPTIONS, "preprocess");
  if (stepSize !== undefined && !(Number.isInteger(stepSize) && stepSize >= 1)) {
    throw new UsageError(`stepSize is a whole number of at least 1, not ${stepSize}`);
  }
  const own = options.open !== undefined;
  const elsewhere = own ? undefined : executor?.counter?.(undefined, options.signal);
  const { files, faults, cache } = openFiles(fileset, options, { recount: true });
  // A cluster that was started to count is ended, unless the executor keeps it.
  const abandon = elsewhere && executor?.prepare?.();
  const available: CountedFileset = {};
  const updated: CountedFileset = {};
  try {
    const how = { ...faults, clusters: alignClusters, cache, elsewhere, onWarning };
    const counted = await files.count(how);
    for (const [i, found] of counted.entries()) {
      const { dataset, filename, metadata } = found;
      const { source, steps: given, fileuuid: told, treename } = files.entries[i];
      if (typeof source !== "string" && !(source instanceof URL)) {
        throw new UsageError(
          `${filename} has no path: a fileset of paths and URLs is preprocessed`,
        );
      }
      const bad = found.error !== undefined;
      const target = { chunkSize: Math.max(stepSize ?? found.entries, 1), alignClusters };
      const same = given !== undefined && told === found.fileuuid && !recalculateSteps;
      const spec: FileSpec = {
        object_path: treename,
        steps: bad ? null : same ? given : rangesOf({ ...found, steps: undefined }, target),
        num_entries: bad ? null : found.entries,
        uuid: found.fileuuid ?? null,
      };
      for (const into of bad ? [updated] : [available, updated]) {
        const before = into[dataset]?.files ?? {};
        into[dataset] = { files: { ...before, [filename]: spec }, metadata };
      }
    }
    return { available, updated };
  } finally {
    await abandon?.();
    await files.closeAll();
  }
}

/** Which elements to keep, as Python's slices say. */
type Slice = readonly [start?: number, stop?: number];

/**
 * The first files of each dataset, or those of a slice.
 * @see coffea.dataset_tools.max_files, slice_files
 */
export function sliceFiles(fileset: CountedFileset, ...slice: Slice): CountedFileset {
  return mapFiles(fileset, (files) => files.slice(...slice));
}

/**
 * The steps of a slice, of each dataset; of each file for `perFile`.
 * @see coffea.dataset_tools.max_chunks, max_chunks_per_file, slice_chunks
 */
export function sliceChunks(
  fileset: CountedFileset,
  slice: Slice,
  options: { readonly perFile?: boolean } = {},
): CountedFileset {
  const { perFile = false } = knownOptions(options, ["perFile"], "sliceChunks");
  return mapFiles(fileset, (files) => {
    const all = files.flatMap(([name, { steps }]) => (steps ?? []).map((step) => ({ name, step })));
    const kept = new Set(perFile ? all : all.slice(...slice));
    return files.flatMap(([name, spec]): [string, FileSpec][] => {
      const own = all.filter((step) => step.name === name);
      const steps = (perFile ? own.slice(...slice) : own.filter((step) => kept.has(step))).map(
        ({ step }) => step,
      );
      return steps.length === 0 && !perFile ? [] : [[name, { ...spec, steps }]];
    });
  });
}

/**
 * The files that pass; by default those with events.
 * @see coffea.dataset_tools.filter_files
 */
export function filterFiles(
  fileset: CountedFileset,
  filter: (name: string, spec: FileSpec) => boolean = (_, spec) => (spec.num_entries ?? 0) > 0,
): CountedFileset {
  return mapFiles(fileset, (files) => files.filter(([name, spec]) => filter(name, spec)));
}

/**
 * What a run with `skipBadFiles` left out, as a fileset: files that could not be opened as they were,
 * others with the steps that failed.
 * @see coffea.dataset_tools.get_failed_steps_for_fileset
 */
export function failedSteps(fileset: Fileset, report: RunReport): Fileset {
  const out: Record<string, DatasetSpec> = {};
  for (const { dataset, filename, treename, entries, failed, error } of report.files) {
    if (error === undefined) continue;
    const given = fileset[dataset];
    const { metadata } = (Array.isArray(given) ? {} : given) as Partial<DatasetSpec>;
    const before = (out[dataset]?.files ?? {}) as Readonly<Record<string, FileSpec>>;
    const known = failed.length === 0 ? {} : { steps: failed, num_entries: entries };
    const spec: FileSpec = { object_path: treename, ...known };
    out[dataset] = { files: { ...before, [filename]: spec }, metadata: metadata ?? {} };
  }
  return out;
}

function mapFiles(
  fileset: CountedFileset,
  change: (files: [string, FileSpec][]) => [string, FileSpec][],
): CountedFileset {
  return Object.fromEntries(
    Object.entries(fileset).map(([dataset, spec]) => [
      dataset,
      { ...spec, files: Object.fromEntries(change(Object.entries(spec.files))) },
    ]),
  );
}
