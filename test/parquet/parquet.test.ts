import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { FormatError, NotFoundError, ShapeError, UnsupportedError } from "../../src/errors.ts";
import { fromParquet, toParquet } from "../../src/parquet/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { scope } from "../../src/wasm/scope.ts";
import { layouts } from "../array/arbitrary-layouts.ts";
import { bytesOf, texts } from "../array/golden-files.ts";
import { readText } from "../data.ts";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly type: string;
  readonly list?: unknown;
  readonly sums?: Readonly<Record<string, unknown>>;
}

const { cases } = JSON.parse(await readText("test/data/parquet/parquet.json")) as {
  readonly cases: readonly Case[];
};

function find(name: string): Uint8Array {
  const found = cases.find((one) => one.name === name);
  return bytesOf(found?.file ?? "");
}

describe.each(cases)("a file of pyarrow or Awkward: $name", ({ file, type, list, sums }) => {
  it("comes with Awkward's type and values, goes and comes back", () => {
    scope(() => {
      const array = fromParquet(bytesOf(file));
      for (const now of [array, fromParquet(toParquet(array))]) {
        expect(now.type).toBe(type);
        if (list !== undefined) expect(texts(now.toList())).toEqual(texts(list));
        for (const [name, sum] of Object.entries(sums ?? {})) {
          expect(String(ak.sum(now.field(name)))).toBe(String(sum));
        }
      }
    });
  });
});

describe("toParquet", () => {
  it("is undone by fromParquet", () => {
    fc.assert(
      fc.property(
        layouts,
        fc.constantFrom("snappy" as const, "none" as const),
        (make, compression) =>
          scope(() => {
            const array = new ak.Array(make());
            const again = fromParquet(toParquet(array, { compression }));
            expect(again.type).toBe(array.type);
            expect(again.toList()).toEqual(array.toList());
          }),
      ),
      { numRuns: 200 },
    );
  });

  it("makes columns of fields, and row groups", () => {
    const array = ak.fromIter([
      { run: 1n, pt: [10.5, 20.5], tag: "a", mass: null },
      { run: 2n, pt: [], tag: "", mass: 91.2 },
      { run: 3n, pt: [30.5], tag: "b", mass: 125 },
    ]);
    const bytes = toParquet(array, { rowGroupSize: 2 });
    const whole = fromParquet(bytes);
    expect(whole.type).toBe(array.type);
    expect(whole.toList()).toEqual(array.toList());
    const last = fromParquet(bytes, { rowGroups: [1], columns: ["mass", "pt"] });
    expect(last.toList()).toEqual([{ pt: [30.5], mass: 125 }]);
    expect(() => fromParquet(bytes, { rowGroups: [2] })).toThrow(ShapeError);
    for (const one of [array, whole, last]) one.dispose();
  });

  it("refuses a union, and records without fields", () => {
    const union = ak.fromIter([1, "two"]);
    const empty = ak.fromIter([{ x: {} }]);
    expect(() => toParquet(union)).toThrow(UnsupportedError);
    expect(() => toParquet(empty)).toThrow(/no records without fields/);
    expect(() => toParquet(ak.fromIter([{}, {}]))).toThrow(/no records without fields/);
    for (const one of [union, empty]) one.dispose();
  });

  it("refuses options that make no sense", () => {
    const array = ak.fromIter([1, 2]);
    for (const rowGroupSize of [0, -1, 1.5, Number.NaN]) {
      expect(() => toParquet(array, { rowGroupSize })).toThrow("rowGroupSize is a whole number");
    }
    for (const compression of ["zstd", "gzip", "SNAPPY"]) {
      expect(() => toParquet(array, { compression: compression as "snappy" })).toThrow(
        `compression is "snappy" or "none", not "${compression}"`,
      );
    }
    array.dispose();
  });
});

describe("fromParquet", () => {
  it("reads only the columns that names ask for", () => {
    const bytes = find("structs");
    const read = (columns: readonly string[]): string => {
      const array = fromParquet(bytes, { columns });
      const { type } = array;
      array.dispose();
      return type;
    };
    expect(read(["y.p"])).toBe("3 * {y: option[var * ?{p: ?{q: ?float64}}]}");
    expect(read(["x.b.c", "y.*.q"])).toBe(
      "3 * {x: ?{b: option[var * ?{c: ?string}]}, y: option[var * ?{p: ?{q: ?float64}}]}",
    );
    expect(read(["x.a"])).toBe("3 * {x: ?{a: ?int64}}");
    expect(read([])).toBe("3 * {}");
    expect(() => read(["x.bb"])).toThrow(NotFoundError);
    expect(() => read(["x.bb"])).toThrow(/did you mean "x\.b"/);
  });

  it("says what is damaged, and never fails otherwise", () => {
    const usual = [FormatError, UnsupportedError, ShapeError];
    expect(() => fromParquet(Uint8Array.of(1, 2, 3))).toThrow(FormatError);
    expect(() => fromParquet(find("lists").subarray(0, 900))).toThrow(FormatError);
    fc.assert(
      fc.property(
        fc.constantFrom("lists", "structs", "text", "delta", "bool"),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true }), fc.nat(255)), {
          minLength: 1,
          maxLength: 3,
        }),
        (name, changes) => {
          const bytes = find(name);
          for (const [where, value] of changes) bytes[Math.floor(where * bytes.length)] = value;
          let known = true;
          scope(() => {
            try {
              fromParquet(bytes).toList();
            } catch (error) {
              known = usual.some((one) => error instanceof one);
            }
          });
          expect(known).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes other ways to decompress", () => {
    const asked: number[] = [];
    const GZIP = (bytes: Uint8Array, length: number): Uint8Array => {
      asked.push(bytes.length);
      return new Uint8Array(length);
    };
    expect(() => fromParquet(find("gzip"), { compressors: { GZIP } })).toThrow(FormatError);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("leaves nothing behind in memory", () => {
    const before = memoryUsage().columns;
    for (const { file } of cases) {
      const array = fromParquet(bytesOf(file));
      toParquet(array);
      array.dispose();
    }
    expect(memoryUsage().columns).toBe(before);
  });
});
