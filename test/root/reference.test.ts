import { describe, expect, it } from "vitest";
import { disputed } from "../../scripts/conformance/disputed.ts";
import { readJsonLines } from "../../scripts/conformance/jsonl.ts";
import { Report } from "../../scripts/conformance/report.ts";
import { runFile, type TreeCase } from "../../scripts/conformance/trees.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { codecs, realData, sampleCases, samplePath } from "./data.ts";

describe("Tree.column against uproot", () => {
  it.each(codecs)("reads every branch of a file with codec %s to the same bits", async (codec) => {
    const name = `numbers-${codec}.root`;
    const report = new Report("trees", []);
    const cases = sampleCases(name);
    await runFile(samplePath(name), cases, report);
    expect(report.failures).toEqual([]);
    expect(report.passed).toBe(cases.length);
    expect(memoryUsage().columns).toBe(0);
  });

  it.skipIf(realData === undefined)(
    "reads every branch of real files to the same bits",
    async () => {
      const byFile = new Map<string, TreeCase[]>();
      for (const line of readJsonLines<TreeCase>(`${realData}/reference/trees.jsonl.gz`)) {
        if (!named.test(line.file)) continue;
        byFile.set(line.file, [...(byFile.get(line.file) ?? []), line]);
      }
      const report = new Report("trees", disputed);
      for (const [file, cases] of byFile) {
        await runFile(`${realData}/root/${file}`, cases, report);
      }
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThan(byFile.size > 50 ? 14_000 : 1_000);
      expect(memoryUsage().columns).toBe(0);
    },
  );
});

/** Files of the reference; a set of other files may have others. */
const named = /^(atlas4lep|coffea|skhep)\//i;
