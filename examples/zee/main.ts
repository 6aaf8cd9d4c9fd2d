import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ak, corrections, HepwasmError, Hist, openRoot, plot, vector } from "hepwasm";
import { type BandMethod, systematicBand } from "hepwasm/hist";
import { writeToy } from "./toy.ts";

const help = `npm run zee [-- --data FILE --out DIR --rng counter|trandom3 --band minmax|quadrature]

The mass of two electrons after the demonstration calibration, with the variations of scale, resolution and
scale factor: writes fig2.svg, fig2.png and summary.json.

  --data FILE   a PHYSLITE file; default: a toy of 50,000 events, made once and kept in the output folder
  --out DIR     where to write (default out/zee)
  --rng NAME    random numbers of the smearing (default counter)
  --band NAME   minmax (default): the envelope of the variations; quadrature: sources as independent ones`;

/** Variations of the figure, legend texts and the colours of the paper's. */
const lines = [
  ["", "Nominal", "#000000"],
  ["SF_up", "SF UP", "#1f77b4"],
  ["SF_down", "SF DOWN", "#ff7f0e"],
  ["Res_up", "Res UP", "#2ca02c"],
  ["Res_down", "Res DOWN", "#d62728"],
  ["Scale_up", "Scale UP", "#9467bd"],
  ["Scale_down", "Scale DOWN", "#8c564b"],
] as const;
const electrons = "AnalysisElectronsAuxDyn";

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: "string" },
      out: { type: "string", default: "out/zee" },
      rng: { type: "string", default: "counter" },
      band: { type: "string", default: "minmax" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const { out } = values;
  mkdirSync(out, { recursive: true });
  const toy = join(out, "toy.root");
  if (values.data === undefined && !existsSync(toy)) await writeToy(toy);
  const hists = await masses(values.data ?? toy, values.rng as "counter" | "trandom3");
  const figure = draw(hists, values.band as BandMethod, values.data === undefined);
  for (const name of ["fig2.svg", "fig2.png"]) await figure.save(join(out, name));
  const summary = Object.fromEntries(
    lines.map(([sys], i) => [sys || "nominal", [...hists[i].values()]]),
  );
  writeFileSync(join(out, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
  lines.forEach(([, name], i) => {
    console.log(`${name.padEnd(12)}${hists[i].sum().toFixed(1).padStart(12)} events in 70-110 GeV`);
  });
  console.log(
    `written: ${["fig2.svg", "fig2.png", "summary.json"].map((name) => join(out, name)).join(", ")}`,
  );
}

/** The mass of the two leading electrons, of each variation. */
async function masses(path: string, rng: "counter" | "trandom3"): Promise<Hist[]> {
  const tool = new corrections.EgammaCalibrationAndSmearingTool({
    ESModel: "demo_v1",
    useFastSim: 0,
    rng,
  });
  const efficiency = new corrections.AsgElectronEfficiencyCorrectionTool({
    CorrelationModel: "TOTAL",
  });
  await Promise.all([tool.initialize(), efficiency.initialize()]);
  const tree = await (await openRoot(path)).tree("CollectionTree");
  const there = new Set(tree.keys());
  const wanted = [...tool.requiredBranches, ...efficiency.requiredBranches, `${electrons}.phi`];
  const events = await tree.arrays([...new Set(wanted)].filter((name) => there.has(name)));

  const own = (name: string): ak.Array => events.field(`${electrons}.${name}`);
  const cluster = (name: string): ak.Array => {
    const values = events.field(`egammaClustersAuxDyn.${name}`);
    const links = own("caloClusterLinks").field("m_persIndex");
    return ak.get(values, ak.fillNone(ak.firsts(links, { axis: 2 }), 0)) as ak.Array;
  };
  const records = ak.zip({
    pt: own("pt"),
    eta: own("eta"),
    phi: own("phi"),
    m: own("m"),
    cl_eta: cluster("calEta"),
    cl_phi: cluster("calPhi"),
    cl_E: cluster("calE"),
  });
  const columns = { eventNumber: events.field("EventInfoAuxDyn.eventNumber") };
  const two = ak.greaterEqual(ak.num(own("pt"), { axis: 1 }), 2);
  return lines.map(([sys]) => {
    const isFactor = sys.startsWith("SF_");
    const { newPt } = tool(records, { sys: isFactor ? "" : sys, columns });
    const { scaleFactor } = efficiency(records, { sys: isFactor ? sys : "" });
    const momenta = vector.zip({ pt: newPt, eta: own("eta"), phi: own("phi"), mass: own("m") });
    const leading = ak.slice(momenta.filter(two), { axis: 1, stop: 2 });
    const weight = ak.prod(ak.slice(scaleFactor.filter(two), { axis: 1, stop: 2 }), { axis: 1 });
    const hist = Hist.new.reg(80, 70, 110, { name: "mass", label: "Dilepton Mass [GeV]" }).weight();
    return hist.fill(
      { mass: ak.divide(vector.sum(leading).mass, 1000) },
      { weight: weight as ak.Array },
    );
  });
}

function draw(hists: readonly Hist[], method: BandMethod, isToy: boolean): plot.Figure {
  const edges = Float64Array.from({ length: 81 }, (_, i) => 70 + i / 2);
  const [nominal, ...varied] = hists;
  // Up and down of each source follow each other.
  const sources = [0, 2, 4].map((i) => varied.slice(i, i + 2));
  const band: plot.BandMark = {
    kind: "band",
    edges,
    ...systematicBand(nominal, sources, { method }),
    fill: { color: "#666666", hatched: "fine" },
    label: "Syst variation",
  };
  const steps = lines.map(([, label, color], i): plot.StepMark => {
    return { kind: "step", edges, values: hists[i].values(), line: { color, width: 2 }, label };
  });
  // The nominal line lies on top; the legend begins with it.
  const marks = [band, ...steps.slice(1), steps[0]];
  return plot.figure({
    x: { title: "Dilepton Mass [GeV]" },
    panels: [
      {
        marks,
        y: { title: "Number of e^{+}e^{-} events" },
        legend: "left",
        legendOrder: [marks.length - 1, 1, 2, 3, 4, 5, 6, 0],
      },
    ],
    label: {
      status: isToy ? "Toy simulation" : "Demonstration",
      lines: ["#sqrt{s} = 13 TeV", "Demo calibration"],
    },
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // Of options that are none, too, the reason is enough.
  const isUsage = error instanceof TypeError && "code" in error;
  console.error(error instanceof HepwasmError || isUsage ? `zee: ${error.message}` : error);
  process.exitCode = 1;
});
