import { promises as files } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SourceError } from "../../../src/errors.ts";
import { openRoot, recreateRoot } from "../../../src/root/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hepwasm-write-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Text that is too much for the buffer, so that writing begins before the end. */
const long = "0123456789".repeat(60_000);

async function write(path: string): Promise<void> {
  await using file = await recreateRoot(path, { compression: "none" });
  await file.set("first", long);
  await file.set("dir/second", long);
  await file.close();
}

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

  it("leaves the old file or none at 50 injected failures", { timeout: 60_000 }, async () => {
    const path = join(folder, "a.root");
    let failures = 0;
    for (const old of [undefined, "the old file"]) {
      for (let at = 0; ; at++) {
        if (old !== undefined) await writeFile(path, old);
        const injected = injectFailure(at);
        const error = await write(path).catch((cause: unknown) => cause);
        injected.restore();
        if (error === undefined) break;
        failures++;
        expect(error).toBeInstanceOf(SourceError);
        expect(injected.calls()).toBe(at + 1);
        expect(await readdir(folder)).toEqual(old === undefined ? [] : ["a.root"]);
        if (old !== undefined) expect(await readFile(path, "utf8")).toBe(old);
      }
      expect((await readFile(path)).length).toBeGreaterThan(2 * long.length);
      await rm(path);
    }
    expect(failures).toBeGreaterThanOrEqual(50);
  });

  it("says why a file cannot be made", async () => {
    await expect(recreateRoot(join(folder, "no/such/folder.root"))).rejects.toThrow(
      /cannot be written/,
    );
    await expect(recreateRoot(folder)).rejects.toThrow(/not a regular file/);
  });
});
