import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adler32 } from "../../src/codec/adler32.ts";

/** RFC 1950, section 8.2. */
function reference(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

describe("adler32", () => {
  it("gives the known values", () => {
    expect(adler32(new Uint8Array(0))).toBe(1);
    expect(adler32(new TextEncoder().encode("Wikipedia"))).toBe(0x11e60398);
  });

  it("equals the definition at every length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(adler32(bytes)).toBe(reference(bytes));
      }),
      { seed: 1 },
    );
  });

  it("does not overflow: long runs of 255", () => {
    for (const n of [5535, 5536, 5537, 5551, 5552, 5553, 11071, 11072, 100_000, 1_000_001]) {
      const bytes = new Uint8Array(n).fill(255);
      expect(adler32(bytes)).toBe(reference(bytes));
    }
  });
});
