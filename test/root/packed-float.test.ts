import { describe, expect, it } from "vitest";
import { packing } from "../../src/root/packed-float.ts";

const plain = { kind: "packed", dtype: "float64", bits: 0, factor: 0, low: 0 };

describe("packing", () => {
  it.each([
    ["[-20,20,16]", 16, 40 / 65536, -20],
    ["[0.0, 10.24, 8] of something", 8, 10.24 / 256, 0],
    ["[-pi,pi,10]", 10, (2 * Math.PI) / 1024, -Math.PI],
    ["[0, twopi, 20]", 20, (2 * Math.PI) / 2 ** 20, 0],
    ["[-2*pi,pi/2,2]", 2, (2.5 * Math.PI) / 4, -2 * Math.PI],
    ["[3][0,1,4]", 4, 1 / 16, 0],
  ])("takes range and bits from %s", (title, bits, factor, low) => {
    expect(packing("Double32_t", title)).toEqual({ ...plain, bits, factor, low });
  });

  it("has 2^32 - 1 steps in a range without bits, as ROOT writes it", () => {
    expect(packing("Double32_t", "[0,1]").factor).toBe(1 / (2 ** 32 - 1));
    expect(packing("Double32_t", "[0,1,99]").factor).toBe(1 / (2 ** 32 - 1));
  });

  it("keeps few bits of the mantissa where there is no range", () => {
    expect(packing("Double32_t", "[0,0,10]")).toEqual({ ...plain, bits: 10 });
    expect(packing("Double32_t", "[0,0,20]")).toEqual(plain);
    expect(packing("Float16_t", "")).toEqual({ ...plain, dtype: "float32", bits: 12 });
  });

  it.each(["", "no range", "[", "[]", "[5]", "[n]", "[a,b]", "[1,]", "]1,2["])(
    "is plain for %j",
    (title) => {
      expect(packing("Double32_t", title)).toEqual(plain);
    },
  );
});
