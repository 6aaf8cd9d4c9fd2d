import { UsageError } from "../errors.ts";

/**
 * A module of Node itself, for what only Node can do: without an import, at which bundlers of pages
 * would stumble.
 *
 * @throws UsageError where this is not Node
 */
export function nodeBuiltin<T>(name: string, what: string): T {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  const module = process?.getBuiltinModule?.(name);
  if (module === undefined) throw new UsageError(`${what} needs Node`);
  return module as T;
}
