// Kind "stats": a folder of models with their recorded inference, or one file of it.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Input, InputError, type Report } from "../report.ts";
import { smoothing, templates } from "../templates/templates.ts";
import { iminuit } from "./iminuit.ts";
import { interpolation } from "./interpolation.ts";
import { peer } from "./peer.ts";
import { special } from "./special.ts";
import { toys } from "./toys.ts";
import { truth } from "./truth.ts";
import { workspaceOps } from "./workspace-ops.ts";
import { xml } from "./xml.ts";

type Json = Record<string, unknown>;

export async function stats(input: Input, report: Report): Promise<void> {
  const { path } = input;
  if (!existsSync(path)) throw new InputError(`no file or folder ${path}`);
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => join(path, name))
    : [path];
  for (const file of files) await runFile(file, input, report);
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      const inputs = join(path, name);
      if (existsSync(join(inputs, "config.yml")))
        await templates({ ...input, path: inputs }, report);
    }
  }
  const folder = join(path, "xml");
  if (existsSync(folder)) await xml({ ...input, path: folder }, report);
}

/** Files are told apart by what they hold. */
async function runFile(file: string, input: Input, report: Report): Promise<void> {
  const content = readJson(file);
  const id = basename(file).replace(/\.(truth|pyhf|workspace)?\.?json$/, "");
  const workspace = (): unknown => {
    const beside = join(dirname(file), `${id}.workspace.json`);
    return existsSync(beside) ? readJson(beside) : undefined;
  };
  if (Array.isArray(content)) {
    if (isObject(content[0]) && "code4p" in content[0]) interpolation(content, input, report);
    else if (isObject(content[0]) && "out" in content[0]) smoothing(content, input, report);
  } else if ("grad_twice_nll" in content) truth(id, content, workspace(), input, report);
  else if ("config" in content && "eval" in content) peer(id, content, workspace(), input, report);
  else if ("iminuit" in content) iminuit(content, input, report);
  else if ("operations" in content) {
    workspaceOps(content, join(dirname(file), String(content.workspace)), input, report);
  } else if ("ntoys_total" in content) {
    const beside = join(dirname(file), String(content.workspace));
    toys(`${content.id}/toybased`, content, { path: beside, read: readJson }, input, report);
  } else if ("gammaln" in content) special(content, input, report);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function readJson(file: string): Json | Json[] {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}
