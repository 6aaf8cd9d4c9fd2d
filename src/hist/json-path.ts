import { FormatError } from "../errors.ts";

/**
 * @throws FormatError always: what is wrong in a JSON document, with its path (`$.main.axes[0]`)
 */
export function fault(path: string, message: string, cause?: unknown): never {
  throw new FormatError(`${path} ${message}`, { path, cause });
}

/** An object with all of the keys `required` and none but those and `optional`. */
export function objectAt(
  json: unknown,
  path: string,
  required: readonly string[],
  optional: readonly string[],
): Record<string, unknown> {
  const object = anyObjectAt(json, path);
  for (const key of required) if (!Object.hasOwn(object, key)) fault(path, `lacks "${key}"`);
  for (const key of Object.keys(object)) {
    if (!required.includes(key) && !optional.includes(key)) {
      const known = [...required, ...optional].join(", ");
      fault(member(path, key), `is not known here; there may be ${known}`);
    }
  }
  return object;
}

/** An object with any keys but the empty one. */
export function anyObjectAt(json: unknown, path: string): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    fault(path, `must be an object, not ${kindOf(json)}`);
  }
  if (Object.hasOwn(json, "")) fault(path, "has a member without a name");
  return json as Record<string, unknown>;
}

export function listAt(json: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(json)) fault(path, `must be a list, not ${kindOf(json)}`);
  return json;
}

/** Any number, NaN and infinities included. */
export function numberAt(json: unknown, path: string): number {
  if (typeof json !== "number") fault(path, `must be a number, not ${kindOf(json)}`);
  return json;
}

export function integerAt(json: unknown, path: string): number {
  if (typeof json !== "number" || !Number.isSafeInteger(json)) {
    fault(path, `must be an integer, not ${typeof json === "number" ? json : kindOf(json)}`);
  }
  return json;
}

export function textAt(json: unknown, path: string): string {
  if (typeof json !== "string") fault(path, `must be text, not ${kindOf(json)}`);
  return json;
}

export function flagAt(json: unknown, path: string): boolean {
  if (typeof json !== "boolean") fault(path, `must be true or false, not ${kindOf(json)}`);
  return json;
}

/** The path of a member of an object. */
export function member(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** What a JSON value is, in words. */
export function kindOf(json: unknown): string {
  if (json === undefined) return "absent";
  if (json === null) return "null";
  if (Array.isArray(json)) return "a list";
  if (typeof json === "object") return "an object";
  if (typeof json === "string") return `the text ${JSON.stringify(json.slice(0, 40))}`;
  return `${json}`;
}
