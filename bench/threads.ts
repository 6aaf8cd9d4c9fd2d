import { existsSync, readdirSync, readFileSync } from "node:fs";

/** ms of processor time of each thread of this process, where the system tells (Linux). */
export function threadTimes(process = "self"): Map<string, number> {
  const times = new Map<string, number>();
  try {
    for (const thread of readdirSync(`/proc/${process}/task`)) {
      const [ns] = readFileSync(`/proc/${process}/task/${thread}/schedstat`, "utf8").split(" ");
      times.set(thread, Number(ns) / 1e6);
    }
  } catch {
    // A thread that has ended meanwhile, or another system.
  }
  return times;
}

/** The same of all processes whose command line has `word`. */
export function threadTimesOf(word: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const id of existsSync("/proc") ? readdirSync("/proc") : []) {
    if (!/^\d+$/.test(id)) continue;
    try {
      if (!readFileSync(`/proc/${id}/cmdline`, "utf8").includes(word)) continue;
    } catch {
      continue; // It has ended meanwhile.
    }
    for (const [thread, ms] of threadTimes(id)) times.set(thread, ms);
  }
  return times;
}

/** What the thread did that had most to do. */
export function busiest(before: Map<string, number>, after: Map<string, number>): number {
  return Math.max(0, ...[...after].map(([thread, ms]) => ms - (before.get(thread) ?? 0)));
}
