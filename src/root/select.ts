import { NotFoundError, UnsupportedError, UsageError } from "../errors.ts";
import type { StoredBranch } from "./branch.ts";

/**
 * Which branches are read: a name or glob (`*`, `?`), several of them, a regular expression tried
 * on the full path, or a function of the branch.
 */
export type BranchSelector<B = StoredBranch> =
  | string
  | readonly string[]
  | RegExp
  | ((branch: B) => boolean);

/** What branches are told apart by. */
interface Selectable {
  readonly name: string;
  readonly path: string;
  readonly typename: string;
  readonly unsupported?: string;
}

/** A branch and the name that its column gets. */
export interface Selected<B = StoredBranch> {
  readonly field: string;
  readonly branch: B;
}

/**
 * The branches that a selector names, in the order of the names, or of the file for a pattern. A
 * name must be there and readable; a pattern passes over what cannot be read, but must match
 * something that can.
 *
 * @param where  the tree and its file, for messages
 * @throws NotFoundError, UnsupportedError
 */
export function selectBranches<B extends Selectable>(
  branches: readonly B[],
  selector: BranchSelector<B> | undefined,
  where: string,
): Selected<B>[] {
  if (selector === undefined) return readable(branches).map(byPath);
  if (typeof selector === "function") return matching(branches, selector, "the function", where);
  if (selector instanceof RegExp) {
    const test = ({ path }: B): boolean => path.search(selector) >= 0;
    return matching(branches, test, String(selector), where);
  }
  const names = typeof selector === "string" ? [selector] : selector;
  const found = new Map<string, B>();
  for (const name of names) {
    for (const { field, branch } of selectName(branches, name, where)) found.set(field, branch);
  }
  return [...found].map(([field, branch]) => ({ field, branch }));
}

function selectName<B extends Selectable>(
  branches: readonly B[],
  name: string,
  where: string,
): Selected<B>[] {
  if (typeof name !== "string") throw new UsageError(`a branch's name is a string, not ${name}`);
  const exact = findBranch(branches, name);
  if (exact !== undefined) return [{ field: name, branch: exact }];
  if (!/[*?]/.test(name)) throw missing(branches, name, where);
  const pattern = globPattern(name);
  return matching(branches, ({ path }) => pattern.test(path), `"${name}"`, where);
}

function matching<B extends Selectable>(
  branches: readonly B[],
  test: (branch: B) => boolean,
  pattern: string,
  where: string,
): Selected<B>[] {
  const found = branches.filter(test);
  const usable = readable(found);
  if (usable.length > 0) return usable.map(byPath);
  if (found.length === 0) {
    throw new NotFoundError(
      "branch that matches",
      pattern,
      branches.map(({ path }) => path),
      where,
    );
  }
  const [{ path, typename, unsupported }] = found;
  throw new UnsupportedError(
    `no branch of ${where} that matches ${pattern} can be read; "${path}" (${typename}): ${unsupported}`,
    typename,
  );
}

/** By its full path, else by its own name where only one branch has it. */
export function findBranch<B extends Selectable>(
  branches: readonly B[],
  name: string,
): B | undefined {
  const exact = branches.find(({ path }) => path === name);
  if (exact !== undefined) return exact;
  const named = branches.filter((branch) => branch.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** @returns the error for a name that is not there, with the nearest that is */
export function missing(
  branches: readonly Selectable[],
  name: string,
  where: string,
): NotFoundError {
  return new NotFoundError(
    "branch",
    name,
    branches.map(({ path }) => path),
    where,
  );
}

/** `*` any characters, `?` one; the whole text must match. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "su");
}

function readable<B extends Selectable>(branches: readonly B[]): B[] {
  return branches.filter(({ unsupported }) => unsupported === undefined);
}

function byPath<B extends Selectable>(branch: B): Selected<B> {
  return { field: branch.path, branch };
}
