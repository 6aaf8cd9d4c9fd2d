import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../src/node-files.ts";
import { preprocess } from "../src/process/preprocess.ts";
import { fakeFiles, ramp } from "./process/fake-tree.ts";

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

  it("replace what a link points to, not the link", async () => {
    const [path, link] = [join(folder, "real.txt"), join(folder, "link.txt")];
    await files.write(path, "first");
    symlinkSync(path, link);
    await files.write(link, "second");
    expect(await readFile(path, "utf8")).toBe("second");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it("cost a run nothing but time where the cache of entries cannot be written", async () => {
    const path = join(folder, "a/b/c.txt/cache.json");
    const warnings: string[] = [];
    const { open } = fakeFiles({ "a.root": { x: ramp(100) }, "b.root": { x: ramp(9) } });
    const { available } = await preprocess(
      { A: ["a.root", "b.root"] },
      { treeName: "t", open, cache: path, onWarning: (text) => warnings.push(text) },
    );
    expect(available.A.files["a.root"].num_entries).toBe(100);
    expect(new Set(warnings.map((text) => text.split(": ")[0]))).toEqual(
      new Set(["the cache of files' entries failed"]),
    );
    // Not once for each file.
    expect(new Set(warnings).size).toBe(warnings.length);
  });

  it("refuse a cache that is neither a path nor a cache", async () => {
    for (const cache of [5, null, {}]) {
      const given = { treeName: "t", cache: cache as never };
      await expect(preprocess({ A: ["a.root"] }, given)).rejects.toThrow("a JSON file or a Count");
    }
  });

  it.runIf(process.platform === "linux")("return where a device or /proc is no place", async () => {
    await expect(files.read("/dev/full")).rejects.toThrow("is a folder or a device, not a file");
    await expect(files.read(folder)).rejects.toThrow("is a folder or a device, not a file");
    await expect(files.write("/proc/nope/c.json", "x")).rejects.toThrow("cannot be written");
    await expect(files.write("/proc/nope/a/c.json", "x")).rejects.toThrow("cannot be written");
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
