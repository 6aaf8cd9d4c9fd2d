import { constants, deflateRawSync, deflateSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { adler32 } from "../../src/codec/adler32.ts";
import { zlib } from "../../src/codec/zlib.ts";
import { CodecError, ShapeError } from "../../src/errors.ts";
import { reserve } from "../../src/wasm/column.ts";
import { decompressed, decompressedInPlace, rawKernel, sameBytes } from "./guarded.ts";
import { contents, generator, mutated } from "./samples.ts";

const strategies = {
  default: constants.Z_DEFAULT_STRATEGY,
  filtered: constants.Z_FILTERED,
  huffman: constants.Z_HUFFMAN_ONLY,
  rle: constants.Z_RLE,
  fixed: constants.Z_FIXED,
};

/** A zlib stream of a DEFLATE stream. */
function wrapped(deflate: Uint8Array, checksum: number): Uint8Array {
  const bytes = new Uint8Array(6 + deflate.length);
  bytes.set([0x78, 0x9c]);
  bytes.set(deflate, 2);
  new DataView(bytes.buffer).setUint32(2 + deflate.length, checksum);
  return bytes;
}

/** What Node makes of a DEFLATE stream that must use up all bytes. */
function nodeInflated(deflate: Uint8Array): Uint8Array | undefined {
  try {
    const options = { info: true, maxOutputLength: 2 ** 20 };
    const result = inflateRawSync(deflate, options) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    return result.engine.bytesWritten === deflate.length ? result.buffer : undefined;
  } catch {
    return undefined;
  }
}

/** Bits in the order of DEFLATE: numbers from their lowest bit, codes (strings) from their first. */
function bitsToBytes(...parts: ([value: number, bits: number] | string)[]): Uint8Array {
  const bits: number[] = [];
  for (const part of parts) {
    if (typeof part === "string") bits.push(...Array.from(part, Number));
    else for (let i = 0; i < part[1]; i++) bits.push((part[0] >> i) & 1);
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] |= bit << (i & 7);
  return bytes;
}

/** A block with dynamic codes up to its code lengths, given as symbols of 0 to 18 with extra bits. */
function dynamicHeader(
  literals: number,
  distances: number,
  lengths: readonly [symbol: number, extra?: number][],
): ([number, number] | string)[] {
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  // Symbols 0 to 18 with 13 codes of 4 bits and 6 of 5: a complete code.
  const codes = new Map<number, string>();
  for (let i = 0; i < 19; i++) {
    codes.set(i, i < 13 ? i.toString(2).padStart(4, "0") : (26 + i - 13).toString(2));
  }
  const extras = [2, 3, 7];
  return [
    [1, 1],
    [2, 2],
    [literals - 257, 5],
    [distances - 1, 5],
    [15, 4],
    ...order.map((symbol): [number, number] => [symbol < 13 ? 4 : 5, 3]),
    ...lengths.flatMap(([symbol, extra]): ([number, number] | string)[] => [
      codes.get(symbol)!,
      ...(symbol >= 16 ? [[extra ?? 0, extras[symbol - 16]] as [number, number]] : []),
    ]),
  ];
}

describe("zlib", () => {
  it("decodes a stored block", () => {
    const stream = wrapped(Uint8Array.of(1, 3, 0, 252, 255, 7, 8, 9), 0x00310019);
    expect(decompressed(zlib, stream, 3)).toEqual(Uint8Array.of(7, 8, 9));
  });

  it("decodes fixed codes: a literal and a match that overlaps itself", () => {
    // "a", then 5 bytes from 1 before, then the end.
    const stream = bitsToBytes([1, 1], [1, 2], "10010001", "0000011", "00000", "0000000");
    const bytes = new TextEncoder().encode("aaaaaa");
    expect(decompressed(zlib, wrapped(stream, adler32(bytes)), 6)).toEqual(bytes);
  });

  it("says what is wrong", () => {
    const bytes = contents.text(500, generator(1));
    const valid = new Uint8Array(deflateSync(bytes));
    const target = reserve("uint8", 1000);
    const fails = (stream: Uint8Array, length = 500) =>
      expect(() => zlib(stream, target, 0, length));
    const changed = (at: number, value: number) =>
      valid.map((byte, i) => (i === at ? value : byte));
    fails(valid, 499).toThrow(/^zlib: a stream of \d+ bytes does not decompress to 499/);
    fails(valid, 501).toThrow("does not decompress to 501");
    fails(Uint8Array.of(...valid, 0)).toThrow(CodecError);
    fails(valid.subarray(0, -1)).toThrow(CodecError);
    fails(changed(valid.length - 1, valid[valid.length - 1] ^ 1)).toThrow("checksum differs");
    fails(new Uint8Array(5)).toThrow("5 bytes are too few");
    fails(changed(0, 0x79)).toThrow("no zlib header");
    fails(Uint8Array.of(0x77, 0x85, ...valid.subarray(2))).toThrow("unknown method 7");
    fails(Uint8Array.of(0x88, 0x1c, ...valid.subarray(2))).toThrow("window above 32 kB");
    fails(Uint8Array.of(0x78, 0xbb, ...valid.subarray(2))).toThrow("preset dictionary");
    expect(() => zlib(valid, target, 501, 500)).toThrow(ShapeError);
    zlib(valid, target, 500, 500);
    expect(sameBytes(target.view().subarray(500), bytes)).toBe(true);
    target.dispose();
  });

  it("accepts and refuses code lengths as zlib does", () => {
    const kernel = rawKernel("codec_deflate");
    const zeros = (n: number): [number, number][] => {
      const run: [number, number][] = [];
      for (; n > 138; n -= 138) run.push([18, 127]);
      return [...run, [18, n - 11]];
    };
    // Literal 97, the end and the match of 3 (257): each of 2 bits but the first of 1.
    const three: [number][] = [[2], [2]];
    const codes: [number, number?][] = [...zeros(97), [1], ...zeros(158), ...three];
    const streams: Record<string, [stream: Uint8Array, output: string | undefined]> = {
      "one distance code of one bit": [
        bitsToBytes(...dynamicHeader(258, 1, [...codes, [1]]), "0", "11", "0", "10"),
        "aaaa",
      ],
      "its missing other bit": [
        bitsToBytes(...dynamicHeader(258, 1, [...codes, [1]]), "0", "11", "1", "10"),
        undefined,
      ],
      "one distance code of two bits": [
        bitsToBytes(...dynamicHeader(258, 1, [...codes, [2]]), "0", "11", "00", "10"),
        undefined,
      ],
      "no distance code, none used": [
        bitsToBytes(...dynamicHeader(258, 1, [...codes, [0]]), "0", "0", "10"),
        "aa",
      ],
      "no distance code, one used": [
        bitsToBytes(...dynamicHeader(258, 1, [...codes, [0]]), "0", "11", "0", "10"),
        undefined,
      ],
      "only the end, of one bit": [
        bitsToBytes(...dynamicHeader(257, 1, [...zeros(256), [1], [0]]), "0"),
        "",
      ],
      "only the end, of two bits": [
        bitsToBytes(...dynamicHeader(257, 1, [...zeros(256), [2], [0]]), "00"),
        undefined,
      ],
      "no end": [
        bitsToBytes(...dynamicHeader(257, 1, [[1], [1], ...zeros(255), [0]]), "0"),
        undefined,
      ],
      "too many codes of one bit": [
        bitsToBytes(...dynamicHeader(257, 1, [[1], [1], ...zeros(254), [1], [0]]), "0"),
        undefined,
      ],
      "a gap": [
        bitsToBytes(...dynamicHeader(257, 1, [[2], [2], ...zeros(254), [2], [0]]), "00"),
        undefined,
      ],
      "a repeat of nothing": [bitsToBytes(...dynamicHeader(257, 1, [[16, 0]]), "0"), undefined],
      "a repeat past the last code": [
        bitsToBytes(...dynamicHeader(257, 1, [...zeros(256), [1], [18, 0]]), "0"),
        undefined,
      ],
      "a repeat from literals into distances": [
        bitsToBytes(...dynamicHeader(258, 2, [...zeros(256), [1], [16, 0]]), "0", "1", "0", "0"),
        undefined,
      ],
      "287 literal codes": [
        bitsToBytes(...dynamicHeader(287, 1, [...zeros(256), [1], ...zeros(31)]), "0"),
        undefined,
      ],
      "31 distance codes": [
        bitsToBytes(...dynamicHeader(257, 31, [...zeros(256), [1], ...zeros(31)]), "0"),
        undefined,
      ],
      "block type 3": [bitsToBytes([1, 1], [3, 2], [0, 13]), undefined],
      "fixed length code 286": [
        bitsToBytes([1, 1], [1, 2], "10010001", "11000110", "00000", "0000000"),
        undefined,
      ],
      "fixed distance code 30": [
        bitsToBytes([1, 1], [1, 2], "10010001", "0000001", "11110", "0000000"),
        undefined,
      ],
      "a distance before the start": [
        bitsToBytes([1, 1], [1, 2], "10010001", "0000001", "00001", "0000000"),
        undefined,
      ],
      "a stored length unlike its complement": [Uint8Array.of(1, 1, 0, 255, 255, 9), undefined],
      "a stored block that is cut": [Uint8Array.of(1, 3, 0, 252, 255, 7, 8), undefined],
    };
    for (const [name, [stream, output]] of Object.entries(streams)) {
      const node = nodeInflated(stream);
      expect([name, node && new TextDecoder().decode(node)]).toEqual([name, output]);
      const ours = kernel(stream, output === undefined ? 4 : output.length);
      expect([name, ours && new TextDecoder().decode(ours)]).toEqual([name, output]);
    }
  });

  it.each(Object.entries(strategies))(
    "decodes what Node deflates, all kinds, sizes and levels, strategy %s",
    (_, strategy) => {
      const random = generator(2);
      const sizes = [0, 1, 2, 3, 15, 16, 17, 100, 261, 262, 263, 264, 1000, 4096, 65536, 70001];
      for (const make of Object.values(contents)) {
        for (const n of sizes) {
          const bytes = make(n, random);
          for (let level = 0; level <= 9; level += n < 5000 ? 1 : 3) {
            const stream = deflateSync(bytes, { level, strategy });
            const result =
              level & 1
                ? decompressed(zlib, stream, n)
                : decompressedInPlace(zlib, new Uint8Array(stream), n);
            expect(sameBytes(result, bytes)).toBe(true);
          }
        }
      }
    },
  );

  it("decodes any window and memory size of the compressor", () => {
    const bytes = contents.text(30_000, generator(3));
    for (let windowBits = 9; windowBits <= 15; windowBits++) {
      for (const memLevel of [1, 5, 9]) {
        const stream = deflateSync(bytes, { windowBits, memLevel });
        expect(sameBytes(decompressed(zlib, stream, bytes.length), bytes)).toBe(true);
      }
    }
  });

  it("decodes 5 MB", () => {
    const random = generator(4);
    for (const make of Object.values(contents)) {
      const bytes = make(5_000_000, random);
      const stream = deflateSync(bytes, { level: 1 });
      expect(sameBytes(decompressed(zlib, stream, bytes.length), bytes)).toBe(true);
    }
  });

  it("decodes blocks of all kinds in one stream", () => {
    const random = generator(5);
    const parts: Uint8Array[] = [];
    const streams: Uint8Array[] = [];
    for (let i = 0; i < 60; i++) {
      const make = Object.values(contents)[i % 5];
      const part = make(Math.floor(random() * 2000), random);
      const strategy = Object.values(strategies)[Math.floor(random() * 5)];
      const options = { level: i % 10, strategy, finishFlush: constants.Z_FULL_FLUSH };
      parts.push(part);
      streams.push(deflateRawSync(part, options));
    }
    streams.push(deflateRawSync(new Uint8Array(0)));
    const bytes = Uint8Array.from(Buffer.concat(parts));
    const stream = wrapped(Buffer.concat(streams), adler32(bytes));
    expect(sameBytes(decompressed(zlib, stream, bytes.length), bytes)).toBe(true);
  });

  it("takes every change of a stream for an error, or gives the right bytes", () => {
    const random = generator(6);
    let errors = 0;
    for (const make of Object.values(contents)) {
      for (const strategy of Object.values(strategies)) {
        const bytes = make(1500, random);
        const valid = deflateSync(bytes, { strategy, level: strategy === 0 ? 0 : 6 });
        for (let run = 0; run < 150; run++) {
          const result = decompressed(zlib, mutated(valid, random), bytes.length);
          if (result === undefined) errors++;
          else expect(sameBytes(result, bytes)).toBe(true);
        }
      }
    }
    expect(errors).toBeGreaterThan(3000);
  });

  it("agrees with Node on damaged streams, and stays within bounds", () => {
    const kernel = rawKernel("codec_deflate");
    const random = generator(7);
    let accepted = 0;
    for (let run = 0; run < 6000; run++) {
      const make = Object.values(contents)[run % 5];
      const strategy = Object.values(strategies)[Math.floor(random() * 5)];
      // Long ones reach the tables with pairs of literals.
      const bytes = make(run % 16 < 5 ? 12_000 : Math.floor(random() ** 3 * 3000), random);
      const level = Math.floor(random() * 10);
      const stream = mutated(deflateRawSync(bytes, { strategy, level }), random);
      const expected = nodeInflated(stream);
      const length = expected?.length ?? bytes.length;
      const result = kernel(stream, length);
      if (expected === undefined) expect(result).toBeUndefined();
      else expect(sameBytes(result, expected)).toBe(true);
      if (expected !== undefined) {
        accepted++;
        expect(kernel(stream, length + 1)).toBeUndefined();
        if (length > 0) expect(kernel(stream, length - 1)).toBeUndefined();
      }
    }
    expect(accepted).toBeGreaterThan(100);
  });

  it("agrees with Node on noise", () => {
    const kernel = rawKernel("codec_deflate");
    const random = generator(8);
    for (let run = 0; run < 6000; run++) {
      const stream = contents.random(Math.floor(random() * 120), random);
      // Final blocks with fixed or dynamic codes.
      if (stream.length > 0) stream[0] = (stream[0] & ~7) | (run & 1 ? 3 : 5);
      const expected = nodeInflated(stream);
      const result = kernel(stream, expected?.length ?? 300);
      if (expected === undefined) expect(result).toBeUndefined();
      else expect(sameBytes(result, expected)).toBe(true);
    }
  });
});
