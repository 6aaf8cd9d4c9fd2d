import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hist, systematicBand } from "../../src/hist/index.ts";

function hist(values: readonly number[]): Hist {
  const one = Hist.new.reg(values.length, 0, values.length, { name: "x" }).double();
  return one.fill({ x: values.map((_, i) => i + 0.5) }, { weight: Float64Array.from(values) });
}

describe("systematicBand", () => {
  const nominal = hist([10, 20, 30]);
  const scale = [hist([13, 22, 31]), hist([6, 21, 30])];
  const resolution = [hist([14, 20, 27]), hist([10, 17, 26])];

  it("spans the envelope of all variations", () => {
    const { lower, upper } = systematicBand(nominal, [scale, resolution]);
    expect([...lower]).toEqual([6, 17, 26]);
    expect([...upper]).toEqual([14, 22, 31]);
  });

  it("adds sources in quadrature, of each the largest shift up and down", () => {
    const { lower, upper } = systematicBand(nominal, [scale, resolution], { method: "quadrature" });
    expect([...upper]).toEqual([15, 22, 31]);
    expect([...lower]).toEqual([6, 17, 26]);
  });

  it("is the nominal values without sources, and holds the envelope of each source", () => {
    const bin = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const three = fc.tuple(bin, bin, bin);
    fc.assert(
      fc.property(three, fc.array(fc.tuple(three, three), { maxLength: 4 }), (values, lists) => {
        const middle = hist(values);
        const sources = lists.map((pair) => pair.map(hist));
        const band = systematicBand(middle, sources, { method: "quadrature" });
        const envelope = systematicBand(middle, sources);
        for (let i = 0; i < 3; i++) {
          const slack = 1e-9 * (1 + Math.abs(envelope.upper[i]) + Math.abs(envelope.lower[i]));
          expect(band.upper[i]).toBeGreaterThanOrEqual(envelope.upper[i] - slack);
          expect(band.lower[i]).toBeLessThanOrEqual(envelope.lower[i] + slack);
          if (sources.length === 0) expect(band.upper[i]).toBe(values[i]);
        }
      }),
    );
  });

  it("refuses other axes, methods and options", () => {
    expect(() => systematicBand(nominal, [[hist([1, 2])]])).toThrow("axes of the nominal");
    expect(() => systematicBand(nominal, [nominal, nominal] as never)).toThrow("[[up, down], …]");
    expect(() => systematicBand(nominal, [], { method: "sum" as never })).toThrow("not sum");
    expect(() => systematicBand(nominal, [], { metod: 1 } as never)).toThrow(
      'did you mean "method"',
    );
  });
});
