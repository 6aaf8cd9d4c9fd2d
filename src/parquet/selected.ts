import { NotFoundError } from "../errors.ts";
import type { Node } from "./tree.ts";

/**
 * The part of a schema that names ask for.
 *
 * @param columns  names of fields behind each other with dots; `*` stands for any part of a name
 * @throws NotFoundError for one that names nothing
 */
export function selected(node: Node, columns: readonly string[]): Node {
  const names = new Set<string>();
  const wanted = columns.map((column) => ({ column, parts: column.split("."), met: false }));
  const chosen = choose(node, wanted, [], names) ?? emptied(node);
  for (const { column, met } of wanted) {
    if (!met) throw new NotFoundError("column", column, names, "a Parquet file");
  }
  return chosen;
}

interface Wanted {
  readonly column: string;
  readonly parts: readonly string[];
  met: boolean;
}

/** What is wanted of a node, if anything. `names` collects those that there are. */
function choose(
  node: Node,
  wanted: readonly Wanted[],
  path: readonly string[],
  names: Set<string>,
): Node | undefined {
  if (node.kind === "leaf") return undefined;
  if (node.kind !== "record") {
    const content = choose(node.content, wanted, path, names);
    return content === undefined ? undefined : { ...node, content };
  }
  const fields: string[] = [];
  const contents: Node[] = [];
  for (const [i, field] of node.fields.entries()) {
    const here = [...path, field];
    names.add(here.join("."));
    const fits = wanted.filter(({ parts }) => begins(here, parts));
    const whole = fits.filter(({ parts }) => parts.length === here.length);
    for (const one of whole) one.met = true;
    const within = choose(node.contents[i], fits, here, names);
    const content = whole.length > 0 ? node.contents[i] : within;
    if (content === undefined) continue;
    fields.push(field);
    contents.push(content);
  }
  return fields.length === 0 ? undefined : { ...node, fields, contents };
}

/** Whether a path goes the way of the parts, as far as it goes. */
function begins(path: readonly string[], parts: readonly string[]): boolean {
  return path.length <= parts.length && path.every((name, i) => fits(name, parts[i]));
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "su").test(name);
}

function emptied(node: Node): Node {
  return node.kind === "record" ? { ...node, fields: [], contents: [] } : node;
}
