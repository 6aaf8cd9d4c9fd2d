import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { type Figure, stack } from "../../src/plot/index.ts";
import { sha256 } from "../codec/root-frames.ts";
import { needsReference, readJson, requireData } from "../data.ts";
import { book, builtIn, fillBins, GROUPS } from "./dataset.ts";
import { COLORS, figure3, LABEL } from "./figure3.ts";
import golden from "./golden.json" with { type: "json" };
import { pngSize } from "./png-size.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

const STRINGS = [
  "ATLAS",
  "Open Data",
  "s = 13 TeV, 10 fb-1",
  "Background Z, tt",
  "Background ZZ*",
  "Signal (mH = 125 GeV)",
  "Data",
  "Stat. Unc.",
  "m4l [GeV]",
  "Events / 5.0 GeV",
];
describe("Figure", () => {
  it("shows Figure 3 with every text inside the canvas and apart from the others", async () => {
    const svg = await figure3().svg();
    expect(svgFaults(svg, { strings: [...STRINGS, "toy simulation"], x: [80, 250] })).toEqual([]);
    expect(svg.length).toBeLessThan(400_000);
  });

  it("draws layers from the lowest to the highest, then the band, then the points", async () => {
    const svg = await figure3().svg({ embedFont: false });
    // JSROOT fills each sum down to the axis: the highest layer is painted first.
    const at = ["rgb(173, 216, 230)", "red", "rgb(128, 0, 128)", "url(#pat", 'fill="black"'].map(
      (fill) => svg.indexOf(fill === "url(#pat" ? 'fill="url(#pat' : fill, svg.indexOf("overflow")),
    );
    expect(at.every((position) => position > 0)).toBe(true);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
  });

  it("carries the fonts it needs, and no others", async () => {
    const svg = await figure3().svg();
    const faces = [
      ...svg.matchAll(/@font-face\{font-family:'([^']+)';font-weight:(\w+);font-style:(\w+)/g),
    ];
    expect(faces.map((face) => face.slice(1).join(" "))).toEqual([
      "Arimo normal normal",
      "Arimo bold italic",
    ]);
    const bare = await figure3().svg({ embedFont: false });
    expect(bare).not.toContain("@font-face");
    expect(svgFaults(bare, { strings: STRINGS })).toEqual([]);
  });

  it("gives the same bytes each time and everywhere", async () => {
    const figure = figure3();
    const svg = await figure.svg();
    const png = await figure.png();
    expect(await figure3().svg()).toBe(svg);
    expect(await sha256(await figure3().png())).toBe(await sha256(png));
    const text = new TextEncoder().encode(svg);
    expect({ svg: await sha256(text), png: await sha256(png) }).toEqual(golden);
  });

  it("draws many figures at once without mixing their colours", async () => {
    const { data, mc } = builtIn();
    const draw = (colors: string[]): Promise<string> =>
      stack({ data, mc, axis: "mllll", groups: GROUPS, colors }).svg({ embedFont: false });
    const palettes = [COLORS, ["#111111", "#222222", "#333333"], ["gold", "teal", "navy"]];
    const together = await Promise.all(palettes.map(draw));
    for (const [i, palette] of palettes.entries()) expect(together[i]).toBe(await draw(palette));
  });

  it("makes a PNG of the size asked for", async () => {
    const figure = figure3();
    expect(pngSize(await figure.png())).toEqual([1600, 1200]);
    expect(pngSize(await figure.png({ scale: 0.5 }))).toEqual([400, 300]);
  });

  it("hands out the canvas that JSROOT draws", async () => {
    const canvas = await figure3().canvas();
    const primitives = canvas.fPrimitives as { arr: { _typename: string }[] };
    expect(canvas._typename).toBe("TCanvas");
    expect(primitives.arr.map(({ _typename }) => _typename)).toEqual([
      "TObjArray",
      "TH1D",
      "THStack",
      "TGraphAsymmErrors",
      "TGraphAsymmErrors",
      "TLegend",
      "TLatex",
      "TLatex",
      "TLatex",
    ]);
    expect(JSON.parse(JSON.stringify(canvas))._typename).toBe("TCanvas");
  });

  it("says which text is no TLatex, and draws the next figure all the same", async () => {
    const titled = (xTitle: string): Promise<string> =>
      stack({ ...builtIn(), axis: "mllll", xTitle }).svg({ embedFont: false });
    const wrong = [
      "#bar{x",
      "x_{1",
      "#frac{a}",
      "#sqrt[n]{x}",
      "#left(x",
      "#kern[a]{x}",
      "\\alpha",
    ];
    for (const text of wrong) {
      await expect(titled(text)).rejects.toThrow(UsageError);
      await expect(titled(text)).rejects.toThrow(`"${text}" is not TLatex`);
    }
    for (const text of [
      "",
      "#",
      "}x",
      "#it{}",
      "#bar{}",
      "{}",
      "<&>\"'",
      "a\u0000\ud800b",
      "#foo",
    ]) {
      expect(svgFaults(await titled(text))).toEqual([]);
    }
    expect(readSvg(await titled("a<b & \u0007c")).texts.map(({ text }) => text)).toContain(
      "a<b & c",
    );
  });

  it("refuses sizes that make no sense", () => {
    expect(() => stack({ ...builtIn(), axis: "mllll", width: 20 })).toThrow(UsageError);
    expect(() => stack({ ...builtIn(), axis: "mllll", height: Number.NaN })).toThrow(UsageError);
  });
});

const published = await requireData("hzz/m4l_templates_digitised.json");

describe("Figure 3 of the published templates", () => {
  it.skipIf(published === undefined)(`is right (${needsReference})`, async () => {
    const counted = await readJson<Record<string, number[]>>(published!);
    const { data, mc } = book();
    fillBins(data, undefined, counted.data_from_root_files);
    for (const [name, weight] of [
      ["Z_tt", 0.169],
      ["ZZ", 0.01],
      ["signal", 0.01],
    ] as const) {
      const counts = counted[name].map((value) => Math.round(value / weight));
      fillBins(mc, name, counts, weight);
    }
    const figure = stack({
      data,
      mc,
      axis: "mllll",
      colors: COLORS,
      labels: Object.keys(GROUPS),
      label: { ...LABEL, lines: LABEL.lines.slice(0, 1) },
    });
    const svg = await figure.svg();
    expect(svgFaults(svg, { strings: STRINGS, x: [80, 250] })).toEqual([]);
    // The highest bar reaches 46.2 events; nothing of it is cut, and little room is wasted.
    const canvas = await figure.canvas();
    const frame = (canvas.fPrimitives as { arr: Record<string, number>[] }).arr[1];
    expect(frame.fMinimum).toBe(0);
    expect(frame.fMaximum).toBeGreaterThan(46.3);
    expect(frame.fMaximum).toBeLessThan(65);
    expect(svgFaults(svg, { y: [0, frame.fMaximum] })).toEqual([]);
  });
});

describe("figures at the edges", () => {
  const flat = (n: number): number[] => new Array<number>(34).fill(n);
  const cases: Record<string, () => Figure> = {
    "nothing filled": () => {
      const { data, mc } = book();
      return stack({ data, mc, axis: "mllll", label: LABEL });
    },
    "data alone": () => stack({ data: builtIn().data, axis: "mllll", label: LABEL }),
    "simulation alone": () => stack({ mc: builtIn().mc, axis: "mllll", label: LABEL }),
    "a million events in a bin": () => {
      const { data, mc } = book();
      mc.fill({ mllll: [125], dataset: "x", variation: "nominal" }, { weight: 1.2e6 });
      return stack({ data, mc, axis: "mllll", label: LABEL });
    },
    "contents of 1e-9": () => {
      const { mc } = book();
      fillBins(mc, "x", flat(2), 1e-9);
      return stack({ mc, axis: "mllll", label: LABEL });
    },
    "contents of 1e30": () => {
      const { mc } = book();
      fillBins(mc, "x", flat(2), 1e30);
      return stack({ mc, axis: "mllll", label: LABEL });
    },
    "contents of 1e308": () => {
      const { mc } = book();
      fillBins(mc, "x", flat(1), 1e154); // 1e308 is their variance
      return stack({ mc, axis: "mllll", label: LABEL });
    },
    "negative weights": () => {
      const { mc } = book();
      fillBins(mc, "x", flat(20));
      fillBins(mc, "y", [...Array(34).keys()], -1);
      return stack({ mc, axis: "mllll", label: LABEL });
    },
    "weights that are not numbers": () => {
      const { mc, data } = builtIn();
      mc.fill({ mllll: [125], dataset: "llll", variation: "nominal" }, { weight: Number.NaN });
      mc.fill({ mllll: [150], dataset: "llll", variation: "nominal" }, { weight: Infinity });
      return stack({ mc, data, axis: "mllll", label: LABEL });
    },
    "one bin": () => {
      const { data, mc } = book(1, 0, 1);
      fillBins(data, undefined, [7]);
      fillBins(mc, "x", [5]);
      return stack({ data, mc, axis: "mllll", label: LABEL });
    },
    "long labels": () =>
      stack({
        ...builtIn(),
        axis: "mllll",
        groups: GROUPS,
        labels: [
          "Background from misidentified leptons and heavy-flavour decays, estimated in data",
          "ZZ* #rightarrow 4l with an extremely long supplementary qualification of its origin",
          "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft",
        ],
        xTitle: `invariant mass of ${"all the very many ".repeat(6)}leptons m_{4l} [GeV]`,
        yTitle: `Events ${"that were ever observed ".repeat(5)}/ 5 GeV`,
        label: { experiment: "ATLAS", status: "Open Data for Education and Outreach, Preliminary" },
      }),
    "fourteen layers": () => {
      const { mc } = book();
      for (let i = 0; i < 14; i++) fillBins(mc, `sample ${i}`, flat(i + 1));
      const colors = [...Array(14).keys()].map((i) => `#${(0x111 * (i + 1)).toString(16)}`);
      return stack({ mc, axis: "mllll", label: LABEL, colors });
    },
    "an axis in MeV up to 2e6": () => {
      const { mc } = book(20, 0, 2e6);
      fillBins(mc, "x", flat(3).slice(14));
      return stack({ mc, axis: "mllll", label: LABEL });
    },
    "symbols and accents": () =>
      stack({
        ...builtIn(),
        axis: "mllll",
        groups: GROUPS,
        labels: [
          "#alpha#beta#Gamma #rightarrow #mu^{+}#mu^{-} #pm #infty #in #perp",
          "#it{H} #rightarrow #gamma#gamma, #hat{x} #tilde{#chi}^{0}_{1} #vec{p}",
          "W #Rightarrow ℓ#bar{#nu}_{ℓ}",
        ],
      }),
    "300 x 225 px": () =>
      stack({ ...builtIn(), axis: "mllll", label: LABEL, width: 300, height: 225 }),
    "1200 x 400 px": () =>
      stack({ ...builtIn(), axis: "mllll", label: LABEL, width: 1200, height: 400 }),
    "400 x 900 px": () =>
      stack({ ...builtIn(), axis: "mllll", label: LABEL, width: 400, height: 900 }),
  };
  it.each(Object.entries(cases))("keeps texts whole and apart: %s", async (_name, make) => {
    const svg = await make().svg();
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svgFaults(svg)).toEqual([]);
  });
});
