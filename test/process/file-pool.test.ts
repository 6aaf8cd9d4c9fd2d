import { describe, expect, it } from "vitest";
import { ChunkError, SourceError } from "../../src/errors.ts";
import type { CountedTree } from "../../src/process/count-cache.ts";
import { type CountElsewhere, FilePool } from "../../src/process/file-pool.ts";
import { filesOf } from "../../src/process/fileset.ts";
import { fakeFiles, ramp } from "./fake-tree.ts";

const names = Array.from({ length: 12 }, (_, i) => `${i}.root`);
const { open, log } = fakeFiles(Object.fromEntries(names.map((name) => [name, { x: ramp(10) }])));
const fileset = { A: { files: { "told.root": { object_path: "t", num_entries: 7 } } }, B: names };
const poolOf = (files: typeof fileset) => new FilePool(filesOf(files, "t"), open, undefined);

/** Counts as a cluster would; `gone` are the files that it cannot open. */
function counter(gone: readonly string[] = []): { asked: string[]; elsewhere: CountElsewhere } {
  const asked: string[] = [];
  const elsewhere: CountElsewhere = async (files) =>
    files.map(({ entry }): CountedTree | ChunkError => {
      asked.push(entry.filename);
      const missing = new SourceError(entry.filename, "no such file");
      if (gone.includes(entry.filename)) return new ChunkError("open", entry, undefined, missing);
      return { entries: 10, fileuuid: `uuid-${entry.filename}`, bytes: 99 };
    });
  return { asked, elsewhere };
}

describe("FilePool.count", () => {
  it("leaves many files to who counts them elsewhere, and opens none", async () => {
    const { asked, elsewhere } = counter();
    const remembered = new Map<string, number>();
    const cache = {
      get: async (filename: string) => (filename === "3.root" ? { entries: 10 } : undefined),
      set: async (filename: string, _: string, { entries }: CountedTree) =>
        void remembered.set(filename, entries),
    };
    const counted = await poolOf(fileset).count({ elsewhere, cache });
    expect(log.opened).toEqual([]);
    // But for those that the fileset or the cache know.
    expect(asked).toEqual(names.filter((name) => name !== "3.root"));
    expect([...remembered.keys()]).toEqual(asked);
    expect(counted.map(({ entries }) => entries)).toEqual([7, ...names.map(() => 10)]);
    expect(counted[1]).toMatchObject({ dataset: "B", filename: "0.root", bytes: 99 });
  });

  it("opens a few files itself", async () => {
    const { asked, elsewhere } = counter();
    const pool = poolOf({ ...fileset, B: names.slice(0, 3) });
    await pool.count({ elsewhere });
    expect(asked).toEqual([]);
    expect(log.opened).toEqual(names.slice(0, 3));
    await pool.closeAll();
  });

  it("fails with the first bad file, or leaves out all of them", async () => {
    const { elsewhere } = counter(["8.root", "5.root"]);
    await expect(poolOf(fileset).count({ elsewhere })).rejects.toThrow(/5\.root.*no such file/);
    const counted = await poolOf(fileset).count({ elsewhere, skipBadFiles: true });
    const bad = counted.filter(({ error }) => error !== undefined);
    expect(bad.map(({ filename, entries }) => [filename, entries])).toEqual([
      ["5.root", 0],
      ["8.root", 0],
    ]);
  });
});
