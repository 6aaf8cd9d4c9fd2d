// The paper's Program 2: a processor over data and simulation, its histograms with all variations.
// The processor itself is examples/higgs/analysis.ts.
//
//     npx tsx examples/paper/2-processor.ts

import { run } from "hepwasm";
import { HZZAnalysis } from "../higgs/analysis.ts";
import catalogue from "../higgs/samples.json" with { type: "json" };

const folder = "examples/higgs/sample";
const data = ["A", "B", "C", "D"].map((period) => `${folder}/data_${period}.4lep.root`);
const simulation = Object.entries(catalogue.samples).map(([name, sample]) => {
  const files = [`${folder}/mc_${sample.DSID}.${name}.4lep.root`];
  return [name, { files, metadata: { sample } }] as const;
});
const fileset = { data, ...Object.fromEntries(simulation) };

/** Data by dataset, simulation by dataset and variation. */
export const hists = await run(fileset, new HZZAnalysis(), { treeName: "mini" });

/** The samples of each stack. */
export const stacks = {
  "Background Z, t#bar{t}": ["Zee", "Zmumu", "ttbar_lep"],
  "Background ZZ*": ["llll"],
  "Signal (m_{H} = 125 GeV)": ["ggH125_ZZ4lep", "VBFH125_ZZ4lep", "WH125_ZZ4lep", "ZH125_ZZ4lep"],
};

console.log(
  `${hists.data.sum()} events of data, ${hists.MC.slice({ variation: "nominal" }).sum()} expected`,
);
