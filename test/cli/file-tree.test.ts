import { describe, expect, it } from "vitest";
import { entryRange } from "../../src/cli/file-tree.ts";
import { splitFileTree } from "../../src/root/file-tree.ts";

describe("splitFileTree", () => {
  it.each([
    ["a.root", "a.root", undefined],
    ["a.root:mini", "a.root", "mini"],
    ["dir/a.root:sub/mini;1", "dir/a.root", "sub/mini;1"],
    ["a.root:ns::tree", "a.root", "ns::tree"],
    ["data:mini", "data", "mini"],
    ["C:\\data\\a.root", "C:\\data\\a.root", undefined],
    ["C:\\data\\a.root:mini", "C:\\data\\a.root", "mini"],
    ["C:/data/a.root:mini", "C:/data/a.root", "mini"],
    ["https://x.org/a.root", "https://x.org/a.root", undefined],
    ["https://x.org:8080/a.root", "https://x.org:8080/a.root", undefined],
    ["https://x.org:8080/a.root:mini", "https://x.org:8080/a.root", "mini"],
    ["root://eos.cern.ch:1094//eos/a.root:mini", "root://eos.cern.ch:1094//eos/a.root", "mini"],
    ["file:///data/A.ROOT:mini", "file:///data/A.ROOT", "mini"],
  ])("splits %s", (text, file, tree) => {
    expect(splitFileTree(text)).toEqual({ file, tree });
  });

  it("refuses an empty part", () => {
    expect(() => splitFileTree("a.root:")).toThrow("not FILE or FILE:TREE");
    expect(() => splitFileTree(":mini")).toThrow("not FILE or FILE:TREE");
  });
});

describe("entryRange", () => {
  it.each([
    ["0:5", 0, 5],
    [":5", 0, 5],
    ["5:", 5, 10],
    [":", 0, 10],
    ["-3:", 7, 10],
    [":-3", 0, 7],
    ["3", 3, 4],
    ["-1", 9, 10],
    ["8:100", 8, 10],
    ["100:200", 10, 10],
    ["5:2", 5, 5],
  ])("takes %s of 10 entries", (text, start, stop) => {
    expect(entryRange(text, 10)).toEqual([start, stop]);
  });

  it.each(["", "a", "1:2:3", "1.5:2", "0-5"])("refuses %j", (text) => {
    expect(() => entryRange(text, 10)).toThrow("no entry range");
  });

  it("refuses a single entry that is not there", () => {
    expect(() => entryRange("10", 10)).toThrow("there is no entry 10: the tree has 10");
  });
});
