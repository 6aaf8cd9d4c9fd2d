/* The figures of docs/gallery.md, which scripts/gallery.ts writes and gallery.test.ts compares. */

import {
  binned,
  comparisonPanel,
  correlationMatrix,
  dataMc,
  type Figure,
  figure,
  funcMarks,
  funcplot,
  hist2dplot,
  histMarks,
  histplot,
  limit,
  modifierGrid,
  pulls,
  ranking,
  scan,
  stack,
  templates,
} from "../../src/plot/index.ts";
import { builtIn, GROUPS } from "./dataset.ts";
import {
  config,
  excluded,
  fitted,
  impacts,
  model,
  prediction,
  scanned,
  varied,
} from "./fits/content.ts";
import { cloud, confusion, diboson, momentum, objects, top, z } from "./gallery-histograms.ts";

/** A figure of the gallery. */
export interface GalleryFigure {
  /** Name of its image. */
  readonly name: string;
  readonly title: string;
  /** What is called, as a reader would write it. */
  readonly code: string;
  /** Texts that it must show. */
  readonly strings: readonly string[];
  readonly make: () => Figure;
}

const LABELS = ["Z #rightarrow #mu#mu", "t#bar{t}", "Diboson"];
const stacked = { ...builtIn(), axis: "mllll", groups: GROUPS };
const [before, after] = [prediction("pre-fit"), prediction()];
const origin = { status: "Open Data", energy: 13, luminosity: 10 };

/** All figures, in the order of the page. */
export const FIGURES: readonly GalleryFigure[] = [
  {
    name: "step",
    title: "Steps of several histograms",
    code: 'plot.histplot([z, top, diboson], { labels: ["Z #rightarrow #mu#mu", "t#bar{t}", "Diboson"] })',
    strings: ["Z→μμ", "Diboson", "pT [GeV]", "Entries"],
    make: () => histplot([z(), top(), diboson()], { labels: LABELS }),
  },
  {
    name: "fill",
    title: "Areas that show what is behind them",
    code: 'plot.histplot([z, top], { histtype: "fill", alpha: 0.5, labels })',
    strings: ["Z→μμ", "tt"],
    make: () =>
      histplot([z(), top()], { histtype: "fill", alpha: 0.5, labels: LABELS.slice(0, 2) }),
  },
  {
    name: "errorbar",
    title: "Counts with Garwood's intervals, ATLAS style",
    code: 'plot.histplot(z, { histtype: "errorbar", xerr: true, labels: "Data", colors: "black", style: "ATLAS", label: { status: "Open Data", energy: 13, luminosity: 10 } })',
    strings: ["ATLAS Open Data", "s = 13 TeV, 10 fb-1", "Data"],
    make: () =>
      histplot(z(), {
        histtype: "errorbar",
        xerr: true,
        labels: "Data",
        colors: "black",
        style: "ATLAS",
        label: origin,
      }),
  },
  {
    name: "band",
    title: "A hatched band of errors around a model",
    code: 'plot.figure({ panels: [{ marks: [...plot.histMarks(z, { histtype: "band", labels: "Stat. Unc." }), ...plot.histMarks(z, { labels: "Model" })] }] })',
    strings: ["Stat. Unc.", "Model", "Events"],
    make: () =>
      figure({
        panels: [
          {
            marks: [
              ...histMarks(z(), { histtype: "band", labels: "Stat. Unc." }),
              ...histMarks(z(), { labels: "Model" }),
            ],
            y: { title: "Events" },
          },
        ],
        x: { title: "p_{T} [GeV]" },
      }),
  },
  {
    name: "stack-log",
    title: "A stack with errors of its sum on a logarithmic axis, CMS style",
    code: 'plot.histplot([diboson, top, z], { stack: true, histtype: "fill", yerr: true, log: true, labels, style: "CMS", label })',
    strings: ["CMS Open Data", "10 fb-1 (13 TeV)", "Diboson"],
    make: () =>
      histplot([diboson(), top(), z()], {
        stack: true,
        histtype: "fill",
        yerr: true,
        log: true,
        labels: LABELS.toReversed(),
        style: "CMS",
        label: origin,
      }),
  },
  {
    name: "density",
    title: "Densities with errors",
    code: "plot.histplot([z, top], { density: true, yerr: true, labels })",
    strings: ["Density", "×10"],
    make: () => histplot([z(), top()], { density: true, yerr: true, labels: LABELS.slice(0, 2) }),
  },
  {
    name: "bar",
    title: "Bars side by side, a part of the axis",
    code: 'plot.histplot([z, top], { histtype: "bar", xRange: [20, 60], labels })',
    strings: ["20", "60", "tt"],
    make: () =>
      histplot([z(), top()], { histtype: "bar", xRange: [20, 60], labels: LABELS.slice(0, 2) }),
  },
  {
    name: "categories",
    title: "Named categories",
    code: 'plot.histplot(objects, { histtype: "fill", yTitle: "Objects" })',
    strings: ["electron", "tau lepton", "b-jet", "Objects"],
    make: () => histplot(objects(), { histtype: "fill", yTitle: "Objects" }),
  },
  {
    name: "flow",
    title: "Entries beyond the ends in bins of their own, and a legend of two columns",
    code: 'plot.histplot([z, diboson], { flow: "show", legendColumns: 2, yerr: true, labels })',
    strings: ["<0", ">100", "Z→μμ", "Diboson", "80"],
    make: () =>
      histplot([z(), diboson()], {
        flow: "show",
        legendColumns: 2,
        yerr: true,
        labels: [LABELS[0], LABELS[2]],
      }),
  },
  {
    name: "blind",
    title: "A blinded region, and a common power of ten beside the label",
    code: 'plot.histplot(z.scale(1e6), { blind: [[30, 50]], labels: "Data", style: "CMS", label })',
    strings: ["×10", "CMS Work in progress", "(13 TeV)"],
    make: () =>
      histplot(z().scale(1e6), {
        blind: [[30, 50]],
        labels: "Data",
        style: "CMS",
        label: { status: "Work in progress", energy: 13 },
      }),
  },
  {
    name: "split-ratio",
    title: "Data and expectation, and their ratio with the errors of both apart",
    code: 'plot.stack({ data, mc, axis: "mllll", groups, comparison: "split_ratio", style: "ATLAS", label })',
    strings: ["ATLAS Open Data", "Signal (mH = 125 GeV)", "Data / MC", "m4l [GeV]"],
    make: () => stack({ ...stacked, comparison: "split_ratio", style: "ATLAS", label: origin }),
  },
  {
    name: "pull",
    title: "Pulls below a logarithmic stack",
    code: 'plot.stack({ data, mc, axis: "mllll", groups, comparison: "pull", log: true, style: "CMS", label })',
    strings: ["CMS Open Data", "Pull", "Stat. Unc."],
    make: () => stack({ ...stacked, comparison: "pull", log: true, style: "CMS", label: origin }),
  },
  {
    name: "panels",
    title: "Any marks in any number of panels",
    code: 'plot.figure({ panels: [main, plot.comparisonPanel(a, b), plot.comparisonPanel(a, b, { comparison: "difference" })] })',
    strings: ["Z→μμ", "Z / Diboson", "Z − Diboson"],
    make: () => {
      const [a, b] = [binned(z(), 0), binned(diboson(), 0)];
      const words = { h1Label: "Z", h2Label: "Diboson", w2method: "poisson" } as const;
      const marks = histMarks([z(), diboson()], { labels: [LABELS[0], LABELS[2]] });
      return figure(
        {
          panels: [
            { marks, y: { title: "Events" } },
            comparisonPanel(a, b, { ...words, range: [0, 7] }),
            comparisonPanel(a, b, { ...words, comparison: "difference" }),
          ],
          x: { title: "p_{T} [GeV]" },
        },
        { height: 900 },
      );
    },
  },
  {
    name: "comparisons",
    title: "All kinds of comparisons",
    code: 'plot.figure({ panels: ["ratio", "split_ratio", "relative_difference", "difference", "asymmetry", "efficiency", "pull"].map((comparison) => plot.comparisonPanel(a, b, { comparison, h1Label: "A", h2Label: "B" })) })',
    strings: ["A / B", "A − B", "(A − B) / B", "(A − B) / (A + B)", "Efficiency", "Pull"],
    make: () => {
      const [a, b] = [momentum(1, 40, 30, 1000), z()].map((hist) => binned(hist, 0));
      const kinds = [
        "ratio",
        "split_ratio",
        "relative_difference",
        "difference",
        "asymmetry",
        "efficiency",
        "pull",
      ] as const;
      const panels = kinds.map((comparison) =>
        comparisonPanel(a, b, { comparison, h1Label: "A", h2Label: "B" }),
      );
      return figure({ panels, x: { title: "p_{T} [GeV]" } }, { height: 1300 });
    },
  },
  {
    name: "functions",
    title: "Functions",
    code: 'plot.funcplot([(x) => x * (10 - x) / 10, (x) => (x * x) / 20], [0, 10], { labels: ["x (10 - x) / 10", "x^{2} / 20"], yTitle: "f(x)" })',
    strings: ["f(x)", "x2 / 20"],
    make: () =>
      funcplot([(x) => (x * (10 - x)) / 10, (x) => (x * x) / 20], [0, 10], {
        labels: ["x (10 - x) / 10", "x^{2} / 20"],
        yTitle: "f(x)",
      }),
  },
  {
    name: "function-over-data",
    title: "A function over points",
    code: 'plot.figure({ panels: [{ marks: [...plot.histMarks(top, { histtype: "errorbar", colors: "black", labels: "Data" }), ...plot.funcMarks(model, [0, 100], { labels: "Model", colors: "red" })] }] })',
    strings: ["Data", "Model"],
    make: () => {
      const model = (x: number): number => 165 / (1 + ((x - 60) / 14) ** 4);
      return figure({
        panels: [
          {
            marks: [
              ...histMarks(top(), { histtype: "errorbar", colors: "black", labels: "Data" }),
              ...funcMarks(model, [0, 100], { colors: "red", labels: "Model" }),
            ],
            y: { title: "Events", zero: true },
          },
        ],
        x: { title: "p_{T} [GeV]", range: [0, 100] },
      });
    },
  },
  {
    name: "hist2d",
    title: "Two axes",
    code: "plot.hist2dplot(cloud)",
    strings: ["pT [GeV]", "η", "Entries"],
    make: () => hist2dplot(cloud()),
  },
  {
    name: "hist2d-log",
    title: "Two axes with a logarithmic scale of colours",
    code: 'plot.hist2dplot(cloud, { log: true, style: "CMS", label })',
    strings: ["CMS Simulation", "η", "Entries"],
    make: () =>
      hist2dplot(cloud(), {
        log: true,
        style: "CMS",
        label: { status: "Simulation", energy: 13 },
      }),
  },
  {
    name: "hist2d-labels",
    title: "Contents in the cells of two category axes",
    code: 'plot.hist2dplot(confusion, { labels: true, zTitle: "Leptons" })',
    strings: ["electron", "Identified as", "96", "Leptons"],
    make: () => hist2dplot(confusion(), { labels: true, zTitle: "Leptons" }),
  },
  {
    name: "data-mc",
    title: "Data and model after a fit",
    code: 'plot.dataMc(prediction, data, { channel: "Signal_region", config, colors: ["#0072B2", "#009E73", "#D55E00"] })',
    strings: ["Signal_region", "post-fit", "Uncertainty", "data / model", "m4l [GeV]"],
    make: () =>
      dataMc(after.prediction, after.data, {
        channel: "Signal_region",
        config,
        colors: ["#0072B2", "#009E73", "#D55E00"],
      }),
  },
  {
    name: "data-mc-log",
    title: "Data and model before a fit: yields that vary much make the axis logarithmic",
    code: 'plot.dataMc(prediction, data, { channel: "Control region", config, style: "ATLAS", label: { status: "Open Data" } })',
    strings: ["ATLAS Open Data", "Control region", "pre-fit", "jets"],
    make: () =>
      dataMc(before.prediction, before.data, {
        channel: "Control region",
        config,
        style: "ATLAS",
        label: { status: "Open Data" },
      }),
  },
  {
    name: "templates",
    title: "A template and its variations, as they came and smoothed",
    code: 'plot.templates(variations, { region: "Signal_region", sample: "Background", systematic: "Modeling", xTitle: "m [GeV]" })',
    strings: ["region: Signal_region", "nominal", "down (modified)", "variation / nominal"],
    make: () =>
      templates(varied(), {
        region: "Signal_region",
        sample: "Background",
        systematic: "Modeling",
        xTitle: "m [GeV]",
      }),
  },
  {
    name: "pulls",
    title: "Pulls of nuisance parameters",
    code: "plot.pulls(fitResults)",
    strings: ["Luminosity", "Electron scale factor", "θ0"],
    make: () => pulls(fitted()),
  },
  {
    name: "correlation-matrix",
    title: "Correlations, without parameters that have none",
    code: "plot.correlationMatrix(fitResults, { pruningThreshold: 0.15 })",
    strings: ["Signal_norm", "Jet energy scale", "1.00", "Correlation"],
    make: () => correlationMatrix(fitted(), { pruningThreshold: 0.15 }),
  },
  {
    name: "ranking",
    title: "Impacts on the parameter of interest, and pulls",
    code: "plot.ranking(rankingResults)",
    strings: ["Modeling_Signal", "pre-fit impact", "post-fit impact", "pulls", "Δμ"],
    make: () => ranking(impacts()),
  },
  {
    name: "scan",
    title: "A scan of the likelihood",
    code: "plot.scan(scanResults)",
    strings: ["Signal_norm", "−2Δ log(L)", "95% CL", "Gaussian approximation", "parameter scan"],
    make: () => scan(scanned()),
  },
  {
    name: "limit",
    title: "Observed and expected CLs",
    code: "plot.limit(limitResults)",
    strings: ["observed CLS", "expected CLS ± 2σ", "CLS = 5%", "μ"],
    make: () => limit(excluded()),
  },
  {
    name: "modifier-grid",
    title: "What acts on which sample",
    code: "plot.modifierGrid(model)",
    strings: ["Signal_region", "Control region", "normsys + histosys", "staterror_SR"],
    make: () => modifierGrid(model),
  },
];
