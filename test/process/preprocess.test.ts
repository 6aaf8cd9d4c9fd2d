import { describe, expect, it } from "vitest";
import { parseFileset } from "../../src/process/fileset-text.ts";
import type { Events } from "../../src/process/index.ts";
import {
  failedSteps,
  filterFiles,
  preprocess,
  sliceChunks,
  sliceFiles,
} from "../../src/process/preprocess.ts";
import { applyToFileset, run, runWithReport } from "../../src/process/run.ts";
import { openRoot } from "../../src/root/file.ts";
import { needsReference, requireData } from "../data.ts";
import { fakeFiles, numbers, ramp } from "./fake-tree.ts";

const { open } = fakeFiles({
  "a.root": { x: ramp(100) },
  "b.root": { x: ramp(30) },
  "empty.root": { x: ramp(0) },
});
const fileset = {
  A: { files: ["a.root", "empty.root"], metadata: { xsec: 2 } },
  B: ["b.root", "gone.root"],
};
const options = { treeName: "t", open, retries: 0, skipBadFiles: true };
const count = { process: (events: Events) => ({ n: numbers(events.x).length }) };

describe("preprocess", () => {
  it("writes down entries, uuids and steps as coffea does", async () => {
    const { available, updated } = await preprocess(fileset, { ...options, stepSize: 40 });
    expect(available).toEqual({
      A: {
        files: {
          "a.root": {
            object_path: "t",
            steps: [
              [0, 50],
              [50, 100],
            ],
            num_entries: 100,
            uuid: "uuid-a.root",
          },
          "empty.root": {
            object_path: "t",
            steps: [[0, 0]],
            num_entries: 0,
            uuid: "uuid-empty.root",
          },
        },
        metadata: { xsec: 2 },
      },
      B: {
        files: {
          "b.root": { object_path: "t", steps: [[0, 30]], num_entries: 30, uuid: "uuid-b.root" },
        },
        metadata: {},
      },
    });
    expect(updated.B.files["gone.root"]).toEqual({
      object_path: "t",
      steps: null,
      num_entries: null,
      uuid: null,
    });
    await expect(preprocess(fileset, { treeName: "t", open })).rejects.toThrow("no file gone.root");
  });

  it("is what run takes, without opening files to count them", async () => {
    const { available } = await preprocess(fileset, { ...options, stepSize: 40 });
    const { out, report } = await runWithReport(JSON.parse(JSON.stringify(available)), count, {
      open,
    });
    expect(out.n).toBe(130);
    expect(report.plan.items).toHaveLength(4);
    expect(await applyToFileset(count, available, { open })).toEqual({
      A: { n: 100 },
      B: { n: 30 },
    });
    // Steps of the same file stay, unless they are to be made anew.
    const again = await preprocess(available, { ...options, stepSize: 10 });
    expect(again.available).toEqual(available);
    const anew = await preprocess(available, { ...options, stepSize: 10, recalculateSteps: true });
    expect(anew.available.A.files["a.root"].steps).toHaveLength(10);
  });

  it("has smaller filesets made of it", async () => {
    const { available } = await preprocess(fileset, { ...options, stepSize: 10 });
    const steps = (chosen: typeof available) =>
      Object.values(chosen).map(({ files }) =>
        Object.values(files).map((spec) => spec.steps?.length),
      );
    expect(steps(available)).toEqual([[10, 1], [3]]);
    expect(steps(sliceFiles(available, 0, 1))).toEqual([[10], [3]]);
    expect(steps(sliceChunks(available, [0, 2]))).toEqual([[2], [2]]);
    expect(steps(sliceChunks(available, [-2]))).toEqual([[1, 1], [2]]);
    expect(steps(sliceChunks(available, [0, 2], { perFile: true }))).toEqual([[2, 1], [2]]);
    expect(steps(filterFiles(available))).toEqual([[10], [3]]);
    expect(await run(sliceChunks(available, [0, 1]), count, { open })).toEqual({ n: 20 });
  });

  it("has what a run left out as a fileset of its own", async () => {
    const { report } = await runWithReport(fileset, count, options);
    expect(failedSteps(fileset, report)).toEqual({
      B: { files: { "gone.root": { object_path: "t" } }, metadata: {} },
    });
  });
});

describe("parseFileset", () => {
  it("reads JSON and YAML alike", async () => {
    const wanted = {
      A: { files: { "a.root": { object_path: "t", steps: [[0, 5]] } } },
      B: ["b.root"],
    };
    expect(await parseFileset(JSON.stringify(wanted))).toEqual(wanted);
    const yaml =
      "A:\n  files:\n    a.root: {object_path: t, steps: [[0, 5]]}\nB:\n- b.root # the last\n";
    expect(await parseFileset(yaml, "f.yaml")).toEqual(wanted);
    expect(await parseFileset("{A: [a.root]}", "f.yaml")).toEqual({ A: ["a.root"] });
    await expect(parseFileset("{", "f.json")).rejects.toThrow("f.json is not JSON");
    await expect(parseFileset("A: [", "f.yaml")).rejects.toThrow("f.yaml is neither JSON nor YAML");
  });
});

const cases = [
  // uproot 5.7, common_entry_offsets; of the RNTuple its clusters
  ["root/skhep/uproot-HZZ.root", "events", [0, 2421]],
  ["root/skhep/issue367b.root", "tree", [0, 4, 6]],
  ["root/skhep/uproot-foriter2.root", "foriter2", [0, 6, 12, 17, 22, 26, 30, 31]],
  ["root/skhep/uproot-issue-607.root", "MGTree", [0, 4, 5, 9, 11]],
  ["root/skhep/uproot-issue485.root", "MCTrack", [0, 1, 2, 3, 4, 5]],
  ["root/skhep/uproot-small-dy-withoffsets.root", "tree", [0, 200, 400, 501]],
  ["root/skhep/test_index_multicluster_rntuple_v1-0-0-0.root", "ntuple", [0, 86, 172, 200]],
] as const;

describe.each(cases)(
  `commonEntryOffsets of %s (${needsReference})`,
  async (path, name, expected) => {
    const found = await requireData(path);
    it.skipIf(found === undefined)("are those of uproot", async () => {
      const file = await openRoot(found as string);
      expect((await file.tree(name)).commonEntryOffsets()).toEqual(expected);
      await file.close();
    });
  },
);
