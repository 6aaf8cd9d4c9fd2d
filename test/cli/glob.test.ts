import { describe, expect, it } from "vitest";
import { selectNames } from "../../src/cli/glob.ts";

const names = ["runNumber", "lep_pt", "lep_eta", "jet_pt", "odd[3]", "a.b", "aXb"];
const select = (list: string) => selectNames(list, names, 'tree "t"');

describe("selectNames", () => {
  it.each([
    ["lep_pt", ["lep_pt"]],
    ["lep_*, runNumber", ["lep_pt", "lep_eta", "runNumber"]],
    ["*_pt,lep_*", ["lep_pt", "jet_pt", "lep_eta"]],
    ["odd[3]", ["odd[3]"]],
    ["a.b", ["a.b"]],
    ["a?b", ["a.b", "aXb"]],
    ["[jl]e[pt]_pt", ["lep_pt", "jet_pt"]],
    ["[!l]*_pt", ["jet_pt"]],
    ["*", names],
  ])("takes %s", (list, expected) => {
    expect(select(list)).toEqual(expected);
  });

  it("suggests the nearest name for a part that means none", () => {
    expect(() => select("lep_pt,lep_etta")).toThrow(
      'no branch "lep_etta" in tree "t"; did you mean "lep_eta"?',
    );
    expect(() => select("el_*")).toThrow('no branch "el_*"');
  });
});
