import { describe, expect, it } from "vitest";
import { readJsonLines } from "../../../scripts/conformance/jsonl.ts";
import { Report } from "../../../scripts/conformance/report.ts";
import { runFile, type TreeCase } from "../../../scripts/conformance/trees.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { needsReference } from "../../data.ts";
import { realData } from "../data.ts";

describe("NTuple.column against uproot", () => {
  it.skipIf(realData === undefined)(
    `reads every field of real files to the same bits (${needsReference})`,
    async () => {
      const byFile = new Map<string, TreeCase[]>();
      for (const line of readJsonLines<TreeCase>(`${realData}/reference/trees.jsonl.gz`)) {
        if (line.interp !== "RNTupleField") continue;
        // One of 100 million entries is left to the conformance command.
        if (line.entries > 1e6) continue;
        byFile.set(line.file, [...(byFile.get(line.file) ?? []), line]);
      }
      const report = new Report("trees", []);
      for (const [file, cases] of byFile) {
        await runFile(`${realData}/root/${file}`, cases, report);
      }
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThan(byFile.size > 10 ? 1800 : 0);
      expect(memoryUsage().columns).toBe(0);
    },
  );
});
