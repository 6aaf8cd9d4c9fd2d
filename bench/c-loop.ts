import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Peer } from "./peer.ts";

/**
 * Compiles `bench/peers/NAME.c` into `folder` and starts it there: the bound of a loop.
 *
 * @param more  what the program wants to know besides
 * @returns undefined where there is no gcc
 * @throws Error when the program fails
 */
export async function startLoop(
  name: string,
  folder: string,
  n: number,
  ...more: readonly string[]
): Promise<Peer<unknown> | undefined> {
  const program = join(folder, name);
  const source = fileURLToPath(new URL(`./peers/${name}.c`, import.meta.url));
  const flags = ["-O3", "-march=native", "-o", program, source, "-lm"];
  if (spawnSync("gcc", flags, { stdio: "inherit" }).status !== 0) return undefined;
  const child = spawn(program, [folder, String(n), ...more], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "ready") throw new Error(`bench/peers/${name}.c failed`);
  return {
    answer: undefined,
    name: "C",
    async run(ms) {
      child.stdin.write(`${ms}\n`);
      return JSON.parse((await lines.next()).value);
    },
    close: () => child.stdin.end(),
  };
}
