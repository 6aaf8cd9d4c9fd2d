import { expect, it } from "vitest";
import { readBranches, type StoredBranch } from "../../src/root/branch.ts";
import { openRoot } from "../../src/root/index.ts";
import type { RawTree } from "../../src/root/metadata.ts";
import { sampleBytes } from "./data.ts";
import { classes } from "./object-bytes.ts";

/** A branch of the sample, as streamed. */
async function rawBranch(name: string): Promise<StoredBranch["raw"]> {
  await using file = await openRoot(sampleBytes("numbers-none.root"));
  return ((await file.tree("tree")).branch(name) as StoredBranch).raw;
}

/** Why it cannot be read, if it cannot, with other metadata. */
async function reasonOf(name: string, changed: object): Promise<string | undefined> {
  const raw = { ...(await rawBranch(name)), ...changed };
  const tree = { fBranches: { arr: [raw] } } as unknown as RawTree;
  const facts = { streamers: classes({}), codec: "none", uuid: "" };
  return readBranches(tree, facts, "a.root:tree;1")[0].unsupported;
}

it("refuses baskets in another file, and reads those that lie in the tree itself", async () => {
  const fFileName = "friends.root";
  expect(await reasonOf("int32", {})).toBeUndefined();
  expect(await reasonOf("int32", { fFileName })).toContain('another file, "friends.root"');
  const inTree = { fFileName, fWriteBasket: 0, fBaskets: { arr: [{ fNevBuf: 5 }] } };
  expect(await reasonOf("int32", inTree)).toBeUndefined();
});

it("takes leaf lists with arrays that a leaf in front counts, and no others", async () => {
  const raw = await rawBranch("list_int32");
  const [array] = raw.fLeaves?.arr ?? [];
  if (!array?.fLeafCount) throw new Error("a jagged branch has a counter");
  const count = array.fLeafCount;
  const leaves = async (...arr: object[]): Promise<string | undefined> =>
    reasonOf("list_int32", { fLeaves: { arr } });
  expect(await leaves(count, array)).toBeUndefined();
  expect(await leaves(array, count)).toContain("counted elsewhere");
  expect(await leaves(array, { ...count })).toContain("counted elsewhere");
  const pair = { ...count, fTitle: "n[2]", fLen: 2 };
  expect(await leaves(pair, { ...array, fLeafCount: pair })).toContain("counted elsewhere");
  expect(await leaves(count, array, { ...count, _typename: "TLeafC" })).toContain("TLeafC");
});

it("refuses arrays of objects in a TClonesArray, whose lengths another branch holds", async () => {
  const member = {
    ...{ _typename: "TStreamerBasicPointer", fName: "hits", fTitle: "", fType: 43 },
    ...{ fTypeName: "int*", fCountName: "n" },
  };
  const { fLeaves } = await rawBranch("list_int32");
  const [leaf] = fLeaves?.arr ?? [];
  const hits = {
    ...{ _typename: "TBranchElement", fName: "tracks.hits", fBranches: { arr: [] } },
    ...{ fClassName: "Track", fParentName: "Track", fClassVersion: 1, fCheckSum: 1, fID: 0 },
    fLeaves: { arr: [{ ...leaf, _typename: "TLeafElement", fType: member.fType }] },
  };
  const streamers = classes({ Track: [member] });
  const inner = { ...(await rawBranch("list_int32")), ...hits };
  for (const [fType, refused] of [
    [0, false],
    [31, true],
    [41, true],
  ] as const) {
    const outer = { ...inner, fName: "tracks", fBranches: { arr: [{ ...inner, fType }] } };
    const tree = { fBranches: { arr: [outer] } } as unknown as RawTree;
    const facts = { streamers, codec: "none", uuid: "" };
    const found = readBranches(tree, facts, "a.root:tree;1")[1];
    expect(found.typename).toBe(refused ? "int32_t[][]" : "int32_t[]");
    if (refused) expect(found.unsupported).toContain("a length that another branch holds");
    else expect(found.unsupported).toBeUndefined();
  }
});
