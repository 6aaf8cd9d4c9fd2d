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
