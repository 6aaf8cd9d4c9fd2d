import { describe, expect, it } from "vitest";
import { type Fileset, filesOf } from "../../src/process/fileset.ts";

const brief = (fileset: unknown, tree?: string) =>
  filesOf(fileset as Fileset, tree).map((f) => [f.dataset, f.filename, f.treename]);

describe("filesOf", () => {
  it("reads lists, records with metadata, and trees by path", () => {
    const fileset = {
      ZZ: ["zz1.root", "zz2.root"],
      tt: { files: ["tt.root"], metadata: { xsec: 1 } },
      data: { files: { "a.root": "mini", "b.root": { object_path: "other", steps: [[0, 5]] } } },
    };
    expect(brief(fileset, "t")).toEqual([
      ["ZZ", "zz1.root", "t"],
      ["ZZ", "zz2.root", "t"],
      ["tt", "tt.root", "t"],
      ["data", "a.root", "mini"],
      ["data", "b.root", "other"],
    ]);
    const files = filesOf(fileset as unknown as Fileset, "t");
    expect(files[2].metadata).toEqual({ xsec: 1 });
    expect(files[4].steps).toEqual([[0, 5]]);
  });

  it("takes files by path in the place of a dataset", () => {
    const fileset = { A: { "a.root": "mini", "b.root": { object_path: "t", steps: [[0, 2]] } } };
    expect(brief(fileset)).toEqual([
      ["A", "a.root", "mini"],
      ["A", "b.root", "t"],
    ]);
    expect(() => brief({ A: { file: ["a.root"] } })).toThrow("neither a list of files nor");
  });

  it("takes URLs, files, blobs and bytes, with a name for each", () => {
    const file = new File([], "dropped.root");
    const sources = [new URL("https://x.org/a.root"), file, new Blob([]), new Uint8Array(1)];
    expect(brief({ d: sources }, "t").map((f) => f[1])).toEqual([
      "https://x.org/a.root",
      "dropped.root",
      "d[2]",
      "d[3]",
    ]);
  });

  it.each([
    [{}, "has no files"],
    [{ d: [] }, "has no files"],
    [["a.root"], "a fileset is a record"],
    [{ d: "a.root" }, 'fileset["d"] is neither a list of files nor { files, metadata }'],
    [{ d: { file: [] } }, 'fileset["d"] is neither'],
    [{ d: { files: ["a"], meta: {} } }, 'unknown key "meta"'],
    [{ d: { files: ["a"], metadata: 3 } }, "metadata is not a record"],
    [{ d: [3] }, 'fileset["d"], file 0 is not a path'],
    [{ d: { files: { a: { object_path: "t", steps: [[3, 1]] } } } }, "[3,1]"],
  ])("says what is wrong with %j", (fileset, message) => {
    expect(() => brief(fileset, "t")).toThrow(message);
  });

  it("asks for a tree where none is named", () => {
    expect(() => brief({ d: ["a.root"] })).toThrow("file 0 (a.root) names no tree");
  });
});
