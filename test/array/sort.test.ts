import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import type { Layout } from "../../src/array/layout.ts";
import { type Column, columnOf } from "../../src/wasm/column.ts";
import type { DType } from "../../src/wasm/dtype.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";

/** NaN first, then by value, equal ones as they lie. */
function order(list: readonly number[], ascending: boolean): number[] {
  const rank = (value: number) => (Number.isNaN(value) ? -Infinity : ascending ? value : -value);
  const nan = (value: number) => Number(!Number.isNaN(value));
  return list
    .map((_, i) => i)
    .sort((a, b) => nan(list[a]) - nan(list[b]) || compare(rank(list[a]), rank(list[b])) || a - b);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function listsOf(lists: readonly (readonly number[])[], dtype: DType): ak.Array {
  const offsets = [0];
  for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
  const data = columnOf(dtype, lists.flat()) as Column;
  const content: Layout = { kind: "flat", data };
  return new ak.Array({ kind: "list", offsets: columnOf("int32", offsets), content });
}

function bytesOf(text: string): Column<"uint8"> {
  return columnOf("uint8", [...new TextEncoder().encode(text)]);
}

describe("sort and argsort", () => {
  it("follow by hand", () => {
    const x = ak.fromIter([[3, 1, 2], [], [0, -1]]);
    expect(ak.sort(x).toList()).toEqual([[1, 2, 3], [], [-1, 0]]);
    expect(ak.sort(x, { ascending: false }).toList()).toEqual([[3, 2, 1], [], [0, -1]]);
    expect(ak.argsort(x).toList()).toEqual([[1n, 2n, 0n], [], [1n, 0n]]);
    expect(ak.sort(x, { axis: 0 }).toList()).toEqual([[0, -1, 2], [], [3, 1]]);
    expect(ak.argsort(x, { axis: 0 }).toList()).toEqual([[2n, 2n, 0n], [], [0n, 0n]]);
    expect(ak.sort(x.slice(1)).toList()).toEqual([[], [-1, 0]]);
    expect(ak.sort(ak.fromIter([true, false])).toList()).toEqual([false, true]);
  });

  it("put NaN first and missing values last", () => {
    const x = ak.fromIter([[3, null, NaN, 1], null, [null]]);
    expect(ak.sort(x).toList()).toEqual([[NaN, 1, 3, null], null, [null]]);
    expect(ak.sort(x, { ascending: false }).toList()).toEqual([[NaN, 3, 1, null], null, [null]]);
    expect(ak.argsort(x).toList()).toEqual([[2n, 3n, 0n, 1n], null, [0n]]);
    expect(ak.argsort(x).type).toBe("3 * option[var * int64]");
  });

  it("keep lists beside missing ones", () => {
    const x = ak.fromIter([
      [null, [3, 1]],
      [
        [2, 0],
        [9, 8],
      ],
    ]);
    expect(ak.sort(x).toList()).toEqual([
      [null, [1, 3]],
      [
        [0, 2],
        [8, 9],
      ],
    ]);
  });

  it("sort each field of records, and refuse their places", () => {
    const x = ak.zip({ x: ak.fromIter([[2, 1]]), y: ak.fromIter([[5, 6]]) });
    expect(ak.sort(x).toList()).toEqual([
      [
        { x: 1, y: 5 },
        { x: 2, y: 6 },
      ],
    ]);
    expect(() => ak.argsort(x)).toThrow("sort by one of the fields x, y");
    expect(() => ak.sort(x, { axis: 2 })).toThrow("axis=2 exceeds the depth");
  });

  it("order text by its bytes", () => {
    const text = { offsets: columnOf("int32", [0, 1, 2, 2, 4, 5]), data: bytesOf("bazzz") };
    const content: Layout = { kind: "string", ...text };
    const x = new ak.Array({ kind: "list", offsets: columnOf("int32", [0, 3, 3, 5]), content });
    expect(ak.sort(x).toList()).toEqual([["", "a", "b"], [], ["z", "zz"]]);
    expect(ak.argsort(x, { ascending: false }).toList()).toEqual([[0n, 1n, 2n], [], [0n, 1n]]);
  });

  it("order as the definition says, whatever the length", () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: -40, max: 40 }).map(Number));
    const long = fc.array(fc.array(number, { minLength: 60, maxLength: 150 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.oneof(jaggedNumbers, long), fc.boolean(), (lists, ascending) => {
        scope(() => {
          const x = ak.fromIter(lists);
          const places = lists.map((list) => order(list, ascending));
          expect(ak.argsort(x, { ascending }).toList()).toEqual(
            places.map((list) => list.map(BigInt)),
          );
          const plain = (lists: unknown) =>
            (lists as number[][]).map((list) => list.map((one) => (one === 0 ? 0 : one)));
          expect(plain(ak.sort(x, { ascending }).toList())).toEqual(
            plain(places.map((list, i) => list.map((j) => lists[i][j]))),
          );
        });
      }),
    );
  });

  it("order numbers of every dtype", () => {
    const lists = [[3, 1, 2, 1], [], Array.from({ length: 100 }, (_, i) => (i * 7) % 60)];
    for (const dtype of [
      "int8",
      "uint8",
      "int16",
      "uint32",
      "int64",
      "uint64",
      "float32",
    ] as const) {
      const sorted = ak.sort(listsOf(lists, dtype), { ascending: false });
      expect(sorted.type).toBe(`3 * var * ${dtype}`);
      expect((sorted.toList() as unknown[][]).map((list) => list.map(Number))).toEqual(
        lists.map((list) => [...list].sort((a, b) => b - a)),
      );
    }
  });
});
