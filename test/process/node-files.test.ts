import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../../src/process/node-files.ts";
import { preprocess } from "../../src/process/preprocess.ts";
import { fakeFiles, ramp } from "./fake-tree.ts";

describe("files written whole or not at all", () => {
  const files = nodeFiles("a test");
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hepwasm-files-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("appear in folders that are made for them, and leave nothing beside", async () => {
    const path = join(folder, "a/b/c.txt");
    await files.write(path, "first");
    await files.write(path, "second");
    expect(await readFile(path, "utf8")).toBe("second");
    expect(readdirSync(join(folder, "a/b"))).toEqual(["c.txt"]);
    // A file is where the folder should be.
    await expect(files.write(join(path, "d.txt"), "x")).rejects.toThrow("cannot be written");
    expect(readdirSync(join(folder, "a/b"))).toEqual(["c.txt"]);
  });

  it("cost a run nothing but time where the cache of entries cannot be written", async () => {
    const path = join(folder, "a/b/c.txt/cache.json");
    const warnings: string[] = [];
    const { open } = fakeFiles({ "a.root": { x: ramp(100) } });
    const { available } = await preprocess(
      { A: ["a.root"] },
      { treeName: "t", open, cache: path, onWarning: (text) => warnings.push(text) },
    );
    expect(available.A.files["a.root"].num_entries).toBe(100);
    expect(new Set(warnings.map((text) => text.split(": ")[0]))).toEqual(
      new Set(["the cache of files' entries failed"]),
    );
  });

  it.skipIf(process.platform === "win32")(
    "do not take the place of pipes and devices",
    async () => {
      const pipe = join(folder, "pipe");
      execFileSync("mkfifo", [pipe]);
      const [text] = await Promise.all([readFile(pipe, "utf8"), files.write(pipe, "through")]);
      expect(text).toBe("through");
      expect(lstatSync(pipe).isFIFO()).toBe(true);
    },
  );
});
