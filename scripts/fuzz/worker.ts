// Runs of a campaign in a process of its own, so that a hang or a crash ends only this process.
// Arguments: seed, first run, step, stop, folder for findings, glob or "", "committed" or "".
// Each line on stdout is JSON: {"start": run} before a run, {"done": run, …} behind it.
import { mkdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Corpus } from "./corpus.ts";
import { describeMutation, mutated } from "./edit.ts";
import { minimised, type Outcome, runOne } from "./run.ts";

const [seed, first, step, stop] = process.argv.slice(2, 6).map(Number);
const [folder, only, committed] = process.argv.slice(6);
let current = first;
let preparing = false;
const corpus = new Corpus(only || undefined, committed === "committed", () => {
  preparing = !preparing;
  say(preparing ? { prepare: current } : { start: current });
});

/** A run may raise the peak of the process by this much: more than a whole file, unpacked. */
const MAX_MEMORY = 400_000_000;

let rejected: unknown;
process.on("unhandledRejection", (reason) => {
  rejected = reason ?? new Error("rejected");
});

for (let run = first; run < stop; run += step) {
  current = run;
  say({ start: run });
  const before = process.resourceUsage().maxRSS;
  const outcome = await runOne(corpus, seed, run);
  await new Promise((resolve) => setImmediate(resolve));
  const grown = (process.resourceUsage().maxRSS - before) * 1024;
  const unhandled = [...outcome.unhandled];
  if (rejected !== undefined) unhandled.push(rejected);
  rejected = undefined;
  const finding =
    unhandled.length > 0
      ? show(unhandled[0])
      : outcome.silent.length > 0
        ? `accepted in spite of a checksum: ${outcome.silent.join(" ")}`
        : grown > MAX_MEMORY && run > first + 50 * step
          ? `${Math.round(grown / 1e6)} MB of memory`
          : undefined;
  say({
    done: run,
    errors: outcome.errors.length,
    unhandled: unhandled.length > 0 ? 1 : 0,
    silent: outcome.silent.length > 0 ? 1 : 0,
    memory: grown > MAX_MEMORY && run > first + 50 * step ? 1 : 0,
    ...(finding === undefined ? {} : { finding, saved: await save(outcome, run) }),
    file: outcome.specimen.name,
  });
}

function say(line: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as { code?: string }).code !== "EAGAIN") throw error;
    }
  }
}

function show(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).slice(0, 1500) : String(error);
}

async function save(outcome: Outcome, run: number): Promise<string> {
  const plan = await minimised(outcome, seed, run);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${seed}-${run}.root`);
  writeFileSync(path, mutated(outcome.specimen.bytes, plan));
  const told = { file: outcome.specimen.name, seed, run, edits: describeMutation(plan) };
  writeFileSync(`${path}.json`, JSON.stringify(told, undefined, 2));
  return path;
}
