import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge, requireFresh } from "../../src/process/accumulate.ts";
import { columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";

class Count {
  n: number;
  constructor(n: number) {
    this.n = n;
  }
  addInPlace(other: Count): void {
    this.n += other.n;
  }
}

class Holder {
  readonly column = columnOf("float64", [1]);
  addInPlace(_other: Holder): void {}
  heldColumns(): Iterable<typeof this.column> {
    return [this.column];
  }
}

describe("merge", () => {
  it("adds numbers and BigInts", () => {
    expect(merge(1.5, 2)).toBe(3.5);
    expect(merge(1n, 2n ** 63n)).toBe(2n ** 63n + 1n);
  });

  it("merges records and maps by key, those of the left first", () => {
    const merged = merge<Record<string, unknown>>(
      { b: 1, nested: { x: 1 }, list: [1] },
      { a: 2, b: 3, nested: { y: 2 }, list: [2, 3] },
    );
    expect(Object.keys(merged)).toEqual(["b", "nested", "list", "a"]);
    expect(merged).toEqual({ b: 4, nested: { x: 1, y: 2 }, list: [1, 2, 3], a: 2 });
    const map = merge(
      new Map([["x", 1]]),
      new Map([
        ["y", 2],
        ["x", 3],
      ]),
    );
    expect([...map]).toEqual([
      ["x", 4],
      ["y", 2],
    ]);
  });

  it("keeps a key named __proto__ as data", () => {
    const merged = merge(JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}'));
    expect(Object.entries(merged)).toEqual([["__proto__", 3]]);
  });

  it("unites sets and joins typed arrays", () => {
    expect([...merge(new Set([1, 2]), new Set([2, 3]))]).toEqual([1, 2, 3]);
    const joined = merge(new Float32Array([1]), new Float32Array([2, 3]));
    expect(joined).toBeInstanceOf(Float32Array);
    expect([...joined]).toEqual([1, 2, 3]);
    expect([...merge(new BigInt64Array([1n]), new BigInt64Array([2n]))]).toEqual([1n, 2n]);
  });

  it("lets objects add themselves in place and frees the right one", () => {
    const left = new Count(1);
    expect(merge(left, new Count(2))).toBe(left);
    expect(left.n).toBe(3);
    const before = memoryUsage().columns;
    const kept = merge({ h: new Holder() }, { h: new Holder() });
    expect(memoryUsage().columns).toBe(before + 1);
    kept.h.column.dispose();
  });

  it("keeps equal constants and lets undefined give way", () => {
    expect(
      merge({ name: "ZZ", mc: true, none: null }, { name: "ZZ", mc: true, none: null }),
    ).toEqual({ name: "ZZ", mc: true, none: null });
    expect(merge({ a: undefined }, { a: 1 })).toEqual({ a: 1 });
    expect(merge({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
  });

  it.each([
    [{ MC: new Count(1) }, { MC: 1 }, "out.MC: Count and number"],
    [{ MC: 1 }, { MC: "x" }, "out.MC: number and string"],
    [{ a: { "b c": [1] } }, { a: { "b c": new Set() } }, 'out.a["b c"]: list and Set'],
    [new Map([["x", 1]]), new Map([["x", null]]), 'out.get("x"): number and null'],
    [{ n: "ZZ" }, { n: "tt" }, 'out.n: "ZZ" and "tt" cannot be merged (only equal values merge)'],
    [{ t: new Int8Array(1) }, { t: new Int16Array(1) }, "out.t: Int8Array and Int16Array"],
    [{ d: new Date(0) }, { d: new Date(0) }, "out.d: objects of class Date cannot be merged"],
    [{ f: Math.abs }, { f: Math.abs }, "out.f: function and function"],
    [{ n: 1 }, { n: 1n }, "out.n: number and bigint"],
    [1, null, "out: number and null"],
  ])("names the place where %o and %o do not fit", (left, right, message) => {
    expect(() => merge<unknown>(left, right)).toThrow(message);
  });

  it("names the place where adding in place failed", () => {
    const bad = { h: { addInPlace: () => {} } };
    class Fails {
      addInPlace(): void {
        throw new Error("other axes");
      }
    }
    expect(() => merge<unknown>({ h: new Fails() }, { h: new Fails() })).toThrow(
      "out.h: other axes",
    );
    expect(() => merge<unknown>({ h: new Fails() }, bad)).toThrow("out.h: Fails and record");
  });

  it("sums integer records as a loop over all keys does", () => {
    const record = fc.dictionary(fc.string(), fc.integer());
    fc.assert(
      fc.property(record, record, (a, b) => {
        const expected = new Map<string, number>();
        for (const side of [a, b]) {
          for (const [key, value] of Object.entries(side)) {
            expected.set(key, (expected.get(key) ?? 0) + value);
          }
        }
        expect(new Map(Object.entries(merge(a, b)))).toEqual(expected);
      }),
    );
  });
});

describe("requireFresh", () => {
  it("reports an object that two chunks share, and one that a result holds twice", () => {
    const seen = new WeakSet<object>();
    const shared = new Count(0);
    requireFresh({ a: shared }, seen);
    expect(() => requireFresh({ a: shared }, seen)).toThrow(
      "out.a: this Count was returned before",
    );
    const list = [1];
    expect(() => requireFresh({ x: list, y: { z: list } }, seen)).toThrow("out.y.z: this list");
  });
});
