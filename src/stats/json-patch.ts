import { FormatError, UsageError } from "../errors.ts";
import { copiedJson } from "./json-spelling.ts";
import { sameJson } from "./json-value.ts";

/** One operation of a JSON patch. @see RFC 6902 */
export interface PatchOperation {
  readonly op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

type Json = Record<string, unknown> | unknown[];

/**
 * A document after a JSON patch; the one given stays as it is.
 * @throws FormatError that names the operation, when it does not fit the document
 * @see RFC 6902
 */
export function applyPatch<T>(document: T, patch: readonly PatchOperation[]): T {
  const root: { value: unknown } = { value: copiedJson(document) };
  patch.forEach((operation, i) => {
    try {
      apply(root, operation);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new FormatError(`patch operation ${i} (${operation.op} ${operation.path}): ${why}`, {
        cause: error,
      });
    }
  });
  return root.value as T;
}

function apply(root: { value: unknown }, { op, path, from, value }: PatchOperation): void {
  switch (op) {
    case "add":
      add(root, path, copiedJson(value));
      break;
    case "remove":
      remove(root, path);
      break;
    case "replace":
      remove(root, path);
      add(root, path, copiedJson(value));
      break;
    case "move":
      if (path.startsWith(`${source(from)}/`))
        throw new UsageError("a value cannot move into itself");
      add(root, path, remove(root, source(from)));
      break;
    case "copy":
      add(root, path, copiedJson(get(root, source(from))));
      break;
    case "test":
      if (!sameJson(get(root, path), value)) throw new UsageError("the value there is another one");
      break;
    default:
      throw new UsageError(`no operation "${String(op)}"`);
  }
}

function source(from: string | undefined): string {
  if (from === undefined) throw new UsageError('"from" is missing');
  return from;
}

/** The steps of a JSON pointer. @see RFC 6901 */
function stepsOf(pointer: string): string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) throw new UsageError(`a path begins with "/", not "${pointer}"`);
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The list or object that a pointer's last step is in, and that step. */
function parentOf(root: { value: unknown }, pointer: string): [Json, string] {
  const steps = stepsOf(pointer);
  let at: unknown = root.value;
  for (const step of steps.slice(0, -1)) at = child(at, step);
  if (typeof at !== "object" || at === null)
    throw new UsageError("the path leads into a plain value");
  return [at as Json, steps[steps.length - 1]];
}

function child(at: unknown, step: string): unknown {
  if (Array.isArray(at)) return at[position(step, at.length - 1)];
  if (typeof at === "object" && at !== null && Object.hasOwn(at, step)) {
    return (at as Record<string, unknown>)[step];
  }
  throw new UsageError(`nothing is called "${step}" there`);
}

function position(step: string, last: number): number {
  if (!/^(0|[1-9]\d*)$/.test(step) || Number(step) > last) {
    throw new UsageError(`no place "${step}" in a list of ${last + 1}`);
  }
  return Number(step);
}

function get(root: { value: unknown }, pointer: string): unknown {
  return stepsOf(pointer).reduce(child, root.value);
}

function add(root: { value: unknown }, pointer: string, value: unknown): void {
  if (pointer === "") {
    root.value = value;
    return;
  }
  const [parent, step] = parentOf(root, pointer);
  if (Array.isArray(parent)) {
    parent.splice(step === "-" ? parent.length : position(step, parent.length), 0, value);
  } else {
    Object.defineProperty(parent, step, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}

function remove(root: { value: unknown }, pointer: string): unknown {
  const value = get(root, pointer);
  if (pointer === "") {
    root.value = undefined;
    return value;
  }
  const [parent, step] = parentOf(root, pointer);
  if (Array.isArray(parent)) parent.splice(position(step, parent.length - 1), 1);
  else delete parent[step];
  return value;
}
