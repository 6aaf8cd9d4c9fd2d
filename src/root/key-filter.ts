import { UsageError } from "../errors.ts";
import { globPattern } from "./select.ts";

/**
 * Which names are taken: a glob (`*`, `?`) that fits the whole name, a regular expression, a
 * function, or several of these of which one must agree.
 */
export type NameFilter = string | RegExp | ((name: string) => boolean) | readonly NameFilter[];

/** The test that a filter means; no filter takes everything. */
export function nameTest(filter: NameFilter | undefined): (name: string) => boolean {
  if (filter === undefined) return () => true;
  if (typeof filter === "function") return filter;
  if (filter instanceof RegExp) return (name) => name.search(filter) >= 0;
  if (typeof filter === "string") {
    const pattern = globPattern(filter);
    return (name) => pattern.test(name);
  }
  if (!Array.isArray(filter)) {
    throw new UsageError("a filter is a glob, a RegExp, a function or a list of these");
  }
  const tests = filter.map(nameTest);
  return (name) => tests.some((test) => test(name));
}
