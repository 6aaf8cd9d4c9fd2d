// Kind "uhi": documents of UHI's interchange format, valid and invalid ones.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Input, InputError, type Report } from "./report.ts";
import { runInvalid, runValid } from "./uhi-case.ts";

/** Runs the documents of a folder with `valid` and `invalid`. */
export async function uhi({ path, wanted }: Input, report: Report): Promise<void> {
  let n = 0;
  for (const [folder, run] of [
    ["valid", runValid],
    ["invalid", runInvalid],
  ] as const) {
    for (const file of documents(join(path, folder))) {
      const name = `${folder}/${file}`;
      n++;
      if (wanted(name)) report.add(name, run(readFileSync(join(path, name), "utf8")));
    }
  }
  if (n === 0) throw new InputError(`${path} holds no valid/*.json and no invalid/*.json`);
}

function documents(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch {
    return [];
  }
}
