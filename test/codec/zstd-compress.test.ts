import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zstd, zstdCompress } from "../../src/codec/index.ts";
import { columnFrom, reserve } from "../../src/wasm/index.ts";
import { kernels } from "../../src/wasm/instance.ts";
import { decompressed, sameBytes } from "./guarded.ts";
import { contents, fibonacci, generator, repeated, unequal } from "./samples.ts";

/** Compressed and decompressed again by our decoder, which verifies size and checksum. */
function roundTrip(bytes: Uint8Array): Uint8Array | undefined {
  return decompressed(zstd, zstdCompress(bytes), bytes.length, 0);
}

describe("zstdCompress", () => {
  it("writes a frame with size and checksum around one block", () => {
    const frame = zstdCompress(Uint8Array.of(7, 8, 9));
    // Magic number, descriptor, size; a raw block, the last, of three bytes; XXH64.
    expect([...frame.subarray(0, 12)]).toEqual([
      0x28, 0xb5, 0x2f, 0xfd, 0x24, 3, 25, 0, 0, 7, 8, 9,
    ]);
    expect(frame.length).toBe(16);
    expect([...zstdCompress(new Uint8Array(0))].slice(0, 9)).toEqual([
      0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0, 0,
    ]);
  });

  it.each(Object.entries(contents))("gives back %s of any size", (_, make) => {
    const random = generator(1);
    for (const n of [0, 1, 13, 63, 64, 255, 256, 300, 1023, 1024, 5000, 16_384, 65_791, 65_792]) {
      const bytes = make(n, random);
      expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
    }
    for (const n of [131_072, 131_073, 400_001]) {
      const bytes = make(n, random);
      expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
    }
  });

  it("gives back what is repeated near and far", () => {
    fc.assert(
      fc.property(repeated(5000, 300, 60), (bytes) => {
        expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
      }),
    );
  });

  it("gives back literals of any number of kinds, as unequal as they may be", () => {
    const random = generator(2);
    for (const bytes of unequal([1, 2, 3, 17, 128, 129, 200, 256], random)) {
      expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
    }
    // Codes would be longer than 11 bits.
    const bytes = fibonacci(22, random);
    expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
  });

  it("is as small as level 1 to 3 of the reference", () => {
    const random = generator(3);
    // By zstandard 0.25 with level 3, checksum included.
    const bits = new Uint8Array(Int32Array.from({ length: 50_000 }, () => random() * 5).buffer);
    expect(zstdCompress(bits).length / bits.length).toBeLessThan(0.155);
    expect(zstdCompress(contents.zeros(1_000_000, random)).length).toBeLessThan(200);
    const text = contents.text(100_000, random);
    expect(zstdCompress(text).length / text.length).toBeLessThan(0.16);
  });

  it("writes nothing outside the room that it asks for", () => {
    const random = generator(4);
    for (const [name, make] of Object.entries(contents)) {
      for (const n of [0, 40, 5000, 140_000]) {
        const bytes = make(n, random);
        const source = columnFrom(bytes, "uint8");
        const room = n + 4 * Math.min(n, 131_072) + Math.ceil(n / 8192) + 64;
        const need = kernels.codec_zstd_compress_memory(n);
        const target = reserve("uint8", room + 64);
        const work = reserve("uint8", need + 64);
        target.view().fill(77);
        work.view().fill(77);
        kernels.codec_zstd_compress(source.address, n, target.address, work.address);
        const behind = [...target.view().subarray(room), ...work.view().subarray(need)];
        expect([name, behind.every((byte) => byte === 77)]).toEqual([name, true]);
        expect(sameBytes(source.view(), bytes)).toBe(true);
        for (const column of [source, target, work]) column.dispose();
      }
    }
  });
});
