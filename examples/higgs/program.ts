import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, parseArgs } from "node:util";
import { HepwasmError, type Hist, plot, run } from "hepwasm";
import { DaskExecutor, IterativeExecutor, WorkersExecutor } from "hepwasm/process";
import { HZZAnalysis, type HZZResult } from "./analysis.ts";
import { type FitSummary, fitTemplates, writeHistograms, writeTemplates } from "./fit.ts";
import samplesFile from "./samples.json" with { type: "json" };
import { dataFiles, InputError, nameOf } from "./sources.ts";

const help = `npm run higgs [-- --data DIR|FILE|URL ... --out DIR --json --first-four
                          --executor NAME --templates FILE]

The four-lepton mass of ATLAS open data beside the expectation: selects neutral events of four
leptons, fits the expectation to the data, and writes the figures before and after the fit (fig3, fig4;
SVG and PNG), histograms.root and summary.json.

  --data WHERE   a directory of data_*.root files, files or URLs, more than one if need be;
                 default: the bundled toy data. The simulation is always the bundled toy sample
  --out DIR      where to write (default out/higgs)
  --json         print summary.json instead of tables
  --templates FILE  fit these templates instead, without uncertainties: JSON with bin_edges, Z_tt,
                 ZZ and signal; the normalisations of all three are free
  --first-four   sum charges and flavours over the first four leptons of an event, not over all
  --executor     iterative (default), workers (two threads), or dask (a cluster of two workers on this
                 machine, by the Python of HEPWASM_PYTHON), with the same result
  --help         this text

Examples:
  npm run higgs
  npm run higgs -- --data ~/atlas/4lep --out out/atlas
  npm run higgs -- --data data_A.4lep.root data_B.4lep.root --json`;

const signalTitle = "Signal (m_{H} = 125 GeV)";
/** The paper's stacks, from the bottom to the top. */
const stacks = {
  "Background Z, t#bar{t}": { color: "purple", name: "Background Z, tt", template: "Z_tt" },
  "Background ZZ*": { color: "red", name: "Background ZZ*", template: "ZZ" },
  [signalTitle]: {
    color: "lightblue",
    name: "Signal (m_H = 125 GeV)",
    template: "signal",
  },
};
const beams = "#sqrt{s} = 13 TeV, 10 fb^{-1}";
const here = fileURLToPath(new URL(".", import.meta.url));
const { samples } = samplesFile;
type SampleName = keyof typeof samples;
const sampleNames = Object.keys(samples) as SampleName[];

/** What `summary.json` holds. */
interface Summary {
  data: { files: { file: string; read: number; selected: number }[]; histogram: number[] };
  expected: Record<string, { yield: number; histogram: number[] }>;
  fit: FitSummary;
  figures: string[];
}

/** Where the program writes: lines of text. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the program on the arguments of its command line; returns the status of its process. */
export async function higgs(args: string[], { out, err }: Output): Promise<number> {
  try {
    out(await perform(args));
    return 0;
  } catch (error) {
    // The library's errors say what and where; only a fault of ours deserves its stack.
    const known = error instanceof InputError || error instanceof HepwasmError;
    err(known ? `higgs: ${error.message}` : inspect(error));
    return error instanceof InputError ? 2 : 1;
  }
}

/** Does what the arguments say; returns the text to print. */
async function perform(args: string[]): Promise<string> {
  const options = parseOptions(args);
  if (options.help) return help;
  const files = dataFiles(options.data ?? [join(here, "sample")]);
  const simulation = Object.fromEntries(
    sampleNames.map((name) => {
      const sample = samples[name];
      const file = join(here, "sample", `mc_${sample.DSID}.${name}.4lep.root`);
      return [name, { files: [file], metadata: { sample } }];
    }),
  );
  makeFolder(options.out);
  const out = await run({ data: files, ...simulation }, new HZZAnalysis(options), {
    treeName: "mini",
    executor: executorOf(options),
    progress: process.stderr.isTTY ? "bar" : false,
  });

  const histograms = join(options.out, "histograms.root");
  if (options.templates === undefined) await writeHistograms(histograms, out, groupsBy("template"));
  else await writeTemplates(histograms, out, options.templates);
  const label = labelOf(options);
  const configuration = options.templates === undefined ? "config.yml" : "config-norms.yml";
  const fit = await fitTemplates(options.out, configuration, {
    label: { ...label, lines: [...(label.lines ?? []), "Post-fit"] },
    labels: { Signal: signalTitle, "Background Z, ttbar": "Background Z, t#bar{t}" },
    colors: { Signal: "lightblue", "Background ZZ*": "red", "Background Z, ttbar": "purple" },
  });
  const drawn = { fig3: drawFigure(out, label), fig4: fit.figure };
  const figures: string[] = [];
  for (const [name, figure] of Object.entries(drawn)) {
    for (const type of ["svg", "png"]) {
      figures.push(`${name}.${type}`);
      await figure.save(join(options.out, `${name}.${type}`));
    }
  }
  const summary = { ...summarise(out, files), fit: fit.summary, figures };
  writeFileSync(join(options.out, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
  return options.json ? JSON.stringify(summary, null, 2) : report(summary, options.out);
}

function parseOptions(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: "string", multiple: true },
        out: { type: "string", default: "out/higgs" },
        json: { type: "boolean", default: false },
        "first-four": { type: "boolean", default: false },
        templates: { type: "string" },
        executor: { type: "string", default: "iterative" },
        help: { type: "boolean", default: false },
      },
    });
    // `--data a.root b.root`: a shell's pattern becomes an option and positional arguments.
    if (positionals.length > 0 && values.data === undefined) {
      throw new InputError(`unexpected argument ${positionals[0]}; files of data follow --data`);
    }
    const data = values.data && [...values.data, ...positionals];
    return { ...values, data, firstFour: values["first-four"] };
  } catch (error) {
    throw error instanceof TypeError ? new InputError(error.message) : error;
  }
}

/** Where chunks are processed; the result is the same. */
function executorOf({ executor, firstFour }: { executor: string; firstFour: boolean }) {
  if (executor === "iterative") return new IterativeExecutor();
  const module = new URL("./analysis.ts", import.meta.url);
  const settings = { firstFour };
  if (executor === "workers") return new WorkersExecutor({ workers: 2, module, settings });
  if (executor === "dask") return new DaskExecutor({ local: 2, module, settings });
  throw new InputError(`--executor ${executor}: there are iterative, workers and dask`);
}

/** One level after the other: Node's recursive form never returns where a folder refuses all. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = resolve(folder);
  for (; !existsSync(at); at = dirname(at)) missing.unshift(at);
  if (!statSync(at).isDirectory()) throw new InputError(`--out ${folder}: ${at} is not a folder`);
  try {
    for (const path of missing) mkdirSync(path);
  } catch (error) {
    throw new InputError(`--out ${folder} cannot be made: ${(error as Error).message}`);
  }
}

/** Samples of the stacks, by a name of them. */
function groupsBy(key: "title" | "template"): Record<string, SampleName[]> {
  return Object.fromEntries(
    Object.entries(stacks).map(([title, { name, template }]) => [
      key === "title" ? title : template,
      sampleNames.filter((sample) => samples[sample].stack === name),
    ]),
  );
}

/** Says whose data these are, and what the expectation is. */
function labelOf({
  data,
  templates,
}: {
  data: string[] | undefined;
  templates?: string;
}): plot.ExperimentLabel {
  if (data === undefined) return { status: "Toy simulation", lines: [beams] };
  const expectation = templates === undefined ? "Expectation: toy simulation" : [];
  return { experiment: "ATLAS", status: "Open Data", lines: [beams, expectation].flat() };
}

function drawFigure({ data, MC }: HZZResult, label: plot.ExperimentLabel) {
  const groups = groupsBy("title");
  const colors = Object.values(stacks).map(({ color }) => color);
  return plot.stack({ data, mc: MC, axis: "mllll", groups, colors, label });
}

function summarise(
  { data, MC, read, selected }: HZZResult,
  files: string[],
): Omit<Summary, "fit" | "figures"> {
  return {
    data: {
      files: files.map((file) => ({
        file: nameOf(file),
        read: read[file] ?? 0,
        selected: selected[file] ?? 0,
      })),
      histogram: numbers(data.project("mllll")),
    },
    expected: Object.fromEntries(
      sampleNames.map((name) => {
        const nominal = MC.slice({ dataset: name, variation: "nominal" });
        return [name, { yield: nominal.sum({ flow: true }), histogram: numbers(nominal) }];
      }),
    ),
  };
}

function numbers(histogram: Hist): number[] {
  return Array.from(histogram.values());
}

function report({ data, expected, fit, figures }: Summary, folder: string): string {
  const inRange = (histogram: number[]) => histogram.reduce((sum, value) => sum + value, 0);
  const lines = [row("data", "read", "selected", "")];
  for (const { file, read, selected } of data.files) lines.push(row(file, read, selected, ""));
  lines.push(row("in 80-250 GeV", "", inRange(data.histogram), ""), "");
  lines.push(row("expected (toy simulation)", "", "yield", "in 80-250 GeV"));
  for (const { name } of Object.values(stacks)) {
    const members = sampleNames.filter((sample) => samples[sample].stack === name);
    const inside = members.map((member) => inRange(expected[member]!.histogram));
    members.forEach((member, i) => {
      lines.push(
        row(`  ${member}`, "", expected[member]!.yield.toPrecision(6), inside[i]!.toPrecision(5)),
      );
    });
    const total = members.reduce((sum, member) => sum + expected[member]!.yield, 0);
    lines.push(row(name, "", total.toFixed(2), inRange(inside).toFixed(2)));
  }
  lines.push("", row("fit", "", "value", "error"));
  for (const [name, [value, error]] of Object.entries(fit.parameters)) {
    if (!name.startsWith("staterror"))
      lines.push(row(`  ${name}`, "", value.toFixed(4), error.toFixed(4)));
  }
  lines.push(row("goodness of fit, p", "", fit.gof.toFixed(3), ""));
  const { observed, expected: median } = fit.significance;
  lines.push(row("significance (expected)", "", observed.toFixed(3), `(${median.toFixed(3)})`));
  const written = [...figures, "histograms.root", "summary.json"].map((name) => join(folder, name));
  return [...lines, "", `written: ${written.join(", ")}`].join("\n");
}

function row(...[name, ...cells]: (string | number)[]): string {
  return `${String(name).padEnd(28)}${cells.map((cell) => String(cell).padStart(14)).join("")}`.trimEnd();
}
