import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lz4 } from "../../src/codec/lz4.ts";
import { xxhash64 } from "../../src/codec/xxhash64.ts";
import { CodecError, ShapeError } from "../../src/errors.ts";
import { reserve } from "../../src/wasm/column.ts";
import golden from "../data/codec/lz4.json" with { type: "json" };
import { decompressed, decompressedInPlace, rawKernel, sameBytes } from "./guarded.ts";
import { compress, decode, encode, frame } from "./lz4-reference.ts";
import { contents, generator, mutated } from "./samples.ts";

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("lz4", () => {
  it("decodes literals, a repeat that overlaps itself, and the last literals", () => {
    // Token 0x1f: one literal (7), a match of 4 + 15 + 10 at offset 1; 0x50: five literals.
    const block = bytesOf(0x1f, 7, 1, 0, 10, 0x50, 1, 2, 3, 4, 5);
    const bytes = decompressed(lz4, frame(block), 35);
    expect([...(bytes ?? [])]).toEqual([...new Array(30).fill(7), 1, 2, 3, 4, 5]);
  });

  it("decodes the empty block, one token", () => {
    expect(decompressed(lz4, frame(bytesOf(0)), 0)).toEqual(bytesOf());
  });

  it("verifies the checksum before it decompresses", () => {
    const bytes = frame(bytesOf(0x50, 1, 2, 3, 4, 5));
    const target = reserve("uint8", 5);
    target.view().fill(9);
    bytes[10] ^= 1;
    expect(() => lz4(bytes, target, 0, 5)).toThrow(/lz4: checksum differs: the frame says 0x/);
    expect([...target.view()]).toEqual([9, 9, 9, 9, 9]);
    target.dispose();
  });

  it("says where a block cannot be decompressed", () => {
    const target = reserve("uint8", 100);
    const fails = (length: number, ...block: number[]) =>
      expect(() => lz4(frame(bytesOf(...block)), target, 0, length));
    fails(6, 0x50, 1, 2, 3, 4, 5).toThrow("lz4: a block of 6 bytes does not decompress to 6");
    fails(4, 0x50, 1, 2, 3, 4, 5).toThrow("stopped at its byte 1");
    fails(100, 0x50, 1, 2, 3).toThrow(CodecError);
    fails(100).toThrow(CodecError);
    // Offset 0, an offset before the start, a match as the end, lengths that never end.
    fails(14, 0x10, 1, 0, 0, 0x50, 1, 2, 3, 4, 5).toThrow(CodecError);
    fails(10, 0x10, 1, 2, 0, 0x50, 1, 2, 3, 4, 5).toThrow(CodecError);
    fails(5, 0x10, 1, 1, 0).toThrow(CodecError);
    fails(100, 0xf0, 255, 255, 255).toThrow(CodecError);
    fails(100, 0x1f, 1, 1, 0, 255, 255).toThrow(CodecError);
    expect(() => lz4(bytesOf(1, 2, 3), target, 0, 0)).toThrow("3 bytes are too few");
    target.dispose();
  });

  it("refuses places outside the target", () => {
    const target = reserve("uint8", 10);
    const bytes = frame(bytesOf(0x50, 1, 2, 3, 4, 5));
    for (const [at, length] of [
      [6, 5],
      [-1, 5],
      [0.5, 5],
      [0, -5],
      [Number.NaN, 5],
    ]) {
      expect(() => lz4(bytes, target, at, length)).toThrow(ShapeError);
    }
    lz4(bytes, target, 5, 5);
    expect([...target.view().subarray(5)]).toEqual([1, 2, 3, 4, 5]);
    target.dispose();
  });

  it("decodes frames one after the other into one column", () => {
    const all = contents.text(3000, generator(1));
    const target = reserve("uint8", all.length);
    for (let at = 0; at < all.length; at += 1000) {
      lz4(frame(compress(all.subarray(at, at + 1000))), target, at, 1000);
    }
    expect(sameBytes(target.view(), all)).toBe(true);
    target.dispose();
  });

  it("equals the definition for any sequences", () => {
    const literals = fc.oneof(
      { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }) },
      { weight: 1, arbitrary: fc.uint8Array({ minLength: 250, maxLength: 800 }) },
    );
    const sequence = fc.record({
      literals,
      offset: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 })),
      length: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 1500 })),
    });
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 30 }), literals, (drawn, last) => {
        let length = 0;
        const sequences = drawn.map((one, i) => {
          const head = i === 0 ? Uint8Array.of(1, ...one.literals) : one.literals;
          length += head.length;
          const offset = 1 + ((one.offset - 1) % length);
          length += one.length;
          return { literals: head, offset, length: one.length };
        });
        length += last.length;
        const block = encode(sequences, last);
        const expected = decode(block, length);
        expect(expected).toBeDefined();
        expect(sameBytes(decompressed(lz4, frame(block), length), expected!)).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("decodes what was compressed, of any kind and size", () => {
    const random = generator(2);
    for (const make of Object.values(contents)) {
      for (const n of [0, 1, 12, 13, 40, 1000, 65536, 70001]) {
        const bytes = make(n, random);
        const compressed = frame(compress(bytes));
        expect(sameBytes(decompressed(lz4, compressed, n), bytes)).toBe(true);
        expect(sameBytes(decompressedInPlace(lz4, compressed, n), bytes)).toBe(true);
      }
    }
  });

  it("takes every change of a frame for an error", () => {
    const random = generator(3);
    let errors = 0;
    for (const make of Object.values(contents)) {
      const bytes = make(700, random);
      const valid = frame(compress(bytes));
      for (let run = 0; run < 400; run++) {
        const changed = mutated(valid, random);
        const result = decompressed(lz4, changed, 700);
        if (result === undefined) errors++;
        else expect(sameBytes(changed, valid)).toBe(true);
      }
    }
    expect(errors).toBeGreaterThan(1900);
  });

  it("agrees with the definition on damaged blocks, and stays within bounds", () => {
    const kernel = rawKernel("codec_lz4");
    const random = generator(4);
    let accepted = 0;
    for (let run = 0; run < 6000; run++) {
      const makes = Object.values(contents);
      const n = Math.floor(random() ** 2 * 900);
      const valid = compress(makes[run % makes.length](n, random));
      const block = mutated(valid, random);
      const length = random() < 0.7 ? n : Math.floor(random() * 1000);
      const expected = decode(block, length);
      const result = kernel(block, length);
      if (expected === undefined) expect(result).toBeUndefined();
      else expect(sameBytes(result, expected)).toBe(true);
      if (expected !== undefined) accepted++;
    }
    expect(accepted).toBeGreaterThan(100);
  });

  it("refuses lengths of more than 4 GB, also where 32 bits would wrap to the right one", () => {
    const kernel = rawKernel("codec_lz4", 2 ** 25);
    const wrap = 16843009; // times 255 is 2^32 - 1
    const literals = new Uint8Array(1 + wrap + 1 + 14).fill(255);
    literals.set([0xf0]);
    literals.fill(0, 1 + wrap);
    expect(kernel(literals, 14)).toBeUndefined();
    const matched = new Uint8Array(4 + wrap + 2).fill(255);
    matched.set([0x1f, 1, 1, 0]);
    matched.fill(0, 4 + wrap);
    expect(kernel(matched, 1 + 18)).toBeUndefined();
  });

  it.each(golden.cases)("decodes what python-lz4 made: $content, $mode", (one) => {
    const compressed = Uint8Array.from(atob(one.frame), (letter) => letter.charCodeAt(0));
    const bytes = decompressed(lz4, compressed, one.length);
    expect(bytes).toBeDefined();
    expect(xxhash64(bytes!).toString(16).padStart(16, "0")).toBe(one.xxh64);
  });
});
