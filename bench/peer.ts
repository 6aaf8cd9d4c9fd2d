import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Sample } from "./row.ts";

/**
 * A script of `bench/peers`, running: it has done its work once and told the answer, and now repeats
 * the work when asked.
 */
export interface Peer<Answer, Run extends Sample = Sample> {
  /** Compared with ours before anything is timed. */
  readonly answer: Answer;
  /** Package and version. */
  readonly name: string;
  /** Repeats the work for `ms`, at least once. */
  run(ms: number): Promise<Run[]>;
  /** Ends the process. */
  close(): void;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** The interpreter with `bench/peers/requirements.txt` installed: HEPWASM_PYTHON, else `.venv`. */
export const python: string = process.env.HEPWASM_PYTHON ?? `${root}.venv/bin/python`;

/** Whether the peers can run; without them rows show our numbers alone. */
export function hasPeers(): boolean {
  return existsSync(python);
}

/** Whether the peers' Python has a package that not all of them need. */
export function hasPackage(name: string): boolean {
  if (!hasPeers()) return false;
  return spawnSync(python, ["-c", `import ${name}`], { stdio: "ignore" }).status === 0;
}

/**
 * Starts `bench/peers/SCRIPT.py` with arguments, and waits for its answer.
 *
 * @returns undefined when there is no Python with the peers
 * @throws Error with the script's own words when it fails: a broken peer is not a missing one
 */
export async function startPeer<Answer, Run extends Sample = Sample>(
  script: string,
  args: readonly (string | number)[] = [],
): Promise<Peer<Answer, Run> | undefined> {
  if (!hasPeers()) return undefined;
  const child = start(script, args);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const failed = new Promise<never>((_, reject) => {
    let errors = "";
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      reject(new Error(`bench/peers/${script}.py ended (${status}):\n${errors.slice(-4000)}`));
    });
  });
  failed.catch(() => undefined); // it also ends when it is told to
  const report = async (): Promise<unknown> => {
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), failed]);
      if (done) await failed;
      // Packages print as they like; reports are the lines of JSON.
      if (/^[[{]/.test(value)) return JSON.parse(value);
    }
  };
  const { answer, name } = (await report()) as { answer: Answer; name: string };
  return {
    answer,
    name,
    async run(ms) {
      child.stdin.write(`${ms}\n`);
      return (await report()) as Run[];
    },
    close: () => child.stdin.end(),
  };
}

/** Runs `bench/peers/SCRIPT.py` to its end and returns its standard output. */
export async function runPython(
  script: string,
  args: readonly (string | number)[],
): Promise<string> {
  const child = start(script, args);
  child.stdin.end();
  let output = "";
  let errors = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const status = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status === 0) return output;
  throw new Error(`bench/peers/${script}.py failed (${status}):\n${errors.slice(-4000)}`);
}

function start(script: string, args: readonly (string | number)[]) {
  return spawn(python, [`${root}bench/peers/${script}.py`, ...args.map(String)], {
    stdio: "pipe",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
}
