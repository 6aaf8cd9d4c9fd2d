import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Hist, plot } from "hepwasm";
import { pick, toRecord } from "hepwasm/hist";
import { recreateRoot } from "hepwasm/root";
import * as templates from "hepwasm/templates";
import type { HZZResult } from "./analysis.ts";
import { InputError } from "./sources.ts";

/** What `summary.json` holds of the fit. */
export interface FitSummary {
  parameters: Record<string, [value: number, error: number]>;
  twiceNll: number;
  gof: number;
  significance: { observed: number; expected: number };
}

/** Names in the templates' file, and in the configuration. */
const variations = {
  "": "nominal",
  _SF_up: "scaleFactorUP",
  _SF_down: "scaleFactorDOWN",
  _m4l_up: "m4lUP",
  _m4l_down: "m4lDOWN",
};
const here = fileURLToPath(new URL(".", import.meta.url));

/** Writes data and templates to one ROOT file, with the names that `config.yml` asks for. */
export async function writeHistograms(
  path: string,
  { data, MC }: HZZResult,
  groups: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await using file = await recreateRoot(path);
  const put = (name: string, hist: Hist): Promise<void> =>
    file.set(name, toRecord(hist, { name, title: "m_{4l} [GeV]" }));
  await put("data", data.project("mllll"));
  for (const [name, samples] of Object.entries(groups)) {
    for (const [suffix, variation] of Object.entries(variations)) {
      const hist = MC.slice({ dataset: pick([...samples]), variation }).project("mllll");
      await put(name + suffix, hist);
    }
  }
  await file.close();
}

/** The same for templates without uncertainties, from a JSON file: `bin_edges`, `Z_tt`, `ZZ`, `signal`. */
export async function writeTemplates(
  path: string,
  { data }: HZZResult,
  from: string,
): Promise<void> {
  if (!existsSync(from)) throw new InputError(`--templates ${from}: no such file`);
  let found: Record<string, number[]>;
  try {
    found = JSON.parse(readFileSync(from, "utf8"));
  } catch (error) {
    throw new InputError(`--templates ${from}: ${(error as Error).message}`);
  }
  await using file = await recreateRoot(path);
  await file.set("data", toRecord(data.project("mllll"), { name: "data" }));
  for (const name of ["Z_tt", "ZZ", "signal"]) {
    const [edges, yields] = [found.bin_edges, found[name]];
    if (!Array.isArray(edges) || !Array.isArray(yields) || edges.length !== yields.length + 1) {
      throw new InputError(`--templates ${from}: bin_edges and "${name}" are no histogram`);
    }
    const hist = Hist.new.variable(edges).double();
    await file.set(name, toRecord(hist.set({}, yields), { name }));
  }
  await file.close();
}

/** Fits the model of a configuration to `histograms.root` of a folder, and draws it as it is then. */
export async function fitTemplates(
  folder: string,
  configuration: "config.yml" | "config-norms.yml",
  look: plot.DataMcOptions,
): Promise<{ summary: FitSummary; figure: plot.Figure }> {
  const config = await templates.load(join(here, configuration), { folder });
  await templates.collect(config);
  templates.postprocess(config);
  const { model, data } = templates.modelAndData(templates.workspace.build(config));
  const fitResults = templates.fit(model, data, { goodnessOfFit: true, customFit: true });
  const { observedSignificance, expectedSignificance } = templates.significance(model, data);
  const { labels, bestfit, uncertainty, bestTwiceNll, goodnessOfFit } = fitResults;
  const parameters: FitSummary["parameters"] = {};
  labels.forEach((name, i) => {
    parameters[name] = [bestfit[i], uncertainty[i]];
  });
  const summary = {
    parameters,
    twiceNll: bestTwiceNll,
    gof: goodnessOfFit,
    significance: { observed: observedSignificance, expected: expectedSignificance },
  };
  const prediction = templates.prediction(model, { fitResults });
  return { summary, figure: plot.dataMc(prediction, data, { config, ...look }) };
}
