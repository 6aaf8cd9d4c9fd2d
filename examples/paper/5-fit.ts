// The paper's Program 5: templates in a ROOT file, a configuration, the fit, and the figure after it (Figure 4).
//
//     npx tsx examples/paper/5-fit.ts

import { plot } from "hepwasm";
import { pick, toRecord } from "hepwasm/hist";
import { recreateRoot } from "hepwasm/root";
import * as templates from "hepwasm/templates";
import { hists, stacks } from "./2-processor.ts";

const folder = "out/paper";
const variations = {
  "": "nominal",
  _SF_up: "scaleFactorUP",
  _SF_down: "scaleFactorDOWN",
  _m4l_up: "m4lUP",
  _m4l_down: "m4lDOWN",
};
const file = await recreateRoot(`${folder}/histograms.root`);
await file.set("data", toRecord(hists.data.project("mllll"), { name: "data" }));
for (const [i, name] of ["Z_tt", "ZZ", "signal"].entries()) {
  const dataset = pick(Object.values(stacks)[i]!);
  for (const [suffix, variation] of Object.entries(variations)) {
    const hist = hists.MC.slice({ dataset, variation }).project("mllll");
    await file.set(name + suffix, toRecord(hist, { name: name + suffix }));
  }
}
await file.close();

const config = await templates.load("examples/higgs/config.yml", { folder });
await templates.collect(config);
templates.postprocess(config);
await templates.save(config);
const { model, data } = templates.modelAndData(templates.workspace.build(config));
const fitResults = templates.fit(model, data);
const { observedSignificance } = templates.significance(model, data);
const prediction = templates.prediction(model, { fitResults });
await plot.dataMc(prediction, data, { config }).save(`${folder}/fig4.svg`);

const poi = fitResults.labels.indexOf("Signal_norm");
const [value, error] = [fitResults.bestfit[poi], fitResults.uncertainty[poi]];
console.log(
  `Signal_norm ${value.toFixed(3)} +- ${error.toFixed(3)}, ${observedSignificance.toFixed(2)} sigma`,
);
