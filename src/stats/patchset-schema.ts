import { ModelError } from "../errors.ts";
import { type Check, constant, kindOf, listOf, matching, object, refuse, text } from "./checks.ts";
import type { PatchOperation } from "./json-patch.ts";

/** One patch of a set. */
export interface PatchSpec {
  readonly patch: readonly PatchOperation[];
  readonly metadata: { readonly name: string; readonly values: readonly (number | string)[] };
}

/**
 * A set of patches in pyhf's JSON form, schema 1.0.0.
 * @see https://scikit-hep.org/pyhf/schemas/1.0.0/patchset.json
 */
export interface PatchSetSpec {
  readonly patches: readonly PatchSpec[];
  readonly metadata: {
    readonly references: Readonly<Record<string, string>>;
    readonly digests: { readonly md5?: string; readonly sha256?: string };
    readonly labels: readonly string[];
    readonly description: string;
  };
  readonly version: "1.0.0";
}

const NEEDS: Readonly<Record<string, "value" | "from" | "nothing">> = {
  add: "value",
  replace: "value",
  test: "value",
  remove: "nothing",
  move: "from",
  copy: "from",
};

const operation: Check = (value, path) => {
  if (typeof value !== "object" || value === null) refuse(path, "an operation", value);
  const { op } = value as { op?: unknown };
  if (typeof op !== "string" || !Object.hasOwn(NEEDS, op)) {
    throw new ModelError(`${path}.op`, `no operation ${kindOf(op)}; known: ${Object.keys(NEEDS)}`);
  }
  text((value as { path?: unknown }).path, `${path}.path`);
  const needs = NEEDS[op];
  if (needs !== "nothing" && !Object.hasOwn(value, needs)) {
    throw new ModelError(path, `"${needs}" is missing`);
  }
};

const textOrNumber: Check = (value, path) => {
  if (typeof value !== "number" && typeof value !== "string")
    refuse(path, "a number or text", value);
};

/** An object with these members, at least. */
function openObject(required: Record<string, Check>): Check {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      refuse(path, "an object", value);
    }
    const known = Object.entries(value).filter(([name]) => Object.hasOwn(required, name));
    object(required)(Object.fromEntries(known), path);
  };
}

function someOf(optional: Record<string, Check>): Check {
  return (value, path) => {
    object({}, optional)(value, path);
    if (Object.keys(value as object).length === 0) throw new ModelError(path, "nothing is in here");
  };
}

const name = matching(/^[a-zA-Z0-9_]+$/);

const patchSet = object({
  patches: listOf(
    object({
      metadata: openObject({ name, values: listOf(textOrNumber, 0) }),
      patch: listOf(operation, 0),
    }),
  ),
  metadata: openObject({
    references: someOf({ hepdata: matching(/^ins[0-9]{7}$/) }),
    digests: someOf({ md5: matching(/^[a-f0-9]{32}$/), sha256: matching(/^[a-fA-F0-9]{64}$/) }),
    labels: listOf(name),
    description: text,
  }),
  version: constant("1.0.0"),
});

/**
 * Checks that `value` is a set of patches by pyhf's schema 1.0.0.
 * @throws ModelError with the JSON path of the first fault
 */
export function checkPatchSetSpec(value: unknown): asserts value is PatchSetSpec {
  patchSet(value, "");
}
