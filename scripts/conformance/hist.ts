// Kind "hist": one fill of a histogram of one to three axes against boost-histogram.
import { type HistCase, runHistCase } from "./hist-case.ts";
import { readJsonLines } from "./jsonl.ts";
import type { Input, Report } from "./report.ts";

/** Runs the cases of a reference file. */
export async function hist({ path, wanted }: Input, report: Report): Promise<void> {
  let line = 0;
  for (const expected of readJsonLines<HistCase>(path)) {
    const name = `#${line++}`;
    if (wanted(name)) report.add(name, runHistCase(expected));
  }
}
