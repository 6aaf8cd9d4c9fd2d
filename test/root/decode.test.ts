import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, offsetAddress } from "../../src/wasm/address.ts";
import { columnFrom, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";
import { scope } from "../../src/wasm/scope.ts";

/** `bytes` in linear memory, `shift` bytes behind an aligned address. */
function placed(bytes: Uint8Array, shift: number): Address {
  const column = reserve("uint8", bytes.length + shift + 16);
  column.view().fill(0xee);
  column.view().set(bytes, shift);
  return offsetAddress(column.address, shift);
}

describe("root_swap", () => {
  const kinds = [
    { size: 1, kernel: kernels.root_swap_8 },
    { size: 2, kernel: kernels.root_swap_16 },
    { size: 4, kernel: kernels.root_swap_32 },
    { size: 8, kernel: kernels.root_swap_64 },
  ];

  it.each(kinds)("reverses each $size bytes, for any length and address", ({ size, kernel }) => {
    const input = fc.uint8Array({ maxLength: 40 * size });
    fc.assert(
      fc.property(input, fc.nat(15), (bytes, shift) => {
        const n = Math.floor(bytes.length / size);
        const got = scope(() => {
          const out = reserve("uint8", n * size);
          kernel(placed(bytes, shift), out.address, n);
          return [...out.toTypedArray()];
        });
        const expected = Array.from({ length: n }, (_, i) =>
          [...bytes.slice(i * size, (i + 1) * size)].reverse(),
        );
        expect(got).toEqual(expected.flat());
      }),
    );
  });

  it("makes any byte but 0 true", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const got = scope(() => {
      const out = reserve("bool", 256);
      kernels.root_swap_bool(placed(bytes, 3), out.address, 256);
      return [...out.toTypedArray()];
    });
    expect(got).toEqual([0, ...new Array(255).fill(1)]);
  });
});

/** Big-endian. */
function bigEndian(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(4 * i, value);
  return bytes;
}

/** Offsets of lists of these lengths. */
function cumulated(lengths: readonly number[]): number[] {
  const out = [0];
  for (const length of lengths) out.push(out[out.length - 1] + length);
  return out;
}

const KEYLEN = 77;

interface Offsets {
  readonly status: number;
  readonly out: number[];
}

function runOffsets(
  stored: readonly number[],
  border: number,
  last: 0 | 1,
  size: number,
  base: number,
): Offsets {
  return scope(() => {
    const n = stored.length - last;
    const out = reserve("int32", n + 1);
    const raw = placed(bigEndian(stored.map((value) => value + KEYLEN)), 5);
    const status = kernels.root_offsets(raw, KEYLEN, border, last, size, base, out.address, n);
    return { status, out: [...out.toTypedArray()] };
  });
}

describe("root_offsets", () => {
  it("turns bytes into elements from a base on", () => {
    expect(runOffsets([0, 8, 8, 20], 24, 0, 4, 100)).toEqual({
      status: 0,
      out: [100, 102, 102, 105, 106],
    });
    expect(runOffsets([], 0, 0, 4, 7)).toEqual({ status: 0, out: [7] });
  });

  it("equals the definition for any lists, also a part of a basket", () => {
    const counts = fc.array(fc.nat(6), { maxLength: 30 });
    const size = fc.constantFrom(1, 2, 4, 8, 12);
    fc.assert(
      fc.property(counts, size, fc.boolean(), fc.nat(1000), (lengths, bytes, cut, base) => {
        const ends = cumulated(lengths);
        const stored = ends.map((end) => end * bytes);
        const border = stored[stored.length - 1];
        const last = cut && stored.length > 1 ? 1 : 0;
        const input = last === 1 ? stored : stored.slice(0, -1);
        const { status, out } = runOffsets(input, border, last, bytes, base);
        expect(status).toBe(0);
        expect(out).toEqual(ends.map((end) => end + base));
      }),
    );
  });

  it("reports the entry whose offset runs backwards, leaves the content or splits an element", () => {
    const good = [0, 8, 16, 24, 32, 40, 48, 56, 64, 72];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -200, max: 300 }),
        (i, value) => {
          const stored = good.with(i, value);
          const allowed = value >= good[i - 1] && value <= (good[i + 1] ?? 80) && value % 4 === 0;
          const { status } = runOffsets(stored, 80, 0, 4, 0);
          if (allowed) expect(status).toBe(0);
          // Entry i - 1 ends, entry i begins at the wrong place: either may be named.
          else expect([i, i + 1]).toContain(status);
        },
      ),
    );
    expect(runOffsets([-4, 0], 8, 0, 4, 0).status).toBe(1);
    expect(runOffsets([12, 8], 8, 0, 4, 0).status).toBe(1);
  });
});

describe("root_offsets_i32", () => {
  function run(counts: Int32Array, limit: number): Offsets {
    return scope(() => {
      const out = reserve("int32", counts.length + 1);
      const column = columnFrom(counts);
      const n = counts.length;
      const status = kernels.root_offsets_i32(column.address, limit, 5, out.address, n);
      return { status, out: [...out.toTypedArray()] };
    });
  }

  it("sums counts from a base on, and reports one that is negative or too large", () => {
    expect(run(Int32Array.of(2, 0, 3), 5)).toEqual({ status: 0, out: [5, 7, 7, 10] });
    expect(run(Int32Array.of(2, -1, 3), 5).status).toBe(2);
    expect(run(Int32Array.of(2, 0, 4), 5).status).toBe(3);
    expect(run(Int32Array.of(2 ** 31 - 1, 2 ** 31 - 1), 2 ** 31 - 1).status).toBe(2);
  });
});

describe("root_vector", () => {
  /** Entries of a basket as ROOT writes vectors of numbers of `size` bytes. */
  function basket(lists: readonly (readonly number[])[], size: number): [Uint8Array, number[]] {
    const starts: number[] = [];
    const bytes: number[] = [];
    for (const list of lists) {
      starts.push(bytes.length);
      const length = list.length * size;
      bytes.push(...bigEndian([0x40000000 + length + 6]), 0, 6, ...bigEndian([list.length]));
      for (const value of list) {
        for (let i = size - 1; i >= 0; i--) bytes.push(i < 4 ? (value >>> (8 * i)) & 255 : 0);
      }
    }
    return [Uint8Array.from(bytes), starts];
  }

  function run(
    content: Uint8Array,
    starts: readonly number[],
    size: 1 | 2 | 4 | 8,
  ): { status: number; offsets: number[]; bytes: Uint8Array } {
    return scope(() => {
      const n = starts.length;
      const offsets = reserve("int32", n + 1);
      const out = reserve("uint8", content.length);
      const raw = placed(bigEndian(starts.map((start) => start + KEYLEN)), 1);
      const data = placed(content, 2);
      const border = content.length;
      const first = offsets.address;
      const { address } = out;
      const status = kernels.root_vector(
        size,
        raw,
        KEYLEN,
        border,
        0,
        10,
        data,
        0,
        first,
        address,
        n,
      );
      return { status, offsets: [...offsets.toTypedArray()], bytes: out.toTypedArray() };
    });
  }

  const lists = fc.array(fc.array(fc.nat(255), { maxLength: 9 }), { maxLength: 12 });

  it.each([1, 2, 4, 8] as const)("equals the definition for numbers of %i bytes", (size) => {
    fc.assert(
      fc.property(lists, (values) => {
        const [content, starts] = basket(values, size);
        const { status, offsets, bytes } = run(content, starts, size);
        expect(status).toBe(0);
        const ends = cumulated(values.map(({ length }) => length));
        expect(offsets).toEqual(ends);
        const lowest = values.flat().map((_, i) => bytes[i * size]);
        expect(lowest).toEqual(values.flat());
      }),
    );
  });

  it("reports an entry whose header contradicts its bytes, whichever bit is wrong", () => {
    const [content, starts] = basket([[1, 2], [], [3]], 4);
    const headers = [0, 1, 2, 3, 6, 7, 8, 9].flatMap((i) => starts.map((start) => start + i));
    for (const at of headers) {
      for (let bit = 0; bit < 8; bit++) {
        const damaged = content.slice();
        damaged[at] ^= 1 << bit;
        const entry = starts.findLastIndex((start) => start <= at);
        expect(run(damaged, starts, 4).status).toBe(entry + 1);
      }
    }
  });
});
