import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { fittingTicks } from "../../src/plot/axis-numbers.ts";
import {
  figure,
  hist2dplot,
  histMarks,
  histplot,
  type StyleName,
  stack,
} from "../../src/plot/index.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

function contents(...values: number[]): Hist {
  return Hist.new
    .reg(values.length, 0, 9, { name: "x" })
    .double()
    .set({}, Float64Array.from(values));
}

async function textsOf(made: { svg(options: object): Promise<string> }, strings: string[] = []) {
  const svg = await made.svg({ embedFont: false });
  expect(svgFaults(svg, { strings })).toEqual([]);
  return readSvg(svg);
}

describe("styles", () => {
  it.each(["ALICE", "LHCb", "DUNE"] as const)(
    "%s has its name, supplements below",
    async (style) => {
      const label = {
        status: "Preliminary",
        energy: 13,
        luminosity: 138,
        supp: "arXiv:2401.00001",
      };
      const made = histplot([contents(4, 5, 7), contents(2, 3, 9)], {
        style,
        label,
        labels: ["a", "b"],
      });
      const strings = [`${style} Supplementary Preliminary`, "arXiv:2401.00001", "138 fb-1"];
      const { texts, frames } = await textsOf(made, strings);
      const place = (start: string) => texts.find(({ text }) => text.startsWith(start))!;
      expect(place("arXiv").y1).toBeGreaterThan(place(style).y2 - 1);
      // DUNE's stands above the frame.
      expect(place(style).y2 < frames[0].y1).toBe(style === "DUNE");
      expect(place(style).text === style || style !== "DUNE").toBe(true);
    },
  );

  it("are known by their names", () => {
    expect(() => histplot(contents(1), { style: "LHCB" as StyleName })).toThrow(/mean "LHCb"/);
  });
});

describe("histMarks", () => {
  it("leaves out the sides of a histogram without edges", () => {
    const [mark] = histMarks(contents(4, 5, 7), { edges: false });
    if (mark.kind !== "curve") throw new Error(mark.kind);
    expect([...mark.x]).toEqual([0, 3, 3, 6, 6, 9]);
    expect([...mark.y]).toEqual([4, 4, 5, 5, 7, 7]);
  });

  it("sets points of several histograms beside each other", () => {
    const marks = histMarks([contents(4, 5, 7), contents(2, 3, 9)], {
      histtype: "errorbar",
      xoffsets: true,
    });
    const x = marks.map((mark) => (mark.kind === "points" ? [...mark.x] : []));
    expect(x).toEqual([
      [1, 4, 7],
      [2, 5, 8],
    ]);
  });
});

describe("binticks", () => {
  it("has numbers at the edges of bins", async () => {
    const hist = Hist.new.var([0, 10, 25, 70, 100], { name: "x" }).double();
    hist.fill({ x: [5, 20, 50, 80] });
    const { texts } = await textsOf(histplot(hist, { binticks: true }), ["10", "25", "70"]);
    expect(texts.map(({ text }) => text)).not.toContain("50");
  });

  it("takes every second or third where they have no room", () => {
    const measure = (text: string, size: number) => ({
      x1: 0,
      x2: 0.5 * text.length * size,
      y1: -size,
      y2: 0,
    });
    const axis = { range: [0, 100], length: 300, size: 20, vertical: false, log: false } as const;
    const ticks = Array.from({ length: 21 }, (_, i) => 5 * i);
    const shown = fittingTicks(ticks, axis, measure);
    expect(shown).toEqual([0, 15, 30, 45, 60, 75, 90]);
    expect(fittingTicks(ticks, { ...axis, length: 900 }, measure)).toEqual(ticks);
    expect(fittingTicks([-5, 50, 105], axis, measure)).toEqual([50]);
  });
});

describe("stack", () => {
  it("shows what is beyond the ends in bins of its own", async () => {
    const mc = Hist.new.reg(5, 0, 10, { name: "x" }).strCat(["Z"], { name: "dataset" }).weight();
    mc.fill({ x: [1, 3, 11, 12, 13], dataset: "Z" });
    const data = Hist.new
      .reg(5, 0, 10, { name: "x" })
      .double()
      .fill({ x: [1, 3, 11] });
    const options = { data, mc, axis: "x", flow: "show" } as const;
    const made = stack({ ...options, comparison: "ratio" });
    const { texts } = await textsOf(made, [">10"]);
    expect(texts.map(({ text }) => text)).not.toContain("<0");
    expect(() => stack({ ...options, xLog: true })).toThrow(/no bins beyond/);
  });
});

describe("notes", () => {
  it("stand in their corners, the label above and the legend below them", async () => {
    const corners = ["upper left", "upper right", "lower left", "lower right"] as const;
    const notes = corners.map((corner) => ({ kind: "note", corner, text: corner }) as const);
    const marks = [
      ...histMarks([contents(4, 5, 7), contents(2, 3, 9)], { labels: ["a", "b"] }),
      ...notes,
    ];
    const made = figure({
      panels: [{ marks }],
      label: { experiment: "ATLAS", status: "Internal" },
    });
    const { texts, frames } = await textsOf(made, [...corners]);
    const middle = {
      x: 0.5 * (frames[0].x1 + frames[0].x2),
      y: 0.5 * (frames[0].y1 + frames[0].y2),
    };
    for (const corner of corners) {
      const { x1, y1, x2, y2 } = texts.find(({ text }) => text === corner)!;
      expect(0.5 * (x1 + x2) < middle.x).toBe(corner.endsWith("left"));
      expect(0.5 * (y1 + y2) < middle.y).toBe(corner.startsWith("upper"));
    }
  });
});

describe("hist2dplot", () => {
  it("points at the sides beyond which there are entries", async () => {
    const hist = Hist.new.reg(4, 0, 4, { name: "x" }).reg(4, 0, 4, { name: "y" }).double();
    hist.fill({ x: [1, 2, -1, 2], y: [1, 2, 2, 9] });
    const arrows = async (flow: "none" | "hint"): Promise<string[]> => {
      const { texts } = await textsOf(hist2dplot(hist, { flow }));
      return texts.map(({ text }) => text).filter((text) => /[◄►▲▼]/.test(text));
    };
    expect(await arrows("none")).toEqual([]);
    expect((await arrows("hint")).sort()).toEqual(["▲", "◄"]);
  });
});
