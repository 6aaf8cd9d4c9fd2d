import { describe, expect, it } from "vitest";
import { NotFoundError, ShapeError, UsageError } from "../../../src/errors.ts";
import { dataMc, dataMcFigure, dataMcOfChannels } from "../../../src/plot/index.ts";
import { svgFaults } from "../svg-check.ts";
import { config, prediction } from "./content.ts";

const post = prediction();

describe("dataMc", () => {
  it("shows channel, fit, samples, band, data and ratio over the variable of the configuration", async () => {
    const figure = dataMc(post.prediction, post.data, { channel: "Signal_region", config });
    const samples = ["Signal", "Background ZZ*", "Background Z, ttbar", "Uncertainty", "Data"];
    const strings = [
      "Signal_region",
      "post-fit",
      ...samples,
      "events",
      "data / model",
      "m4l [GeV]",
    ];
    expect(svgFaults(await figure.svg({ embedFont: false }), { strings })).toEqual([]);
  });

  it("draws the same with the auxiliary data behind the observations", async () => {
    const shown = await dataMc(post.prediction, post.data, { channel: "Control region" }).svg();
    const more = dataMc(post.prediction, [...post.data, 1, 1, 0], { channel: "Control region" });
    expect(await more.svg()).toBe(shown);
  });

  it("refuses what does not fit, with the names that there are", () => {
    const { prediction, data } = post;
    expect(() => dataMc(prediction, data)).toThrow(/"Signal_region", "Control region"/);
    expect(() => dataMc(prediction, data, { channel: "Signal region" })).toThrow(
      /did you mean "Signal_region"/,
    );
    expect(() => dataMc(prediction, data.slice(1), { channel: "Signal_region" })).toThrow(
      ShapeError,
    );
    const channel = "Control region";
    expect(() => dataMc(prediction, data, { channel, config: { Regions: [] } })).toThrow(
      NotFoundError,
    );
    const config = { Regions: [{ Name: channel, Binning: [0, 1] }] };
    expect(() => dataMc(prediction, data, { channel, config })).toThrow(ShapeError);
    expect(() => dataMc(prediction, data, { channel, colors: { Signal: "red" } })).toThrow(
      /colour of the sample.*Background Z, ttbar/,
    );
  });
});

describe("dataMcOfChannels", () => {
  it("makes one figure a channel, of those named or of all", async () => {
    const { prediction, data } = post;
    const all = dataMcOfChannels(prediction, data, { config });
    expect(all.map(({ channel }) => channel)).toEqual(prediction.channels);
    const channels = "Control region";
    expect(dataMcOfChannels(prediction, data, { channels }).map((one) => one.channel)).toEqual([
      channels,
    ]);
    // Yields of 420 and of 1: the axis is logarithmic without being told.
    const svg = await all[1].figure.svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["Control region", "jets", "10"] })).toEqual([]);
  });
});

describe("dataMcFigure", () => {
  const content = {
    edges: Float64Array.of(1, 10, 100),
    samples: [{ name: "a", yields: [0, 4] }],
    uncertainty: [0, 1],
    data: [2, 5],
  };

  it("leaves the ratio out where nothing is predicted", async () => {
    const canvas = await dataMcFigure(content, { xLog: true }).canvas();
    const pads = (
      canvas.fPrimitives as { arr: { fName?: string; fPrimitives: { arr: object[] } }[] }
    ).arr;
    const ratio = pads.find(({ fName }) => fName === "panel1")!.fPrimitives.arr;
    const points = ratio.find((one) => "fName" in one && one.fName === "mark2");
    expect(points).toMatchObject({ fX: [Math.sqrt(1000)], fY: [1.25], fEYlow: [Math.sqrt(5) / 4] });
  });

  it("refuses a prediction below zero, and lengths that differ", () => {
    const samples = [{ name: "a", yields: [-1, 4] }];
    expect(() => dataMcFigure({ ...content, samples })).toThrow(UsageError);
    expect(() => dataMcFigure({ ...content, data: [1] })).toThrow(ShapeError);
  });
});
