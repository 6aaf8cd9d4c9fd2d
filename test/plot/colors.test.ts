import { describe, expect, it } from "vitest";
import { NotFoundError, UsageError } from "../../src/errors.ts";
import { DEFAULT_COLORS, Palette, rgbOf } from "../../src/plot/colors.ts";

describe("rgbOf", () => {
  it("reads names and hexadecimal digits, in any case", () => {
    expect(rgbOf("red")).toEqual([255, 0, 0]);
    expect(rgbOf("LightBlue")).toEqual([173, 216, 230]);
    expect(rgbOf("darkslategrey")).toEqual(rgbOf("darkslategray"));
    expect(rgbOf("yellowgreen")).toEqual([154, 205, 50]);
    expect(rgbOf("#0aF")).toEqual([0, 170, 255]);
    expect(rgbOf("#102030")).toEqual([16, 32, 48]);
    expect(new Set(DEFAULT_COLORS.map((color) => rgbOf(color).join())).size).toBe(10);
  });

  it("names the nearest colour for one that is not there", () => {
    expect(() => rgbOf("purpel")).toThrow(/did you mean "purple"/);
    expect(() => rgbOf("purpel")).toThrow(NotFoundError);
    expect(() => rgbOf("#12")).toThrow(UsageError);
  });
});

describe("Palette", () => {
  it("gives equal colours one index, beyond those of ROOT", () => {
    const palette = new Palette();
    expect([palette.index("red"), palette.index("blue"), palette.index("#ff0000")]).toEqual([
      1001, 1002, 1001,
    ]);
    expect(palette.colors.map(({ fNumber }) => fNumber)).toEqual([1001, 1002]);
  });
});
