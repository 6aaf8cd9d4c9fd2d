import { describe, expect, it } from "vitest";
import { FormatError, UnsupportedError } from "../../src/errors.ts";
import { Hist, transform } from "../../src/hist/index.ts";

function examples(): Hist[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  return [
    Hist.new
      .reg(4, 0.1, 0.7, { name: "x", label: "m_{4l} [GeV]" })
      .weight()
      .fill([[0.2, 5]], {
        weight: [0.1, nan],
      }),
    Hist.new.strCat([], { name: "dataset", growth: true }).strCat(["a"]).double().fill(["ä", "a"]),
    Hist.new
      .reg(4, 0, 1, { growth: true })
      .double()
      .fill([[-0.33, 2.77]], { weight: inf }),
    Hist.new
      .reg(4, 1, 10, { transform: transform.pow(0.3) })
      .int(0, 4, { circular: true })
      .mean(),
    Hist.new.variable([0, 1, inf]).int(0, 2, { growth: true }).weightedMean(),
    Hist.new
      .intCat([4, -1], { overflow: false })
      .bool({ name: "b" })
      .int64()
      .fill([[4], [true]]),
    Hist.new.reg(4, 0, 1, { circular: true }).var([0, 2], { flow: false }).atomicInt64(),
    new Hist([], "double"),
  ];
}

describe("Hist.toJSON and toBytes", () => {
  it("are read back equal, also through text", () => {
    for (const hist of examples()) {
      const json = Hist.fromJSON(JSON.parse(JSON.stringify(hist)));
      const bytes = Hist.fromBytes(hist.toBytes());
      for (const copy of [json, bytes]) {
        expect(copy.equals(hist), String(hist)).toBe(true);
        expect(copy.varianceKnown).toBe(hist.varianceKnown);
        expect(copy.axes).toEqual(hist.axes);
      }
    }
  });

  it("go on filling as the original does", () => {
    for (const hist of examples().slice(0, 3)) {
      const copy = Hist.fromBytes(hist.toBytes());
      const values = hist.axes.map((axis) => (axis.kind === "strCategory" ? "new" : [-3, 0.3, 7]));
      expect(copy.fill(values).equals(hist.fill(values))).toBe(true);
    }
  });

  it("are read from an unaligned part of a buffer", () => {
    const [hist] = examples();
    const bytes = hist.toBytes();
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(Hist.fromBytes(shifted.subarray(3)).equals(hist)).toBe(true);
  });

  it("refuse a newer version with words", () => {
    const [hist] = examples();
    const bytes = hist.toBytes();
    bytes[8] = 2;
    expect(() => Hist.fromBytes(bytes)).toThrow(UnsupportedError);
    expect(() => Hist.fromBytes(bytes)).toThrow(/version 2.*up to 1/);
    expect(() => Hist.fromJSON({ ...hist.toJSON(), version: 9 })).toThrow(/version 9/);
  });

  it("refuse every truncation and damaged header", () => {
    const bytes = examples()[1].toBytes();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => Hist.fromBytes(bytes.subarray(0, length))).toThrow(FormatError);
    }
    for (let at = 0; at < 40; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0xff;
      expect(() => Hist.fromBytes(damaged)).toThrow();
    }
  });

  it("refuse JSON that is not a histogram, and say what is wrong", () => {
    const json = JSON.parse(JSON.stringify(examples()[0]));
    const [axis] = json.axes;
    const cases: [unknown, RegExp][] = [
      [null, /JSON object/],
      [{}, /not a histogram/],
      [{ ...json, storage: "triple" }, /unknown storage triple/],
      [{ ...json, cells: [1] }, /12 numbers, not 1/],
      [{ ...json, cells: json.cells.map(() => "x") }, /cell 0/],
      [{ ...json, axes: [{ ...axis, kind: "round" }] }, /unknown kind round/],
      [{ ...json, axes: [{ ...axis, bins: -1 }] }, /axis 0.*1 or more bins/],
      [{ ...json, axes: [{ ...axis, bins: 1e12 }] }, /at most/],
    ];
    for (const [wrong, message] of cases) expect(() => Hist.fromJSON(wrong)).toThrow(message);
  });
});
