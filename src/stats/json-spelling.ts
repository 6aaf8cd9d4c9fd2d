import { JsonNumber, type JsonTree, parseJsonText } from "./json-text.ts";

/**
 * How the numbers of lists and objects were written, which JavaScript's values do not tell (1 and 1.0 are the
 * same). Whoever makes a document of parts of another takes its lists over, and with them their spelling.
 */
const spellings = new WeakMap<object, ReadonlyMap<string, JsonNumber>>();

/**
 * The plain value of JSON text; {@link spelledTree} knows how its numbers were written.
 * @throws FormatError with the position
 */
export function parseSpelled(text: string): unknown {
  return plainValue(parseJsonText(text));
}

function plainValue(tree: JsonTree): unknown {
  if (tree instanceof JsonNumber) return Number(tree.text);
  if (typeof tree !== "object" || tree === null) return tree;
  const members = isList(tree) ? [...tree.entries()] : [...tree];
  const values = members.map(([key, item]) => [String(key), plainValue(item)] as const);
  const value = isList(tree) ? values.map(([, item]) => item) : Object.fromEntries(values);
  const numbers = members.flatMap(([key, item]) =>
    item instanceof JsonNumber ? [[String(key), item] as const] : [],
  );
  if (numbers.length > 0) spellings.set(value, new Map(numbers));
  return value;
}

function isList(tree: object): tree is readonly JsonTree[] {
  return Array.isArray(tree);
}

/** A document's tree: numbers that are what they were keep their spelling, others have none. */
export function spelledTree(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof JsonNumber) return value;
  if (value instanceof Map) return value;
  const spelling = spellings.get(value);
  const treeOf = (key: string, item: unknown): unknown => {
    const written = spelling?.get(key);
    return written !== undefined && Object.is(Number(written.text), item)
      ? written
      : spelledTree(item);
  };
  if (Array.isArray(value)) return value.map((item, i) => treeOf(String(i), item));
  return new Map(Object.entries(value).map(([key, item]) => [key, treeOf(key, item)]));
}

/** A copy whose numbers keep their spelling. */
export function copiedJson<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const copy = Array.isArray(value)
    ? value.map(copiedJson)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copiedJson(item)]));
  const spelling = spellings.get(value);
  if (spelling !== undefined) spellings.set(copy, spelling);
  return copy as T;
}
