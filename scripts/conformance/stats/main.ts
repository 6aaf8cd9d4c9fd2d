// Kind "stats": a folder of models with their recorded inference, or one file of it.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Input, InputError, type Report } from "../report.ts";
import { truth } from "./truth.ts";

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
}

async function runFile(file: string, input: Input, report: Report): Promise<void> {
  const content = readJson(file);
  const id = basename(file).replace(/\.(truth|pyhf|workspace)?\.?json$/, "");
  if (Object.hasOwn(content, "grad_twice_nll")) {
    const beside = join(dirname(file), `${id}.workspace.json`);
    truth(id, content, existsSync(beside) ? readJson(beside) : undefined, input, report);
  }
}

function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}
