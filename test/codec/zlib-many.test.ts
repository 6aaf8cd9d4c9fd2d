import { constants, deflateRawSync, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Packed, unpackAll } from "../../src/codec/packed.ts";
import { UnpackingAlone } from "../../src/codec/unpacking-alone.ts";
import { zlib, zlibMany } from "../../src/codec/zlib.ts";
import { base64 } from "../../src/wasm/binary.ts";
import { reserve } from "../../src/wasm/column.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { sameBytes } from "./guarded.ts";
import { contents, generator, mutated } from "./samples.ts";

const SLACK = 64;
const CANARY = 0xa5;
const JOB = 5;

/** A DEFLATE stream, and the bytes that it shall give. */
interface Case {
  readonly stream: Uint8Array;
  readonly length: number;
}

type Many = (jobs: number, n: number) => void;
type One = (from: number, n: number, to: number, length: number) => number;

/**
 * Both kernels in an instance of their own; the input that lies last ends with the memory but for its
 * slack, so that a read behind it traps.
 */
function rawKernels(): (cases: readonly Case[]) => [together: string[], alone: string[]] {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const imports = { env: { abort: () => expect.unreachable("kernels do not abort") } };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const kernels = instance.exports as unknown as Kernels;
  kernels.memory.grow(64);
  const memory = new Uint8Array(kernels.memory.buffer);
  const heap = (kernels.wasm_heap_base() >>> 0) + 64;
  return (cases) => {
    const table = new Int32Array(kernels.memory.buffer, heap, JOB * cases.length);
    let from = memory.length;
    let to = heap + table.byteLength + 77;
    for (const [i, { stream, length }] of cases.entries()) {
      from -= stream.length + SLACK;
      memory.set(stream, from);
      memory.fill(i & 1 ? 0xff : 0, from + stream.length, from + stream.length + SLACK);
      table.set([from, stream.length, to, length, -1], JOB * i);
      to += length + SLACK;
    }
    expect(to).toBeLessThan(from);
    const start = heap + table.byteLength;
    const outcomes = (): string[] => {
      let before = start;
      return cases.map(({ length }, i) => {
        const [, , at, , status] = table.subarray(JOB * i, JOB * (i + 1));
        // Sixteen bytes behind an output may be overwritten.
        const gap = memory.subarray(i === 0 ? before : before + 16, at);
        expect(gap.every((byte) => byte === CANARY)).toBe(true);
        before = at + length;
        return status === 0 ? String(memory.slice(at, at + length)) : "refused";
      });
    };
    memory.fill(CANARY, start, to);
    (kernels.codec_deflate_many as unknown as Many)(heap, cases.length);
    const together = outcomes();
    memory.fill(CANARY, start, to);
    for (let i = 0; i < cases.length; i++) {
      const [from, n, to, length] = table.subarray(JOB * i, JOB * (i + 1));
      table[JOB * i + 4] = (kernels.codec_deflate as unknown as One)(from, n, to, length);
    }
    return [together, outcomes()];
  };
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

function someCase(random: () => number, most: number): Case {
  const makes = Object.values(contents);
  const make = makes[Math.floor(random() * makes.length)];
  const bytes = make(Math.floor(random() ** 2 * most), random);
  const strategy = strategies[Math.floor(random() * strategies.length)];
  const stream = deflateRawSync(bytes, { strategy, level: Math.floor(random() * 10) });
  return { stream, length: bytes.length };
}

describe("codec_deflate_many", () => {
  it("gives what codec_deflate gives, of good and broken streams in any mixture", () => {
    const run = rawKernels();
    const random = generator(1);
    const refused = [0, 0];
    for (let round = 0; round < 250; round++) {
      const cases = Array.from({ length: Math.floor(random() * 7) }, (): Case => {
        const { stream, length } = someCase(random, 20_000);
        if (random() < 0.6) return { stream, length };
        return random() < 0.2
          ? { stream, length: Math.max(0, length + Math.floor(random() * 5) - 2) }
          : { stream: mutated(stream, random), length };
      });
      const [together, alone] = run(cases);
      expect(together.every((outcome, i) => outcome === alone[i])).toBe(true);
      for (const outcome of together) refused[outcome === "refused" ? 1 : 0]++;
    }
    expect(Math.min(...refused)).toBeGreaterThan(100);
  });

  it("lets a stream that is cut anywhere spoil no other", () => {
    const run = rawKernels();
    const random = generator(2);
    const good = deflateRawSync(contents["float32, big-endian"](4000, random), { level: 1 });
    const cut = deflateRawSync(contents.text(3000, random), { level: 1 });
    const [expected] = run([{ stream: good, length: 4000 }]);
    for (let n = 0; n < cut.length; n++) {
      const broken = { stream: cut.subarray(0, n), length: 3000 };
      const whole = { stream: good, length: 4000 };
      const [together] = run(n & 1 ? [broken, whole] : [whole, broken]);
      expect(together[n & 1 ? 0 : 1]).toBe("refused");
      expect(together[n & 1]).toBe(expected[0]);
    }
  });

  it("decodes outputs of every length, beside a longer one", () => {
    const run = rawKernels();
    const random = generator(3);
    const long = contents["float32, big-endian"](3000, random);
    for (let n = 0; n < 600; n++) {
      const bytes = contents.text(n, random);
      const both = [bytes, long].map((content) => {
        return { stream: deflateRawSync(content, { level: 1 }), length: content.length };
      });
      const [together] = run(both);
      expect(together[0]).toBe(String(bytes));
      expect(together[1]).toBe(String(long));
    }
  });
});

/** A block of one frame of zlib, behind some other bytes. */
function block(bytes: Uint8Array, change?: (stream: Uint8Array) => void): Packed {
  const stream = Uint8Array.from(deflateSync(bytes, { level: 1 }));
  change?.(stream);
  const all = new Uint8Array(9 + stream.length);
  all.set(stream, 9);
  const frames = [{ codec: "zlib", start: 9, stop: all.length, length: bytes.length }] as const;
  return { bytes: all, frames, length: bytes.length };
}

describe("zlibMany", () => {
  it("says of each stream whether it is good, as zlib does", () => {
    const random = generator(4);
    const bytes = contents.text(500, random);
    const valid = Uint8Array.from(deflateSync(bytes));
    const changed = (at: number): Uint8Array =>
      valid.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const streams = [
      valid,
      valid.subarray(0, 5),
      changed(0),
      changed(1),
      changed(valid.length - 1),
      valid.subarray(0, -1),
      new Uint8Array(0),
      valid,
    ];
    const jobs = streams.map((compressed) => ({ compressed, target: reserve("uint8", 500) }));
    const good = zlibMany(jobs);
    expect(good).toEqual([true, false, false, false, false, false, false, true]);
    for (const [i, { compressed, target }] of jobs.entries()) {
      const alone = reserve("uint8", 500);
      if (good[i]) {
        zlib(compressed, alone, 0, 500);
        expect(sameBytes(target.view(), bytes)).toBe(true);
        expect(sameBytes(alone.view(), bytes)).toBe(true);
      } else expect(() => zlib(compressed, alone, 0, 500)).toThrow("zlib");
      alone.dispose();
      target.dispose();
    }
    expect(zlibMany([])).toEqual([]);
  });
});

describe("unpackAll", () => {
  const random = generator(5);
  const contentsOf = Array.from({ length: 5 }, (_, i) =>
    contents["float32, big-endian"](4000 * (i + 1), random),
  );

  it("gives columns of good blocks, and nothing of others", () => {
    const before = memoryUsage().usedBytes;
    const blocks = contentsOf.map((bytes, i) =>
      block(bytes, (stream) => {
        if (i === 2) stream[stream.length >> 1] ^= 255;
      }),
    );
    const columns = unpackAll(blocks);
    for (const [i, column] of columns.entries()) {
      if (i === 2) expect(column).toBeUndefined();
      else expect(sameBytes(column?.view(), contentsOf[i])).toBe(true);
      column?.dispose();
    }
    expect(memoryUsage().usedBytes).toBe(before);
  });

  it("takes blocks of several frames among them, and one block twice", () => {
    const before = memoryUsage().usedBytes;
    const [first, second] = [block(contentsOf[0]), block(contentsOf[1])];
    const joined = joinedBlocks(first, second);
    const bytes = joined.bytes.slice();
    bytes[bytes.length - 1] ^= 1;
    const columns = unpackAll([first, joined, first, { ...joined, bytes }, second]);
    const expected = [
      contentsOf[0],
      Uint8Array.from([...contentsOf[0], ...contentsOf[1]]),
      contentsOf[0],
      undefined,
      contentsOf[1],
    ];
    for (const [i, column] of columns.entries()) {
      if (expected[i] === undefined) expect(column).toBeUndefined();
      else expect(sameBytes(column?.view(), expected[i])).toBe(true);
      column?.dispose();
    }
    expect(memoryUsage().usedBytes).toBe(before);
  });
});

/** A block of the frames of two. */
function joinedBlocks(a: Packed, b: Packed): Packed {
  const moved = b.frames.map((frame) => {
    return { ...frame, start: frame.start + a.bytes.length, stop: frame.stop + a.bytes.length };
  });
  return {
    bytes: Uint8Array.from([...a.bytes, ...b.bytes]),
    frames: [...a.frames, ...moved],
    length: a.length + b.length,
  };
}

describe("UnpackingAlone", () => {
  const random = generator(6);
  const parts = Array.from({ length: 6 }, () => contents["float32, big-endian"](8000, random));

  it("gives the bytes of blocks in any order, once, and leaves the last to its user", () => {
    const before = memoryUsage().usedBytes;
    const unpacking = new UnpackingAlone();
    const [first, second] = unpacking.add([parts.map((bytes) => block(bytes)), [block(parts[0])]]);
    for (const i of [1, 0, 5, 2, 4, 3]) {
      const column = first.parcels[i].take();
      // Blocks before the first one taken wait until they are asked for.
      if (i === 0) expect(column).toBeUndefined();
      else expect(sameBytes(column?.view(), parts[i])).toBe(true);
      column?.dispose();
      expect(first.parcels[i].take()).toBeUndefined();
    }
    second.parcels[0].take()?.dispose();
    unpacking.end();
    expect(memoryUsage().usedBytes).toBe(before);
  });

  it("leaves bad blocks, and other codecs, to their user, and frees what nobody takes", () => {
    const before = memoryUsage().usedBytes;
    const unpacking = new UnpackingAlone();
    const bad = block(parts[1], (stream) => {
      stream[100] ^= 255;
    });
    const other: Packed = {
      ...bad,
      frames: bad.frames.map((frame) => ({ ...frame, codec: "lz4" }) as const),
    };
    const [lot] = unpacking.add([[block(parts[0]), bad, other, block(parts[2]), block(parts[3])]]);
    const [good, ...rest] = lot.parcels.slice(0, 4).map((parcel) => parcel.take());
    expect(sameBytes(good?.view(), parts[0])).toBe(true);
    expect(rest.slice(0, 2)).toEqual([undefined, undefined]);
    expect(sameBytes(rest[2]?.view(), parts[2])).toBe(true);
    good?.dispose();
    rest[2]?.dispose();
    unpacking.forget([lot]);
    unpacking.end();
    expect(memoryUsage().usedBytes).toBe(before);
  });
});
