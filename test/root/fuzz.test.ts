import { execFile } from "node:child_process";
import { describe, expect, it } from "vitest";

/** The command with these arguments; its last line. */
function fuzz(...args: string[]): Promise<{ report: Record<string, number>; words: string }> {
  const command = ["--import", "tsx", "scripts/fuzz/main.ts", ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, (error, stdout, stderr) => {
      const last = stdout.trimEnd().split("\n").pop() ?? "";
      if (last.startsWith("{")) resolve({ report: JSON.parse(last), words: stdout });
      else reject(error ?? new Error(stderr));
    });
  });
}

describe("2,000 damaged files", () => {
  it("give errors of ours or right values: no crash, no hang, nothing silent", async () => {
    const { report, words } = await fuzz("--runs", "2000", "--seed", "20240711", "--committed");
    const { runs, errors, crashes, hangs, unhandled, silent, memory } = report;
    expect({ crashes, hangs, unhandled, silent, memory }, words).toEqual({
      crashes: 0,
      hangs: 0,
      unhandled: 0,
      silent: 0,
      memory: 0,
    });
    expect(runs).toBe(2000);
    // Else the damage would not reach what matters.
    expect(errors).toBeGreaterThan(800);
  }, 300_000);
});
