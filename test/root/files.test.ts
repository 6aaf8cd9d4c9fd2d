import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NotFoundError, UsageError } from "../../src/errors.ts";
import { globFiles } from "../../src/root/glob-files.ts";
import { concatenate, iterate, numEntries, openRoot } from "../../src/root/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { sampleBytes } from "./data.ts";

const names = ["float64", "list_float32"] as const;

describe("files", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hepwasm-files-"));
    mkdirSync(join(folder, "sub"));
    const place: Record<string, string> = {
      "a1.root": "numbers-lz4.root",
      "a2.root": "numbers-zstd.root",
      "b.root": "objects.root",
      "sub/a3.root": "numbers-none.root",
    };
    for (const [name, from] of Object.entries(place)) {
      writeFileSync(join(folder, name), sampleBytes(from));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are found by patterns", async () => {
    const inside = async (pattern: string): Promise<string[]> =>
      (await globFiles(join(folder, pattern))).map((path) => path.slice(folder.length + 1));
    expect(await inside("a?.root")).toEqual(["a1.root", "a2.root"]);
    expect(await inside("[ab]*.root")).toEqual(["a1.root", "a2.root", "b.root"]);
    expect(await inside("**/a*.root")).toEqual(["a1.root", "a2.root", "sub/a3.root"]);
    expect(await inside("*/a3.root")).toEqual(["sub/a3.root"]);
    expect(await globFiles("nothing-here.root")).toEqual(["nothing-here.root"]);
    await expect(inside("*.txt")).rejects.toThrow(/no file fits this pattern/);
  });

  it("are joined in their order", async () => {
    const file = await openRoot(sampleBytes("numbers-none.root"));
    const one = (await (await file.tree("tree")).arrays(names)).toList();
    const before = memoryUsage().usedBytes;
    const joined = await concatenate(`${folder}/a*.root:tree`, names);
    expect(joined.toList()).toEqual([...one, ...one]);
    joined.dispose();
    expect(memoryUsage().usedBytes).toBeLessThanOrEqual(before);
    const typed = await concatenate([`${folder}/sub/a3.root`], ["float64"], {
      tree: "tree",
      library: "typed",
      entryStop: 4,
    });
    expect(typed.float64).toHaveLength(4);
    const record = { [`${folder}/a1.root`]: "tree", [`${folder}/a2.root`]: "tree" };
    expect((await concatenate(record, "float*")).length).toBe(210);
    expect(
      (await concatenate([sampleBytes("numbers-lz4.root")], "int8", { tree: "tree" })).length,
    ).toBe(105);
  });

  it("are iterated one after another", async () => {
    const lengths: number[] = [];
    const files: unknown[] = [];
    for await (const array of iterate(`${folder}/a*.root:tree`, ["int8"], { stepSize: 60 })) {
      lengths.push(array.length);
      files.push(array.metadata.filename);
      array.dispose();
    }
    expect(lengths).toEqual([60, 45, 60, 45]);
    expect(files[0]).toBe(join(folder, "a1.root"));
    expect(files[3]).toBe(join(folder, "a2.root"));
  });

  it("tell how many entries they have", async () => {
    expect(await numEntries(`${folder}/a*.root:tree`)).toEqual([
      { file: join(folder, "a1.root"), tree: "tree;1", entries: 105 },
      { file: join(folder, "a2.root"), tree: "tree;1", entries: 105 },
    ]);
  });

  it("without the tree are an error, or passed over", async () => {
    const all = `${folder}/*.root:tree`;
    await expect(numEntries(all)).rejects.toThrow(NotFoundError);
    expect(await numEntries(all, { allowMissing: true })).toHaveLength(2);
    await expect(concatenate([])).rejects.toThrow(UsageError);
    await expect(concatenate(`${folder}/b.root`)).rejects.toThrow(/has no tree/);
    await expect(concatenate(`${folder}/a1.root`)).rejects.toThrow(/trees; say which one: /);
  });
});
