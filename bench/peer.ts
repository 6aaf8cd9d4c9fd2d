import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type PeerTiming, type Sample, timingOf } from "./row.ts";

/** What a script of `bench/peers` prints on its last line. */
interface PeerReport<Answer> {
  readonly samples: readonly Sample[];
  /** Compared with ours before anything is timed here. */
  readonly answer: Answer;
  /** Package and version. */
  readonly name: string;
}

/** A peer's answer with its timing. */
export interface PeerResult<Answer> {
  readonly answer: Answer;
  readonly timing: PeerTiming;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** The interpreter with `bench/peers/requirements.txt` installed: HEPWASM_PYTHON, else `.venv`. */
export const python: string = process.env.HEPWASM_PYTHON ?? `${root}.venv/bin/python`;

/** Whether the peers can run; without them rows show our numbers alone. */
export function hasPeers(): boolean {
  return existsSync(python);
}

/**
 * Runs `bench/peers/SCRIPT.py` with arguments and reads its report.
 *
 * @returns undefined when there is no Python with the peers
 * @throws Error with the script's own words when it fails: a broken peer is not a missing one
 */
export async function runPeer<Answer>(
  script: string,
  args: readonly (string | number)[] = [],
): Promise<PeerResult<Answer> | undefined> {
  if (!hasPeers()) return undefined;
  const output = await runPython(script, args);
  const report = JSON.parse(output.trim().split("\n").at(-1) ?? "") as PeerReport<Answer>;
  return { answer: report.answer, timing: { ...timingOf(report.samples), name: report.name } };
}

/** Runs `bench/peers/SCRIPT.py` and returns its standard output. */
export function runPython(script: string, args: readonly (string | number)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [`${root}bench/peers/${script}.py`, ...args.map(String)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve(output);
      else
        reject(new Error(`bench/peers/${script}.py failed (${status}):\n${errors.slice(-4000)}`));
    });
  });
}
