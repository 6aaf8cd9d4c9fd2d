import { writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../node-files.ts";
import { openRoot } from "../root/file.ts";
import { recreateRoot } from "../root/write/recreate.ts";
import type { Join } from "../stats/combine.ts";
import { fit } from "../stats/fit.ts";
import { hypotest, upperLimit } from "../stats/hypotest.ts";
import { significance } from "../stats/intervals.ts";
import type { PatchOperation } from "../stats/json-patch.ts";
import type { Model } from "../stats/model.ts";
import { PatchSet } from "../stats/patchset.ts";
import { readXml } from "../stats/read-xml.ts";
import type { ModifierType } from "../stats/spec.ts";
import { Workspace } from "../stats/workspace.ts";
import { writeXml } from "../stats/write-xml.ts";
import type { Arguments, Command, OptionSpec } from "./command.ts";
import { jsonAt, naming, textAt } from "./input-file.ts";
import { toPlain } from "./json.ts";
import type { Output } from "./output.ts";
import { inspection } from "./stats-inspect.ts";

const out: Record<string, OptionSpec> = {
  out: { value: "FILE", help: "write the result to FILE instead of printing it" },
};
const modelOptions: Record<string, OptionSpec> = {
  measurement: { value: "NAME", help: "the measurement; the first by default" },
  patch: { value: "FILE", help: "a JSON patch of the workspace, or several, with commas between" },
  ...out,
};
const nameOptions: Record<string, OptionSpec> = {
  channel: { value: "NAMES", help: "channels, with commas between" },
  sample: { value: "NAMES", help: "samples" },
  modifier: { value: "NAMES", help: "modifiers" },
  measurement: { value: "NAMES", help: "measurements" },
};

/** A command of the group `stats` that makes JSON, or text, of one workspace. */
function command(
  name: string,
  summary: string,
  about: string,
  options: Record<string, OptionSpec>,
  example: string,
  make: (args: Arguments, output: Output) => unknown,
  operands: readonly string[] = ["WORKSPACE.json"],
): Command {
  return {
    name: `stats ${name}`,
    operands,
    summary,
    about,
    options,
    examples: [[`hepwasm stats ${name} ${example}`, summary]],
    async run(args, output) {
      const made = await make(args, output);
      const text = typeof made === "string" ? made : `${JSON.stringify(toPlain(made), null, 4)}\n`;
      const { out: file } = args.options;
      if (file === undefined) output.out(text);
      else writeFileSync(file, text);
    },
  };
}

export const statsCommands: readonly Command[] = [
  command(
    "inspect",
    "what a HistFactory workspace holds",
    "Channels with their bins, samples, parameters with their constraints, measurements.",
    { measurement: modelOptions.measurement, ...out },
    "workspace.json",
    ({ operands: [path], options }) => inspection(workspaceAt(path), options.measurement),
  ),
  command(
    "fit",
    "maximum-likelihood fit of a workspace",
    "Prints best values, and with --uncertainty their standard deviations, as JSON.",
    {
      ...modelOptions,
      value: { help: "print -2 log L as well" },
      uncertainty: { help: "print uncertainties as well" },
    },
    "workspace.json --value",
    (args) => {
      const { model, data } = subject(args);
      const result = fit(model, data);
      const { value, uncertainty } = args.options;
      return {
        mle_parameters: bySet(model, result.bestfit),
        ...(uncertainty === undefined ? {} : { uncertainties: bySet(model, result.uncertainty) }),
        ...(value === undefined ? {} : { twice_nll: result.twiceNll }),
      };
    },
  ),
  command(
    "cls",
    "CLs of a value of the parameter of interest, observed and expected",
    "Asymptotic formulas of arXiv:1007.1727.",
    {
      ...modelOptions,
      "test-poi": { value: "MU", help: "the tested value (default 1)" },
      "test-stat": { value: "NAME", help: "q or qtilde (default qtilde)" },
    },
    "workspace.json --test-poi 1.5",
    (args) => {
      const { model, data } = subject(args);
      const mu = numberOption(args, "test-poi", 1);
      const testStat = args.options["test-stat"] ?? "qtilde";
      if (testStat !== "q" && testStat !== "qtilde") {
        throw new UsageError(`--test-stat is q or qtilde, not "${testStat}"`);
      }
      const { value, expectedSet } = hypotest(mu, data, model, { testStat });
      return { CLs_exp: expectedSet, CLs_obs: value };
    },
  ),
  command(
    "limit",
    "upper limits on the parameter of interest, observed and expected",
    "The values at which CLs falls to the level, by root finding.",
    {
      ...modelOptions,
      level: { value: "ALPHA", help: "one minus the confidence level (default 0.05)" },
    },
    "workspace.json",
    (args) => {
      const { model, data } = subject(args);
      const { observed, expected } = upperLimit(data, model, {
        level: numberOption(args, "level", 0.05),
      });
      return { observed_limit: observed, expected_limit: expected };
    },
  ),
  command(
    "significance",
    "discovery significance, observed and expected",
    "The root of q0, in standard deviations; expected for the parameter of interest at 1.",
    modelOptions,
    "workspace.json",
    (args) => {
      const { model, data } = subject(args);
      const { observed, expected } = significance(model, data);
      return { observed_significance: observed, expected_significance: expected };
    },
  ),
  command(
    "prune",
    "a workspace without some of its parts",
    "Names that are not there are errors.",
    { ...nameOptions, "modifier-type": { value: "TYPES", help: "types of modifiers" }, ...out },
    "workspace.json --sample signal",
    ({ operands: [path], options }) =>
      workspaceAt(path)
        .prune({
          channels: names(options.channel),
          samples: names(options.sample),
          modifiers: names(options.modifier),
          modifierTypes: names(options["modifier-type"]) as ModifierType[],
          measurements: names(options.measurement),
        })
        .toText(),
  ),
  command(
    "rename",
    "a workspace with other names",
    "Each option takes pairs OLD=NEW, with commas between.",
    { ...nameOptions, ...out },
    "workspace.json --channel SR=signal_region",
    ({ operands: [path], options }) =>
      workspaceAt(path)
        .rename({
          channels: pairs(options.channel),
          samples: pairs(options.sample),
          modifiers: pairs(options.modifier),
          measurements: pairs(options.measurement),
        })
        .toText(),
  ),
  command(
    "combine",
    "one workspace of two",
    `--join none: nothing may be in both; outer: what is in both must be equal; "left outer",
"right outer": of what is in both, one side counts.`,
    {
      join: { value: "HOW", help: "none, outer, left outer, right outer (default none)" },
      "merge-channels": { help: "put samples of channels in both together" },
      ...out,
    },
    "a.json b.json --join outer",
    ({ operands: [left, right], options }) =>
      Workspace.combine(workspaceAt(left), workspaceAt(right), {
        join: (options.join ?? "none") as Join,
        mergeChannels: options["merge-channels"] !== undefined,
      }).toText(),
    ["LEFT.json", "RIGHT.json"],
  ),
  command(
    "digest",
    "the fingerprint of a workspace, as pyhf computes it",
    "Of the text with its members in order; numbers keep their spelling.",
    { algorithm: { value: "NAME", help: "sha256 or md5 (default sha256)" }, ...out },
    "workspace.json",
    ({ operands: [path], options }) => {
      const { algorithm = "sha256" } = options;
      if (algorithm !== "sha256" && algorithm !== "md5") {
        throw new UsageError(`--algorithm is sha256 or md5, not "${algorithm}"`);
      }
      return `${algorithm}:${workspaceAt(path).digest(algorithm)}\n`;
    },
  ),
  command(
    "sort",
    "a workspace with everything in alphabetical order",
    "Channels, samples, modifiers, measurements, parameters and observations.",
    out,
    "workspace.json",
    ({ operands: [path] }) => workspaceAt(path).sorted().toText(),
  ),
  command(
    "patchset",
    "what a set of patches holds; one of them, checked and applied",
    "With --workspace the patch is applied after the digests are verified.",
    {
      name: { value: "NAME", help: "print the patch of this name" },
      workspace: { value: "FILE", help: "print the workspace with the patch" },
      ...out,
    },
    "patchset.json --name sbottom_1300_205_60 --workspace BkgOnly.json",
    ({ operands: [path], options }) => {
      const set = naming(path, () => PatchSet.fromText(textAt(path)));
      if (options.name === undefined) {
        return `${set.description}\nlabels: ${set.labels.join(", ")}\n${set.patches
          .map(({ name, values }) => `${name}  ${values.join(", ")}\n`)
          .join("")}`;
      }
      const { workspace } = options;
      if (workspace === undefined) return set.get(options.name).operations;
      return set.apply(workspaceAt(workspace), options.name).toText();
    },
    ["PATCHSET.json"],
  ),
  command(
    "xml2json",
    "a workspace from HistFactory XML and ROOT files",
    "Paths within the XML files begin at --basedir.",
    { basedir: { value: "DIR", help: "where paths begin (default: this folder)" }, ...out },
    "config/example.xml --basedir .",
    async ({ operands: [path], options }) => {
      const at = (name: string): string =>
        isAbsolute(name) ? name : join(options.basedir ?? ".", name);
      const spec = await readXml(path, {
        text: async (name) => textAt(name === path ? path : at(name)),
        root: (name) => openRoot(at(name)),
      });
      return new Workspace(spec).toText();
    },
    ["CONFIG.xml"],
  ),
  command(
    "json2xml",
    "HistFactory XML and a ROOT file of a workspace",
    "Writes DIR/config/*.xml and DIR/data/data.root; paths within them begin at DIR.",
    { dir: { value: "DIR", help: "where to write (default: this folder)" } },
    "workspace.json --dir out",
    async ({ operands: [path], options }) => {
      const { dir = "." } = options;
      const { spec } = workspaceAt(path);
      makeFolder(join(dir, "config"));
      makeFolder(join(dir, "data"));
      const file = await recreateRoot(join(dir, "data", "data.root"));
      try {
        const documents = await writeXml(spec, file);
        await file.close();
        for (const [name, text] of documents) writeFileSync(join(dir, name), text);
        return [...documents.keys(), "data/data.root"]
          .map((name) => `${join(dir, name)}\n`)
          .join("");
      } finally {
        await file.abort();
      }
    },
  ),
];

function workspaceAt(path: string): Workspace {
  return naming(path, () => Workspace.fromText(textAt(path)));
}

/** The model of the measurement that is asked for, patched, with its data. */
function subject({ operands: [path], options }: Arguments): { model: Model; data: number[] } {
  const workspace = workspaceAt(path);
  const patches = names(options.patch).map((file) => jsonAt(file) as PatchOperation[]);
  const model = workspace.model({ measurement: options.measurement ?? 0, patches });
  return { model, data: workspace.data(model) };
}

/** Values by the names of their sets. */
function bySet(model: Model, values: Float64Array): Record<string, number[]> {
  return Object.fromEntries(
    model.config.parOrder.map((name) => [name, [...values.slice(...model.config.parSlice(name))]]),
  );
}

function names(option: string | undefined): string[] {
  return option === undefined ? [] : option.split(",").map((name) => name.trim());
}

function pairs(option: string | undefined): Record<string, string> {
  return Object.fromEntries(
    names(option).map((pair) => {
      const at = pair.indexOf("=");
      if (at <= 0) throw new UsageError(`OLD=NEW is needed, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function numberOption({ options }: Arguments, name: string, other: number): number {
  if (options[name] === undefined) return other;
  const value = Number(options[name]);
  if (options[name].trim() === "" || !Number.isFinite(value)) {
    throw new UsageError(`--${name} takes a number, not "${options[name]}"`);
  }
  return value;
}
