import { describe, expect, it } from "vitest";
import { NotFoundError, SourceError, UnsupportedError } from "../../src/errors.ts";
import { blobSink, openRoot, recreateRoot } from "../../src/root/index.ts";
import { inPage } from "../data.ts";
import { realData, sampleBytes, samplePath } from "./data.ts";

const path = inPage
  ? new URL(samplePath("numbers-zlib.root"), location.href).href
  : samplePath("numbers-zlib.root");

describe("RootFile", () => {
  it("lists keys and classes in file order, those of directories behind them", async () => {
    await using file = await openRoot(path);
    expect(file.path).toBe(path);
    expect(file.codec).toBe("zlib");
    expect(file.keys()).toEqual(["tree;1", "empty;1", "dir;1", "dir/sub;1", "dir/sub/tree;1"]);
    expect(file.keys({ cycle: false })).toEqual([
      "tree",
      "empty",
      "dir",
      "dir/sub",
      "dir/sub/tree",
    ]);
    expect(file.keys({ recursive: false })).toEqual(["tree;1", "empty;1", "dir;1"]);
    expect({ ...file.classnames({ recursive: false, cycle: false }) }).toEqual({
      tree: "TTree",
      empty: "TTree",
      dir: "TDirectory",
    });
  });

  it("finds a tree by its name, by its path and by its cycle", async () => {
    await using file = await openRoot(path);
    expect((await file.tree("tree")).path).toBe("tree;1");
    expect((await file.tree("dir/sub/tree;1")).entries).toBe(3);
    expect((await file.tree("/dir/sub/tree")).path).toBe("dir/sub/tree;1");
  });

  it("reads a small file whose version the mark of large ones was taken off", async () => {
    const bytes = sampleBytes("numbers-zlib.root").slice();
    await using whole = await openRoot(bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const marked = bytes.slice();
    new DataView(marked.buffer).setInt32(4, view.getInt32(4) - 1_000_000);
    await using file = await openRoot(marked);
    expect(file.version).toBe(whole.version);
    expect(file.keys()).toEqual(whole.keys());
  });

  it("names the nearest key where there is none", async () => {
    await using file = await openRoot(path);
    const error = await file.tree("tre").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as Error).message).toContain(`no key "tre" in ${path}; did you mean "tree"?`);
    await expect(file.tree("tree;2")).rejects.toThrow('did you mean "tree;1"');
  });

  it("says what a key is that is no tree", async () => {
    await using file = await openRoot(path);
    const error = await file.tree("dir").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as Error).message).toContain("is a TDirectory, not a TTree");
  });

  it("refuses RNTuples of before the first version of the format by that", async () => {
    const named = "a name that is too long";
    const sink = blobSink();
    const written = await recreateRoot(sink, { compression: "none" });
    written.mkrntuple(named, { x: "int32" });
    await written.close();
    const bytes = new Uint8Array(await sink.blob().arrayBuffer());
    const text = (className: string, name: string): number[] =>
      [className, name].flatMap((word) => [word.length, ...new TextEncoder().encode(word)]);
    const before = text("ROOT::RNTuple", named);
    const after = text("ROOT::Experimental::RNTuple", "long name");
    let found = 0;
    for (let at = 0; at + before.length <= bytes.length; at++) {
      if (before.some((byte, i) => bytes[at + i] !== byte)) continue;
      bytes.set(after, at);
      found++;
    }
    expect([before.length, found]).toEqual([after.length, 2]);
    await using file = await openRoot(bytes);
    await expect(file.tree("long name")).rejects.toThrow("before version 1.0.0 of its format");
  });

  it("reads nothing more after close, which may be called twice", async () => {
    const file = await openRoot(path);
    const tree = await file.tree("tree");
    await file.close();
    await file.close();
    await expect(tree.column("int32")).rejects.toThrow(SourceError);
    await expect(file.tree("empty")).rejects.toThrow("it was closed");
  });

  it("opens bytes, buffers, blobs, URLs of files and sources of one's own alike", async () => {
    const bytes = sampleBytes("numbers-zlib.root");
    const source = {
      name: "mine",
      size: bytes.length,
      read: async (at: number, n: number) => bytes.slice(at, at + n),
      readMany: async (ranges: readonly { position: number; length: number }[]) =>
        ranges.map(({ position, length }) => bytes.slice(position, position + length)),
      close: async () => {},
    };
    const inputs = [
      bytes,
      bytes.buffer as ArrayBuffer,
      new Blob([bytes as Uint8Array<ArrayBuffer>]),
      new File([bytes as Uint8Array<ArrayBuffer>], "dropped.root"),
      ...(inPage ? [path] : [new URL(`file://${path}`), `file://${path}`]),
      source,
    ];
    const found = [];
    for (const input of inputs) {
      await using file = await openRoot(input);
      const layout = await (await file.tree("dir/sub/tree")).column("x");
      found.push(layout.kind === "flat" && [...layout.data.toTypedArray()]);
      if (layout.kind === "flat") layout.data.dispose();
    }
    expect(found).toEqual(inputs.map(() => [0, 1, 2]));
  });

  it.skipIf(realData === undefined)("takes the highest cycle where none is named", async () => {
    const real = `${realData}/root/skhep/uproot-physlite-rntuple_v1-0-0-0.root`;
    await using file = await openRoot(real);
    const cycles = file.keys().filter((key) => key.startsWith("##Links;"));
    expect(cycles.length).toBeGreaterThan(1);
    const highest = Math.max(...cycles.map((key) => Number(key.split(";")[1])));
    expect((await file.tree("##Links")).path).toBe(`##Links;${highest}`);
  });
});
