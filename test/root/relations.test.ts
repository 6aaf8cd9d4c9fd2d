import { describe, expect, it } from "vitest";
import { Cursor } from "../../src/root/cursor.ts";
import { readHeader } from "../../src/root/header.ts";
import { readObject, readStreamers } from "../../src/root/jsroot.ts";
import { readKey } from "../../src/root/key.ts";
import type { RawTree } from "../../src/root/metadata.ts";
import { aliasesOf, friendsOf } from "../../src/root/relations.ts";
import { bytesSource } from "../../src/root/source-bytes.ts";
import { frame, rootObject, text, u8, u32 } from "./bytes.ts";
import { sampleBytes } from "./data.ts";

/** A TNamed or a TFriendElement as it is streamed. */
const item = (fName: unknown, fTitle: unknown, more: object = {}) => ({ fName, fTitle, ...more });
const tree = (members: object): RawTree => members as unknown as RawTree;

describe("the aliases of a tree", () => {
  it("are expressions by name", () => {
    const list = {
      arr: [item("pt2", "px*px + py*py"), item("x", "y.z"), null, item(3, "no name")],
    };
    expect(aliasesOf(tree({ fAliases: list }))).toEqual({ pt2: "px*px + py*py", x: "y.z" });
  });

  it("are none where the file has none, or no list", () => {
    for (const fAliases of [null, undefined, {}, { arr: 3 }, 5]) {
      expect(aliasesOf(tree({ fAliases }))).toEqual({});
    }
  });

  it("cannot be taken for something else", () => {
    const list = { arr: [item("__proto__", "x")] };
    expect(Object.keys(aliasesOf(tree({ fAliases: list })))).toEqual(["__proto__"]);
  });
});

describe("the friends of a tree", () => {
  it("are named with their file", () => {
    const list = { arr: [item("mu", "muons.root", { fTreeName: "events" }), item("same", "")] };
    expect(friendsOf(tree({ fFriends: list }))).toEqual([
      { alias: "mu", tree: "events", file: "muons.root" },
      { alias: "same", tree: "same", file: "" },
    ]);
  });
});

describe("a tree with an alias", () => {
  it("is read by its streamer", async () => {
    const bytes = sampleBytes("numbers-none.root");
    const source = bytesSource(bytes);
    const { seekInfo, nbytesInfo, seekKeys } = await readHeader(source, {});
    const infos = bytes.subarray(seekInfo, seekInfo + nbytesInfo);
    const { keylen } = readKey(new Cursor(infos, "infos", seekInfo));
    const streamers = readStreamers(infos.subarray(keylen), keylen, "f");
    const keys = new Cursor(bytes.subarray(seekKeys), "keys", seekKeys);
    keys.at = readKey(keys).keylen + 4;
    let key = readKey(keys);
    while (key.name !== "tree") key = readKey(keys);
    const object = bytes.slice(key.seek + key.keylen, key.seek + key.nbytes);
    // At its end: no aliases, two empty arrays, no index, no friends, no user info, no references.
    const tail = object.length - 7 * 4;
    expect([...object.subarray(tail)]).toEqual(Array(28).fill(0));
    const name = pointer("TNamed", frame(1, rootObject(), text("twice"), text("2*int32")));
    const list = pointer("TList", frame(5, rootObject(), text(""), u32(1), name, u8(0)));
    const whole = Uint8Array.from([
      ...object.subarray(0, tail),
      ...list,
      ...object.slice(tail + 4),
    ]);
    const view = new DataView(whole.buffer);
    view.setUint32(0, view.getUint32(0) + list.length - 4);
    const raw = readObject(streamers, whole, key.keylen, "TTree", "f:tree;1");
    expect(aliasesOf(raw as RawTree)).toEqual({ twice: "2*int32" });
  });
});

/** An object behind a pointer, with the name of its class. */
function pointer(className: string, object: readonly number[]): number[] {
  const tag = [...u32(0xffffffff), ...new TextEncoder().encode(className), 0];
  return [...u32(0x40000000 + tag.length + object.length), ...tag, ...object];
}
