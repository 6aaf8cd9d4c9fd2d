import { UsageError } from "../errors.ts";

/**
 * Splits `FILE:TREE`. Colons that belong to the file stay there: of a scheme (`https://`), a port,
 * a Windows drive (`C:\`). After `.root` the first colon separates, else the last one.
 *
 * @returns the file, and the tree if one is named
 */
export function splitFileTree(text: string): { file: string; tree: string | undefined } {
  const prefix = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*|[A-Za-z]:(?=[\\/]))/.exec(text)?.[0] ?? "";
  const rest = text.slice(prefix.length);
  const afterRoot = /\.root:/i.exec(rest);
  const colon = afterRoot === null ? rest.lastIndexOf(":") : afterRoot.index + ".root".length;
  if (colon < 0) return { file: text, tree: undefined };
  const file = prefix + rest.slice(0, colon);
  const tree = rest.slice(colon + 1);
  if (file === "" || tree === "") throw new UsageError(`"${text}" is not FILE or FILE:TREE`);
  return { file, tree };
}

/**
 * The entries that `START:STOP` means, as Python's slices do: either may be left out, negative ones
 * count from the end, and both are cut to what there is. `N` is `N:N+1`.
 *
 * @returns `[start, stop)` with 0 <= start <= stop <= entries
 */
export function entryRange(text: string, entries: number): [number, number] {
  const match = /^(-?\d+)?(:)?(-?\d+)?$/.exec(text.trim());
  if (match === null || text.trim() === "" || (match[2] === undefined && match[3] !== undefined)) {
    throw new UsageError(`"${text}" is no entry range; say START:STOP, such as 0:5, 100: or -5:`);
  }
  const place = (given: string | undefined, otherwise: number): number => {
    if (given === undefined) return otherwise;
    const value = Number(given);
    return Math.min(Math.max(value < 0 ? value + entries : value, 0), entries);
  };
  const start = place(match[1], 0);
  const one = match[2] === undefined;
  if (one && (Number(match[1]) >= entries || Number(match[1]) < -entries)) {
    throw new UsageError(`there is no entry ${match[1]}: the tree has ${entries}`);
  }
  const stop = one ? start + 1 : place(match[3], entries);
  return [start, Math.max(start, stop)];
}
