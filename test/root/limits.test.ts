// Files made to exhaust a reader: each small, each claiming much.
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/errors.ts";
import type { StoredBranch } from "../../src/root/branch.ts";
import { decodeProgram } from "../../src/root/decode-program.ts";
import { readFrames } from "../../src/root/frames.ts";
import { openRoot } from "../../src/root/index.ts";
import { readObject, readStreamers } from "../../src/root/jsroot.ts";
import { packing } from "../../src/root/packed-float.ts";
import { compile } from "../../src/root/program.ts";
import type { Schema } from "../../src/root/schema.ts";
import { parseTypeName } from "../../src/root/typename.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { basketOf, frame, rootObject, text, u8, u16, u32 } from "./bytes.ts";
import { sampleBytes } from "./data.ts";

/** A frame of a codec that announces `size` bytes. */
function frameOf(letters: string, method: number, compressed: number, size: number): Uint8Array {
  const out = new Uint8Array(9 + compressed);
  out.set([letters.charCodeAt(0), letters.charCodeAt(1), method]);
  out.set([compressed & 255, (compressed >> 8) & 255, compressed >> 16], 3);
  out.set([size & 255, (size >> 8) & 255, size >> 16], 6);
  return out;
}

describe("compressed frames", () => {
  it.each([
    ["ZL", 8, 1032],
    ["L4", 1, 255],
    ["XZ", 0, 7110],
    ["ZS", 1, 32768],
  ])(
    "of codec %s that announce more than the format can give are refused",
    (letters, method, ratio) => {
      const most = 100 * ratio;
      expect(readFrames(frameOf(letters, method, 100, most), most)).toHaveLength(1);
      expect(() => readFrames(frameOf(letters, method, 100, most + 1), most + 1)).toThrow(
        "more than the format can give",
      );
    },
  );
});

describe("baskets", () => {
  it("that lie upon each other are refused, or a file would give many times its bytes", async () => {
    const bytes = sampleBytes("numbers-none.root");
    await using file = await openRoot(bytes);
    const tree = await file.tree("tree");
    const { raw } = tree.branch("float64") as StoredBranch;
    const n = 10_000;
    const again = (list: ArrayLike<number | bigint>) => Array(n).fill(list[0]);
    Object.assign(raw, {
      fWriteBasket: n,
      fBasketSeek: again(raw.fBasketSeek),
      fBasketBytes: again(raw.fBasketBytes),
      fBasketEntry: Array(n + 1).fill(0),
    });
    await expect(tree.column("float64")).rejects.toThrow("its baskets overlap");
    expect(memoryUsage().columns).toBe(0);
  });
});

describe("types of nothing", () => {
  const empty: Schema = {
    kind: "object",
    className: "Empty",
    framed: false,
    version: -1,
    checksum: 0,
    members: [],
  };
  const many = (content: Schema): Schema => ({
    kind: "array",
    size: 2 ** 27,
    content,
    framed: false,
  });
  const list = (content: Schema): Schema => ({ kind: "list", content, framed: false });

  it.each<[string, Schema, readonly number[]]>([
    ["arrays of arrays of it", many(many(many(empty))), []],
    ["lists of lists of it", list(list(many(empty))), [...u32(2), ...u32(1), ...u32(1)]],
  ])("are not repeated without end: %s", (_, schema, entry) => {
    const program = compile(schema);
    if (program === undefined) throw new Error("not compiled");
    const basket = basketOf([entry]);
    const pieces = [{ basket, from: 0, to: 1 }];
    expect(() => scope(() => decodeProgram(pieces, program, () => undefined))).toThrow(FormatError);
    expect(memoryUsage().columns).toBe(0);
  });
});

describe("metadata", () => {
  const read = (className: string, bytes: readonly number[]): unknown =>
    readObject(readStreamers(undefined, 0, "f"), Uint8Array.from(bytes), 0, className, "f");
  const list = (n: number, ...items: number[][]): number[] =>
    frame(5, rootObject(), text(""), u32(n), ...items);
  const named = (className: string, bytes: readonly number[]): number[] => {
    const tag = [...u32(0xffffffff), ...new TextEncoder().encode(className), 0];
    return [...u32(0x40000000 + tag.length + bytes.length), ...tag, ...bytes];
  };

  it("with lists that announce more than the bytes that are left is refused at once", () => {
    expect(() => read("TList", list(30_000_000))).toThrow("a list of 30000000 in 0 bytes");
    expect(() => read("TObjArray", frame(3, rootObject(), text(""), u32(2 ** 31), u32(0)))).toThrow(
      /a list of 2147483648/,
    );
  });

  it("may hold objects of any class, but only those of trees are looked into", () => {
    // JSROOT would make as many objects as this TClonesArray announces.
    const clones = frame(4, rootObject(), text(""), text("TNamed;1"), u32(2 ** 31), u32(0));
    const item = [...named("TClonesArray", clones), ...u8(0)];
    const { arr } = read("TList", list(1, item)) as { arr: { _typename: string }[] };
    expect(arr).toEqual([{ _typename: "TClonesArray" }]);
    // One without a frame of its own, as TRef is, ends where its pointer says.
    const bare = [...named("TRef", [...rootObject(), ...u16(0)]), ...u8(0)];
    expect(read("TList", list(2, bare, item))).toMatchObject({
      arr: [{ _typename: "TRef" }, { _typename: "TClonesArray" }],
    });
  });

  it("is nested to a limited depth", () => {
    let bytes = list(0);
    for (let i = 0; i < 350; i++) bytes = list(1, [...named("TList", bytes), ...u8(0)]);
    expect(() => read("TList", bytes)).toThrow("nested 300 deep");
  });

  it("with long names and titles takes time that grows as their length", () => {
    const n = 300_000;
    expect(packing("Double32_t", "[".repeat(n)).bits).toBe(0);
    expect(packing("Double32_t", `[0,${"2*".repeat(n)}pi]`).bits).toBe(32);
    expect(parseTypeName(`a${" ".repeat(n)}b`).name).toBe("a b");
    expect(parseTypeName("<".repeat(n)).name).toBe("");
  });
});

describe("directories", () => {
  it("are not nested without end", async () => {
    // Each directory's list of keys holds one directory.
    const depth = 150;
    const key = (name: string, seek: number, nbytes: number, keylen: number): number[] => [
      ...u32(nbytes),
      ...u16(4),
      ...u32(nbytes - keylen),
      ...u32(0),
      ...u16(keylen),
      ...u16(1),
      ...u32(seek),
      ...u32(0),
      ...text("TDirectory"),
      ...text(name),
      ...text(""),
    ];
    const keylen = key("d", 0, 0, 0).length;
    const listBytes = keylen + 4 + keylen;
    const record = (seekKeys: number): number[] => [
      ...u16(5),
      ...u32(0, 0, listBytes, 0, 0, 0, seekKeys),
      ...Array(12).fill(0),
    ];
    const one = keylen + 42 + listBytes;
    const first = 200;
    const bytes: number[] = [
      ...new TextEncoder().encode("root"),
      ...u32(62206, 100, first + one * (depth + 1), 0, 0, 1, keylen),
      4,
      ...u32(0, 0, 0),
    ];
    while (bytes.length < 100) bytes.push(0);
    bytes.push(...key("f", 100, keylen + 42, keylen), ...record(first + keylen + 42));
    while (bytes.length < first) bytes.push(0);
    for (let i = 0; i <= depth; i++) {
      const at = first + one * i;
      const next = at + one;
      // The record of the directory around, and its keys: the next one.
      bytes.push(...key("d", at, keylen + 42, keylen), ...record(at + keylen + 42));
      bytes.push(...key("d", at + keylen + 42, listBytes, keylen), ...u32(1));
      bytes.push(...key("d", next, keylen + 42, keylen));
    }
    await expect(openRoot(Uint8Array.from(bytes))).rejects.toThrow(
      "directories nested more than 100 deep",
    );
  });
});
