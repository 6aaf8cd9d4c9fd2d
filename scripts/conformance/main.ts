// npm run conformance -- KIND FILE [--root DIR] [--only GLOB]
// Compares hepwasm with recorded results of its peers. Exit code 0: all cases agree; 1: some do
// not; 2: nothing could be compared. The last line of stdout is one JSON object.
import { parseArgs } from "node:util";
import { awkward } from "./awkward.ts";
import { correctionlib } from "./correctionlib.ts";
import { egamma } from "./corrections/egamma.ts";
import { physlite } from "./corrections/physlite.ts";
import { disputed } from "./disputed.ts";
import { globFilter } from "./glob.ts";
import { hist } from "./hist.ts";
import { objects } from "./objects.ts";
import { payloads } from "./payloads.ts";
import { InputError, type Kind, Report } from "./report.ts";
import { stats } from "./stats/main.ts";
import { recordedCalls } from "./stats/recorded.ts";
import { xml } from "./stats/xml.ts";
import { templates } from "./templates/templates.ts";
import { trees } from "./trees.ts";
import { uhi } from "./uhi.ts";
import { vectors } from "./vector.ts";

const kinds: Record<string, Kind> = {
  awkward,
  correctionlib,
  egamma,
  hist,
  iminuit: stats,
  interpolation: stats,
  objects,
  payloads,
  physlite,
  pyhf: recordedCalls,
  special: stats,
  stats,
  templates,
  trees,
  uhi,
  vector: vectors,
  "workspace-ops": stats,
  xml,
};

const usage = `usage: npm run conformance -- KIND FILE [--root DIR] [--only GLOB]
kinds: ${Object.keys(kinds).join(", ")}`;

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { root: { type: "string" }, only: { type: "string" } },
  });
  const [name, path, ...rest] = positionals;
  if (name === undefined || path === undefined || rest.length > 0) throw new InputError(usage);
  if (!Object.hasOwn(kinds, name)) throw new InputError(`no kind "${name}"\n${usage}`);
  const report = new Report(name, disputed);
  await kinds[name]({ path, root: values.root, wanted: globFilter(values.only) }, report);
  console.log(report.line());
  return report.exitCode();
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
