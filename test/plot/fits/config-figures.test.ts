import { describe, expect, it } from "vitest";
import { NotFoundError } from "../../../src/errors.ts";
import { dataMcOfConfig, templatesOfConfig } from "../../../src/plot/index.ts";
import * as templates from "../../../src/templates/index.ts";
import { histogramConfig, histogramFile } from "../../templates/inputs.ts";
import { objectsOf } from "../canvas.ts";
import { svgFaults } from "../svg-check.ts";

async function collected(): Promise<templates.Configuration> {
  const config = templates.parse(histogramConfig);
  const file = await histogramFile();
  await templates.collect(config, { open: () => file });
  templates.postprocess(config);
  return config;
}

describe("templatesOfConfig", () => {
  it("makes a figure of each systematic that has templates", async () => {
    const figures = templatesOfConfig(await collected());
    expect(figures.map(({ region, sample, systematic }) => [region, sample, systematic])).toEqual([
      ["SR", "Background", "Shape"],
      ["SR", "Background", "Mirror"],
      ["CR one bin", "Background", "Shape"],
    ]);
    // The mirrored one has a template of one side.
    const svg = await figures[1].figure.svg({ embedFont: false });
    const strings = ["region: SR", "systematic: Mirror", "up (original)", "up (modified)"];
    expect(svgFaults(svg, { strings })).toEqual([]);
    expect(svg).not.toContain("down");
  });

  it("has nothing to show before templates are post-processed", () => {
    expect(templatesOfConfig(templates.parse(histogramConfig))).toEqual([]);
  });
});

describe("dataMcOfConfig", () => {
  it("stacks the first sample on top, with statistical uncertainties", async () => {
    const config = await collected();
    const all = dataMcOfConfig(config);
    expect(all.map(({ channel }) => channel)).toEqual(["SR", "CR one bin"]);
    const svg = await all[0].figure.svg({ embedFont: false });
    expect(svgFaults(svg, { strings: ["SR", "pre-fit", "Signal", "Background"] })).toEqual([]);
    const [signal, background] = ["SR_Signal", "SR_Background"].map((name) =>
      config.templates.get(name),
    );
    // Of the ratio, the lowest panel: the band around one.
    const band = (await objectsOf(all[0].figure)).get("mark0")!;
    const error = Math.sqrt(signal.stdev[0] ** 2 + background.stdev[0] ** 2);
    expect(band.fEYhigh[0]).toBeCloseTo(error / (signal.yields[0] + background.yields[0]), 12);
    expect(svg.indexOf(">Signal<")).toBeLessThan(svg.indexOf(">Background<"));
  });

  it("takes regions by name, and refuses to draw what is not there", async () => {
    const config = await collected();
    expect(dataMcOfConfig(config, { channels: "CR one bin" })).toHaveLength(1);
    expect(() => dataMcOfConfig(config, { channels: ["CR"] })).toThrow(NotFoundError);
    expect(() => dataMcOfConfig(templates.parse(histogramConfig))).toThrow(/collect/);
  });
});
