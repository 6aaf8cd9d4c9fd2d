import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { FormatError, UnsupportedError } from "../../src/errors.ts";
import { Hist } from "../../src/hist/hist.ts";
import { accumulatorFromBytes, accumulatorToBytes } from "../../src/process/accumulator-bytes.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";

const again = (value: unknown): unknown => accumulatorFromBytes(accumulatorToBytes(value));

/** Counts words; what a user's own accumulator may look like. */
class Words {
  readonly counts: Map<string, number>;
  constructor(counts: Iterable<[string, number]> = []) {
    this.counts = new Map(counts);
  }
  addInPlace(other: Words): void {
    for (const [word, n] of other.counts) this.counts.set(word, (this.counts.get(word) ?? 0) + n);
  }
  toPlain(): unknown {
    return this.counts;
  }
  static fromPlain(plain: unknown): Words {
    return new Words(plain as Map<string, number>);
  }
}

describe("accumulatorToBytes", () => {
  it("brings back what processors return", () => {
    const value = {
      n: [1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 0.1, 2n ** 70n],
      none: [null, undefined, true, "µ"],
      map: new Map<unknown, unknown>([
        ["k", new Set([1, "a"])],
        [7n, { deep: [[]] }],
      ]),
      typed: [Float64Array.of(1, Number.NaN), new Uint8Array(3), BigInt64Array.of(-5n)],
      __proto__x: {},
    };
    expect(again(value)).toEqual(value);
    expect(Object.is((again([-0]) as number[])[0], -0)).toBe(true);
  });

  it("reads bytes that lie in a larger buffer", () => {
    const bytes = accumulatorToBytes({ x: Uint8Array.of(1, 2) });
    const larger = new Uint8Array(bytes.length + 21);
    larger.set(bytes, 13);
    const inside = larger.subarray(13, 13 + bytes.length);
    // As Node's buffers do.
    Object.defineProperty(inside, "slice", { value: inside.subarray });
    expect(accumulatorFromBytes(inside)).toEqual({ x: Uint8Array.of(1, 2) });
  });

  it("brings back histograms and arrays, bit for bit, and leaks none of them", () => {
    const h = Hist.new.reg(4, 0, 1, { name: "x" }).weight();
    h.fill({ x: Float64Array.of(0.1, 0.6) }, { weight: Float64Array.of(0.3, 7) });
    const array = ak.fromIter([{ a: [1.5], s: "x" }, { a: [], s: "yy" }, null]);
    const before = memoryUsage().columns;
    const back = again({ h, array }) as { h: Hist; array: typeof array };
    expect(back.h.toBytes()).toEqual(h.toBytes());
    expect(ak.toList(back.array)).toEqual(ak.toList(array));
    dispose(back);
    expect(memoryUsage().columns).toBe(before);
    dispose([h, array]);
  });

  it("gives equal bytes whatever hides behind missing values, and whichever sums were sent", () => {
    const numbers = ak.array([1, 9, 8, 3, 7]);
    const rows = ak.fromIter([{ a: [1] }, { a: [2, 3] }, { a: [] }, { a: [4] }, { a: [5] }]);
    const hide = ak.array([true, false, false, true, false]);
    const made = [
      ak.mask(numbers, hide),
      ak.mask(rows, hide),
      ak.padNone(ak.fromIter([[1, 2, 3], [], [4]]), 2, { clip: true }),
      ak.firsts(ak.fromIter([[1, 2], [], [3]])),
      ak.fromIter([1, "x", null, [2]]),
      ak.fromIter([1, "x", null, [2], "y"]).filter(ak.array([true, false, true, true, false])),
    ];
    for (const value of made) {
      const bytes = accumulatorToBytes(value);
      const sent = (): typeof value => accumulatorFromBytes(bytes) as typeof value;
      expect(accumulatorToBytes(sent())).toEqual(bytes);
      expect(ak.toList(sent())).toEqual(ak.toList(value));
      const sum = accumulatorToBytes(ak.concatenate([value, value]));
      expect(accumulatorToBytes(ak.concatenate([sent(), value]))).toEqual(sum);
      expect(accumulatorToBytes(ak.concatenate([value, sent()]))).toEqual(sum);
      expect(accumulatorToBytes(ak.concatenate([sent(), sent()]))).toEqual(sum);
    }
  });

  it("brings back any JSON and any doubles", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.float64Array({ maxLength: 5 }), (json, doubles) => {
        expect(again({ json, doubles })).toEqual({ json, doubles });
      }),
    );
  });

  it("takes classes of the user's own, and names those it does not know", () => {
    const value = { w: new Words([["a", 2]]) };
    const bytes = accumulatorToBytes(value, [Words]);
    expect(accumulatorFromBytes(bytes, [Words])).toEqual(value);
    expect(() => accumulatorFromBytes(bytes)).toThrow("an object of class Words");
    expect(() => accumulatorToBytes(value)).toThrow(`out.w: objects of class Words stay`);
    expect(() => accumulatorToBytes({ a: { b: new Date(0) } })).toThrow(
      "out.a.b: objects of class Date",
    );
    expect(() => accumulatorToBytes([() => 1])).toThrow("out[0]: a function");
  });

  it("refuses functions, and what an object of the user's own holds of itself", () => {
    expect(() => accumulatorToBytes({ a: [1, Math.abs] })).toThrow("out.a[1]: a function is no");
    const ring: unknown[] = [];
    ring.push({ ring });
    expect(() => accumulatorToBytes(ring)).toThrow("out[0].ring: this object is inside itself");
    expect(() => accumulatorToBytes([ring.slice(1), ring.slice(1)])).not.toThrow();
  });

  it("refuses other, damaged, shortened and newer bytes", () => {
    const bytes = accumulatorToBytes({ x: Float64Array.of(1, 2, 3), n: 1 });
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 1;
      expect(() => accumulatorFromBytes(damaged)).toThrow(/result/);
    }
    for (let n = 0; n < bytes.length; n += 7) {
      expect(() => accumulatorFromBytes(bytes.subarray(0, n))).toThrow(FormatError);
    }
    const newer = bytes.slice();
    newer[8] = 99;
    expect(() => accumulatorFromBytes(newer)).toThrow(UnsupportedError);
  });
});
