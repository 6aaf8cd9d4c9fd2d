import { describe, expect, it } from "vitest";
import { readJsonLines } from "../../scripts/conformance/jsonl.ts";
import { Report } from "../../scripts/conformance/report.ts";
import { caseName, runFile, type TreeCase } from "../../scripts/conformance/trees.ts";
import { openRoot } from "../../src/root/index.ts";
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
    "reads the numbers, lists and vectors of real files to the same bits",
    async () => {
      const byFile = new Map<string, TreeCase[]>();
      for (const line of readJsonLines<TreeCase>(`${realData}/reference/trees.jsonl.gz`)) {
        if (!named.test(line.file)) continue;
        byFile.set(line.file, [...(byFile.get(line.file) ?? []), line]);
      }
      const report = new Report("trees", []);
      for (const [file, cases] of byFile) {
        const path = `${realData}/root/${file}`;
        await runFile(path, await readable(path, cases), report);
      }
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThan(byFile.size > 50 ? 13_000 : 1_000);
      expect(memoryUsage().columns).toBe(0);
    },
  );

  it.skipIf(realData === undefined)("leaves out no branch of those kinds", async () => {
    const path = `${realData}/root/coffea/PHYSLITE_example.root`;
    const lines = readJsonLines<TreeCase>(`${realData}/reference/trees.jsonl.gz`);
    const cases = [...lines].filter(
      ({ file, interp }) =>
        file === "coffea/PHYSLITE_example.root" && /^As(Dtype|Jagged)$/.test(interp),
    );
    expect(cases.length).toBeGreaterThan(700);
    expect((await readable(path, cases)).map(caseName)).toEqual(cases.map(caseName));
  });
});

/** Files with a tree; fields of RNTuples are not read yet. */
const named = /^(atlas4lep|coffea|skhep)\/(?!.*rntuple)/i;

/**
 * uproot reads the 6 bytes of a TObject's bits that a TRef points to (32 bits and a process number)
 * as if they were 4: its values are no bits.
 */
const peerIsWrong = /uproot-issue513.root:.*\.fBits$/;

/** The cases of branches that are not listed as unsupported. */
async function readable(path: string, cases: readonly TreeCase[]): Promise<TreeCase[]> {
  await using file = await openRoot(path);
  const out: TreeCase[] = [];
  for (const key of new Set(cases.map(({ tree }) => tree))) {
    const tree = await file.tree(key);
    for (const line of cases) {
      if (line.tree !== key || peerIsWrong.test(caseName(line))) continue;
      if (tree.branch(line.branch).unsupported === undefined) out.push(line);
    }
  }
  return out;
}
