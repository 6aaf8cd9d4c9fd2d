import { promises as files } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fromTypedArray, unflatten } from "../../../src/array/index.ts";
import { SourceError } from "../../../src/errors.ts";
import { openRoot, recreateRoot, type WritableRootFile } from "../../../src/root/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hepwasm-write-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Text that is too much for the buffer, so that writing begins before the end. */
const long = "0123456789".repeat(60_000);

const numbers = Float64Array.from({ length: 25_000 }, (_, i) => i / 7);
const pairs = Float64Array.from({ length: 50_000 }, (_, i) => i);
const lists = unflatten(fromTypedArray(pairs), fromTypedArray(new Int32Array(25_000).fill(2)));

/** What is written at some length, by kind. */
const works = {
  async objects(file: WritableRootFile) {
    await file.set("first", long);
    await file.set("dir/second", long);
  },
  async TTree(file: WritableRootFile) {
    const tree = file.mktree("dir/tree", { x: "float64", y: "var * int32" });
    for (let i = 0; i < 2; i++) await tree.extend({ x: numbers, y: lists });
  },
  async RNTuple(file: WritableRootFile) {
    const ntuple = file.mkrntuple("dir/ntuple", { x: "float64", y: "var * int32" });
    for (let i = 0; i < 2; i++) await ntuple.extend({ x: numbers, y: lists });
  },
};
async function write(path: string, work = works.objects): Promise<void> {
  await using file = await recreateRoot(path, { compression: "none" });
  await work(file);
  await file.close();
}

it("that is dropped before it is closed leaves neither a file nor an open descriptor", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const path = join(folder, "dropped.root");
  const warned = vi.fn();
  process.on("warning", warned);
  await (async () => {
    const file = await recreateRoot(path);
    await file.set("x", "text");
  })();
  const left = async () => (await readdir(folder)).filter((name) => name.startsWith("dropped"));
  expect(await left()).toHaveLength(1);
  await vi.waitFor(async () => {
    collect();
    expect(await left()).toEqual([]);
  }, 20_000);
  collect();
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});

/** Makes the call number `fails` of the file system throw, and counts them. */
function injectFailure(fails: number): { readonly calls: () => number; restore(): void } {
  let calls = 0;
  const guarded =
    <A extends unknown[], R>(real: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (calls++ === fails) throw new Error("injected");
      return real(...given);
    };
  const { open, rename } = files;
  const opening = vi.spyOn(files, "open").mockImplementation(
    guarded(async (...given: Parameters<typeof open>) => {
      const file = await open(...given);
      // Short writes, as a system may make them.
      const write = file.write.bind(file) as (
        bytes: Uint8Array,
        offset: number,
        length: number,
        position: number,
      ) => Promise<{ bytesWritten: number }>;
      const some = guarded((bytes: Uint8Array, offset: number, length: number, position: number) =>
        write(bytes, offset, Math.min(length, 45_000), position),
      );
      Object.assign(file, { write: some, sync: guarded(file.sync.bind(file)) });
      return file;
    }),
  );
  const renaming = vi.spyOn(files, "rename").mockImplementation(guarded(rename));
  return {
    calls: () => calls,
    restore() {
      opening.mockRestore();
      renaming.mockRestore();
    },
  };
}

describe("fileSink", () => {
  it("makes a file, replaces it, and leaves nothing else", async () => {
    const path = join(folder, "plain.root");
    await write(path);
    await write(path);
    const file = await openRoot(path);
    expect(await file.get("dir/second")).toMatchObject({ value: long });
    await file.close();
    expect(await readdir(folder)).toEqual(["plain.root"]);
    await rm(path);
  });

  it("waits for the disk unless it is told not to", async () => {
    const path = join(folder, "sync.root");
    let syncs = 0;
    const { open } = files;
    const opening = vi.spyOn(files, "open").mockImplementation(async (...given) => {
      const file = await open(...given);
      const sync = file.sync.bind(file);
      const counted = (): Promise<void> => {
        syncs++;
        return sync();
      };
      return Object.assign(file, { sync: counted });
    });
    for (const [sync, expected] of [
      [false, 0],
      [true, 1],
    ] as const) {
      await using file = await recreateRoot(path, { sync });
      await file.set("text", "there");
      await file.close();
      expect(syncs).toBe(expected);
    }
    opening.mockRestore();
    const read = await openRoot(path);
    expect(await read.get("text")).toMatchObject({ value: "there" });
    await read.close();
    await rm(path);
  });

  it("leaves nothing when it is given up", async () => {
    const path = join(folder, "given-up.root");
    const use = async (): Promise<void> => {
      await using file = await recreateRoot(path);
      await file.set("first", long);
      throw new Error("the analysis fails");
    };
    await expect(use()).rejects.toThrow("the analysis fails");
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(Object.entries(works))(
    "leaves the old file or none at 50 injected failures, writing %s",
    async (_, work) => {
      const path = join(folder, "a.root");
      let failures = 0;
      for (const old of [undefined, "the old file"]) {
        for (let at = 0; ; at++) {
          if (old !== undefined) await writeFile(path, old);
          const injected = injectFailure(at);
          const error = await write(path, work).catch((cause: unknown) => cause);
          injected.restore();
          if (error === undefined) break;
          failures++;
          expect(error).toBeInstanceOf(SourceError);
          expect(injected.calls()).toBe(at + 1);
          expect(await readdir(folder)).toEqual(old === undefined ? [] : ["a.root"]);
          if (old !== undefined) expect(await readFile(path, "utf8")).toBe(old);
        }
        expect((await readFile(path)).length).toBeGreaterThan(1_000_000);
        await rm(path);
      }
      expect(failures).toBeGreaterThanOrEqual(50);
    },
  );

  it("says why a file cannot be made", async () => {
    await expect(recreateRoot(join(folder, "no/such/folder.root"))).rejects.toThrow(
      /cannot be written/,
    );
    await expect(recreateRoot(folder)).rejects.toThrow(/not a regular file/);
  });
});
