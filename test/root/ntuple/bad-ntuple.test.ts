import { describe, expect, it } from "vitest";
import { canonicalColumns } from "../../../scripts/conformance/canonical.ts";
import { xxhash3 } from "../../../src/codec/xxhash3.ts";
import { FormatError, HepwasmError, UnsupportedError } from "../../../src/errors.ts";
import { type EventSource, openRoot } from "../../../src/root/index.ts";
import { bytesSource } from "../../../src/root/source-bytes.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { dispose } from "../../../src/wasm/scope.ts";
import { generator, golden, sampleBytes } from "./data.ts";

interface Read {
  readonly same: number;
  readonly other: readonly string[];
  readonly errors: readonly HepwasmError[];
}

/** Reads every field that can be read; any error but our own is a fault. */
async function readAll(name: string, bytes: Uint8Array): Promise<Read> {
  const cases = new Map(golden.get(name)?.map((line) => [line.branch, line.columns]));
  const other: string[] = [];
  const errors: HepwasmError[] = [];
  let same = 0;
  const guard = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof HepwasmError)) throw error;
      errors.push(error);
      return undefined;
    }
  };
  const file = await guard(openRoot(bytes));
  const tree: EventSource | undefined = file && (await guard(file.tree("ntuple")));
  for (const { path, unsupported } of tree?.branches ?? []) {
    if (unsupported !== undefined) continue;
    const layout = await guard(tree!.column(path));
    if (layout === undefined) continue;
    const hashes = canonicalColumns(layout).map(({ sha256 }) => sha256);
    dispose(layout);
    const wanted = cases.get(path)?.map(({ sha256 }) => sha256);
    if (String(hashes) === String(wanted)) same++;
    else other.push(path);
  }
  await file?.close();
  return { same, other, errors };
}

const name = "ntuple-structures.root";

describe("a truncated RNTuple", () => {
  const whole = sampleBytes(name);
  const places = Array.from({ length: 20 }, (_, i) => Math.floor((whole.length * i) / 20));

  it.each(places)("is an error when cut at byte %i, whatever the header tells", async (place) => {
    const cut = whole.slice(0, place);
    const { errors } = await readAll(name, cut);
    expect(errors[0]).toBeInstanceOf(FormatError);
    if (place < 20) return;
    new DataView(cut.buffer).setInt32(12, place);
    const told = await readAll(name, cut);
    expect(told.other).toEqual([]);
    expect(told.errors.length).toBeGreaterThan(0);
    expect(memoryUsage().columns).toBe(0);
  });
});

describe("a flipped bit in an RNTuple", () => {
  it.each(["ntuple-structures.root", "ntuple-late.root", "ntuple-encodings.root"])(
    "never gives other values where a checksum covers it, and never hangs: %s",
    async (file) => {
      const random = generator(20240712);
      const whole = sampleBytes(file);
      const covered = await coverage(whole);
      let errors = 0;
      let uncovered = 0;
      for (let i = 0; i < 170; i++) {
        const bytes = whole.slice();
        const at = random(bytes.length);
        bytes[at] ^= 1 << random(8);
        const read = await readAll(file, bytes);
        errors += Math.min(1, read.errors.length);
        if (!covered[at]) uncovered++;
        else expect({ at, other: read.other }).toEqual({ at, other: [] });
      }
      expect(errors).toBeGreaterThan(50);
      // Half of the pages carry no checksum, apart from that of zlib.
      expect(uncovered).toBeLessThan(170);
      expect(memoryUsage().columns).toBe(0);
      expect(memoryUsage().totalBytes).toBeLessThan(2 ** 28);
    },
  );

  it("is found in every byte of anchor, header, footer and page lists", async () => {
    const whole = sampleBytes("ntuple-newer.root");
    const covered = await coverage(whole);
    let found = 0;
    for (const [at, is] of covered.entries()) {
      if (!is) continue;
      const bytes = whole.slice();
      bytes[at] ^= 16;
      const { errors, other } = await readAll("ntuple-newer.root", bytes);
      expect({ at, other }).toEqual({ at, other: [] });
      if (errors.length > 0) found++;
    }
    expect(found).toBeGreaterThan(400);
  });

  it("names file, tree, field, cluster, page and the byte", async () => {
    const bytes = sampleBytes("ntuple-newer.root");
    // The page of one field: 3 floats and their checksum lie first in the file's data.
    const place = bytes.findIndex(
      (_, i) => i > 190 && new DataView(bytes.buffer).getFloat32(i, true) === 1,
    );
    bytes[place] ^= 1;
    await using file = await openRoot(bytes);
    const tree = await file.tree("ntuple");
    const error = await tree.column("x").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    const { message, path, at } = error as FormatError;
    expect(message).toMatch(/XXH3 checksum differs: 0x[0-9a-f]{16} is stored, its 12 bytes give/);
    expect(path).toBe("bytes in memory:ntuple;1:x: cluster 0, page 0");
    expect(at).toBe(place);
  });
});

/** Positions of a file that checksums of the format cover. */
async function coverage(bytes: Uint8Array): Promise<boolean[]> {
  const covered = new Array<boolean>(bytes.length).fill(false);
  const anchor = anchorAt(bytes);
  const view = new DataView(bytes.buffer);
  covered.fill(true, anchor, anchor + 72);
  for (const place of [anchor + 8, anchor + 32]) {
    const start = Number(view.getBigUint64(place));
    covered.fill(true, start, start + Number(view.getBigUint64(place + 8)));
  }
  const ranges: { position: number; length: number }[] = [];
  const inner = bytesSource(bytes, "spied");
  await using file = await openRoot({
    ...inner,
    readMany: (all, options) => {
      ranges.push(...all.filter(({ length }) => length > 0));
      return inner.readMany(all, options);
    },
  });
  const tree = await file.tree("ntuple");
  const lists = ranges.slice();
  for (const { position, length } of lists) covered.fill(true, position, position + length);
  ranges.length = 0;
  for (const { path, unsupported } of tree.branches) {
    if (unsupported === undefined) dispose(await tree.column(path));
  }
  for (const { position, length } of ranges) {
    const stored = view.getBigUint64(position + length - 8, true);
    const content = bytes.subarray(position, position + length - 8);
    if (length > 8 && xxhash3(content) === stored) {
      covered.fill(true, position, position + length);
    }
  }
  return covered;
}

/** Where the fields of the anchor begin: behind the byte count and version of its key. */
function anchorAt(bytes: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(bytes).indexOf("\rROOT::RNTuple\x06ntuple") + 1;
  const view = new DataView(bytes.buffer);
  // 26 bytes of key, the length of the class name, then the name.
  const key = text - 27;
  return key + view.getUint16(key + 14) + 6;
}

/** A sample file with a changed anchor, whose checksum is right again. */
function withAnchor(change: (view: DataView) => void): Uint8Array {
  const bytes = sampleBytes("ntuple-newer.root");
  const at = anchorAt(bytes);
  const fields = bytes.subarray(at, at + 64);
  change(new DataView(bytes.buffer, at, 64));
  new DataView(bytes.buffer).setBigUint64(at + 64, xxhash3(fields));
  return bytes;
}

describe("an anchor that is wrong", () => {
  it.each<[string, new (...all: never[]) => Error, string, (view: DataView) => void]>([
    [
      "of another epoch",
      UnsupportedError,
      "RNTuple format 2.0.1.0",
      (view) => view.setUint16(0, 2),
    ],
    ["of the time before 1.0", UnsupportedError, "0.0.1.0", (view) => view.setUint16(0, 0)],
    [
      "with a header behind the end",
      FormatError,
      "beyond the end",
      (view) => view.setBigUint64(8, 10n ** 9n),
    ],
    [
      "with a position beyond 2^53",
      FormatError,
      "beyond any file",
      (view) => view.setBigUint64(8, 2n ** 60n),
    ],
    [
      "with a huge header",
      FormatError,
      "beyond the end",
      (view) => view.setBigUint64(16, 2n ** 40n),
    ],
    [
      "with a header that would become huge",
      FormatError,
      "frame",
      (view) => view.setBigUint64(24, 2n ** 40n),
    ],
    [
      "with a header longer than it becomes",
      FormatError,
      "should give 10",
      (view) => view.setBigUint64(24, 10n),
    ],
    [
      "whose footer is the header",
      FormatError,
      "of type 1, not 2",
      (view) => {
        for (const i of [0, 8, 16]) view.setBigUint64(32 + i, view.getBigUint64(8 + i));
      },
    ],
    [
      "whose keys are smaller than its header",
      FormatError,
      "cannot be split into keys of 7",
      (view) => view.setBigUint64(56, 7n),
    ],
  ])("is refused with words: %s", async (_, kind, words, change) => {
    await using file = await openRoot(withAnchor(change));
    const error = await file.tree("ntuple").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toContain(words);
    expect(memoryUsage().columns).toBe(0);
  });
});

describe("a split payload that is wrong", () => {
  it("is refused with words where a part lies outside the file", async () => {
    const bytes = sampleBytes("ntuple-split.root");
    const view = new DataView(bytes.buffer);
    const anchor = anchorAt(bytes);
    const header = Number(view.getBigUint64(anchor + 8));
    const most = Number(view.getBigUint64(anchor + 56));
    // The first key ends with the positions of the others.
    view.setBigUint64(header + most - 8, BigInt(bytes.length - 1), true);
    await using file = await openRoot(bytes);
    const error = await file.tree("ntuple").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toMatch(/are split: part \d+ of \d+ bytes at \d+ lies beyond/);
  });

  it("is refused by its checksum where parts are exchanged", async () => {
    const bytes = sampleBytes("ntuple-split.root");
    const view = new DataView(bytes.buffer);
    const anchor = anchorAt(bytes);
    const last = Number(view.getBigUint64(anchor + 8)) + Number(view.getBigUint64(anchor + 56)) - 8;
    const [one, other] = [last - 16, last - 8].map((at) => view.getBigUint64(at, true));
    view.setBigUint64(last - 16, other, true);
    view.setBigUint64(last - 8, one, true);
    await using file = await openRoot(bytes);
    await expect(file.tree("ntuple")).rejects.toThrow("its XXH3 checksum differs");
  });
});

describe("a streamed object that is wrong", () => {
  it("is refused with its place", async () => {
    const bytes = sampleBytes("ntuple-streamed.root");
    const view = new DataView(bytes.buffer);
    let changed = 0;
    // Byte count, version 3 of Hit, then the frame of its base.
    for (let at = 0; at + 12 < bytes.length; at++) {
      if (view.getUint32(at) >>> 8 !== 0x400000 || view.getUint16(at + 4) !== 3) continue;
      if (view.getUint32(at + 6) !== 0x4000000a) continue;
      view.setUint32(at, view.getUint32(at) + 1);
      changed++;
    }
    expect(changed).toBeGreaterThan(0);
    const { errors, other } = await readAll("ntuple-streamed.root", bytes);
    expect(other).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).toBeInstanceOf(FormatError);
    expect(memoryUsage().columns).toBe(0);
  });
});
