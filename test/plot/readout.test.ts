import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/plot/index.ts";
import { readoutOf } from "../../src/plot/readout.ts";

const edges = Float64Array.of(0, 10, 20, 40);
const main: Panel = {
  marks: [
    {
      kind: "stack",
      edges,
      layers: [
        { label: "Z #rightarrow #mu#mu", color: "red", values: Float64Array.of(1, 2, 3) },
        { label: "t#bar{t}", color: "blue", values: Float64Array.of(4, 5.123456, 6) },
      ],
    },
    {
      kind: "band",
      edges,
      lower: Float64Array.of(4, 6, 8),
      upper: Float64Array.of(6, 8, 10),
      fill: { color: "gray" },
      label: "Stat. Unc.",
    },
    {
      kind: "points",
      x: Float64Array.of(5, 15, 30),
      y: Float64Array.of(6, 9, Number.NaN),
      yLow: Float64Array.of(2, 3, 1),
      yHigh: Float64Array.of(2, 4, 1),
      label: "Data",
    },
  ],
};
const ratio: Panel = {
  marks: [
    { kind: "rule", axis: "y", at: 1 },
    { kind: "points", x: Float64Array.of(5, 15, 30), y: Float64Array.of(-1, 1.5, 2) },
  ],
  y: { title: "Data / MC" },
  legend: false,
};

describe("readoutOf", () => {
  it("calls what a panel without labels shows as its axis is called", () => {
    const marks = [{ kind: "step", edges, values: Float64Array.of(1, 2, 3) } as const];
    expect(readoutOf([{ marks, y: { title: "Entries" } }])(12)).toEqual(["[10, 20)", "Entries: 2"]);
    expect(readoutOf([{ marks: [...main.marks, ...marks], y: { title: "Entries" } }])(12)).toEqual(
      readoutOf([main])(12),
    );
  });

  it("names the bin, and all that has a label or a panel of its own, as plain text", () => {
    const read = readoutOf([main, ratio]);
    const layers = ["tt\u0304: 5.123", "Z → μμ: 2"];
    expect(read(12)).toEqual([
      "[10, 20)",
      ...layers,
      "Stat. Unc.: 6 to 8",
      "Data: 9 +4 −3",
      "Data / MC: 1.5",
    ]);
    expect(read(0)[4]).toBe("Data: 6 ± 2");
    expect(read(0)[5]).toBe("Data / MC: −1");
    // The last bin has a point that is not drawn.
    expect(read(39).some((line) => line.startsWith("Data:"))).toBe(false);
  });

  it("says nothing beyond the ends", () => {
    const read = readoutOf([{ marks: main.marks.slice(0, 2) }]);
    expect([read(-1), read(40), read(Number.NaN)]).toEqual([[], [], []]);
  });

  it("takes the point of a curve that is nearest", () => {
    const curve: Panel = {
      marks: [
        { kind: "curve", x: Float64Array.of(0, 1, 2), y: Float64Array.of(3, 4, 5), label: "f_{1}" },
      ],
    };
    expect(readoutOf([curve])(1.4)).toEqual(["1.4", "f1: 4"]);
  });

  it("names a category instead of its bin", () => {
    const labels = ["electron", "muon"];
    const step: Panel = {
      marks: [
        {
          kind: "step",
          edges: Float64Array.of(0, 1, 2),
          values: Float64Array.of(7, 8),
          label: "Objects",
        },
      ],
    };
    expect(readoutOf([step], { labels })(1.5)).toEqual(["muon", "Objects: 8"]);
  });
});
