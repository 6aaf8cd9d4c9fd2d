import { describe, expect, it } from "vitest";
import { canonicalColumns } from "../../scripts/conformance/canonical.ts";
import { FormatError, HepwasmError } from "../../src/errors.ts";
import type { StoredBranch } from "../../src/root/branch.ts";
import { type ByteSource, type EventSource, openRoot } from "../../src/root/index.ts";
import { makeSource } from "../../src/root/source.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { codecs, sampleBytes, sampleCases } from "./data.ts";

/** Hashes of what uproot reads, by tree and branch. */
const expected = new Map(
  sampleCases("").map(({ tree, branch, columns }) => [`${tree}:${branch}`, columns[0].sha256]),
);

/** Hash of a branch, or the error of reading it. */
async function hashOrError(tree: EventSource, branch: string): Promise<string | HepwasmError> {
  try {
    const layout = await tree.column(branch);
    const [{ sha256 }] = canonicalColumns(layout);
    dispose(layout);
    return sha256;
  } catch (error) {
    // Any other error is a fault of ours.
    if (error instanceof HepwasmError) return error;
    throw error;
  }
}

interface Read {
  readonly same: number;
  /** Branches whose values are other than uproot's. */
  readonly other: string[];
  readonly errors: HepwasmError[];
}

/** Reads everything that can be read. */
async function readAll(input: Uint8Array | ByteSource): Promise<Read> {
  let same = 0;
  const other: string[] = [];
  const errors: HepwasmError[] = [];
  const guard = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof HepwasmError)) throw error;
      errors.push(error);
      return undefined;
    }
  };
  const file = await guard(openRoot(input));
  for (const [key, className] of Object.entries(file?.classnames() ?? {})) {
    if (className !== "TTree") continue;
    const tree = await guard(file!.tree(key));
    for (const { path, unsupported } of tree?.branches ?? []) {
      if (unsupported !== undefined) continue;
      const result = await hashOrError(tree!, path);
      if (result instanceof HepwasmError) errors.push(result);
      else if (result === expected.get(`${key}:${path}`)) same++;
      else other.push(`${key}:${path}`);
    }
  }
  await file?.close();
  return { same, other, errors };
}

/** Position and length of the baskets of a branch on file. */
async function basketsOf(bytes: Uint8Array, path: string): Promise<[number, number][]> {
  await using file = await openRoot(bytes);
  const { raw } = (await file.tree("tree")).branch(path) as StoredBranch;
  return Array.from({ length: raw.fWriteBasket }, (_, i) => [
    Number(raw.fBasketSeek[i]),
    raw.fBasketBytes[i],
  ]);
}

function keyLength(bytes: Uint8Array, seek: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + seek).getUint16(14);
}

function isCompressed(bytes: Uint8Array, seek: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + seek);
  return view.getInt32(0) - view.getUint16(14) !== view.getInt32(6);
}

describe("a file that is none", () => {
  it.each([
    ["nothing", new Uint8Array(0), "is not a ROOT file: it is empty"],
    ["text", new TextEncoder().encode("hello world"), 'it begins with "hell"'],
    ["zeros", new Uint8Array(5000), "it begins with 00 00 00 00"],
    ["only the magic number", new TextEncoder().encode("root"), "ends after 4 bytes"],
  ])("is refused with words: %s", async (_, bytes, words) => {
    const error = await openRoot(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toContain(words);
  });
});

describe("a truncated file", () => {
  const bytes = sampleBytes("numbers-zlib.root");
  const places = Array.from({ length: 20 }, (_, i) => Math.floor((bytes.length * i) / 20));

  it.each(places)("is an error with its size when cut at byte %i", async (place) => {
    const error = await openRoot(bytes.subarray(0, place)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toMatch(
      place < 64 ? /empty|ends after/ : new RegExp(`truncated: it has ${place} bytes`),
    );
  });

  it("is an error, or gives right values, also where the header tells the smaller size", async () => {
    for (const place of places.slice(1)) {
      const cut = bytes.slice(0, place);
      new DataView(cut.buffer).setUint32(12, place);
      const { other, errors } = await readAll(cut);
      expect(other).toEqual([]);
      expect(errors.length).toBeGreaterThan(0);
    }
    expect(memoryUsage().columns).toBe(0);
  });

  it("is an error where the source delivers less than it was asked for", async () => {
    const source = makeSource({
      name: "short",
      size: bytes.length,
      gap: 0,
      span: 0,
      inFlight: 4,
      fetch: async (position, length) =>
        bytes.subarray(position, Math.min(position + length, 30_000)),
      close() {},
    });
    const { other, errors } = await readAll(source);
    expect(other).toEqual([]);
    expect(errors[0].message).toContain("short read");
  });
});

describe("a flipped bit in a basket", () => {
  const branches = ["int32", "list_uint64", "matrix"];

  it.each(["zlib", "lz4", "lzma"])("never gives other values with codec %s", async (codec) => {
    const bytes = sampleBytes(`numbers-${codec}.root`);
    await using file = await openRoot(bytes);
    const tree = await file.tree("tree");
    let flips = 0;
    let unnoticed = 0;
    for (const branch of branches) {
      for (const [seek, nbytes] of await basketsOf(bytes, branch)) {
        // A basket that would not become smaller is stored as it is, without a checksum.
        if (!isCompressed(bytes, seek)) continue;
        for (let at = seek + keyLength(bytes, seek); at < seek + nbytes; at++) {
          const bit = 1 << (at % 8);
          bytes[at] ^= bit;
          const result = await hashOrError(tree, branch);
          bytes[at] ^= bit;
          flips++;
          if (result instanceof HepwasmError) continue;
          unnoticed++;
          expect(result).toBe(expected.get(`tree;1:${branch}`));
        }
      }
    }
    expect(flips).toBeGreaterThan(500);
    // Bits that pad the end of a deflate stream carry nothing.
    expect(unnoticed).toBeLessThan(codec === "zlib" ? 10 : 1);
    expect(memoryUsage().columns).toBe(0);
  });

  it("names file, tree, branch, basket and the byte", async () => {
    const bytes = sampleBytes("numbers-lz4.root");
    const [, , [seek, nbytes]] = await basketsOf(bytes, "int32");
    expect(isCompressed(bytes, seek)).toBe(true);
    bytes[seek + nbytes - 3] ^= 1;
    await using file = await openRoot(bytes);
    const tree = await file.tree("tree");
    const error = await tree.column("int32").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    const { path, at, message, cause } = error as FormatError;
    expect(path).toBe("bytes in memory:tree;1:int32:2");
    expect(at).toBe(seek + keyLength(bytes, seek));
    expect(message).toMatch(/^bytes in memory:tree;1:int32:2: lz4: checksum differs.*byte \d+/);
    expect((cause as Error).name).toBe("CodecError");
    // The other baskets are whole.
    dispose(await tree.column("int32", { entryStop: 70 }));
    expect(memoryUsage().columns).toBe(0);
  });

  it.each(codecs)("never gives other values when it hits a key, with codec %s", async (codec) => {
    const bytes = sampleBytes(`numbers-${codec}.root`);
    await using file = await openRoot(bytes);
    const tree = await file.tree("tree");
    for (const branch of ["int32", "list_uint64"]) {
      for (const [seek] of await basketsOf(bytes, branch)) {
        const keylen = keyLength(bytes, seek);
        for (let i = 0; i < keylen; i++) {
          for (const bit of [1, 8, 128]) {
            bytes[seek + i] ^= bit;
            const result = await hashOrError(tree, branch);
            bytes[seek + i] ^= bit;
            if (!(result instanceof HepwasmError)) {
              expect(result).toBe(expected.get(`tree;1:${branch}`));
            }
          }
        }
      }
    }
  });
});

describe("damage anywhere", () => {
  it("is an error or does not matter, and never hangs, crashes or stays in memory", async () => {
    const random = generator(20240710);
    let errors = 0;
    for (const codec of codecs) {
      const whole = sampleBytes(`numbers-${codec}.root`);
      for (let i = 0; i < 60; i++) {
        const bytes = whole.slice();
        for (let n = 0; n <= random(3); n++) {
          const at = random(bytes.length - 4);
          if (random(2) === 0) bytes[at] ^= 1 << random(8);
          else bytes.fill(random(2) * 255, at, at + 4);
        }
        // What is not compressed carries no checksum: other values are possible.
        errors += (await readAll(bytes)).errors.length;
      }
    }
    expect(errors).toBeGreaterThan(100);
    expect(memoryUsage().columns).toBe(0);
    expect(memoryUsage().totalBytes).toBeLessThan(2 ** 28);
  });
});

/** Whole numbers below n, the same at each run. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
