import { describe, expect, it } from "vitest";
import { xxhash3 } from "../../src/codec/xxhash3.ts";
import { columnFrom } from "../../src/wasm/column.ts";
import golden from "../data/codec/xxhash3.json" with { type: "json" };

describe("xxhash3", () => {
  it("gives the published value of nothing", () => {
    expect(xxhash3(new Uint8Array(0))).toBe(0x2d06800538d394c2n);
  });

  it("reads a column in place, from any element", () => {
    const bytes = Uint8Array.from({ length: 2000 }, (_, i) => (i * 7) % 256);
    const column = columnFrom(bytes, "uint8");
    for (const start of [0, 1, 3, 900, 1700, 1999]) {
      expect(xxhash3(column.view().subarray(start))).toBe(xxhash3(bytes.slice(start)));
    }
    column.dispose();
  });

  it("changes with each bit, at every length class", () => {
    for (const n of [1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 1024, 1100]) {
      const bytes = new Uint8Array(n);
      const whole = xxhash3(bytes);
      for (let i = 0; i < n; i++) {
        bytes[i] = 1 << (i % 8);
        expect(xxhash3(bytes)).not.toBe(whole);
        bytes[i] = 0;
      }
    }
  });

  it("equals python-xxhash at every length", () => {
    for (const [n, digest] of golden.cases as [number, string][]) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => (i * i) % 251);
      expect([n, xxhash3(bytes).toString(16).padStart(16, "0")]).toEqual([n, digest]);
    }
  });
});
