import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address } from "../../../src/wasm/address.ts";
import { columnFrom, reserve } from "../../../src/wasm/column.ts";
import { type DType, type TypedArray, typedView } from "../../../src/wasm/dtype.ts";
import { kernels } from "../../../src/wasm/instance.ts";

type Page = (page: Address, out: Address, n: number) => unknown;

/** What a kernel makes of a page, which lies at any address. */
function decoded(page: Uint8Array, dtype: DType, n: number, decode: Page): TypedArray {
  const shifted = new Uint8Array(page.length + 3);
  shifted.set(page, 3);
  const bytes = columnFrom(shifted, "uint8");
  const place = bytes.slice(3, bytes.length);
  const out = reserve(dtype, n);
  try {
    decode(place.address, out.address, n);
    return out.toTypedArray();
  } finally {
    for (const column of [bytes, place, out]) column.dispose();
  }
}

/** All first bytes, then all second bytes. */
function split(values: ArrayBufferView, size: number): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const n = bytes.length / size;
  return Uint8Array.from(bytes, (_, i) => bytes[(i % n) * size + Math.floor(i / n)]);
}

const lengths = { maxLength: 70 };

describe("split pages", () => {
  it.each([
    ["uint16", 2, kernels.root_ntuple_split_16],
    ["uint32", 4, kernels.root_ntuple_split_32],
    ["uint64", 8, kernels.root_ntuple_split_64],
  ] as const)("are joined: %s", (dtype, size, kernel) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 * size }), (bytes) => {
        const n = Math.floor(bytes.length / size);
        const values = typedView(dtype, bytes.slice(0, n * size).buffer, 0, n);
        expect(decoded(split(values, size), dtype, n, kernel)).toEqual(values);
      }),
    );
  });

  it.each([
    ["int16", 16, kernels.root_ntuple_zigzag_16],
    ["int32", 32, kernels.root_ntuple_zigzag_32],
    ["int64", 64, kernels.root_ntuple_zigzag_64],
  ] as const)("lose their zigzag: %s", (dtype, bits, kernel) => {
    const half = 1n << BigInt(bits - 1);
    const value = fc.oneof(
      fc.bigInt({ min: -half, max: half - 1n }),
      fc.constantFrom(0n, -1n, 1n, -half, half - 1n),
    );
    fc.assert(
      fc.property(fc.array(value, lengths), (values) => {
        const stored = values.map((v) => (v >= 0n ? 2n * v : -2n * v - 1n));
        const bytes = new Uint8Array((values.length * bits) / 8);
        for (const [i, v] of stored.entries()) {
          for (let k = 0; k < bits / 8; k++)
            bytes[i * (bits / 8) + k] = Number((v >> BigInt(8 * k)) & 255n);
        }
        const got = decoded(split(bytes, bits / 8), dtype, values.length, kernel);
        expect(Array.from(got as Int32Array, BigInt)).toEqual(values);
      }),
    );
  });
});

describe("index pages", () => {
  const variants = [
    ["Index32", 4, false, kernels.root_ntuple_index_32],
    ["Index64", 8, false, kernels.root_ntuple_index_64],
    ["SplitIndex32", 4, true, kernels.root_ntuple_index_split_32],
    ["SplitIndex64", 8, true, kernels.root_ntuple_index_split_64],
  ] as const;

  function page(ends: readonly number[], size: 4 | 8, delta: boolean): Uint8Array {
    const stored = ends.map((end, i) => BigInt(delta && i > 0 ? end - ends[i - 1] : end));
    const bytes =
      size === 8
        ? new Uint8Array(BigUint64Array.from(stored, (v) => BigInt.asUintN(64, v)).buffer)
        : new Uint8Array(Uint32Array.from(stored, (v) => Number(BigInt.asUintN(32, v))).buffer);
    return delta ? split(bytes, size) : bytes;
  }

  function run(
    bytes: Uint8Array,
    n: number,
    kernel: (typeof variants)[number][3],
    { previous = 0, base = 0, limit = 2 ** 31 - 1 } = {},
  ): { status: number; offsets: number[] } {
    const place = columnFrom(bytes, "uint8");
    const out = reserve("int32", n + 1);
    out.view()[0] = previous;
    const after = out.slice(1, n + 1);
    const status = kernel(place.address, base, limit, after.address, n);
    const offsets = [...after.toTypedArray()];
    for (const column of [place, out, after]) column.dispose();
    return { status, offsets };
  }

  it.each(variants)("become offsets: %s", (_, size, delta, kernel) => {
    const lists = fc.array(fc.integer({ min: 0, max: 70_000 }), lengths);
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 1000 }), (counts, base) => {
        let sum = 0;
        const ends = counts.map((count) => (sum += count));
        const { status, offsets } = run(page(ends, size, delta), ends.length, kernel, {
          base,
          previous: base,
        });
        expect(status).toBe(0);
        expect(offsets).toEqual(ends.map((end) => end + base));
      }),
    );
  });

  it.each(variants)("tell the first list that runs backwards: %s", (_, size, delta, kernel) => {
    const places = fc.integer({ min: 1, max: 69 });
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 50 }), (at, back) => {
        const ends = Array.from({ length: 70 }, (_, i) => i + 100);
        ends[at] = ends[at - 1] - back;
        expect(run(page(ends, size, delta), 70, kernel).status).toBe(at + 1);
      }),
    );
    const ends = Array.from({ length: 40 }, (_, i) => i);
    expect(run(page(ends, size, delta), 40, kernel, { previous: 5, base: 3 }).status).toBe(1);
  });

  it.each(variants)("tell the first list beyond the limit: %s", (_, size, delta, kernel) => {
    for (const [at, value] of [
      [0, 2 ** 31],
      [17, 2 ** 31 + 7],
      [33, 2 ** 32 - 1],
      [69, 1001],
    ]) {
      const ends = Array.from({ length: 70 }, (_, i) => (i < at ? i : value));
      const { status } = run(page(ends, size, delta), 70, kernel, { limit: 1000 });
      expect(status).toBe(at + 1);
    }
    if (size === 8) {
      const ends = Array.from({ length: 70 }, (_, i) => (i < 20 ? i : 2 ** 40));
      expect(run(page(ends, size, delta), 70, kernel).status).toBe(21);
    }
  });

  it("become values that may be missing", () => {
    const offsets = columnFrom(Int32Array.of(0, 0, 1, 2, 2, 3));
    const out = reserve("int32", 5);
    expect(kernels.root_ntuple_option(offsets.address, out.address, 5)).toBe(0);
    expect([...out.toTypedArray()]).toEqual([-1, 0, 1, -1, 2]);
    const twice = columnFrom(Int32Array.of(0, 1, 1, 3));
    expect(kernels.root_ntuple_option(twice.address, out.address, 3)).toBe(3);
    for (const column of [offsets, out, twice]) column.dispose();
  });
});

describe("pages of reals", () => {
  it("widen every half, subnormal, infinite and NaN, with its payload", () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const bits = Array.from(halves, (half) => {
      const sign = (half >>> 15) * 2 ** 31;
      const exponent = (half >>> 10) & 31;
      const fraction = half & 1023;
      if (exponent === 31) return sign + 0x7f800000 + fraction * 8192;
      const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
      return sign + new Uint32Array(Float32Array.of(size).buffer)[0];
    });
    const bytes = new Uint8Array(halves.buffer);
    const n = halves.length;
    for (const got of [
      decoded(bytes, "float32", n, kernels.root_ntuple_real_16),
      decoded(split(halves, 2), "float32", n, kernels.root_ntuple_real_split_16),
    ]) {
      const found = new Uint32Array(got.buffer);
      expect(bits.findIndex((want, i) => want !== found[i])).toBe(-1);
    }
  });

  /** Numbers of so many bits, lowest first. */
  function packed(values: readonly number[], bits: number): Uint8Array {
    let all = 0n;
    for (const [i, value] of values.entries()) all |= BigInt(value) << BigInt(i * bits);
    return Uint8Array.from({ length: Math.ceil((values.length * bits) / 8) }, (_, i) =>
      Number((all >> BigInt(8 * i)) & 255n),
    );
  }

  const numbersOf = (least: number, most: number) =>
    fc
      .integer({ min: least, max: most })
      .chain((bits) =>
        fc.tuple(fc.constant(bits), fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), lengths)),
      );

  it("put truncated bits in the upper place", () => {
    fc.assert(
      fc.property(numbersOf(10, 31), ([bits, values]) => {
        const n = values.length;
        const got = decoded(packed(values, bits), "float32", n, (page, out) =>
          kernels.root_ntuple_trunc(page, bits, out, n),
        );
        const words = Array.from(new Uint32Array(got.buffer));
        expect(words).toEqual(values.map((value) => value * 2 ** (32 - bits)));
      }),
    );
  });

  it("spread quantised numbers over their range", () => {
    fc.assert(
      fc.property(numbersOf(1, 32), ([bits, values]) => {
        const n = values.length;
        const got = decoded(packed(values, bits), "float32", n, (page, out) =>
          kernels.root_ntuple_quant(page, bits, -3, 7.5, out, n),
        );
        const steps = 2 ** bits - 1;
        expect([...(got as Float32Array)]).toEqual(
          values.map((value) => Math.fround(-3 + (value * 10.5) / steps)),
        );
      }),
    );
  });

  it("turn bits into booleans, lowest first", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), lengths), (values) => {
        const got = decoded(packed(values.map(Number), 1), "bool", values.length, (...all) =>
          kernels.root_ntuple_bits(...all),
        );
        expect(Array.from(got as Uint8Array, Boolean)).toEqual(values);
      }),
    );
  });
});
