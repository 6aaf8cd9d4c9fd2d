import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { type BlobSink, blobSink } from "../../src/root/index.ts";
import * as templates from "../../src/templates/index.ts";
import { needsReference, readJson, requireData } from "../data.ts";
import {
  events,
  histogramConfig,
  histogramFile,
  ntupleConfig,
  ntupleFile,
  yields,
} from "./inputs.ts";

async function collected(text = histogramConfig): Promise<templates.Configuration> {
  const config = templates.parse(text);
  const file = await histogramFile();
  await templates.collect(config, { open: () => file });
  return config;
}

describe("collect", () => {
  it("reads the nominal templates and variations that are needed, and no others", async () => {
    const config = await collected();
    expect(config.templates.names()).toEqual([
      "SR_Data",
      "SR_Signal",
      "SR_Background",
      "SR_Background_Shape_Up",
      "SR_Background_Shape_Down",
      "SR_Background_Mirror_Up",
      "CR-one-bin_Data",
      "CR-one-bin_Background",
      "CR-one-bin_Background_Shape_Up",
      "CR-one-bin_Background_Shape_Down",
    ]);
    const { bins, yields: found, stdev } = config.templates.get("SR_Background_Shape_Up");
    expect([...bins]).toEqual([0, 1, 2, 3, 4]);
    expect([...found]).toEqual(yields["sr/bkg_up"]);
    expect(stdev[0]).toBeCloseTo(Math.sqrt(1.2), 14);
  });

  it("tells of empty bins, and of its progress", async () => {
    const config = templates.parse(histogramConfig);
    const file = await histogramFile();
    const warnings: string[] = [];
    const seen: number[] = [];
    await templates.collect(config, {
      open: () => file,
      onWarning: (message) => warnings.push(message),
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(warnings).toEqual(["SR_Signal has empty bins: 3"]);
    expect(seen.length).toBe(10);
    expect(seen[9]).toBe(1);
  });
});

describe("build", () => {
  const open = async (): Promise<Blob> => ntupleFile();

  it("fills by variable, filter and weight, the variation's before the sample's and the region's", async () => {
    const config = templates.parse(ntupleConfig);
    await templates.build(config, { open });
    const at = (name: string): number[] => [...config.templates.get(name).yields];
    // By hand: both files of MC hold the same events, the filter keeps charges above 0.
    expect(at("SR_Data")).toEqual([1, 2, 1]);
    expect(at("SR_MC")).toEqual([4, 10, 1]);
    expect(at("SR_MC_Scale_Up")).toEqual([4, 2, 8]);
    expect(at("SR_MC_Scale_Down")).toEqual([1, 0, 1]);
    const squares = 2 * (1 ** 2 + 4 ** 2);
    expect(config.templates.get("SR_MC").stdev[1]).toBeCloseTo(Math.sqrt(squares), 14);
  });

  it("does not depend on the size of chunks beyond rounding, and takes trees without events", async () => {
    const config = templates.parse(ntupleConfig);
    await templates.build(config, { open, chunkSize: 2 });
    expect([...config.templates.get("SR_MC").yields]).toEqual([4, 10, 1]);
    const empty = templates.parse(ntupleConfig.replace('Tree: "data"', 'Tree: "empty"'));
    await templates.build(empty, { open });
    expect([...empty.templates.get("SR_Data").yields]).toEqual([0, 0, 0]);
  });

  it("asks the builders of a router first", async () => {
    const config = templates.parse(ntupleConfig);
    const asked: unknown[] = [];
    const router = new templates.Router().registerTemplateBuilder(
      (region, sample, systematic, side) => {
        asked.push([region.Name, sample.Name, systematic?.Name, side]);
        const hist = Hist.new.variable([0, 10, 20, 40]).weight();
        hist.fill([events.pt.map((pt) => pt / 2000)]);
        return hist;
      },
      { sampleName: "M?", systematicName: "[RS]cale", template: "Up" },
    );
    await templates.build(config, { open, router });
    expect(asked).toEqual([["SR", "MC", "Scale", "Up"]]);
    expect([...config.templates.get("SR_MC_Scale_Up").yields]).toEqual([4, 2, 1]);
    expect([...config.templates.get("SR_MC").yields]).toEqual([4, 10, 1]);
  });

  it(`leaves filters of RNTuples out by the method "uproot" only (${needsReference})`, async ({
    skip,
  }) => {
    const path = await requireData("stats/cabinetry_example_inputs/config.yml");
    if (path === undefined) return skip();
    const folder = path.replace(/\/config\.yml$/, "");
    const config = await templates.load(path, { folder });
    const total = (): number => config.templates.get("Signal_region_Data").yields.reduce(add, 0);
    await templates.build(config, { method: "uproot" });
    const all = total();
    await templates.build(config);
    // Half of the events have a charge above 0.
    expect(total() / all).toBeGreaterThan(0.4);
    expect(total() / all).toBeLessThan(0.6);
  });
});

describe("postprocess", () => {
  it("smooths where it is asked for, keeps the yield, and the templates as they were", async () => {
    const config = await collected();
    templates.postprocess(config);
    const name = "SR_Background_Mirror_Up";
    const before = config.templates.get(name, { modified: false }).yields;
    const after = config.templates.get(name).yields;
    expect([...before]).toEqual(yields["sr/bkg_up"]);
    expect([...after]).not.toEqual([...before]);
    expect(after.reduce(add, 0)).toBeCloseTo(25, 12);
    expect([...config.templates.get("SR_Background_Shape_Up").yields]).toEqual([...before]);
  });

  it("makes uncertainties zero that are no numbers", async () => {
    const config = templates.parse(histogramConfig);
    const file = await histogramFile({
      "sr/sig": Hist.new.reg(4, 0, 4).double().set({}, [1, -1, 0, 4]),
    });
    await templates.collect(config, { open: () => file });
    expect([...config.templates.get("SR_Signal").stdev]).toEqual([1, Number.NaN, 0, 2]);
    expect(() => templates.workspace.build(config)).toThrow(
      /line 15: .*bin 1: call postprocess first/,
    );
    templates.postprocess(config);
    expect([...config.templates.get("SR_Signal").stdev]).toEqual([1, 0, 0, 2]);
  });
});

describe("smooth353qhTwice", () => {
  it("leaves lines as they are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: 3, max: 20 }),
        (start, slope, n) => {
          const line = Array.from({ length: n }, (_, i) => 100 + start + slope * i);
          const smooth = templates.smooth353qhTwice(line);
          expect(Math.max(...smooth.map((y, i) => Math.abs(y - line[i])))).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it("makes no negative numbers where there are none, and returns one or two as they are", () => {
    const smooth = templates.smooth353qhTwice([0, 0, 9, 0, 0, 0, 30, 0, 0]);
    expect(Math.min(...smooth)).toBeGreaterThanOrEqual(0);
    expect([...templates.smooth353qhTwice([3, 1])]).toEqual([3, 1]);
  });

  it(`agrees with cabinetry (${needsReference})`, async ({ skip }) => {
    const path = await requireData("stats/_smooth353qh.json");
    if (path === undefined) return skip();
    for (const { input, out } of await readJson<{ input: number[]; out: number[] }[]>(path)) {
      const got = templates.smooth353qhTwice(input);
      out.forEach((value, i) => {
        expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      });
    }
  });
});

describe("saving", () => {
  it("keeps templates in ROOT files and in UHI JSON, bit for bit", async () => {
    const config = await collected();
    templates.postprocess(config);
    const sink: BlobSink = blobSink("templates.root");
    await templates.saveRoot(config, sink);
    const json = new File([templates.toUhiText(config)], "templates.json");
    for (const input of [sink.blob(), json]) {
      const again = templates.parse(histogramConfig);
      await templates.restore(again, input);
      expect(again.templates.names()).toEqual(config.templates.names());
      for (const name of config.templates.names()) {
        expect(again.templates.get(name)).toEqual(config.templates.get(name));
      }
    }
  });
});

describe("workspace.build", () => {
  it("splits effects into yield and shape", async () => {
    const config = await collected();
    templates.postprocess(config);
    const { channels, observations, measurements } = templates.workspace.build(config);
    expect(channels.map(({ name }) => name)).toEqual(["SR", "CR one bin"]);
    expect(observations[1]).toEqual({ name: "CR one bin", data: [103] });
    expect(measurements[0].config).toEqual({
      poi: "mu",
      parameters: [{ name: "mu", inits: [1], bounds: [[-5, 10]] }],
    });
    const [, background] = channels[0].samples;
    const { modifiers } = background;
    const kinds = modifiers.map(({ name, type }) => `${type} ${name}`);
    expect(kinds).toEqual([
      "staterror staterror_SR",
      "normsys Shape",
      "histosys Shape",
      "normsys Mirror",
      "histosys Mirror",
      "normsys Lumi",
    ]);
    // 25 events up and 21 down, of 23.
    expect(modifiers[1].data).toEqual({ hi: 25 / 23, lo: 21 / 23 });
    const { hi_data, lo_data } = modifiers[2].data as { hi_data: number[]; lo_data: number[] };
    expect(hi_data.map((x) => (x * 25) / 23)).toEqual(
      yields["sr/bkg_up"].map((x) => expect.closeTo(x, 12)),
    );
    expect(lo_data.reduce(add, 0)).toBeCloseTo(23, 12);
    // Mirrored: as much below as the other is above.
    const mirror = modifiers[4].data as { hi_data: number[]; lo_data: number[] };
    background.data.forEach((value, i) => {
      expect((mirror.hi_data[i] + mirror.lo_data[i]) / 2).toBeCloseTo(value, 12);
    });
    expect(modifiers[5].data).toEqual({ hi: 1.05, lo: 0.96 });
    // One bin has no shape, and blanks of the region become dashes.
    const control = channels[1].samples[0].modifiers.map(({ name, type }) => `${type} ${name}`);
    expect(control).toEqual(["staterror staterror_CR-one-bin", "normsys Shape", "normsys Lumi"]);
  });

  it("fixes parameters and leaves staterrors out where the configuration says so", async () => {
    const text = histogramConfig
      .replace('POI: "mu"', "Fixed: [{Name: Lumi, Value: 0.5}, {Name: mu, Value: 2}]")
      .replace("    Nominal: 1\n", "")
      .replace('SamplePath: "bkg"', 'SamplePath: "bkg"\n    DisableStaterror: Yes');
    const config = await collected(text);
    const { measurements, channels } = templates.workspace.build(config);
    expect(measurements[0].config).toEqual({
      poi: "",
      parameters: [
        { name: "mu", inits: [2], bounds: [[-5, 10]], fixed: true },
        { name: "Lumi", inits: [0.5], fixed: true },
      ],
    });
    expect(channels[0].samples[1].modifiers[0].type).toBe("normsys");
  });
});

function add(a: number, b: number): number {
  return a + b;
}
