import { readdirSync, readFileSync } from "node:fs";

/** ms of processor time of each thread of this process, where the system tells (Linux). */
export function threadTimes(): Map<string, number> {
  const times = new Map<string, number>();
  try {
    for (const thread of readdirSync("/proc/self/task")) {
      const [ns] = readFileSync(`/proc/self/task/${thread}/schedstat`, "utf8").split(" ");
      times.set(thread, Number(ns) / 1e6);
    }
  } catch {
    // A thread that has ended meanwhile, or another system.
  }
  return times;
}

/** What the thread did that had most to do. */
export function busiest(before: Map<string, number>, after: Map<string, number>): number {
  return Math.max(0, ...[...after].map(([thread, ms]) => ms - (before.get(thread) ?? 0)));
}
