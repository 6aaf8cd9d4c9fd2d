import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** A mistake in what was asked for: shown as one line, without a stack. */
export class InputError extends Error {}

/** Files, the files of directories and URLs, in the order given. */
export function dataFiles(sources: readonly string[]): string[] {
  const files = sources.flatMap((source) => {
    if (/^https?:\/\//.test(source)) return [source];
    if (!existsSync(source)) throw new InputError(`--data ${source}: no such file or directory`);
    return statSync(source).isDirectory() ? filesIn(source) : [source];
  });
  const names = files.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`--data: ${twice} is given twice`);
  return files;
}

/** The ROOT files of a directory; simulation, which the open data name `mc_…`, is not data. */
function filesIn(directory: string): string[] {
  const names = readdirSync(directory).sort();
  const files = names.filter((name) => name.endsWith(".root") && !name.startsWith("mc_"));
  if (files.length === 0) {
    const found = names.slice(0, 5).join(", ");
    const holds = names.length === 0 ? "it is empty" : `it holds ${found}`;
    throw new InputError(`--data ${directory}: no ROOT files of data in this directory; ${holds}`);
  }
  return files.map((name) => join(directory, name));
}

/** A file's name without the way to it. */
export function nameOf(source: string): string {
  return /^https?:\/\//.test(source) ? basename(new URL(source).pathname) : basename(source);
}
