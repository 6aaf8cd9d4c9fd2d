import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { FormatError, NotFoundError, ShapeError } from "../../src/errors.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";
import { readGolden } from "./golden.ts";

interface Case {
  readonly name: string;
  readonly form: ak.FormRecord;
  readonly short: ak.Form;
  readonly length: number;
  readonly buffers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly list: unknown;
}

const cases = (await readGolden("buffers.json")).cases as Case[];

function bytesOf(buffers: Case["buffers"]): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(buffers).map(([key, text]) => [
      key,
      Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
    ]),
  );
}

/** 64-bit integers as numbers, bytes as lists. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

const lists: ak.FormRecord = {
  class: "ListOffsetArray",
  offsets: "i64",
  content: { class: "NumpyArray", primitive: "float64", form_key: "node1" },
  form_key: "node0",
};

describe("fromBuffers", () => {
  it("reads big-endian buffers", () => {
    const [offsets, data] = [new DataView(new ArrayBuffer(24)), new DataView(new ArrayBuffer(16))];
    offsets.setBigInt64(16, 2n);
    data.setFloat64(0, 1.5);
    data.setFloat64(8, -2.5);
    const container = { "node0-offsets": offsets, "node1-data": data };
    const array = ak.fromBuffers(lists, 2, container, { byteorder: ">" });
    expect(array.toList()).toEqual([[], [1.5, -2.5]]);
    array.dispose();
    const small = { class: "NumpyArray", primitive: "uint16", form_key: "a" };
    const shorts = ak.fromBuffers(
      small,
      2,
      { "a-data": Uint8Array.of(1, 0, 0, 2) },
      { byteorder: ">" },
    );
    expect(shorts.toList()).toEqual([256, 2]);
    shorts.dispose();
  });

  it("keeps what only Awkward's way of storing tells", () => {
    const content = { class: "NumpyArray", primitive: "int64", form_key: "c" };
    const numbers = BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n);
    const scattered = ak.fromBuffers(
      { class: "ListArray", starts: "i64", stops: "i64", content, form_key: "l" },
      2,
      {
        "l-starts": BigInt64Array.of(3n, 0n),
        "l-stops": BigInt64Array.of(6n, 2n),
        "c-data": numbers,
      },
    );
    expect(ak.padNone(scattered, 1).type).toBe("2 * var * int64");
    expect(ak.padNone(scattered, 2).type).toBe("2 * var * ?int64");
    expect(ak.padNone(ak.toPacked(scattered), 1).type).toBe("2 * var * ?int64");
    const within: ak.FormRecord = {
      class: "ListOffsetArray",
      offsets: "i64",
      content,
      form_key: "l",
    };
    const buffers = { "l-offsets": BigInt64Array.of(0n, 3n, 6n), "c-data": numbers };
    const masked = ak.fromBuffers(
      { class: "ByteMaskedArray", mask: "i8", valid_when: true, content: within, form_key: "m" },
      2,
      { ...buffers, "m-mask": Int8Array.of(0, 0) },
    );
    expect(ak.toRegular(masked).type).toBe("2 * option[3 * int64]");
    const indexed = ak.fromBuffers(
      { class: "IndexedOptionArray", index: "i64", content: within, form_key: "i" },
      3,
      { ...buffers, "i-index": BigInt64Array.of(1n, 1n, -1n) },
    );
    const counts = ak.fromIter([1n, 2n, 3n]);
    expect(ak.unflatten(indexed, counts, { axis: 1 }).toList()).toEqual([
      [[4n], [5n, 6n]],
      [[4n, 5n, 6n]],
      null,
    ]);
  });

  it("are cut by counts of a plain list too, and say how floats become counts", () => {
    const flat = ak.array([1, 2, 3]);
    const cut = [[1, 2], [], [3]];
    expect(ak.unflatten(flat, [2, 0, 1]).toList()).toEqual(cut);
    expect(ak.unflatten(flat, [2n, null, 1n]).toList()).toEqual([[1, 2], null, [3]]);
    const floats = ak.array([2, 0, 1]);
    expect(() => ak.unflatten(flat, floats)).toThrow("not of float64: ak.valuesAstype(counts");
    expect(ak.unflatten(flat, ak.valuesAstype(floats, "int64")).toList()).toEqual(cut);
    expect(() => ak.unflatten(flat, [2, 0.5, 0.5])).toThrow("0.5 is no count");
    expect(() => ak.unflatten(flat, [4, -1])).toThrow("count 1 is negative");
    expect(() => ak.unflatten(flat, [2, 0])).toThrow("do not fit");
  });

  it("reads lists from 64-bit offsets that begin above 0", () => {
    const array = ak.fromBuffers(lists, 2, {
      "node0-offsets": BigInt64Array.of(1n, 3n, 3n, 9n),
      "node1-data": Float64Array.of(0, 1, 2, 3),
    });
    expect(array.type).toBe("2 * var * float64");
    expect(array.toList()).toEqual([[1, 2], []]);
  });

  it("takes JSON text, the name of a dtype, other names of buffers", () => {
    const data = Float64Array.of(1, 2);
    expect(ak.fromBuffers("float64", 2, { "None-data": data }).toList()).toEqual([1, 2]);
    const named = ak.fromBuffers(
      JSON.stringify(lists.content),
      2,
      new Map([["data/node1", data]]),
      {
        bufferKey: (formKey, attribute) => `${attribute}/${formKey}`,
      },
    );
    expect(named.toList()).toEqual([1, 2]);
  });

  it("refuses what makes no sense", () => {
    const offsets = BigInt64Array.of(0n, 2n);
    const data = Float64Array.of(1, 2);
    const read = (own: BigInt64Array, numbers = data, length = 1): ak.Array =>
      ak.fromBuffers(lists, length, { "node0-offsets": own, "node1-data": numbers });
    expect(() => read(offsets, data, 2)).toThrow(ShapeError);
    expect(() => read(offsets, data.slice(1))).toThrow(/has 8 bytes, 16 are needed/);
    expect(() => read(BigInt64Array.of(2n, 0n))).toThrow(/list 0 of "node0"/);
    expect(() => read(BigInt64Array.of(-1n, 0n))).toThrow(FormatError);
    expect(() => read(BigInt64Array.of(0n, 2n ** 40n))).toThrow(/above 2\^31/);
    expect(() => ak.fromBuffers(lists, 1, { "node0-offsets": offsets })).toThrow(NotFoundError);
    expect(() => ak.fromBuffers({ class: "Nothing" }, 0, {})).toThrow(/no class/);
    expect(() => ak.fromBuffers("{", 0, {})).toThrow(/no JSON/);
    expect(() => ak.fromBuffers({ class: "EmptyArray" }, 1, {})).toThrow(FormatError);
    const union = { class: "UnionArray", tags: "i8", index: "i64", contents: [], form_key: "u" };
    const tags = { "u-tags": Int8Array.of(0), "u-index": BigInt64Array.of(0n) };
    expect(() => ak.fromBuffers(union as ak.FormRecord, 1, tags)).toThrow(/none of its 0/);
  });

  it("leaves nothing behind in memory", () => {
    const before = memoryUsage().columns;
    for (const { form, length, buffers } of cases) {
      ak.fromBuffers(form, length, bytesOf(buffers)).dispose();
    }
    expect(memoryUsage().columns).toBe(before);
  });
});

describe("toBuffers", () => {
  it("gives contents that begin at 0", () => {
    const array = ak.fromIter([[1, 2], [], [3]]).slice(1);
    const { form, length, container } = ak.toBuffers(array, { formKey: "part{id}" });
    expect(form).toMatchObject({ class: "ListOffsetArray", form_key: "part0" });
    expect(length).toBe(2);
    expect(container).toEqual({
      "part0-offsets": Int32Array.of(0, 0, 1),
      "part1-data": Float64Array.of(3),
    });
  });

  it("is undone by fromBuffers", () => {
    fc.assert(
      fc.property(jaggedNumbers, (values) =>
        scope(() => {
          const { form, length, container } = ak.toBuffers(ak.fromIter(values));
          expect(ak.fromBuffers(form, length, container).toList()).toEqual(values);
        }),
      ),
      { numRuns: 30 },
    );
  });
});

describe.each(cases)(
  "buffers of Awkward: $name",
  ({ form, short, length, buffers, type, list }) => {
    it("come with their type and values, go and come back", () => {
      scope(() => {
        const container = bytesOf(buffers);
        for (const own of [form, short, JSON.stringify(form)]) {
          const array = ak.fromBuffers(own, length, container);
          expect(array.type).toBe(type);
          expect(plain(array.toList())).toEqual(list);
          const out = ak.toBuffers(array);
          const again = ak.fromBuffers(out.form, out.length, out.container);
          expect(again.type).toBe(type);
          expect(plain(again.toList())).toEqual(list);
        }
      });
    });
  },
);
