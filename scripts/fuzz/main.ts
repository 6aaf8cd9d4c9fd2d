// npm run fuzz -- [--seconds N] [--runs N] [--seed S] [--file GLOB] [--jobs N] [--committed]
// Damages ROOT files and reads them. The last line of stdout is one JSON object; exit code 1 if
// anything but an error of hepwasm, or the right values, came of any file.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    runs: { type: "string" },
    seed: { type: "string", default: "1" },
    file: { type: "string", default: "" },
    jobs: { type: "string", default: "2" },
    from: { type: "string", default: "0" },
    committed: { type: "boolean", default: false },
  },
});

/** A run may take so much time of a processor. */
const HANG_MS = 5_000;
/** Or so much time at all, on a busy machine; taking a whole file apart as well. */
const STUCK_MS = 60_000;
const HEAP_MB = 700;
const SHOWN = 20;

const seed = Number(values.seed);
const jobs = Number(values.jobs);
const from = Number(values.from);
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
const runs = Number(values.runs ?? (seconds === undefined ? 1000 : 1e9));
if (![seed, jobs, from, runs, seconds ?? 1].every(Number.isFinite)) {
  console.error("--seconds, --runs, --seed, --jobs and --from take numbers");
  process.exit(2);
}
const cache = process.env.HEPWASM_CACHE ?? join(homedir(), ".cache", "hepwasm");
const folder = join(cache, "fuzz");
const deadline = seconds === undefined ? Infinity : Date.now() + 1000 * seconds;
const started = Date.now();

const totals = { runs: 0, errors: 0, crashes: 0, hangs: 0, unhandled: 0, silent: 0, memory: 0 };
const findings: { run: number; what: string; saved?: string }[] = [];
const byFile = new Set<string>();

interface Line {
  prepare?: number;
  start?: number;
  done?: number;
  errors?: number;
  unhandled?: number;
  silent?: number;
  memory?: number;
  finding?: string;
  saved?: string;
  file?: string;
}

/** One process until it ends; resolves with the run to go on with, if any. */
function work(first: number, step: number): Promise<number | undefined> {
  const stop = from + runs;
  const args = [String(seed), String(first), String(step), String(stop), folder];
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MB}`,
      "--import",
      "tsx",
      "scripts/fuzz/worker.ts",
      ...args,
      values.file,
      values.committed ? "committed" : "",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let current: number | undefined;
  let since = Date.now();
  let seen = 0;
  let cpuBefore = 0;
  let preparing = true;
  let hung = false;
  let words = "";
  child.stderr.on("data", (chunk) => {
    words = `${words}${chunk}`.slice(-3000);
  });
  const watch = setInterval(() => {
    const cpu = cpuMs(child.pid) ?? Date.now();
    // Time counts from the first look at a run.
    if (seen !== since) cpuBefore = cpu;
    seen = since;
    const waited = Date.now() - since;
    const worked = preparing ? 0 : cpu - cpuBefore;
    if (waited > STUCK_MS || worked > HANG_MS) {
      hung = true;
      child.kill("SIGKILL");
    } else if (Date.now() > deadline && current === undefined) child.kill("SIGKILL");
  }, 200);
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line;
    since = Date.now();
    preparing = line.prepare !== undefined;
    if (line.start !== undefined) current = line.start;
    if (line.done === undefined) return;
    current = undefined;
    totals.runs++;
    totals.errors += line.errors ? 1 : 0;
    totals.unhandled += line.unhandled ?? 0;
    totals.silent += line.silent ?? 0;
    totals.memory += line.memory ?? 0;
    if (line.file !== undefined) byFile.add(line.file);
    if (line.finding !== undefined) report(line.done, line.finding, line.saved);
    if (Date.now() > deadline) child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(watch);
      if (code === 0 || (Date.now() > deadline && !hung)) return resolve(undefined);
      if (current === undefined) {
        console.error(words);
        process.exit(2);
      }
      totals.runs++;
      if (hung) totals.hangs++;
      else totals.crashes++;
      report(current, hung ? "hang" : `crash: ${words.slice(-800)}`);
      resolve(current + step);
    });
  });
}

/** Time of all processors that a process has used, where the system tells. */
function cpuMs(pid: number | undefined): number | undefined {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .split(") ")[1]
      .split(" ")
      .slice(11);
    // In hundredths of a second.
    return 10 * (Number(user) + Number(system));
  } catch {
    return undefined;
  }
}

function report(run: number, what: string, saved?: string): void {
  if (findings.length < SHOWN) findings.push({ run, what, ...(saved ? { saved } : {}) });
}

async function job(first: number): Promise<void> {
  let next: number | undefined = first;
  while (next !== undefined && next < from + runs && Date.now() < deadline) {
    next = await work(next, jobs);
  }
}

await Promise.all(Array.from({ length: jobs }, (_, i) => job(from + i)));
for (const { run, what, saved } of findings) {
  console.log(`run ${run}: ${what}${saved ? `\n  ${saved}` : ""}`);
}
const elapsed = (Date.now() - started) / 1000;
const perSecond = Math.round(totals.runs / elapsed);
console.log(JSON.stringify({ ...totals, seed, files: byFile.size, seconds: elapsed, perSecond }));
process.exitCode =
  totals.crashes + totals.hangs + totals.unhandled + totals.silent + totals.memory > 0 ? 1 : 0;
