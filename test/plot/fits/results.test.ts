import { describe, expect, it } from "vitest";
import { NotFoundError, ShapeError, UnsupportedError, UsageError } from "../../../src/errors.ts";
import {
  correlationMatrix,
  limit,
  modifierGrid,
  pulls,
  ranking,
  scan,
  templates,
} from "../../../src/plot/index.ts";
import { namesOf, objectsOf } from "../canvas.ts";
import { svgFaults } from "../svg-check.ts";
import { excluded, fitted, impacts, model, scanned, varied } from "./content.ts";

describe("pulls", () => {
  it("shows free parameters but those of statistical errors, the first at the top", async () => {
    const shown = await objectsOf(pulls(fitted(), { exclude: "Signal_norm" }));
    const names = ["Luminosity", "Modeling_Signal", "b-tagging", "Jet energy scale"];
    expect(namesOf(shown.get("frame")!.fYaxis)).toEqual(
      [...names, "Electron scale factor"].reverse(),
    );
    const points = shown.get("mark3")!;
    expect(points.fX).toEqual([0.9, -1.2, 0.1, -0.6, 0.3]);
    expect(points.fY).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
    expect(points.fEXlow).toEqual([0.9, 0.5, 1, 0.6, 0.95]);
  });

  it("says which parameter is not there to leave out", () => {
    expect(() => pulls(fitted(), { exclude: ["Luminosty"] })).toThrow(/"Luminosity"/);
    expect(() => pulls(fitted(), { exclude: ["Luminosty"] })).toThrow(NotFoundError);
  });

  it("grows with the number of parameters, and keeps all names apart", async () => {
    const labels = Array.from({ length: 60 }, (_, i) => `parameter_with_a_long_name_${i}`);
    const column = Float64Array.from(labels, () => 1);
    const figure = pulls({ labels, bestfit: column, uncertainty: column });
    expect(figure.height).toBe(60 * 34 + 110);
    expect(svgFaults(await figure.svg({ embedFont: false }), { strings: labels })).toEqual([]);
  });
});

describe("correlationMatrix", () => {
  it("leaves out what was held, and what correlates with nothing", async () => {
    const { labels, corrMat } = fitted();
    const all = await objectsOf(correlationMatrix({ labels, corrMat }));
    expect(namesOf(all.get("frame")!.fXaxis)).toEqual(labels.slice(0, 7));
    const figure = correlationMatrix({ labels, corrMat }, { pruningThreshold: 0.15 });
    const { fXaxis, fYaxis } = (await objectsOf(figure)).get("frame")!;
    const left = labels.slice(0, 7).filter((name) => name !== "b-tagging");
    expect(namesOf(fXaxis)).toEqual(left);
    expect(namesOf(fYaxis)).toEqual(left.toReversed());
  });

  it("sets no number where it would say 0.00", async () => {
    const corrMat = [Float64Array.of(1, 0.004), Float64Array.of(0.004, 1)];
    const figure = correlationMatrix({ labels: ["a", "b"], corrMat });
    const svg = await figure.svg({ embedFont: false });
    expect(svg.match(/>0\.00</g)).toBeNull();
    expect(svg.match(/>1\.00</g)).toHaveLength(2);
  });

  it("refuses a matrix that is not square, and to draw nothing", () => {
    const labels = ["a", "b"];
    expect(() => correlationMatrix({ labels, corrMat: [Float64Array.of(1, 0)] })).toThrow(
      ShapeError,
    );
    const corrMat = [Float64Array.of(1, 0.1), Float64Array.of(0.1, 1)];
    expect(() => correlationMatrix({ labels, corrMat }, { pruningThreshold: 0.2 })).toThrow(
      UsageError,
    );
  });

  it("keeps forty parameters legible", async () => {
    const labels = Array.from({ length: 40 }, (_, i) => `parameter_${i}`);
    const corrMat = labels.map((_, i) =>
      Float64Array.from(labels, (_, j) => (i === j ? 1 : i + j === 39 ? -0.5 : 0.001)),
    );
    const svg = await correlationMatrix({ labels, corrMat }).svg({ embedFont: false });
    expect(svgFaults(svg, { strings: labels })).toEqual([]);
  });
});

describe("ranking", () => {
  it("orders by the largest impact after the fit and draws impacts along the upper axis", async () => {
    const shown = await objectsOf(ranking(impacts(), { maxPars: 3 }));
    expect(namesOf(shown.get("frame")!.fYaxis)).toEqual([
      "Electron scale factor",
      "Jet energy scale",
      "Modeling_Signal",
    ]);
    // The largest impact before the fit, 0.31, stands at 1 / 1.1 of the axis, which goes to 2 in pulls.
    const before = shown.get("mark2")!;
    expect(before.fX[2] + before.fEXhigh[2]).toBeCloseTo(2 / 1.1, 12);
    expect(shown.get("top")).toMatchObject({ _typename: "TGaxis", fChopt: "-S" });
    const { fWmin, fWmax } = shown.get("top") as unknown as { fWmin: number; fWmax: number };
    expect([fWmin, fWmax]).toEqual([-0.31 * 1.1, 0.31 * 1.1]);
  });

  it("refuses impacts that are no numbers, and to draw nothing", () => {
    const all = impacts();
    expect(() => ranking({ ...all, prefitUp: all.prefitUp.fill(Number.NaN) })).toThrow(UsageError);
    expect(() => ranking(impacts(), { maxPars: 0 })).toThrow(UsageError);
  });
});

describe("scan", () => {
  it("names only the intervals that the scan reaches", async () => {
    const all = scanned();
    const low = { ...all, deltaNlls: all.deltaNlls.map((value) => 0.1 * value) };
    const svg = await scan(low).svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["68% CL", "Signal_norm"] })).toEqual([]);
    expect(svg).not.toContain("95% CL");
  });
});

describe("limit", () => {
  it("names the level in percent, with decimals where it is no whole number", async () => {
    const svg = await limit({ ...excluded(), confidenceLevel: 0.9 }).svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["CLS = 10%"] })).toEqual([]);
    const other = await limit({ ...excluded(), confidenceLevel: 0.683 }, { xTitle: "m" }).svg();
    expect(svgFaults(other, { strings: ["CLS = 31.70%"] })).toEqual([]);
  });

  it("draws the band of two deviations behind that of one", async () => {
    const shown = await objectsOf(limit(excluded()));
    const bottom = (name: string): number => {
      const { fY, fEYlow } = shown.get(name)!;
      return fY[5] - fEYlow[5];
    };
    expect(bottom("mark0.0")).toBeLessThan(bottom("mark1.0"));
  });
});

describe("templates", () => {
  it("shows only the variations that there are", async () => {
    const { edges, nominal, upModified } = varied();
    const figure = templates({ edges, nominal, upModified }, { region: "SR" });
    const svg = await figure.svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["region: SR", "up (modified)"] })).toEqual([]);
    expect(svg).not.toContain("original");
    expect(svg).not.toContain("sample");
  });

  it("has no ratio where the nominal has nothing, and lengths of errors where it is below zero", async () => {
    const nominal = { yields: [0, -2, 4], stdev: [1, 1, 1] };
    const upModified = { yields: [1, -4, 5], stdev: [1, 1, 2] };
    const shown = await objectsOf(templates({ edges: [0, 1, 2, 3], nominal, upModified }));
    const bars = shown.get("mark3")!;
    expect(bars.fY).toEqual([2, 1.25]);
    expect(bars.fEYhigh).toEqual([0.5, 0.5]);
  });

  it("refuses templates of other bins", () => {
    const { edges, nominal } = varied();
    const upOriginal = { yields: [1], stdev: [1] };
    expect(() => templates({ edges, nominal, upOriginal })).toThrow(/up \(original\)/);
  });
});

describe("modifierGrid", () => {
  it("has a grid a channel, or one a sample", async () => {
    const titles = async (splitBySample: boolean): Promise<string[]> => {
      const svg = await modifierGrid(model, { splitBySample }).svg({ embedFont: false });
      expect(svgFaults(svg, { strings: model.config.parOrder })).toEqual([]);
      return ["Control region", "Fakes"].map((name) => `${svg.split(`>${name}<`).length - 1}`);
    };
    // One title and two rows; and the other way round.
    expect(await titles(false)).toEqual(["1", "2"]);
    expect(await titles(true)).toEqual(["4", "1"]);
  });

  it("colours the cells of a category", async () => {
    const shown = await objectsOf(modifierGrid(model));
    // The last panel, Signal_region: samples Background, Fakes, Other, Signal from the top.
    const normfactor = shown.get("mark0")!;
    expect([normfactor.fX, normfactor.fY]).toEqual([[2.5], [0.5]]);
  });

  it("refuses modifiers that do not go together", () => {
    const modifiers = [
      { name: "a", type: "normfactor", data: null },
      { name: "a", type: "shapefactor", data: null },
    ] as const;
    const channels = [{ name: "SR", samples: [{ name: "s", data: [1], modifiers }] }];
    expect(() => modifierGrid({ ...model, spec: { channels } })).toThrow(UnsupportedError);
  });
});
