// A file beyond 2 GB, where positions take 8 bytes, read by hepwasm and uproot. Zeros are not written:
// what lies between takes no place on the disk.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Hist, toRecord } from "../../../src/hist/index.ts";
import {
  type ByteSink,
  type HistogramRecord,
  type NTuple,
  openRoot,
  recreateRoot,
  type Tree,
} from "../../../src/root/index.ts";

const local = join(inject("repository"), ".venv/bin/python");
const python = process.env.HEPWASM_PYTHON ?? (existsSync(local) ? local : undefined);
const why = python === undefined ? " (skipped: no Python, set HEPWASM_PYTHON)" : "";

const MANY = 50_000_000;
const STEPS = 6;
const zeros = new Float64Array(MANY);

/** A sink that makes holes of pieces that begin and end with zeros, as long as `holes` says. */
async function sparseSink(path: string, state: { holes: boolean }): Promise<ByteSink> {
  const file = await open(path, "w");
  return {
    name: path,
    async write(bytes, position) {
      const large = bytes.length > 500_000;
      if (state.holes && large && bytes[0] === 0 && bytes[bytes.length - 1] === 0) return;
      await file.write(bytes, 0, bytes.length, position);
    },
    finish: () => file.close(),
    abort: () => file.close(),
  };
}

const script = `
import json, sys, uproot
with uproot.open(sys.argv[1]) as file:
    tree, fields = file["big"], file["late/fields"]
    stop = tree.num_entries
    print(json.dumps([file["late/text"] and str(file["late/text"]), file["late/h"].values(flow=True).tolist(), stop,
        tree["x"].array(entry_start=stop - 6, library="np").tolist(),
        file["late/tree"].arrays().to_list(), fields.arrays().to_list()]))
`;

describe("a file beyond 2 GB", () => {
  let folder = "";
  let path = "";
  const hist = Hist.new.reg(3, 0, 1).double();
  hist.fill([[0.1, 0.5, 0.5]]);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hepwasm-large-"));
    path = join(folder, "large.root");
    const state = { holes: true };
    const file = await recreateRoot(await sparseSink(path, state), { compression: "none" });
    await file.set("early", "text");
    const big = file.mktree("big", { x: "float64" });
    for (let i = 0; i < STEPS; i++) await big.extend({ x: zeros });
    state.holes = false;
    await big.extend({ x: Float64Array.of(1, 2, 3) });
    await file.set("late/text", "behind");
    await file.set("late/h", toRecord(hist, { name: "h" }));
    await file.set("late/fields", { x: [1, 2], s: ["a", "b"], v: [[1], []] });
    await file.set("late/tree", { x: [1, 2], v: [[1], []] }, { as: "TTree" });
    await file.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is read back at 64-bit positions", async () => {
    expect((await stat(path)).size).toBeGreaterThan(2 ** 31);
    await using file = await openRoot(path);
    expect(await file.get("early")).toMatchObject({ value: "text" });
    expect(await file.get("late/text")).toMatchObject({ value: "behind" });
    const read = (await file.get("late/h")) as HistogramRecord;
    expect([...read.contents]).toEqual([0, 1, 2, 0, 0]);
    const big = (await file.tree("big")) as Tree;
    expect(big.entries).toBe(STEPS * MANY + 3);
    const last = await big.arrays(["x"], { entryStart: big.entries - 6 });
    expect(last.toList()).toEqual([0, 0, 0, 1, 2, 3].map((x) => ({ x })));
    const fields = (await file.tree("late/fields")) as NTuple;
    expect((await fields.arrays()).toList()).toEqual([
      { x: 1, s: "a", v: [1] },
      { x: 2, s: "b", v: [] },
    ]);
  });

  it.skipIf(python === undefined && !inject("ci"))(`is read by uproot${why}`, () => {
    const run = spawnSync(python as string, ["-c", script, path], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual([
      "behind",
      [0, 1, 2, 0, 0],
      STEPS * MANY + 3,
      [0, 0, 0, 1, 2, 3],
      [
        { x: 1, nv: 1, v: [1] },
        { x: 2, nv: 0, v: [] },
      ],
      [
        { x: 1, s: "a", v: [1] },
        { x: 2, s: "b", v: [] },
      ],
    ]);
  });
});
