import * as arrow from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromArrow, fromArrowIpc, toArrow, toArrowIpc } from "../../src/array/arrow.ts";
import * as ak from "../../src/array/index.ts";
import { FormatError, UnsupportedError } from "../../src/errors.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { scope } from "../../src/wasm/scope.ts";
import { layouts } from "./arbitrary-layouts.ts";
import { readGolden } from "./golden.ts";
import { bytesOf, texts } from "./golden-files.ts";

interface Case {
  readonly name: string;
  readonly stream: string;
  readonly type: string;
  readonly list: unknown;
}

const cases = (await readGolden("arrow.json")).cases as Case[];

describe.each(cases)("a stream of pyarrow: $name", ({ stream, type, list }) => {
  it("comes with Awkward's type and values, goes and comes back", () => {
    scope(() => {
      const array = fromArrowIpc(bytesOf(stream));
      expect(array.type).toBe(type);
      expect(texts(array.toList())).toEqual(texts(list));
      const again = fromArrowIpc(toArrowIpc(array));
      expect(again.type).toBe(type);
      expect(texts(again.toList())).toEqual(texts(list));
    });
  });
});

describe("toArrow", () => {
  it("is undone by fromArrow, directly and through both kinds of bytes", () => {
    fc.assert(
      fc.property(layouts, (make) =>
        scope(() => {
          const array = new ak.Array(make());
          const { type } = array;
          const list = array.toList();
          for (const again of [
            fromArrow(toArrow(array)),
            fromArrowIpc(toArrowIpc(array)),
            fromArrowIpc(toArrowIpc(array, { format: "file" })),
          ]) {
            expect(again.type).toBe(type);
            expect(again.toList()).toEqual(list);
          }
        }),
      ),
      { numRuns: 100 },
    );
  });

  it("makes columns that Arrow's own library reads", () => {
    const array = ak.fromIter([
      { run: 1, pt: [10.5, 20.5], tag: "a", mass: null },
      { run: 2, pt: [], tag: "", mass: 91.2 },
    ]);
    const table = toArrow(array);
    expect(table.schema.fields.map(String)).toEqual([
      "run: Float64",
      "pt: List<Float64>",
      "tag: Utf8",
      "mass: Float64",
    ]);
    expect(table.schema.fields.map((field) => field.nullable)).toEqual([false, false, false, true]);
    expect(JSON.parse(JSON.stringify(table.toArray()))).toEqual(array.toList());
    array.dispose();
  });

  it("keeps 64-bit integers whole", () => {
    const values = BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n));
    const array = ak.fromTypedArray(values);
    expect([...(toArrow(array).getChildAt(0) ?? [])]).toEqual([...values]);
    array.dispose();
  });

  it("stores nothing for a missing list", () => {
    const array = ak.fromIter([[1, 2, 3], null, null, [4]]);
    const [data] = toArrow(array).getChildAt(0)?.data ?? [];
    expect([...data.valueOffsets]).toEqual([0, 3, 3, 3, 4]);
    expect(data.nullCount).toBe(2);
    expect(data.children[0].length).toBe(4);
    array.dispose();
  });

  it("refuses a union", () => {
    const array = ak.fromIter([1, "two"]);
    expect(() => toArrow(array)).toThrow(UnsupportedError);
    array.dispose();
  });
});

describe("fromArrow", () => {
  it("reads vectors, slices of them, and pieces", () => {
    const whole = arrow.vectorFromArray([true, null, false, true, true, null, true, false, true]);
    const list = [...whole];
    for (const start of [0, 1, 3]) {
      const array = fromArrow(whole.slice(start, 9));
      expect(array.toList()).toEqual(list.slice(start));
      array.dispose();
    }
    const pieces = whole.slice(1, 3).concat(whole.slice(4, 9));
    const array = fromArrow(pieces);
    expect(array.toList()).toEqual([...list.slice(1, 3), ...list.slice(4, 9)]);
    array.dispose();
  });

  it("names the column of a type that there is not", () => {
    const table = arrow.tableFromArrays({ when: [new Date(0)] });
    expect(() => fromArrow(table)).toThrow(/"when" of Arrow type/);
  });

  it("refuses bytes that are no Arrow", () => {
    expect(() => fromArrowIpc(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))).toThrow(FormatError);
  });

  it("refuses a dictionary's index behind its end", () => {
    const dictionary = arrow.vectorFromArray(["a", "b"], new arrow.Utf8());
    const data = arrow.makeData({
      type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
      length: 2,
      data: Int32Array.of(1, 2),
      dictionary,
    });
    expect(() => fromArrow(new arrow.Vector([data]))).toThrow(/ShapeError|needed/);
  });

  it("leaves nothing behind in memory", () => {
    const before = memoryUsage().columns;
    for (const { stream } of cases) {
      const array = fromArrowIpc(bytesOf(stream));
      toArrow(array);
      array.dispose();
    }
    expect(memoryUsage().columns).toBe(before);
  });
});
