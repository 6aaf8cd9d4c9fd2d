import { NotFoundError } from "../errors.ts";
import type { EventSource } from "../root/event-source.ts";

/**
 * The full paths of the branches that `list` means; a branch's own name does where it is the only one.
 *
 * @param more  names of further columns
 */
export function selectBranches(
  list: string,
  tree: EventSource,
  more: readonly string[] = [],
): string[] {
  const counts = new Map<string, number>();
  for (const { name } of tree.branches) counts.set(name, (counts.get(name) ?? 0) + 1);
  const paths = [...new Set([...tree.branches.map(({ path }) => path), ...more])];
  const own = tree.branches.filter(({ name }) => counts.get(name) === 1);
  const aliases = new Map(own.map(({ name, path }) => [name, path] as const));
  return selectNames(list, paths, `tree "${tree.path}"`, aliases);
}

/**
 * The names that a list such as `lep_*,runNumber` means, in the order of the list; a name that two
 * parts mean comes once. `*` is any text, `?` any character, `[ab]` one of these; a name that is
 * there literally is that name.
 *
 * @param where  the place for messages: `tree "mini"`
 * @param aliases  other words for some of the names
 * @param what  a name is one of
 * @throws NotFoundError with the nearest name when a part means none
 */
export function selectNames(
  list: string,
  names: readonly string[],
  where: string,
  aliases: ReadonlyMap<string, string> = new Map(),
  what = "branch",
): string[] {
  const known = new Set(names);
  const chosen = new Set<string>();
  for (const part of list.split(",").map((text) => text.trim())) {
    if (part === "") continue;
    const exact = known.has(part) ? part : aliases.get(part);
    const matching = exact ? [exact] : names.filter((name) => matches(part, name));
    if (matching.length === 0) throw new NotFoundError(what, part, names, where);
    for (const name of matching) chosen.add(name);
  }
  return [...chosen];
}

function matches(pattern: string, name: string): boolean {
  if (!/[*?[]/.test(pattern)) return false;
  const source = pattern.replace(/\[[^\]]+\]|[\s\S]/g, (token) => {
    if (token === "*") return "[\\s\\S]*";
    if (token === "?") return "[\\s\\S]";
    if (token.length > 1)
      return `[${token
        .slice(1, -1)
        .replace(/[\\\]^]/g, "\\$&")
        .replace(/^!/, "^")}]`;
    return token.replace(/[\\^$.|+(){}[\]/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`).test(name);
}
