import { beforeAll, describe, expect, it } from "vitest";
import { NotFoundError } from "../../src/errors.ts";
import { type HistogramRecord, openRoot, type RootFile } from "../../src/root/index.ts";
import { sampleBytes } from "./data.ts";

describe("file.get", () => {
  let file: RootFile;
  beforeAll(async () => {
    file = await openRoot(sampleBytes("objects.root"));
  });

  it("takes names with and without directories, cycles and slashes", async () => {
    const newest = (await file.get("h1")) as HistogramRecord;
    const first = (await file.get("/h1;1")) as HistogramRecord;
    expect(newest.contents).not.toEqual(first.contents);
    expect((await file.get("h1;2")) as HistogramRecord).toEqual(newest);
    expect(await file.get("dir;1/h2;1")).toEqual(await file.get("dir/h2"));
  });

  it("suggests the nearest key", async () => {
    await expect(file.get("dir/h2x")).rejects.toThrow(/did you mean "dir\/h2w?"/);
    await expect(file.get("h1;9")).rejects.toThrow(NotFoundError);
    await expect(file.get("h1;9")).rejects.toThrow(/did you mean "h1;/);
  });

  it("gives directories and trees as such", async () => {
    expect(await file.get("dir")).toMatchObject({
      kind: "directory",
      path: "dir;1",
      keys: ["dir/h2;1", "dir/h2w;1", "dir/sub;1", "dir/sub/h3w;1"],
    });
    const numbers = await openRoot(sampleBytes("numbers-lz4.root"));
    expect(await numbers.get("tree")).toMatchObject({ entries: 105 });
  });

  it("lists keys by name and class", () => {
    expect(file.keys({ filterName: "dir/*", cycle: false })).toEqual([
      "dir/h2",
      "dir/h2w",
      "dir/sub",
      "dir/sub/h3w",
    ]);
    expect(file.keys({ filterClassname: /^TProfile/ })).toEqual(["profile;1", "profile_w;1"]);
    expect(file.keys({ recursive: false, filterName: ["text", (name) => name === "dir"] })).toEqual(
      ["dir;1", "text;1"],
    );
    expect(file.classnames({ filterClassname: "TH3*" })).toEqual({ "dir/sub/h3w;1": "TH3D" });
    expect(file.key("dir/h2")).toMatchObject({ path: "dir/h2;1", className: "TH2D", cycle: 1 });
  });
});
