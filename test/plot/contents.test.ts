import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { setNames } from "../../src/plot/bin-names.ts";
import { comparisonPanel, figure, histMarks, histplot, stack } from "../../src/plot/index.ts";
import { arrowsTo } from "../../src/plot/out-of-range.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

function contents(...values: number[]): Hist {
  return Hist.new
    .reg(values.length, 0, 10, { name: "x" })
    .double()
    .set({}, Float64Array.from(values));
}

async function svgOf(made: { svg(options: object): Promise<string> }): Promise<string> {
  const svg = await made.svg({ embedFont: false });
  expect(svgFaults(svg)).toEqual([]);
  return svg;
}

describe("means", () => {
  const profile = Hist.new.reg(3, 0, 3, { name: "run" }).mean();
  profile.fill({ run: [0, 0, 1, 1] }, { sample: [91, 91.4, 91.1, 91.15] });

  it("are called so, fill the axis, and leave out bins of nothing", async () => {
    const [points] = histMarks(profile, { histtype: "errorbar" });
    if (points.kind !== "points") throw new Error("no points");
    expect(points.y[0]).toBeCloseTo(91.2, 12);
    expect(points.y[2]).toBeNaN();
    // Standard error of the mean of two: half their distance.
    expect(points.yHigh![0]).toBeCloseTo(0.2, 12);
    const { texts } = readSvg(await svgOf(histplot(profile, { histtype: "errorbar" })));
    const words = texts.map(({ text }) => text);
    expect(words).toContain("Mean");
    expect(words).toContain("91.2");
    expect(words).not.toContain("80");
  });
});

describe("points beyond the range", () => {
  const mark = {
    kind: "points",
    x: Float64Array.of(1, 2, 3, 4, 5),
    y: Float64Array.of(1, 3, -2, Number.NaN, 9),
    color: "red",
  } as const;

  it("are pointed at from the edge", () => {
    const [up, down] = arrowsTo(mark, [0, 4.5], { range: [0, 2], log: false }, 0.05);
    expect([...up.x]).toEqual([2]);
    expect(up.y[0]).toBeCloseTo(1.9, 12);
    expect([...down.x]).toEqual([3]);
    expect([up.marker, down.marker, up.color]).toEqual(["triangle", "triangleDown", "red"]);
    expect(arrowsTo(mark, [0, 10], { range: [0.1, 10], log: true }, 0.05)).toEqual([]);
    const bars = { ...mark, marker: "none" } as const;
    expect(arrowsTo(bars, [0, 10], { range: [0, 2], log: false }, 0.05)).toEqual([]);
  });

  it("are so in a panel of ratios", async () => {
    const [data, model] = [contents(10, 20, 30, 40), contents(10, 5, 90, 40)].map((hist) => ({
      edges: Float64Array.of(0, 2.5, 5, 7.5, 10),
      values: hist.values(),
      variances: hist.values(),
    }));
    const panel = (range: readonly [number, number]) =>
      figure({ panels: [comparisonPanel(data, model, { range })] }).canvas();
    const markers = async (range: readonly [number, number]) =>
      JSON.stringify(await panel(range)).match(/"fName":"arrow\d"/g) ?? [];
    expect(await markers([0.5, 1.5])).toHaveLength(2);
    expect(await markers([0, 5])).toHaveLength(0);
  });
});

describe("stack", () => {
  it("draws yields of regions", async () => {
    const regions = ["SR 1", "SR 2", "CR tt"];
    const mc = Hist.new
      .strCat(regions, { name: "region" })
      .strCat(["ttbar", "Z"], { name: "dataset" })
      .weight();
    mc.fill({ region: [...regions, ...regions], dataset: ["Z", "Z", "Z", "ttbar", "ttbar", "Z"] });
    const data = Hist.new.strCat(regions, { name: "region" }).double();
    data.fill({ region: ["SR 1", "SR 1", "CR tt"] });
    const svg = await svgOf(stack({ data, mc, axis: "region", comparison: "ratio", flow: "sum" }));
    expect(svgFaults(svg, { strings: regions })).toEqual([]);
    const other = Hist.new.strCat(["SR 1", "SR 3", "CR tt"], { name: "region" }).double();
    expect(() => stack({ data: other, mc, axis: "region" })).toThrow(/different bins/);
  });
});

describe("texts", () => {
  it("are refused with the letter that the fonts lack", async () => {
    const made = histplot(contents(1, 2), { labels: ["Z → 漢"] });
    await expect(made.svg()).rejects.toThrow(/letter "漢" \(U\+6F22\)/);
    await svgOf(histplot(contents(1, 2), { labels: ["Z → μμ, 5 ≤ η̄"] }));
  });

  it("of a legend have rows as high as the highest of them", async () => {
    const labels = ["first entry", "#int_{0}^{#infty} f(x) dx", "third"];
    const svg = await svgOf(histplot([contents(1, 2), contents(2, 3), contents(3, 3)], { labels }));
    const { texts } = readSvg(svg);
    const place = (word: string) => texts.find(({ text }) => text.startsWith(word))!;
    // Texts apart is what svgFaults asks; the sign itself is drawn between its bounds.
    const upper = texts.find(({ text }) => text === "∞")!;
    expect(upper.y1).toBeGreaterThan(place("first").y2);
    expect(place("third").y1 - place("f(x)").y2).toBeGreaterThan(10);
  });

  it("of a legend in columns stand in rows", async () => {
    const hists = Array.from({ length: 16 }, (_, i) => contents(1 + i, 2));
    const labels = hists.map((_, i) => `s${i}`);
    const svg = await svgOf(histplot(hists, { labels, legendColumns: 3 }));
    const { texts } = readSvg(svg);
    const rowOf = (label: string) => texts.find(({ text }) => text === label)!.y2;
    expect(rowOf("s0")).toBe(rowOf("s6"));
    expect(rowOf("s3")).toBe(rowOf("s15"));
  });
});

describe("setNames", () => {
  const measure = (text: string, size: number) => ({
    x1: 0,
    x2: 0.5 * text.length * size,
    y1: -size,
    y2: 0,
  });
  const room = { width: 600, height: 600 };

  it("leaves names that fit, and breaks a long one at its spaces", () => {
    const short = ["all", "trigger", "met"];
    expect(setNames(short, room, 20, measure)).toEqual({
      labels: short,
      size: 20,
      vertical: false,
    });
    const long = ["all", "two leptons of opposite charge", "met"];
    const set = setNames(long, room, 20, measure);
    expect(set.vertical).toBe(false);
    expect(set.labels[1]).toBe("#splitline{two leptons of}{opposite charge}");
    expect(set.labels[0]).toBe("all");
  });

  it("sets upright what does not, in less than a third of the height", () => {
    const many = [
      ...Array.from({ length: 12 }, (_, i) => `c${i}xx`),
      "m between 80 and 100 GeV and no b",
    ];
    const set = setNames(many, room, 20, measure);
    expect(set.vertical).toBe(true);
    const rows = set.labels.flatMap((label) => label.replace("#splitline", "").split(/[{}]+/));
    for (const row of rows) expect(measure(row, set.size).x2).toBeLessThanOrEqual(0.31 * 600);
  });

  it("keeps a word whole where it is not absurdly long", () => {
    const word = "staterror_Signal-region[0]";
    const names = [...Array.from({ length: 20 }, (_, i) => `parameter${i}`), word];
    expect(setNames(names, room, 20, measure).labels).toContain(word);
    const absurd = [...names, "x".repeat(80)];
    expect(setNames(absurd, room, 20, measure).labels.at(-1)).toMatch(/^#splitline\{x+\}\{x+\}$/);
  });
});
