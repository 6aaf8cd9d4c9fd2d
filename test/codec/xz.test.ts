import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xz } from "../../src/codec/xz.ts";
import { CodecError, ShapeError } from "../../src/errors.ts";
import { columnFrom, columnOf, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";
import golden from "../data/codec/xz.json" with { type: "json" };
import { decompressed, decompressedInPlace, rawKernel, sameBytes } from "./guarded.ts";
import { fromBase64, rootFrames, sha256 } from "./root-frames.ts";
import { contents, generator, mutated } from "./samples.ts";
import { crc32, crc64, type Options, plainChunk, stream } from "./xz-reference.ts";

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

describe("xz", () => {
  it("decodes the empty stream", () => {
    const empty = fromBase64("/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=");
    expect(decompressed(xz, empty, 0, 0)).toEqual(new Uint8Array());
    expect(decompressed(xz, empty, 1, 0)).toBeUndefined();
  });

  it("decodes plain chunks, and a chunk of LZMA", () => {
    const body = (content: readonly number[]) => [
      ...plainChunk(content.slice(0, 2), 1),
      ...plainChunk(content.slice(2), 2),
      0,
    ];
    const muon = Uint8Array.from(ascii("muon"));
    expect(decompressed(xz, stream([ascii("muon")], { body }), 4, 0)).toEqual(muon);
    // Size 1, from 6 bytes, properties 0x5d (lc 3, lp 0, pb 2). A code of 0 means a 0 for each bit:
    // "literal", and its eight bits.
    const zero = () => [0xe0, 0, 0, 0, 5, 0x5d, 0, 0, 0, 0, 0, 0, 0];
    expect(decompressed(xz, stream([[0]], { body: zero }), 1, 0)).toEqual(Uint8Array.of(0));
  });

  it("says what is wrong", () => {
    const content = ascii("photon");
    const target = reserve("uint8", 20);
    const fails = (bytes: Uint8Array, length = 6) => expect(() => xz(bytes, target, 0, length));
    const bad = (options: Options) => fails(stream([content], options));
    const good = stream([content]);
    const changed = (at: number, value: number) => good.map((byte, i) => (i === at ? value : byte));
    fails(new Uint8Array()).toThrow("xz: the input ends early (0 bytes that should give 6)");
    for (let n = 1; n < good.length; n++) fails(good.subarray(0, n)).toThrow(CodecError);
    fails(changed(1, 0)).toThrow("not an XZ stream");
    fails(changed(8, good[8] ^ 1)).toThrow("checksum of a stream header differs");
    bad({ flags: [1, 1] }).toThrow("reserved stream flags");
    bad({ flags: [0, 17] }).toThrow("reserved stream flags");
    bad({ flags: [0, 5] }).toThrow("check 5 is not supported");
    fails(changed(14, 0x22)).toThrow("checksum of a block header differs");
    bad({ header: [4, 0x21, 1, 8] }).toThrow("reserved block flags");
    bad({ header: [1, 3, 1, 0, 0x21, 1, 8] }).toThrow("a chain of 2 filters is not supported");
    bad({ header: [0, 4, 0] }).toThrow("filter 0x4 is not supported");
    bad({ header: [0, 0x21, 1, 41] }).toThrow("invalid properties of the LZMA2 filter");
    bad({ header: [0, 0x21, 2, 8, 0] }).toThrow("invalid properties of the LZMA2 filter");
    bad({ header: [0, 0x21, 1, 8, 1] }).toThrow("a block header's padding is not zero");
    bad({ header: [0, 0x80, 0] }).toThrow("invalid integer");
    bad({ header: [0, ...new Array(12).fill(255)] }).toThrow("invalid integer");
    bad({ header: [0x40, 11, 0x21, 1, 8] }).toThrow("not the compressed size");
    bad({ header: [0x80, 7, 0x21, 1, 8] }).toThrow("not the uncompressed size");
    bad({ header: [0xc0, 10, 6, 0x21, 1, 8] }).not.toThrow();
    bad({ blockPadding: 1 }).toThrow("a block's padding is not zero");
    fails(changed(36, good[36] ^ 1)).toThrow("content's checksum differs");
    fails(changed(30, good[30] ^ 1)).toThrow("content's checksum differs");
    bad({ records: 2 }).toThrow("another number of blocks");
    bad({ indexed: (unpadded, size) => [unpadded + 1, size] }).toThrow("other sizes");
    bad({ indexed: (unpadded, size) => [unpadded, size - 1] }).toThrow("other sizes");
    const two = [content, content];
    fails(stream(two, { indexPadding: 1 }), 12).toThrow("the index's padding is not zero");
    fails(changed(good.length - 13, 1)).toThrow("checksum of the index differs");
    fails(changed(good.length - 12, 1)).toThrow("checksum of a stream footer differs");
    bad({ backward: 2 }).toThrow("another index size");
    bad({ footerFlags: [0, 4] }).toThrow("different flags");
    fails(changed(good.length - 1, 0x5b)).toThrow("no magic bytes");
    fails(Uint8Array.from([...good, 0, 0, 0])).toThrow("not 4-aligned");
    fails(Uint8Array.from([...good, 0, 0, 0, 0, 1])).toThrow("ends early");
    fails(good, 5).toThrow("decompresses to more");
    fails(good, 7).toThrow("decompresses to less");
    const body = (...bytes: number[]) => bad({ body: () => bytes });
    body(3, 0, 0, 1, 0).toThrow("invalid control byte");
    body(2, 0, 0, 1, 0).toThrow("invalid control byte");
    body(1, 0, 0, 1, 0xa0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0).toThrow("invalid control byte");
    body(0xe0, 0, 0, 0, 5, 225, 0, 0, 0, 0, 0, 0).toThrow("invalid lc, lp or pb");
    body(0xe0, 0, 0, 0, 5, 4 + 9, 0, 0, 0, 0, 0, 0).toThrow("invalid lc, lp or pb");
    body(0xe0, 0, 0, 0, 4, 3 + 9 * 1, 0, 0, 0, 0, 0, 0).toThrow("range coder");
    body(0xe0, 0, 0, 0, 5, 3 + 9 * 2, 0, 0, 0, 0, 0, 0).toThrow("invalid lc, lp or pb");
    body(0xe0, 0, 0, 0, 5, 93, 1, 0, 0, 0, 0, 0, 0).toThrow("range coder");
    body(0xe0, 0, 0, 0, 5, 93, 0, 255, 255, 255, 255, 255, 0).toThrow(
      "before the dictionary's start",
    );
    body(1, 255, 255, 1, 0).toThrow("an LZMA2 chunk ends early");
  });

  it("wants as many elements as it writes", () => {
    const target = reserve("uint8", 6);
    const good = stream([ascii("photon")]);
    expect(() => xz(good, target, 1, 6)).toThrow(ShapeError);
    xz(good, target, 0, 6);
    expect(String.fromCharCode(...target.view())).toBe("photon");
  });

  it("decodes content cut anywhere into blocks and streams, with each check", () => {
    const blocks = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 });
    const streams = fc.tuple(blocks, fc.constantFrom(0, 1, 4), fc.nat(3));
    fc.assert(
      fc.property(fc.array(streams, { minLength: 1, maxLength: 4 }), (parts) => {
        const bytes = parts.flatMap(([list, check, padding]) => [
          ...stream(
            list.map((block) => [...block]),
            { check },
          ),
          ...new Array(4 * padding).fill(0),
        ]);
        const content = Uint8Array.from(parts.flatMap(([list]) => list.flatMap((b) => [...b])));
        const result = decompressed(xz, Uint8Array.from(bytes), content.length, 0);
        expect(sameBytes(result, content)).toBe(true);
      }),
    );
  });

  it.each(golden.cases)("decodes what liblzma made: $name", async (one) => {
    const bytes = fromBase64(one.stream);
    const result = decompressed(xz, bytes, one.length, 0);
    expect(result && (await sha256(result))).toBe(one.sha256);
    expect(sameBytes(decompressedInPlace(xz, bytes, one.length), result!)).toBe(true);
    expect(decompressed(xz, bytes, one.length + 1, 0)).toBeUndefined();
    if (one.length > 0) expect(decompressed(xz, bytes, one.length - 1, 0)).toBeUndefined();
  });

  it.each(golden.refused)("refuses $name", (one) => {
    const target = reserve("uint8", one.length);
    expect(() => xz(fromBase64(one.stream), target, 0, one.length)).toThrow(one.message);
  });

  it.for(golden.files)("decodes the streams of $file", async (one, { skip }) => {
    const frames = await rootFrames(one.file, "XZ", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]);
    if (frames === undefined) return skip(`${one.file} is not there`);
    expect(frames.length).toBe(one.streams);
    const plain = frames.map(({ compressed, length }) => decompressed(xz, compressed, length, 0)!);
    expect(await sha256(...plain)).toBe(one.sha256);
  });

  it("refuses every stream that is cut off", () => {
    for (const one of golden.cases) {
      const bytes = fromBase64(one.stream);
      if (one.length > 2000 || one.name === "streams with padding") continue;
      for (let n = 0; n < bytes.length; n++) {
        expect(decompressed(xz, bytes.subarray(0, n), one.length, 0)).toBeUndefined();
      }
    }
  });

  it("takes every change of a stream with a check for an error, or gives the right bytes", () => {
    const random = generator(1);
    let errors = 0;
    for (const one of golden.cases) {
      const valid = fromBase64(one.stream);
      if (one.length > 5000 || valid[7] === 0 || one.name === "streams with padding") continue;
      const bytes = decompressed(xz, valid, one.length, 0)!;
      for (let run = 0; run < 100; run++) {
        const result = decompressed(xz, mutated(valid, random), one.length, 0);
        if (result === undefined) errors++;
        else expect(sameBytes(result, bytes)).toBe(true);
      }
    }
    expect(errors).toBeGreaterThan(4000);
  });

  it("stays within bounds on damaged LZMA2 data, and on noise", () => {
    const random = generator(2);
    const kernel = rawKernel("codec_lzma2");
    // The data of a stream with one block: behind both headers, before check, index and footer.
    const all = golden.cases.filter(
      ({ name, length }) => length < 400_000 && !/block|stre/.test(name),
    );
    let accepted = 0;
    for (let run = 0; run < 6000; run++) {
      const { stream, length } = all[run % all.length];
      const bytes = fromBase64(stream);
      const start = 12 + (bytes[12] + 1) * 4;
      const damaged = mutated(bytes.slice(start), random);
      if (kernel(damaged, run % 5 > 0 ? length : Math.floor(random() * 2000)) !== undefined)
        accepted++;
    }
    expect(accepted).toBeGreaterThan(100);
    for (let run = 0; run < 4000; run++) {
      const n = Math.floor(random() * 200);
      const noise = contents.random(n + 11, random);
      // One chunk that takes all, whose range coder begins well.
      noise.set([0xe0 | (run & 1), run & 255, 7, 0, n + 4, Math.floor(random() * 225), 0]);
      kernel(noise, 2 ** 17);
    }
  });
});

describe("the checks of xz", () => {
  it("have the published values", () => {
    const digits = columnFrom(Uint8Array.from(ascii("123456789")), "uint8");
    expect(kernels.codec_crc32(digits.address, 9) >>> 0).toBe(0xcbf43926);
    expect(BigInt.asUintN(64, kernels.codec_crc64(digits.address, 9))).toBe(0x995dc9bbdf1939fan);
    const abc = columnFrom(Uint8Array.from(ascii("abc")), "uint8");
    const hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const digest = columnOf(
      "uint8",
      hex.match(/../g)!.map((byte) => Number.parseInt(byte, 16)),
    );
    expect(kernels.codec_sha256_matches(abc.address, 3, digest.address)).toBe(1);
    expect(kernels.codec_sha256_matches(abc.address, 2, digest.address)).toBe(0);
  });

  it("are those of their definitions, at any length and place", async () => {
    const random = generator(3);
    for (let n = 0; n <= 200; n++) {
      const bytes = contents.random(n, random);
      const column = reserve("uint8", n + 8 + 32);
      column.view().set(bytes, n % 8);
      const part = column.slice(n % 8, (n % 8) + n);
      expect(kernels.codec_crc32(part.address, n) >>> 0).toBe(crc32([...bytes]));
      expect(BigInt.asUintN(64, kernels.codec_crc64(part.address, n))).toBe(crc64([...bytes]));
      const digest = columnOf("uint8", [...fromHex(await sha256(bytes))]);
      expect(kernels.codec_sha256_matches(part.address, n, digest.address)).toBe(1);
    }
  });
});

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g)!, (byte) => Number.parseInt(byte, 16));
}
