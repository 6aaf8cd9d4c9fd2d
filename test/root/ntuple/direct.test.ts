import { describe, expect, it } from "vitest";
import { canonicalColumns } from "../../../scripts/conformance/canonical.ts";
import { FormatError, SourceError } from "../../../src/errors.ts";
import { type ByteSource, openRoot } from "../../../src/root/index.ts";
import { makeSource } from "../../../src/root/source.ts";
import { bytesSource } from "../../../src/root/source-bytes.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { dispose } from "../../../src/wasm/scope.ts";
import { golden, sampleBytes } from "./data.ts";

const name = "ntuple-pages.root";

/** A source whose bytes are at hand, which counts what is read at once and what is fetched. */
function atHand(bytes: Uint8Array): ByteSource & { now: number; fetched: number } {
  const inner = bytesSource(bytes, "at hand");
  return {
    ...inner,
    now: 0,
    fetched: 0,
    readMany(ranges, options) {
      this.fetched += ranges.length;
      return inner.readMany(ranges, options);
    },
    get readNow() {
      return (position: number, target: Uint8Array): void => {
        this.now++;
        target.set(bytes.subarray(position, position + target.length));
      };
    },
  };
}

describe("pages that are stored as they are", () => {
  it("are read where they belong, without being fetched, to the same bits", async () => {
    const source = atHand(sampleBytes(name));
    await using file = await openRoot(source);
    const tree = await file.tree("ntuple");
    source.fetched = 0;
    const array = await tree.arrays();
    for (const { branch, columns } of golden.get(name)!) {
      const found = canonicalColumns(array.field(branch).layout).map(({ sha256 }) => sha256);
      expect(found).toEqual(columns.map(({ sha256 }) => sha256));
    }
    dispose(array);
    // Those of the second cluster, and the bytes of lists, are small.
    expect([source.now, source.fetched]).toEqual([2, 4]);
    expect(memoryUsage().columns).toBe(0);
  });

  it("are fetched where progress is reported", async () => {
    const source = atHand(sampleBytes(name));
    await using file = await openRoot(source);
    const tree = await file.tree("ntuple");
    let bytes = 0;
    dispose(await tree.arrays(["x"], { progress: ({ done }) => (bytes = done) }));
    expect(source.now).toBe(0);
    expect(bytes).toBeGreaterThan(16_000);
  });

  it("give any range of entries", async () => {
    await using file = await openRoot(atHand(sampleBytes(name)));
    const tree = await file.tree("ntuple");
    const range = { entryStart: 4100, entryStop: 4205 };
    const part = await tree.arrays(undefined, range);
    await using other = await openRoot(sampleBytes(name));
    const wanted = await (await other.tree("ntuple")).arrays(undefined, range);
    for (const field of ["x", "y"]) {
      expect(canonicalColumns(part.field(field).layout)).toEqual(
        canonicalColumns(wanted.field(field).layout),
      );
    }
    dispose([part, wanted]);
  });

  it("are refused where their checksum differs", async () => {
    const bytes = sampleBytes(name);
    const source = atHand(bytes);
    let place = 0;
    const watched: ByteSource = {
      ...source,
      readNow: (position, target) => {
        place = position;
        bytes[position + 100] ^= 1;
        target.set(bytes.subarray(position, position + target.length));
      },
    };
    await using file = await openRoot(watched);
    const error = await (await file.tree("ntuple")).column("x").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toMatchObject({ at: place });
    expect(memoryUsage().columns).toBe(0);
  });
});

describe("readNow of a source", () => {
  const parts = { name: "short", size: 100, gap: 0, span: 10, inFlight: 1 };

  it("checks the range and that all bytes came, and is gone after closing", async () => {
    const source = makeSource({
      ...parts,
      fetch: async () => new Uint8Array(),
      readNow: (position, target) => Math.min(target.length, 50 - position),
      close() {},
    });
    const read = source.readNow!;
    expect(() => read(0, new Uint8Array(50))).not.toThrow();
    expect(() => read(1, new Uint8Array(50))).toThrow("short read: 49 of 50 bytes at 1");
    expect(() => read(51, new Uint8Array(50))).toThrow(SourceError);
    await source.close();
    expect(source.readNow).toBeUndefined();
    expect(() => read(0, new Uint8Array(1))).toThrow("it was closed");
  });
});
