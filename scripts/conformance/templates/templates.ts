// Kind "templates": a folder `<id>_inputs` with a configuration, its inputs and what cabinetry made of
// them, or a table of smoothed numbers.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  build,
  type Configuration,
  collect,
  load,
  postprocess,
  smooth353qhTwice,
  type Template,
  workspace,
} from "../../../src/templates/index.ts";
import { type Input, InputError, type Report } from "../report.ts";
import { type Comparison, numbersOf, outcomeOf } from "../stats/closeness.ts";
import { difference } from "../stats/xml.ts";
import { readNpz } from "./npz.ts";

const TOLERANCE = { relative: 1e-12 };
const EXACT = {};

export async function templates(input: Input, report: Report): Promise<void> {
  const { path } = input;
  if (!existsSync(path)) throw new InputError(`no file or folder ${path}`);
  if (statSync(path).isDirectory()) await folder(path, input, report);
  else smoothing(JSON.parse(readFileSync(path, "utf8")), input, report);
}

/** Cases `#n`: numbers and what the smoothing makes of them. */
export function smoothing(table: unknown, { wanted }: Input, report: Report): void {
  if (!Array.isArray(table)) throw new InputError("a table of smoothed numbers is a list");
  table.forEach(({ input, out }, n) => {
    if (!wanted(`#${n}`)) return;
    const run = (compare: Comparison): void =>
      compare.numbers("smoothed", out, smooth353qhTwice(numbersOf(input)), TOLERANCE);
    report.add(`#${n}`, outcomeOf(run));
  });
}

/** Cases: each template by its name, and `workspace`. */
async function folder(path: string, { wanted }: Input, report: Report): Promise<void> {
  const [configuration] = readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (configuration === undefined) throw new InputError(`no configuration (*.yml) in ${path}`);
  const file = join(path, configuration);
  const id = basename(path).replace(/_inputs$/, "");
  const histograms = join(path, "histograms");
  if (!existsSync(histograms)) throw new InputError(`no folder ${histograms}`);
  const names = readdirSync(histograms)
    .filter((name) => name.endsWith(".npz"))
    .map((name) => name.replace(/\.npz$/, ""))
    .sort();
  const workspaceFile = join(dirname(path), `${id}.workspace.json`);
  const cases = [...names, ...(existsSync(workspaceFile) ? ["workspace"] : [])];
  let config: Configuration;
  try {
    config = await made(await load(file, { folder: path }));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    for (const name of cases.filter((name) => wanted(`${id}/${name}`))) {
      report.add(`${id}/${name}`, { kind: "failed", what: "error", expected: "none", got });
    }
    return;
  }
  const check = (name: string, run: (compare: Comparison) => void): void => {
    if (!wanted(`${id}/${name}`)) return;
    report.add(`${id}/${name}`, outcomeOf(run));
  };
  for (const name of names) {
    const want = readNpz(join(histograms, `${name}.npz`));
    check(name, (compare) => {
      const got: Template = config.templates.get(name, { modified: false });
      compare.numbers("bins", [...want.bins].map(plain), got.bins, EXACT);
      compare.numbers("yields", [...want.yields].map(plain), got.yields, TOLERANCE);
      compare.numbers("stdev", [...want.stdev].map(plain), got.stdev, TOLERANCE);
    });
  }
  for (const name of config.templates.names()) {
    if (names.includes(name) || !wanted(`${id}/${name}`)) continue;
    const what = "a template that cabinetry does not make";
    report.add(`${id}/${name}`, { kind: "failed", what, expected: "none", got: name });
  }
  if (!cases.includes("workspace")) return;
  const want: unknown = JSON.parse(readFileSync(workspaceFile, "utf8"));
  check("workspace", (compare) => {
    const found = difference(want, workspace.build(config), "");
    if (found !== undefined) compare.differ(found.what, found.expected, found.got);
  });
}

/** NaN as the comparison wants it recorded. */
function plain(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/**
 * From ntuples where the samples have trees, else from histograms. The records are what cabinetry fills
 * with uproot, filters of RNTuples left out.
 */
async function made(config: Configuration): Promise<Configuration> {
  const ntuples = config.spec.Samples.some(({ Tree }) => Tree !== undefined);
  await (ntuples ? build(config, { method: "uproot" }) : collect(config));
  postprocess(config);
  return config;
}
