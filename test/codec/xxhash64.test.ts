import { describe, expect, it } from "vitest";
import { xxhash64 } from "../../src/codec/xxhash64.ts";
import { columnFrom } from "../../src/wasm/column.ts";
import golden from "../data/codec/xxhash64.json" with { type: "json" };

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("xxhash64", () => {
  it("gives the published values", () => {
    expect(xxhash64(ascii(""))).toBe(0xef46db3751d8e999n);
    expect(xxhash64(ascii("a"))).toBe(0xd24ec4f1a98c6e5bn);
    expect(xxhash64(ascii("abc"))).toBe(0x44bc2cf5ad770999n);
    expect(xxhash64(ascii("Nobody inspects the spammish repetition"))).toBe(0xfbcea83c8a378bf1n);
  });

  it("reads a column in place, from any element", () => {
    const column = columnFrom(ascii("xxabc"), "uint8");
    expect(xxhash64(column.view().subarray(2))).toBe(0x44bc2cf5ad770999n);
    column.dispose();
  });

  it("equals python-xxhash at every length and seed", () => {
    for (const [n, seed, digest] of golden.cases as [number, string, string][]) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => (i * i) % 251);
      expect([n, seed, xxhash64(bytes, BigInt(seed)).toString(16).padStart(16, "0")]).toEqual([
        n,
        seed,
        digest,
      ]);
    }
  });
});
