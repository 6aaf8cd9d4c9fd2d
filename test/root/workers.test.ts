import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { canonicalColumns } from "../../scripts/conformance/canonical.ts";
import { threadUsage } from "../../src/codec/unpack-threads.ts";
import { UsageError } from "../../src/errors.ts";
import { concatenate, openRoot } from "../../src/root/index.ts";
import type { RootInput } from "../../src/root/source-open.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { repositoryFile } from "../data.ts";
import { sampleBytes, samplePath } from "./data.ts";

const events = repositoryFile("examples/higgs/sample/mc_363490.llll.4lep.root");

/** Hashes of all that can be read of a tree. */
async function hashes(input: RootInput, tree: string, workers: number): Promise<string[]> {
  await using file = await openRoot(input);
  const array = await (await file.tree(tree)).arrays(undefined, { workers });
  const found = canonicalColumns(array.layout).map(({ path, sha256 }) => `${path} ${sha256}`);
  array.dispose();
  return found;
}

/** Until another thread has done something: it takes a while to start. */
beforeAll(async () => {
  // It would end after seconds without work, which on a busy machine come at any moment.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { tasks } = threadUsage();
  const until = performance.now() + 30_000;
  while (threadUsage().tasks === tasks && performance.now() < until) {
    await hashes(events, "mini", 2);
  }
}, 60_000);
afterAll(() => vi.useRealTimers());

describe("columns read with several workers", () => {
  it.each([
    [events, "mini"],
    ...["zlib", "lz4", "zstd", "lzma", "none"].map((codec) => [
      samplePath(`numbers-${codec}.root`),
      "tree",
    ]),
    [samplePath("ntuple-zlib.root"), "ntuple"],
  ])("are the same bits: %s", async (input, tree) => {
    const { tasks } = threadUsage();
    const alone = await hashes(input, tree, 1);
    expect(threadUsage().tasks).toBe(tasks);
    for (const workers of [2, 3]) expect(await hashes(input, tree, workers)).toEqual(alone);
    if (!input.includes("none")) expect(threadUsage().tasks).toBeGreaterThan(tasks);
  });

  it("serve RNTuples, iterations and several files", async () => {
    await using file = await openRoot(samplePath("ntuple-zstd.root"));
    const tuple = await file.tree(file.keys({ filterClassname: "ROOT::RNTuple" })[0]);
    const steps: number[][] = [];
    for (const workers of [1, 3]) {
      const sizes: number[] = [];
      for await (const step of tuple.iterate(undefined, { stepSize: 7, workers })) {
        sizes.push(step.length);
        step.dispose();
      }
      steps.push(sizes);
    }
    expect(steps[1]).toEqual(steps[0]);
    const files = [
      `${samplePath("numbers-zlib.root")}:tree`,
      `${samplePath("numbers-zstd.root")}:tree`,
    ];
    const [alone, together] = await Promise.all(
      [1, 2].map((workers) => concatenate(files, ["int32", "list_uint64"], { workers })),
    );
    expect(canonicalColumns(together.layout)).toEqual(canonicalColumns(alone.layout));
    dispose([alone.layout, together.layout]);
  });

  it("fail with the same words, and leave nothing in memory", async () => {
    const bytes = sampleBytes("numbers-lz4.root");
    // The contents of many baskets, none of their keys.
    for (let at = 0; at < bytes.length; at++) {
      const frame = bytes[at] === 0x4c && bytes[at + 1] === 0x34 && bytes[at + 2] === 1;
      if (frame && at > 1000) bytes[at + 20] ^= 1;
    }
    const before = memoryUsage().columns;
    await using file = await openRoot(bytes).catch(() => openRoot(samplePath("numbers-lz4.root")));
    const tree = await file.tree("tree");
    const words = async (workers: number): Promise<string[]> => {
      const all: string[] = [];
      for (const branch of ["int32", "matrix", "list_uint64"]) {
        const failed = await tree.arrays([branch], { workers }).catch((error: Error) => error);
        all.push(failed instanceof Error ? `${failed.name} ${failed.message}` : "read");
      }
      return all;
    };
    const alone = await words(1);
    expect(alone[0]).toMatch(
      /^FormatError bytes in memory:tree;1:int32:\d+: lz4: checksum differs/,
    );
    expect(await words(2)).toEqual(alone);
    expect(memoryUsage().columns).toBe(before);
  });

  it("stop where the signal says so", async () => {
    const before = memoryUsage().columns;
    await using file = await openRoot(events);
    const tree = await file.tree("mini");
    const stop = new AbortController();
    const reason = new Error("enough");
    const reading = tree.arrays(undefined, { workers: 3, signal: stop.signal });
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(memoryUsage().columns).toBe(before);
  });

  it.each([0, -1, 1.5, Number.NaN, 1000])("are not %s", async (workers) => {
    await using file = await openRoot(events);
    const tree = await file.tree("mini");
    await expect(tree.arrays(undefined, { workers })).rejects.toThrow(UsageError);
  });
});
