import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zlib } from "../../src/codec/zlib.ts";
import { zlibCompress } from "../../src/codec/zlib-compress.ts";
import { columnFrom, reserve } from "../../src/wasm/index.ts";
import { kernels } from "../../src/wasm/instance.ts";
import { decompressed, sameBytes } from "./guarded.ts";
import { contents, fibonacci, generator, repeated, unequal } from "./samples.ts";

/** Compressed and decompressed again by our decoder, which verifies the checksum. */
function roundTrip(bytes: Uint8Array): Uint8Array | undefined {
  return decompressed(zlib, zlibCompress(bytes), bytes.length);
}

/** By the platform's own inflate. */
async function inflated(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe("zlibCompress", () => {
  it("stores a few bytes between header and checksum", () => {
    const stream = zlibCompress(Uint8Array.of(7, 8, 9));
    expect([...stream]).toEqual([0x78, 1, 1, 3, 0, 0xfc, 0xff, 7, 8, 9, 0, 49, 0, 25]);
  });

  it.each(Object.entries(contents))("gives back %s of any size", async (_, make) => {
    const random = generator(1);
    for (const n of [0, 1, 7, 8, 9, 13, 64, 300, 5000, 33_000, 65_535, 65_536, 400_001]) {
      const bytes = make(n, random);
      expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
      expect(sameBytes(await inflated(zlibCompress(bytes)), bytes)).toBe(true);
    }
  });

  it("gives back what is repeated near and far", () => {
    fc.assert(
      fc.property(repeated(40_000, 600, 100), (bytes) => {
        expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
      }),
    );
  });

  it("gives back bytes of any number of kinds, as unequal as they may be", () => {
    const random = generator(2);
    for (const bytes of unequal([1, 2, 17, 256], random)) {
      expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
    }
    // Codes would be longer than 15 bits.
    const bytes = fibonacci(20, random);
    expect(sameBytes(roundTrip(bytes), bytes)).toBe(true);
  });

  it("writes nothing outside the room that it asks for", () => {
    const random = generator(4);
    const need = kernels.codec_deflate_compress_memory();
    for (const [name, make] of Object.entries(contents)) {
      for (const n of [0, 40, 5000, 140_000]) {
        const bytes = make(n, random);
        const source = columnFrom(bytes, "uint8");
        const room = n + Math.ceil(n / 4096) + 64;
        const target = reserve("uint8", room + 64);
        const work = reserve("uint8", need + 64);
        target.view().fill(77);
        work.view().fill(77);
        kernels.codec_deflate_compress(source.address, n, target.address, work.address);
        const behind = [...target.view().subarray(room), ...work.view().subarray(need)];
        expect([name, behind.every((byte) => byte === 77)]).toEqual([name, true]);
        expect(sameBytes(source.view(), bytes)).toBe(true);
        for (const column of [source, target, work]) column.dispose();
      }
    }
  });
});
