import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { divisionsFor, fewPowers, logNumbers } from "../../src/plot/axis-numbers.ts";
import { type HistplotOptions, hist2dplot, histplot } from "../../src/plot/index.ts";
import { type DrawnText, readSvg, svgFaults } from "./svg-check.ts";

function contents(values: readonly number[], from = 0, to = 10): Hist {
  const hist = Hist.new.reg(values.length, from, to, { name: "x", label: "E [MeV]" }).double();
  return hist.set({}, Float64Array.from(values));
}

/** Texts of a figure without a fault. */
async function texts(hist: Hist, options: HistplotOptions): Promise<readonly DrawnText[]> {
  const svg = await histplot(hist, options).svg({ embedFont: false });
  expect(svgFaults(svg)).toEqual([]);
  return readSvg(svg).texts;
}

const measure = (text: string, size: number) => ({
  x1: 0,
  x2: 0.5 * text.length * size,
  y1: -size,
  y2: 0,
});

describe("logNumbers", () => {
  const axis = { length: 600, size: 20, vertical: false };

  it("leaves an axis of several powers of ten to JSROOT", () => {
    expect(fewPowers([1, 10])).toBe(false);
    expect(fewPowers([1.1, 90])).toBe(true);
    expect(logNumbers({ ...axis, range: [1, 1000] }, measure)).toEqual({
      moreLogLabels: false,
      silent: [],
    });
  });

  it("has as many multiples as there is room for", () => {
    expect(logNumbers({ ...axis, range: [25, 85] }, measure).silent).toEqual([]);
    const crowded = logNumbers({ ...axis, length: 100, range: [25, 85] }, measure);
    expect(crowded.moreLogLabels).toBe(true);
    // 30, 40 and 60 of matplotlib, in 100 px no longer side by side either.
    expect(crowded.silent.length).toBeGreaterThan(2);
    const wide = logNumbers({ ...axis, length: 700, range: [2.5e4, 8.5e4] }, measure);
    expect(wide.silent).toEqual([5e4, 7e4, 8e4]);
  });
});

describe("divisionsFor", () => {
  it("is ROOT's own for short numbers, and less for long ones", () => {
    expect(divisionsFor({ range: [0, 100], length: 600, size: 20 }, 510)).toBe(510);
    expect(divisionsFor({ range: [0, 1e12], length: 600, size: 20 }, 510)).toBe(510);
    const few = divisionsFor({ range: [172.5, 172.5002], length: 600, size: 20 }, 510);
    expect(few).toBeGreaterThanOrEqual(502);
    expect(few).toBeLessThan(507);
  });
});

describe("numbers of axes", () => {
  it("stand on a logarithmic axis of less than a decade", async () => {
    const x = await texts(contents([5, 6, 7], 25, 85), { xLog: true });
    expect(x.map(({ text }) => text)).toEqual(expect.arrayContaining(["30", "40", "60"]));
    const y = await texts(contents([40, 65, 50]), { log: true });
    expect(y.map(({ text }) => text)).toEqual(expect.arrayContaining(["30", "40", "60"]));
    const large = await texts(contents([4e5, 6e5, 5e5]), { log: true });
    expect(large.map(({ text }) => text)).toEqual(expect.arrayContaining(["4×10", "6×10"]));
  });

  it("keep their digits where not even a multiple of a power of ten is shown", async () => {
    const shown = await texts(contents([5, 6, 7], 25, 26), { xLog: true });
    expect(shown.map(({ text }) => text)).toEqual(expect.arrayContaining(["25.2", "25.8"]));
  });

  it("are neither cut nor aslant where they need many digits", async () => {
    const shown = await texts(contents([1, 2, 3], 172.5, 172.5002), {});
    expect(shown.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["172.5", "172.5001", "172.5002"]),
    );
    await texts(contents([1, 2, 3], 1e9, 1e9 + 1), {});
    const negative = await texts(contents([1, 2, 3], -1.2345e-4, -1.234e-4), {});
    expect(negative.some(({ text }) => text === "−123.45")).toBe(true);
  });

  it("have their power of ten beside the scale of colours, not under it", async () => {
    const hist = Hist.new
      .reg(4, 0, 1e6, { name: "x", label: "E [MeV]" })
      .reg(4, 0, 1, { name: "y" })
      .double()
      .fill({ x: [1e5, 5e5], y: [0.1, 0.6] });
    const label = { status: "Preliminary", energy: 13, luminosity: 138 };
    for (const scale of [1, 1e7]) {
      const figure = hist2dplot(hist.scale(scale), { style: "CMS", label });
      const svg = await figure.svg({ embedFont: false });
      expect(svgFaults(svg)).toEqual([]);
      const reading = readSvg(svg);
      const power = reading.texts.filter(({ text }) => text === "×10");
      expect(power).toHaveLength(scale === 1 ? 1 : 2);
      // Of x: below the frame, right of the last number.
      const below = power.filter(({ y1 }) => y1 > reading.frames[0].y2);
      expect(below).toHaveLength(1);
      expect(below[0].x1).toBeGreaterThan(reading.frames[0].x2);
    }
  });
});

describe("ranges of axes", () => {
  it("hold the bins of points whole, be it one", async () => {
    for (const values of [[40, 65, 50, 30, 20], [40]]) {
      const svg = await histplot(contents(values, 0, 100), { histtype: "errorbar" }).svg({
        embedFont: false,
      });
      expect(svgFaults(svg, { x: [0, 100] })).toEqual([]);
    }
  });

  it("begin at the middle of the first bin where x is logarithmic and it begins at zero", async () => {
    const shown = await texts(contents([40, 65, 50, 30, 20], 0, 100), { xLog: true });
    expect(shown.map(({ text }) => text)).toEqual(expect.arrayContaining(["10", "100"]));
  });

  it("hold the highest partial sum of a stack, which a layer below zero follows", async () => {
    const hists = [contents([40, 50, 60]), contents([-30, -30, -35]), contents([10, 5, 8])];
    const labels = ["a", "interference", "c"];
    const options = { stack: true, histtype: "fill", labels } as const;
    const { texts: shown, frames } = readSvg(await histplot(hists, options).svg());
    const sixty = shown.find(({ text }) => text === "60")!;
    expect(0.5 * (sixty.y1 + sixty.y2)).toBeGreaterThan(frames[0].y1);
  });

  it("show something of every histogram, however small", async () => {
    const svg = await histplot([contents([1e9, 2e9]), contents([1e-5, 2e-5])], {
      log: true,
      labels: ["large", "small"],
    }).svg({ embedFont: false });
    expect(svgFaults(svg)).toEqual([]);
    const powers = readSvg(svg).texts.map(({ text }) => text);
    expect(powers).toContain("−5");
  });
});
