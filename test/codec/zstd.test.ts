import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zstd } from "../../src/codec/zstd.ts";
import { CodecError, ShapeError } from "../../src/errors.ts";
import { reserve } from "../../src/wasm/column.ts";
import golden from "../data/codec/zstd.json" with { type: "json" };
import { decompressed, decompressedInPlace, rawKernel, sameBytes } from "./guarded.ts";
import { fromBase64, rootFrames, sha256 } from "./root-frames.ts";
import { contents, generator, mutated } from "./samples.ts";
import {
  backwards,
  block,
  COMPRESSED,
  execute,
  frame,
  lengthCodes,
  little,
  matchCodes,
  nibbleLiterals,
  RAW,
  RLE,
  rawLiterals,
  singleSequences,
} from "./zstd-reference.ts";

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** Decompressed without a byte written outside. */
function text(compressed: Uint8Array, length: number): string | undefined {
  const bytes = decompressed(zstd, compressed, length, 0);
  return bytes && String.fromCharCode(...bytes);
}

interface NodeZlib {
  zstdCompressSync?(bytes: Uint8Array, options: object): Uint8Array;
  constants: Record<string, number>;
}
const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
const node = process?.getBuiltinModule?.("node:zlib") as NodeZlib | undefined;

describe("zstd", () => {
  it("decodes plain and repeated blocks", () => {
    const blocks = [...block(RAW, ascii("muon"), false), ...block(RLE, ascii("!"), true, 3)];
    expect(text(frame(blocks), 7)).toBe("muon!!!");
  });

  it("decodes a sequence: four literals, then three bytes from one before", () => {
    const body = [...rawLiterals(ascii("abcd")), 1, 0x54, 4, 2, 0, ...backwards([[0, 2]])];
    expect(text(frame(block(COMPRESSED, body)), 7)).toBe("abcdddd");
  });

  it("decodes an empty frame, and no frame but skippable ones", () => {
    expect(text(frame(block(RAW, [])), 0)).toBe("");
    expect(text(Uint8Array.from([...little(0x184d2a5f, 4), ...little(2, 4), 1, 2]), 0)).toBe("");
  });

  it("says what is wrong", () => {
    const content = Uint8Array.from(ascii("photon"));
    const good = frame(block(RAW, ascii("photon")), content);
    const target = reserve("uint8", 2000);
    const fails = (bytes: readonly number[] | Uint8Array, length = 6) =>
      expect(() => zstd(Uint8Array.from(bytes), target, 0, length));
    const changed = (at: number, value: number) => good.map((byte, i) => (i === at ? value : byte));
    const single = (flags: number, ...rest: number[]) => [...good.subarray(0, 4), flags, ...rest];
    fails([]).toThrow("zstd: the input ends early (0 bytes that should give 6)");
    for (let n = 1; n < good.length; n++) fails(good.subarray(0, n)).toThrow(CodecError);
    fails([...good, 0]).toThrow("not a Zstandard frame");
    fails(changed(0, 0x29)).toThrow("not a Zstandard frame");
    fails(changed(4, 12)).toThrow("reserved bit");
    fails(changed(6, good[6] | 6)).toThrow("reserved bit or block type");
    fails(single(1, 80, 7, ...block(RAW, ascii("photon")))).toThrow("dictionary");
    expect(text(Uint8Array.from(single(1, 80, 0, ...block(RAW, ascii("photon")))), 6)).toBe(
      "photon",
    );
    fails(good, 5).toThrow("decompresses to more");
    fails(good, 7).toThrow("decompresses to less");
    fails(single(32, 7, ...block(RAW, ascii("photon"))), 7).toThrow("not the size");
    fails(single(32, 7, ...block(RAW, ascii("photon"))), 6).toThrow("decompresses to more");
    fails(changed(good.length - 1, good[good.length - 1] ^ 1)).toThrow("checksum differs");
    fails(changed(9, 0x50)).toThrow("checksum differs");
    const wide = new Array(1025).fill(1);
    fails([...good.subarray(0, 4), 0, 0, ...block(RAW, wide)], 1025).toThrow(
      "larger than the window",
    );
    fails(frame(block(COMPRESSED, [2, 0, 0, 0]))).toThrow("literals section");
    fails(frame(block(COMPRESSED, [3 | (6 << 4), 64, 0, 1, 0]))).toThrow("literals section");
    const badTree = nibbleLiterals([1, 2, 3], 1);
    badTree[4] = 0x13;
    fails(frame(block(COMPRESSED, [...badTree, 0]))).toThrow("Huffman");
    const sequence = (...rest: number[]) =>
      frame(block(COMPRESSED, [...rawLiterals(ascii("abc")), ...rest]));
    fails(sequence(1, 0x54, 36, 0, 0, 1)).toThrow("FSE table");
    fails(sequence(1, 0xfc, 1)).toThrow("FSE table");
    fails(sequence(1, 0x57, 0, 0, 0, 1)).toThrow("reserved");
    fails(sequence(1, 0x54, 3, 0, 0, 0)).toThrow("sequences section");
    fails(sequence(1, 0x54, 4, 0, 0, 1)).toThrow("sequences section");
    fails(sequence(1, 0x54, 3, 0, 0, 2)).toThrow("sequences section");
    fails(sequence(1, 0x54, 3, 2, 0, ...backwards([[1, 2]]))).not.toThrow();
  });

  it("refuses offsets before the frame, and those of nothing", () => {
    // Offset 3 of "abc" is the last that is right.
    const offset = (extra: number, before: Uint8Array) => {
      const sequence = [1, 0x54, 3, 2, 0, ...backwards([[extra, 2]])];
      const last = frame(block(COMPRESSED, [...rawLiterals(ascii("abc")), ...sequence]));
      return Uint8Array.from([...before, ...last]);
    };
    expect(text(offset(2, new Uint8Array()), 6)).toBe("abcabc");
    const target = reserve("uint8", 20);
    const before = frame(block(RAW, ascii("photon")));
    expect(() => zstd(offset(3, before), target, 0, 12)).toThrow("before the frame's start");
    // Without literals the code 3 means the last offset, which is 1, less one.
    const none = [...block(RAW, ascii("abc"), false)];
    const sequence = [...rawLiterals([]), 1, 0x54, 0, 1, 0, ...backwards([[1, 1]])];
    const frames = frame([...none, ...block(COMPRESSED, sequence)]);
    expect(() => zstd(frames, target, 0, 6)).toThrow("before the frame's start");
  });

  it("wants as many elements as it writes", () => {
    const target = reserve("uint8", 6);
    const good = frame(block(RAW, ascii("photon")));
    expect(() => zstd(good, target, 1, 6)).toThrow(ShapeError);
    expect(() => zstd(good, target, -1, 6)).toThrow(ShapeError);
    zstd(good, target, 0, 6);
    expect(String.fromCharCode(...target.view())).toBe("photon");
  });

  it("decodes content cut anywhere into plain and repeated blocks, with its checksum", () => {
    const run = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), run)), (parts) => {
        const plain = parts.map((part) =>
          part instanceof Uint8Array ? [...part] : new Array(part[1]).fill(part[0]),
        );
        const content = Uint8Array.from(plain.flat());
        const blocks = parts.map((part, i) =>
          part instanceof Uint8Array
            ? block(RAW, plain[i], false)
            : block(RLE, [part[0]], false, part[1]),
        );
        const bytes = frame([...blocks.flat(), ...block(RAW, [])], content);
        expect(sameBytes(decompressed(zstd, bytes, content.length, 0), content)).toBe(true);
      }),
    );
  });

  it("decodes Huffman-coded literals of any number, in one stream and in four", () => {
    const random = generator(1);
    const counts = [...Array.from({ length: 120 }, (_, i) => i + 1), 999, 1000, 5000, 100_001];
    for (const n of counts) {
      const symbols = Array.from({ length: n }, () => Math.floor(random() * 16));
      for (const streams of [1, 4] as const) {
        if (streams === 1 ? n >= 1000 : n < 6) continue;
        // With no sequences, literals are decoded in place; else by way of a buffer.
        for (const sequences of [[0], [1, 0x54, 1, 2, 0, ...backwards([[0, 2]])]]) {
          const bytes = frame(
            block(COMPRESSED, [...nibbleLiterals(symbols, streams), ...sequences]),
          );
          const first = new Array(sequences.length === 1 ? 0 : 3).fill(symbols[0]);
          const content = Uint8Array.from([symbols[0], ...first, ...symbols.slice(1)]);
          expect(sameBytes(decompressed(zstd, bytes, content.length, 0), content)).toBe(true);
        }
      }
    }
  });

  it("executes sequences as their definition says", () => {
    const random = generator(2);
    const pick = (codes: object): number => {
      const keys = Object.keys(codes);
      return Number(keys[Math.floor(random() ** 2 * keys.length)]);
    };
    const before = Array.from(contents.random(33_000, random));
    const words = Array.from(contents.text(131_072, random));
    let runs = 0;
    while (runs < 100) {
      const [lengthCode, matchCode] = [pick(lengthCodes), pick(matchCodes)];
      const offsetCode = Math.floor(random() * 15);
      const n = 1 + Math.floor(random() ** 4 * 400);
      const upTo = (bits: number) => Math.floor(random() * 2 ** bits);
      const sequences = Array.from({ length: n }, () => ({
        length: upTo(lengthCodes[lengthCode][1]),
        match: upTo(matchCodes[matchCode][1]),
        offset: upTo(offsetCode),
      }));
      const total = sequences.reduce((sum, { length }) => sum + length, 0);
      const matched = sequences.reduce((sum, { match }) => sum + match, 0);
      const used = n * lengthCodes[lengthCode][0] + total + Math.floor(random() * 20);
      if (used + n * matchCodes[matchCode][0] + matched > 131_072) continue;
      const literals = words.slice(0, used);
      const content = [...before];
      execute(content, literals, lengthCode, offsetCode, matchCode, sequences);
      // A repeat offset that became 0 has no definition.
      if (content.includes(undefined as unknown as number)) continue;
      const body = [
        ...rawLiterals(literals),
        ...singleSequences(lengthCode, offsetCode, matchCode, sequences),
      ];
      const blocks = [...block(RAW, before, false), ...block(COMPRESSED, body)];
      const expected = Uint8Array.from(content);
      const result = decompressed(zstd, frame(blocks, expected), expected.length, 0);
      expect(sameBytes(result, expected)).toBe(true);
      runs++;
    }
  });

  it.each(golden.cases)("decodes what libzstd made: $name", async (one) => {
    const bytes = fromBase64(one.frame);
    const result = decompressed(zstd, bytes, one.length, 0);
    expect(result && (await sha256(result))).toBe(one.sha256);
    expect(sameBytes(decompressedInPlace(zstd, bytes, one.length), result!)).toBe(true);
    expect(decompressed(zstd, bytes, one.length + 1, 0)).toBeUndefined();
    if (one.length > 0) expect(decompressed(zstd, bytes, one.length - 1, 0)).toBeUndefined();
  });

  it.each(golden.refused)("refuses $name", (one) => {
    const target = reserve("uint8", one.length);
    expect(() => zstd(fromBase64(one.frame), target, 0, one.length)).toThrow(one.message);
  });

  it.for(golden.files)("decodes the frames of $file", async (one, { skip }) => {
    const frames = await rootFrames(one.file, "ZS", [0x28, 0xb5, 0x2f, 0xfd]);
    if (frames === undefined) return skip(`${one.file} is not there`);
    expect(frames.length).toBe(one.frames);
    const plain = frames.map(
      ({ compressed, length }) => decompressed(zstd, compressed, length, 0)!,
    );
    expect(await sha256(...plain)).toBe(one.sha256);
  });

  it.skipIf(node?.zstdCompressSync === undefined)(
    "decodes what Node compresses, all kinds, sizes and levels (needs Node 22.15)",
    () => {
      const random = generator(3);
      const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = node!.constants;
      for (const make of Object.values(contents)) {
        for (const n of [0, 1, 5, 6, 7, 63, 64, 100, 1000, 4096, 131_072, 131_073, 400_000]) {
          const bytes = make(n, random);
          for (let level = -3; level <= 19; level += n < 5000 ? 2 : 7) {
            const params = { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: level & 1 };
            const compressed = new Uint8Array(node!.zstdCompressSync!(bytes, { params }));
            expect(sameBytes(decompressed(zstd, compressed, n, 0), bytes)).toBe(true);
          }
        }
      }
    },
  );

  it("refuses every frame that is cut off", () => {
    for (const one of golden.cases) {
      const bytes = fromBase64(one.frame);
      if (one.length > 5000 || one.name === "frames among skippable ones") continue;
      for (let n = 0; n < bytes.length; n++) {
        // The first of two frames is whole, but not all.
        expect(decompressed(zstd, bytes.subarray(0, n), one.length, 0)).toBeUndefined();
      }
    }
  });

  it("takes every change of a frame with checksum for an error, or gives the right bytes", () => {
    const random = generator(4);
    const kernel = rawKernel("codec_zstd");
    let errors = 0;
    for (const one of golden.cases) {
      const valid = fromBase64(one.frame);
      if (one.length > 10_000 || (valid[4] & 4) === 0 || one.name === "two frames") continue;
      const bytes = decompressed(zstd, valid, one.length, 0)!;
      for (let run = 0; run < 200; run++) {
        const damaged = mutated(valid, random);
        const result = decompressed(zstd, damaged, one.length, 0);
        if (result === undefined) errors++;
        else expect(sameBytes(result, bytes)).toBe(true);
        // In memory that ends behind the input, and with other bytes there.
        expect(kernel(damaged, one.length) === undefined).toBe(result === undefined);
      }
    }
    expect(errors).toBeGreaterThan(5000);
  });

  it("stays within bounds on damaged frames without checksum, and on noise", () => {
    const random = generator(5);
    const kernel = rawKernel("codec_zstd");
    const frames = golden.cases
      .filter(({ length }) => length <= 400_000)
      .map(({ name, frame, length }) => {
        const bytes = fromBase64(frame);
        if ((bytes[4] & 4) === 0 || name.includes("frames")) return { bytes, length };
        // Decoding goes on to the end when there is no checksum to differ.
        bytes[4] &= ~4;
        return { bytes: bytes.slice(0, -4), length };
      });
    let accepted = 0;
    for (let run = 0; run < 6000; run++) {
      const one = frames[run % frames.length];
      const bytes = mutated(one.bytes, random);
      const length = run % 5 > 0 ? one.length : Math.floor(random() * 3000);
      const result = decompressed(zstd, bytes, length, 0);
      const again = kernel(bytes, length);
      if (result !== undefined) accepted++;
      expect(again === undefined ? result === undefined : sameBytes(result, again)).toBe(true);
    }
    expect(accepted).toBeGreaterThan(400);
    for (let run = 0; run < 4000; run++) {
      const noise = Array.from(contents.random(1 + Math.floor(random() * 150), random));
      // Literals of each kind in front, so that what follows is reached.
      const bytes = frame(
        block(COMPRESSED, run & 1 ? [...rawLiterals(ascii("abc")), ...noise] : noise),
      );
      kernel(bytes, Math.floor(random() * 400));
    }
  });
});
