import { suggestionFor } from "../errors.ts";
import { configRule, type Rule } from "./config-rules.ts";
import type { ConfigSpec } from "./config-spec.ts";

/** A way to a setting: `["Systematics", 2, "Up"]`. */
export type KeyPath = readonly (string | number)[];

/** Ends the check with an error about a setting, or about the name of a key in it. */
export type Fault = (path: KeyPath, message: string) => never;

/** Checks the structure of a configuration: keys, types, lengths. */
export function checkStructure(value: unknown, fault: Fault): asserts value is ConfigSpec {
  check(configRule, value, [], fault);
}

function check(rule: Rule, value: unknown, path: KeyPath, fault: Fault): void {
  switch (rule.kind) {
    case "text":
      if (typeof value !== "string") fault(path, textNeeded(value));
      return;
    case "flag":
      if (typeof value !== "boolean") fault(path, `must be True or False, not ${shown(value)}`);
      return;
    case "number":
      if (typeof value !== "number") {
        fault(path, `must be a number, not ${shown(value)}${unquoted(value)}`);
      }
      if (!Number.isFinite(value)) fault(path, `must be a finite number, not ${value}`);
      return;
    case "choice":
      if (typeof value !== "string" || !rule.values.includes(value)) {
        const known = rule.values.map((one) => `"${one}"`).join(" or ");
        const near = suggestionFor(String(value), rule.values);
        fault(path, `must be ${known}, not ${shown(value)}${near.startsWith("; did") ? near : ""}`);
      }
      return;
    case "names":
      if (typeof value === "string") return;
      if (!Array.isArray(value)) fault(path, `must be a name or a list of names, ${not(value)}`);
      checkList({ kind: "list", of: { kind: "text" }, min: 1 }, value, path, fault);
      return;
    case "list":
      checkList(rule, value, path, fault);
      return;
    case "object":
      checkObject(rule, value, path, fault);
      return;
    default:
      rule satisfies never;
  }
}

function checkList(
  { of, min, max }: Rule & { kind: "list" },
  value: unknown,
  path: KeyPath,
  fault: Fault,
): void {
  if (!Array.isArray(value)) {
    const hint = isObject(value) && of.kind === "object" ? ': begin each entry with "- "' : "";
    fault(path, `must be a list, ${not(value)}${hint}`);
  }
  if (value.length < min) {
    fault(
      path,
      `has ${value.length} ${value.length === 1 ? "entry" : "entries"}, at least ${min} needed`,
    );
  }
  if (max !== undefined && value.length > max) {
    fault(path, `has ${value.length} entries, there must be ${max}`);
  }
  const seen = new Map<string, number>();
  value.forEach((item, i) => {
    check(of, item, [...path, i], fault);
    const text = JSON.stringify(item);
    const first = seen.get(text);
    if (first !== undefined) fault([...path, i], `is the same as entry ${first}: remove one`);
    seen.set(text, i);
  });
}

function checkObject(
  { what, keys, required }: Rule & { kind: "object" },
  value: unknown,
  path: KeyPath,
  fault: Fault,
): void {
  if (!isObject(value)) fault(path, `must be ${what} with keys and values, ${not(value)}`);
  const known = Object.keys(keys);
  for (const [key, each] of Object.entries(value)) {
    if (!Object.hasOwn(keys, key)) {
      fault([...path, key], `there is no such key in ${what}${suggestionFor(key, known)}`);
    }
    check(keys[key], each, [...path, key], fault);
  }
  for (const key of required) {
    if (!Object.hasOwn(value, key)) fault(path, `${what} needs the key "${key}"`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDate(value);
}

/** YAML knows dates. */
function isDate(value: unknown): boolean {
  return value instanceof Date;
}

function textNeeded(value: unknown): string {
  const quoted = typeof value === "number" || typeof value === "boolean" || isDate(value);
  return `must be text, ${not(value)}${quoted ? ": put it in quotes" : ""}`;
}

function unquoted(value: unknown): string {
  if (typeof value !== "string" || value.trim() === "" || !Number.isFinite(Number(value)))
    return "";
  return ": write it without quotes, as 1.0e-3 where it has an exponent";
}

function not(value: unknown): string {
  return `not ${shown(value)}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (isDate(value)) return "a date";
  return Array.isArray(value) ? "a list" : "keys and values";
}
