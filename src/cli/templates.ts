import { writeFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import type { Model } from "../stats/model.ts";
import type { WorkspaceSpec } from "../stats/spec.ts";
import { build } from "../templates/build.ts";
import { collect } from "../templates/collect.ts";
import { type Configuration, load } from "../templates/configuration.ts";
import { fit, limit, ranking, scan, significance } from "../templates/fit.ts";
import { modelAndData, prediction } from "../templates/model.ts";
import { postprocess } from "../templates/postprocess.ts";
import type { FitResults } from "../templates/results.ts";
import { type Results, resultsFromJson, resultsToJson } from "../templates/results-json.ts";
import { restore, save } from "../templates/store.ts";
import { build as buildWorkspace } from "../templates/workspace.ts";
import type { Arguments, Command, OptionSpec } from "./command.ts";
import { jsonAt, naming, textAt } from "./input-file.ts";
import type { Output } from "./output.ts";

const folder: Record<string, OptionSpec> = {
  folder: { value: "DIR", help: "where relative paths of the configuration begin (default: here)" },
};
const out: Record<string, OptionSpec> = {
  out: { value: "FILE", help: "write the result to FILE instead of printing it" },
};
const fitted: Record<string, OptionSpec> = {
  fit: { value: "FILE", help: "results of `hepwasm templates fit`, instead of a fit now" },
};
const asimov: Record<string, OptionSpec> = {
  asimov: { help: "the data that the model expects, instead of the observed ones" },
};
const poi: Record<string, OptionSpec> = {
  poi: { value: "NAME", help: "parameter of interest; that of the workspace by default" },
};

/** Steps from a configuration to the saved templates. */
function step(
  name: string,
  summary: string,
  about: string,
  options: Record<string, OptionSpec>,
  make: (
    config: Configuration,
    args: Arguments,
    tell: (line: string) => void,
    signal: AbortSignal,
  ) => Promise<void>,
): Command {
  return {
    name: `templates ${name}`,
    operands: ["CONFIG.yml"],
    summary,
    about,
    options: { ...options, ...folder },
    examples: [[`hepwasm templates ${name} config.yml`, summary]],
    async run(args, output, signal) {
      const config = await configOf(args);
      await make(config, args, (line) => output.err(`${line}\n`), signal);
      const count = config.templates.names().length;
      output.out(`${count} templates: ${(await save(config)).join(", ")}\n`);
    },
  };
}

/** Inference from a workspace, printed or written as what `loadResults` reads. */
function inference(
  name: string,
  summary: string,
  about: string,
  options: Record<string, OptionSpec>,
  make: (model: Model, data: readonly number[], args: Arguments) => Results,
  operands: readonly string[] = ["WORKSPACE.json"],
): Command {
  return {
    name: `templates ${name}`,
    operands,
    summary,
    about,
    options: { ...options, ...asimov, ...out },
    examples: [
      [`hepwasm templates ${name} ${["workspace.json", ...operands.slice(1)].join(" ")}`, summary],
    ],
    async run(args, output) {
      const spec = jsonAt(args.operands[0]) as WorkspaceSpec;
      const { model, data } = naming(args.operands[0], () =>
        modelAndData(spec, { asimov: args.options.asimov !== undefined }),
      );
      write(args, output, resultsToJson(make(model, data, args)));
    },
  };
}

export const templatesCommands: readonly Command[] = [
  step(
    "collect",
    "templates from histograms in ROOT files",
    "Reads the histograms that a configuration names, and saves them in its HistogramFolder.",
    {},
    (config, _, onWarning, signal) => collect(config, { onWarning, signal }),
  ),
  step(
    "build",
    "templates filled from ntuples",
    "Fills the histograms of a configuration, and saves them in its HistogramFolder.",
    { method: { value: "NAME", help: "hepwasm, or uproot: without the filters of RNTuples" } },
    (config, { options }, onWarning, signal) =>
      build(config, {
        method: (options.method ?? "hepwasm") as "hepwasm" | "uproot",
        onWarning,
        signal,
        progress: process.stderr.isTTY ? "bar" : false,
      }),
  ),
  step(
    "postprocess",
    "statistical uncertainties mended, variations smoothed",
    "Takes the saved templates, and saves them again with what was made of them.",
    {},
    async (config, _, onWarning) => {
      await restore(config);
      postprocess(config, { onWarning });
    },
  ),
  {
    name: "templates workspace",
    operands: ["CONFIG.yml"],
    summary: "the HistFactory workspace of saved templates",
    about: "Builds the workspace of a configuration, in pyhf's JSON form.",
    options: { ...folder, ...out },
    examples: [
      ["hepwasm templates workspace config.yml --out workspace.json", "build a workspace"],
    ],
    async run(args, output) {
      const config = await configOf(args);
      await restore(config);
      write(args, output, `${JSON.stringify(buildWorkspace(config), null, 4)}\n`);
    },
  },
  inference(
    "fit",
    "maximum-likelihood fit with uncertainties and correlations",
    "Prints the results as JSON.",
    {
      minos: { value: "NAMES", help: "MINOS intervals of these, with commas between" },
      "goodness-of-fit": { help: "compare with the model that fits each bin" },
      minuit: { help: "MIGRAD and HESSE, instead of Newton's method" },
    },
    (model, data, { options }) =>
      fit(model, data, {
        minos: options.minos?.split(",").map((name) => name.trim()),
        goodnessOfFit: options["goodness-of-fit"] !== undefined,
        customFit: options.minuit !== undefined,
      }),
  ),
  inference(
    "ranking",
    "impacts of parameters on the parameter of interest",
    "Before and after the fit, up and down.",
    { ...poi, ...fitted },
    (model, data, args) =>
      ranking(model, data, { poiName: args.options.poi, fitResults: fitOf(args) }),
  ),
  inference(
    "scan",
    "the profile likelihood along a parameter",
    "Two standard deviations around the best value, or --from and --to.",
    {
      from: { value: "X", help: "first value" },
      to: { value: "X", help: "last value" },
      steps: { value: "N", help: "number of values (default 11)" },
    },
    (model, data, args) => {
      const [first, last] = [numberOf(args, "from"), numberOf(args, "to")];
      if ((first === undefined) !== (last === undefined)) {
        throw new UsageError("--from and --to belong together");
      }
      const parRange =
        first === undefined || last === undefined ? undefined : ([first, last] as const);
      return scan(model, data, args.operands[1], { parRange, nSteps: numberOf(args, "steps") });
    },
    ["WORKSPACE.json", "PARAMETER"],
  ),
  inference(
    "limit",
    "upper limits by CLs, observed and expected",
    "With the tested values and their CLs.",
    { ...poi, level: { value: "CL", help: "confidence level (default 0.95)" } },
    (model, data, args) =>
      limit(model, data, { poiName: args.options.poi, confidenceLevel: numberOf(args, "level") }),
  ),
  inference(
    "significance",
    "discovery significance, observed and expected",
    "With p-values.",
    poi,
    (model, data, { options }) => significance(model, data, { poiName: options.poi }),
  ),
  inference(
    "prediction",
    "yields with their uncertainties, before or after a fit",
    "Before any fit, or with --fit after it: of each channel, sample and bin.",
    fitted,
    (model, _, args) => prediction(model, { fitResults: fitOf(args) }),
  ),
];

function configOf({ operands: [path], options }: Arguments): Promise<Configuration> {
  return load(path, { folder: options.folder });
}

function fitOf({ options: { fit: path } }: Arguments): FitResults | undefined {
  if (path === undefined) return undefined;
  return naming(path, () => resultsFromJson(textAt(path), "fit"));
}

function write({ options: { out: path } }: Arguments, output: Output, text: string): void {
  if (path === undefined) output.out(text);
  else writeFileSync(path, text);
}

function numberOf({ options }: Arguments, name: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new UsageError(`--${name} takes a number, not "${text}"`);
  }
  return value;
}
