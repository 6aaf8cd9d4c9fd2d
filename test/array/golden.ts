import * as ak from "../../src/array/index.ts";
import type { Layout } from "../../src/array/layout.ts";
import { type Column, columnOf } from "../../src/wasm/column.ts";
import { type DType, isBig } from "../../src/wasm/dtype.ts";
import { readJson } from "../data.ts";

/** What Awkward or NumPy gave. */
export interface Expected {
  readonly type?: string;
  readonly list?: unknown;
  readonly scalar?: unknown;
  readonly error?: string;
}

export function readGolden(name: string): Promise<Record<string, never>> {
  return readJson(`test/data/array/${name}`);
}

/** Numbers as the golden files spell them: text where JSON has no number for them. */
function numberOf(value: unknown, dtype: DType): number | bigint | boolean {
  if (isBig(dtype)) return BigInt(value as string | number);
  return typeof value === "boolean" ? value : Number(value);
}

/** An array of nested lists with the dimensions given, "var" or a size. */
export function arrayOf(
  list: readonly unknown[],
  dims: readonly (number | "var")[],
  dtype: DType,
): ak.Array {
  const build = (values: readonly unknown[], level: number): Layout => {
    if (level === dims.length) {
      const data = columnOf(
        dtype,
        values.map((value) => numberOf(value, dtype)),
      );
      return { kind: "flat", data: data as Column };
    }
    const lists = values as readonly unknown[][];
    const content = build(lists.flat(), level + 1);
    const size = dims[level];
    if (size !== "var") return { kind: "regular", size, length: lists.length, content };
    const offsets = [0];
    for (const one of lists) offsets.push(offsets[offsets.length - 1] + one.length);
    return { kind: "list", offsets: columnOf("int32", offsets), content };
  };
  return new ak.Array(build(list, 0));
}

/** Results in one form, so that they compare as text: numbers as shortest decimals, -0 as 0. */
export function plain(value: unknown): unknown {
  if (value instanceof ak.Array) return plain(value.toList());
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  }
  return value;
}

/** Why a result is not what the peer gave; undefined when it is. */
export function mismatch(run: () => unknown, expected: Expected): string | undefined {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    return expected.error === undefined ? `threw ${error}` : undefined;
  }
  if (expected.error !== undefined) return `should fail as ${expected.error}: ${result}`;
  const ours =
    result instanceof ak.Array
      ? { type: result.type, list: plain(result) }
      : { scalar: plain(result) };
  const theirs =
    expected.type === undefined
      ? { scalar: plain(expected.scalar) }
      : { type: expected.type, list: plain(expected.list) };
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  return a === b ? undefined : `\n  ours   ${a}\n  theirs ${b}`;
}
