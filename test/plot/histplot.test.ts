import { describe, expect, it } from "vitest";
import { NotFoundError, ShapeError, UsageError } from "../../src/errors.ts";
import { fromRecord, Hist, toRecord } from "../../src/hist/index.ts";
import {
  binned,
  figure,
  funcMarks,
  funcplot,
  type HistplotOptions,
  hist2dplot,
  histMarks,
  histplot,
  type Mark,
  stack,
} from "../../src/plot/index.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

function filled(...counts: number[]): Hist {
  const hist = Hist.new.reg(counts.length, 0, 10, { name: "x", label: "x [cm]" }).double();
  counts.forEach((count, i) => {
    const at = ((i + 0.5) * 10) / counts.length;
    hist.fill({ x: new Array<number>(count).fill(at) });
  });
  return hist;
}

const kinds = (marks: readonly Mark[]): string[] => marks.map(({ kind }) => kind);
const columns = (mark: Mark): number[][] =>
  ["values", "y", "yLow", "yHigh", "lower", "upper"]
    .map((name) => (mark as unknown as Record<string, Float64Array | undefined>)[name])
    .filter((column) => column !== undefined)
    .map((column) => [...column]);

describe("what a figure is given as a histogram", () => {
  it("is told from a ROOT file's record, a list and nothing at all", () => {
    const record = toRecord(filled(1, 2), { name: "h" });
    const made = fromRecord(record);
    expect(kinds(histMarks(made))).toEqual(["step"]);
    for (const draw of [histplot, histMarks, hist2dplot] as ((given: unknown) => unknown)[]) {
      expect(() => draw(record)).toThrow(
        `${draw.name} draws a Hist, and this is a histogram as a ROOT file has it: fromRecord(record)`,
      );
      expect(() => draw(null)).toThrow(`${draw.name} draws a Hist, not null`);
      expect(() => draw({})).toThrow(`${draw.name} draws a Hist, not another object`);
    }
    expect(() => histplot([filled(1), undefined as unknown as Hist])).toThrow("not undefined");
    expect(() => hist2dplot([filled(1)] as unknown as Hist)).toThrow("not a list");
    expect(() => stack({ data: record as unknown as Hist, axis: "x" })).toThrow(
      "stack draws a Hist",
    );
    expect(() => binned(record as unknown as Hist, 0)).toThrow("binned draws a Hist");
  });
});

describe("histMarks", () => {
  const a = filled(1, 4, 9);
  const b = filled(2, 2, 2);

  it("draws each type with the marks it is made of", () => {
    expect(kinds(histMarks(a))).toEqual(["step"]);
    expect(kinds(histMarks(a, { yerr: true }))).toEqual(["step", "points"]);
    expect(kinds(histMarks(a, { histtype: "fill" }))).toEqual(["step"]);
    expect(kinds(histMarks([a, b], { histtype: "fill", stack: true }))).toEqual(["stack"]);
    expect(kinds(histMarks(a, { histtype: "errorbar" }))).toEqual(["points"]);
    expect(kinds(histMarks(a, { histtype: "band" }))).toEqual(["band"]);
    expect(() => histMarks(a, { histtype: "bars" as "bar" })).toThrow(/mean "bar"/);
  });

  it("has errors as told", () => {
    const [points] = histMarks(a, { histtype: "errorbar", w2method: "sqrt" });
    expect(columns(points)).toEqual([
      [1, 4, 9],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    const [garwood] = histMarks(a, { histtype: "errorbar" });
    // scipy.stats.chi2.ppf, as in Garwood's formula.
    expect(columns(garwood)[1][1]).toBeCloseTo(4 - 2.085660813777117, 10);
    expect(columns(garwood)[2][1]).toBeCloseTo(7.162753172260944 - 4, 10);
    const [band] = histMarks(a, { histtype: "band", yerr: [1, 1, 2] });
    expect(columns(band)).toEqual([
      [0, 3, 7],
      [2, 5, 11],
    ]);
    expect(() => histMarks(a, { histtype: "band", yerr: [1] })).toThrow(ShapeError);
    const weighted = Hist.new.reg(2, 0, 1, { name: "x" }).double();
    weighted.fill({ x: [0.2] }, { weight: 0.5 });
    expect(columns(histMarks(weighted)[0])).toEqual([[0.5, 0]]);
    expect(() => histMarks(weighted, { yerr: true })).toThrow(UsageError);
  });

  it("normalises as mplhep does", () => {
    const widths = Hist.new.var([0, 1, 3], { name: "x" }).double();
    widths.fill({ x: [0.5, 2, 2, 2] });
    expect(columns(histMarks(widths, { density: true })[0])).toEqual([[0.25, 0.375]]);
    expect(columns(histMarks(widths, { binwnorm: 2 })[0])).toEqual([[2, 3]]);
    expect(() => histMarks(widths, { density: true, binwnorm: 1 })).toThrow(UsageError);
    const [stacked] = histMarks([a, b], { density: true, stack: true, histtype: "fill" });
    const { layers } = stacked as Mark & { kind: "stack" };
    const integral = layers.reduce((sum, { values }) => sum + values.reduce((p, q) => p + q), 0);
    expect((integral * 10) / 3).toBeCloseTo(1, 12);
  });

  it("stacks, sorts, hides and adds what lies beyond the ends", () => {
    const steps = histMarks([a, b], { stack: true });
    expect(steps.map((mark) => columns(mark)[0])).toEqual([
      [3, 6, 11],
      [1, 4, 9],
    ]);
    const order = histMarks([a, b], { sort: "yield", labels: ["a", "b"] });
    expect(order.map((mark) => (mark as { label?: string }).label)).toEqual(["b", "a"]);
    const back = histMarks([a, b], { sort: "label_r", labels: ["a", "b"] });
    expect(back.map((mark) => (mark as { label?: string }).label)).toEqual(["b", "a"]);
    expect(columns(histMarks(a, { blind: [[4, 5]] })[0])).toEqual([[1, Number.NaN, 9]]);
    const beyond = filled(1, 1).fill({ x: [-1, 11, 12] });
    expect(columns(histMarks(beyond, { flow: "sum" })[0])).toEqual([[2, 3]]);
    expect(columns(histMarks(beyond, { flow: "hint" })[0])).toEqual([[1, 1]]);
    expect(() => histMarks([a, filled(1)], { stack: true })).toThrow(ShapeError);
    expect(() => histMarks([])).toThrow(UsageError);
    expect(() => histMarks(a, { colors: "rde" })).toThrow(NotFoundError);
  });

  it("puts bars beside each other", () => {
    const [first, second] = histMarks([a, b], { histtype: "bar" }) as (Mark & { kind: "step" })[];
    expect(columns(first)).toEqual([[1, Number.NaN, 4, Number.NaN, 9]]);
    expect(first.edges[1]).toBeCloseTo(second.edges[0], 12);
    expect(second.edges[1]).toBeCloseTo((0.9 * 10) / 3, 12);
  });
});

describe("histplot", () => {
  it("asks which axis to draw", async () => {
    const two = Hist.new.reg(2, 0, 1, { name: "x" }).reg(2, 0, 1, { name: "y" }).double();
    expect(() => histplot(two)).toThrow(/tell which to draw, of "x", "y"/);
    two.fill({ x: [0.1], y: [0.9] });
    expect(svgFaults(await histplot(two, { axis: "y" }).svg(), { x: [0, 1] })).toEqual([]);
  });

  it("shows any content, range and number of legends without a text in another's way", async () => {
    const many = Array.from({ length: 12 }, (_, i) => filled(i, 2 * i, 3));
    const labels = many.map((_, i) => `Background process number ${i} with a long name`);
    const label = { experiment: "ATLAS", status: "Internal", energy: 13, luminosity: 139 };
    const figures = [
      histplot(many, { labels, label }),
      histplot(many, { labels, label, style: "CMS", height: 300, width: 500 }),
      histplot(filled(0, 0), { labels: "nothing" }),
      histplot(filled(0, 0), { log: true, labels: "nothing" }),
      histplot(filled(3, 5), { xLog: true, xRange: [1, 10], yRange: [0, 6] }),
      histplot(filled(1, 2).scale(1e-20), { yerr: [1e-21, 1e-21] }),
      histplot(filled(1, 2).scale(-1e7), { style: "CMS", label }),
    ];
    for (const one of figures) expect(svgFaults(await one.svg())).toEqual([]);
  });

  it("is shown by notebooks", async () => {
    const one = histplot(filled(1, 2)) as unknown as Record<symbol, () => Promise<unknown>>;
    const shown = (await one[Symbol.for("Jupyter.display")]()) as Record<string, string>;
    expect(shown["image/svg+xml"]).toContain("<svg");
  });
});

describe("funcplot", () => {
  it("samples functions over a range", () => {
    const [line, sum] = funcMarks([(x) => x, (x) => 2 * x], [0, 2], { npoints: 3, stack: true });
    expect(columns(line)).toEqual([[0, 1, 2]]);
    expect(columns(sum)).toEqual([[0, 3, 6]]);
    expect(() => funcMarks((x) => x, [1, 1])).toThrow(UsageError);
    expect(() => funcMarks((x) => x, [0, 1], { npoints: 1 })).toThrow(UsageError);
  });

  it("leaves gaps where a function has no value", async () => {
    const root = funcplot((x) => (x < 0 ? Number.NaN : Math.sqrt(x)), [-1, 1], { labels: "root" });
    expect(svgFaults(await root.svg(), { strings: ["root"], x: [-1, 1] })).toEqual([]);
  });
});

describe("hist2dplot", () => {
  const hist = Hist.new
    .reg(2, 0, 2, { name: "x" })
    .reg(3, 0, 3, { name: "y", label: "the other" })
    .reg(1, 0, 1, { name: "z" })
    .double();
  hist.fill({ x: [0.5, 1.5, 1.5], y: [0.5, 2.5, 2.5], z: 0.5 });

  it("writes contents into cells", async () => {
    const shown = hist2dplot(hist, { axes: ["x", "y"], labels: true, labelsRound: 1 });
    const svg = await shown.svg();
    expect(svgFaults(svg, { strings: ["the other", "Entries"], x: [0, 2], y: [0, 3] })).toEqual([]);
    expect(readSvg(svg).texts.filter(({ text }) => text === "0.0")).toHaveLength(4);
    expect(() => hist2dplot(hist)).toThrow(/tell which two/);
    expect(() => hist2dplot(hist, { axes: ["x", "y"], labels: ["a"] })).toThrow(UsageError);
    expect(() => hist2dplot(hist, { axes: ["x", "y"], cmin: 3, cmax: 2 })).toThrow(UsageError);
  });
});

describe("figure", () => {
  it("refuses what it cannot draw", () => {
    const cells = {
      kind: "cells",
      xEdges: Float64Array.of(0, 1),
      yEdges: Float64Array.of(0, 1),
      values: Float64Array.of(1),
    } as const;
    expect(() => figure({ panels: [] })).toThrow(UsageError);
    expect(() => figure({ panels: [{ marks: [cells] }, { marks: [] }] })).toThrow(/of their own/);
    expect(() => figure({ panels: [{ marks: [], y: { range: [1, 1] } }] })).toThrow(UsageError);
  });
});

describe("entries beyond the ends", () => {
  const above = filled(1, 1).fill({ x: [11, 12] });
  const both = filled(3, 3).fill({ x: [-1, 11] });

  it("get bins of their own, as wide as the others, where any histogram has some", () => {
    const [mark] = histMarks(above, { flow: "show" });
    expect(mark).toMatchObject({ edges: Float64Array.of(0, 5, 10, 15) });
    expect(columns(mark)).toEqual([[1, 1, 2]]);
    const [one, other] = histMarks([above, both], { flow: "show" });
    expect([columns(one), columns(other)]).toEqual([[[0, 1, 1, 2]], [[1, 3, 3, 1]]]);
    expect(one).toMatchObject({ edges: Float64Array.of(-5, 0, 5, 10, 15) });
    // Nothing beyond: nothing to show.
    expect(columns(histMarks(filled(1, 2), { flow: "show" })[0])).toEqual([[1, 2]]);
  });

  it("are named below their bins, in place of the number at the end", async () => {
    const svg = await histplot(both, { flow: "show" }).svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["<0", ">10"] })).toEqual([]);
    const texts = readSvg(svg).texts.map(({ text }) => text);
    expect(texts).not.toContain("10");
    expect(texts.filter((text) => text === "0")).toHaveLength(1);
    expect(() => histplot(both, { flow: "show", xLog: true, xRange: [1, 9] })).toThrow(UsageError);
  });

  it("are pointed at by default, where there are any", async () => {
    const arrows = async (hist: Hist, options: HistplotOptions = {}): Promise<string[]> => {
      const svg = await histplot(hist, options).svg({ embedFont: false });
      return readSvg(svg).texts.flatMap(({ text }) => (/[◄►]/.test(text) ? [text] : []));
    };
    expect(await arrows(both)).toEqual(["◄", "►"]);
    expect(await arrows(above)).toEqual(["►"]);
    expect(await arrows(above, { xRange: [0, 5] })).toEqual([]);
    expect(await arrows(both, { flow: "none" })).toEqual([]);
  });
});

describe("legendColumns", () => {
  it("sets labels beside each other, the first column first", async () => {
    const labels = ["one", "two", "three"];
    const hists = labels.map((_, i) => filled(i + 1, 2));
    const svg = await histplot(hists, { labels, legendColumns: 2 }).svg({ embedFont: false });
    expect(svgFaults(svg, { strings: labels })).toEqual([]);
    const place = (name: string) => readSvg(svg).texts.find(({ text }) => text === name)!;
    const [one, two, three] = labels.map(place);
    expect(two.y1).toBeGreaterThan(one.y2);
    expect(Math.abs(two.x1 - one.x1)).toBeLessThan(2);
    expect(three.x1).toBeGreaterThan(Math.max(one.x2, two.x2));
  });
});

describe("errors that are given", () => {
  const hist = filled(4, 9);

  it("have one length a bin, or one downwards and one upwards", () => {
    const bars = (yerr: NonNullable<HistplotOptions["yerr"]>): number[][] =>
      columns(histMarks(hist, { histtype: "errorbar", yerr })[0]).slice(1);
    expect(bars([1, 2])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(
      bars([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => bars([[1], [2]])).toThrow(ShapeError);
  });

  it("are as long along x as told", () => {
    const [mark] = histMarks(hist, { histtype: "errorbar", xerr: 0.5 });
    expect(mark).toMatchObject({ xLow: Float64Array.of(0.5, 0.5) });
    const [wide] = histMarks(hist, { histtype: "errorbar", xerr: true });
    expect(wide).toMatchObject({ xHigh: Float64Array.of(2.5, 2.5) });
  });
});

describe("cells", () => {
  const square = Hist.new.reg(2, 0, 2, { name: "x" }).reg(2, 0, 2, { name: "y" }).double();
  square.set({}, [1, 2, 3, 4]);

  it("take in what lies beyond the ends, but not what is in no category", async () => {
    const numbers = Hist.new.reg(2, 0, 2, { name: "x" }).reg(2, 0, 2, { name: "y" }).double();
    numbers.fill({ x: [-1, 0.5, 9, 1.5], y: [5, 0.5, -1, 9] });
    const texts = async (hist: Hist, flow: "none" | "sum"): Promise<string[]> => {
      const svg = await hist2dplot(hist, { labels: true, labelsSize: 40, flow, cbar: false }).svg();
      return readSvg(svg)
        .texts.filter(({ size }) => Math.abs(size - 40) < 0.5)
        .map(({ text }) => text);
    };
    // Cells (0, 0), (0, 1), (1, 0), (1, 1).
    expect(await texts(numbers, "none")).toEqual(["1", "0", "0", "0"]);
    expect(await texts(numbers, "sum")).toEqual(["1", "1", "1", "1"]);
    const named = Hist.new
      .strCat(["a"], { name: "x", overflow: true })
      .reg(2, 0, 2, { name: "y" })
      .double();
    named.fill({ x: ["a", "b"], y: [9, 9] });
    expect(await texts(named, "sum")).toEqual(["0", "1"]);
  });

  it("may be masked, and their texts have a colour and a size", async () => {
    const figure = hist2dplot(square, {
      labels: true,
      mask: [true, false, true, true],
      labelsColor: "red",
      labelsSize: 40,
      cbar: false,
    });
    const svg = await figure.svg({ embedFont: false });
    expect(svgFaults(svg)).toEqual([]);
    const red = readSvg(svg).texts.filter(({ size }) => Math.abs(size - 40) < 0.5);
    expect(red.map(({ text }) => text).sort()).toEqual(["1", "3", "4"]);
    // Without a scale of colours there is no title of one.
    expect(svg).not.toContain("Entries");
    expect(() => hist2dplot(square, { mask: [true] })).toThrow(UsageError);
  });
});
