import { describe, expect, it } from "vitest";
import { disputed } from "../../scripts/conformance/disputed.ts";
import { type ObjectCase, runObjectFile } from "../../scripts/conformance/objects.ts";
import { Report } from "../../scripts/conformance/report.ts";
import { needsReference, readJson, readJsonLines } from "../data.ts";
import { realData, samplePath } from "./data.ts";

describe("file.get against uproot", () => {
  it("reads every object of our own file to the same bits", async () => {
    const { cases } = await readJson<{ cases: ObjectCase[] }>("test/data/root/objects.json");
    const report = new Report("objects", []);
    await runObjectFile(samplePath("objects.root"), cases, report);
    expect(report.failures).toEqual([]);
    expect(report.passed).toBe(cases.length);
  });

  it.skipIf(realData === undefined)(
    `reads the objects of real files (${needsReference})`,
    async () => {
      const byFile = new Map<string, ObjectCase[]>();
      const lines = await readJsonLines<ObjectCase>(`${realData}/reference/objects.jsonl.gz`);
      for (const line of lines) byFile.set(line.file, [...(byFile.get(line.file) ?? []), line]);
      const report = new Report("objects", disputed);
      for (const [name, cases] of byFile) {
        await runObjectFile(`${realData}/root/${name}`, cases, report);
      }
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThan(0);
    },
  );
});
