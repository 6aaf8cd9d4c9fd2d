import { ModelError } from "../errors.ts";

/** Checks one value; throws with its path. */
export type Check = (value: unknown, path: string) => void;

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  return typeof value === "object" ? "an object" : `${typeof value} ${String(value)}`;
}

export function refuse(path: string, wanted: string, value: unknown): never {
  throw new ModelError(path, `${wanted} is needed here, not ${kindOf(value)}`);
}

export const text: Check = (value, path) => {
  if (typeof value !== "string") refuse(path, "text", value);
};

export const number: Check = (value, path) => {
  if (typeof value !== "number") refuse(path, "a number", value);
};

export const boolean: Check = (value, path) => {
  if (typeof value !== "boolean") refuse(path, "true or false", value);
};

export const nothing: Check = (value, path) => {
  if (value !== null) refuse(path, "null", value);
};

export function constant(wanted: string): Check {
  return (value, path) => {
    if (value !== wanted) refuse(path, `"${wanted}"`, value);
  };
}

export function listOf(item: Check, least = 1): Check {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, "a list", value);
    if (value.length < least) throw new ModelError(path, "this list is empty");
    for (let i = 0; i < value.length; i++) item(value[i], `${path}[${i}]`);
  };
}

/** An object with these members and no others. */
export function object(
  required: Record<string, Check>,
  optional: Record<string, Check> = {},
): Check {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refuse(path, "an object", value);
    }
    const members = value as Record<string, unknown>;
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(members, name)) throw new ModelError(path, `"${name}" is missing`);
    }
    for (const [name, member] of Object.entries(members)) {
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined;
      if (check === undefined) {
        const known = [...Object.keys(required), ...Object.keys(optional)].join(", ");
        throw new ModelError(at(name), `no such member here; known: ${known}`);
      }
      check(member, at(name));
    }
  };
}

/** Text that a pattern fits. */
export function matching(pattern: RegExp): Check {
  return (value, path) => {
    if (typeof value !== "string" || !pattern.test(value))
      refuse(path, `text like ${pattern}`, value);
  };
}
