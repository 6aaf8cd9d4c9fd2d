import { describe, expect, it } from "vitest";
import { numberType, parseTypeName, showTypeName } from "../../src/root/typename.ts";

describe("showTypeName", () => {
  it.each([
    ["Int_t", "int32_t"],
    ["unsigned long long", "uint64_t"],
    ["vector<float>", "std::vector<float>"],
    ["vector<vector<unsigned short> >", "std::vector<std::vector<uint16_t>>"],
    ["std::vector<float, std::allocator<float> >", "std::vector<float>"],
    ["map<string,vector<Long64_t>>", "std::map<std::string, std::vector<int64_t>>"],
    ["const Double_t*", "double*"],
    ["xAOD :: TrigConfKeys_v1", "xAOD::TrigConfKeys_v1"],
    ["pair<int,Foo<Bar>*>", "std::pair<int32_t, Foo<Bar>*>"],
  ])("writes %j as uproot does", (text, expected) => {
    expect(showTypeName(parseTypeName(text))).toBe(expected);
  });

  it.each(["", "<", ">", "vector<", "a<b,,c>", "<".repeat(1000), ">>>", "**"])(
    "makes some name of the damaged %j",
    (text) => {
      expect(typeof showTypeName(parseTypeName(text))).toBe("string");
    },
  );
});

describe("numberType", () => {
  it("knows numbers, and nothing else", () => {
    expect(numberType(parseTypeName("ULong64_t"))).toBe("uint64");
    for (const other of ["int*", "vector<int>", "constructor", "toString", "Double32_t"]) {
      expect(numberType(parseTypeName(other))).toBeUndefined();
    }
  });
});
