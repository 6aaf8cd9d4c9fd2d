import { checkOptionNames } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import type { OpenOptions, ReadOptions } from "./source.ts";

/**
 * What `arrays` and `iterate` take; see ArraysOptions, IterateOptions. Options may be those of several
 * files, too, which a tree has no use for.
 */
const OPTIONS: readonly string[] = [
  "aliases",
  "allowMissing",
  "cache",
  "credentials",
  "cut",
  "entryStart",
  "entryStop",
  "headers",
  "library",
  "progress",
  "signal",
  "stepSize",
  "tree",
  "workers",
];

/** Names of {@link ReadOptions}. */
const READ_OPTIONS = ["progress", "signal", "workers"] as const;

/** Names of {@link OpenOptions}. */
export const OPEN_OPTIONS = ["credentials", "headers", "progress", "signal", "workers"] as const;

/** Options of what opens a file. @throws NotFoundError for others */
export function checkOpen(options: OpenOptions, call: string): void {
  checkOptionNames(options, OPEN_OPTIONS, call);
}

/** Options of a single read. @throws NotFoundError for others */
export function checkRead(options: ReadOptions, call: string): void {
  checkOptionNames(options, READ_OPTIONS, call);
}

/** Options of the read of a column. @throws NotFoundError for others */
export function checkColumnRead(options: ReadOptions): void {
  checkOptionNames(options, ["entryStart", "entryStop", ...READ_OPTIONS], "column");
}

/** Options of several files. @throws NotFoundError for others */
export function checkFiles(options: OpenOptions, call: string): void {
  checkOptionNames(options, ["allowMissing", "tree", ...OPEN_OPTIONS], call);
}

/**
 * Looks at the arguments of a reading: a misspelt option must not be one that was not given.
 *
 * @throws NotFoundError with the nearest option; UsageError for values of the wrong sort
 */
export function checkReading(selector: unknown, options: object): void {
  checkSelector(selector);
  checkOptionNames(options, OPTIONS, "what arrays and iterate take");
  const { library, cut, aliases = {} } = options as Readonly<Record<string, unknown>>;
  if (library !== undefined && library !== "ak" && library !== "typed") {
    throw new UsageError(`library is "ak" or "typed", not ${JSON.stringify(library)}`);
  }
  if (cut !== undefined && typeof cut !== "string") {
    throw new UsageError(`cut is an expression as text, not ${String(cut)}`);
  }
  for (const [name, expression] of Object.entries(aliases ?? {})) {
    if (typeof expression !== "string") {
      throw new UsageError(`the alias ${name} is an expression as text, not ${String(expression)}`);
    }
  }
}

function checkSelector(selector: unknown): void {
  if (selector === undefined || typeof selector === "string") return;
  if (typeof selector === "function" || selector instanceof RegExp) return;
  if (typeof selector === "object" && selector !== null && Symbol.iterator in selector) return;
  const hint = typeof selector === "object" && selector !== null ? ": options come second" : "";
  const given = hint === "" ? String(selector) : "an object";
  throw new UsageError(
    `branches are named by text, a list of names, a RegExp or a function, not by ${given}${hint}`,
  );
}
