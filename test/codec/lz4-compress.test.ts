import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lz4 } from "../../src/codec/index.ts";
import { lz4Compress } from "../../src/codec/lz4-compress.ts";
import { decompressed } from "./guarded.ts";

/** The checksum in front of a block. */
const HEADER = 8;

/** Decodes a block as the format describes it, and checks what it says of the end of blocks. */
function decoded(block: Uint8Array, n: number): number[] {
  const out: number[] = [];
  let at = 0;
  const length = (nibble: number): number => {
    let total = nibble;
    for (let more = nibble === 15; more; ) {
      const byte = block[at++];
      total += byte;
      more = byte === 255;
    }
    return total;
  };
  while (true) {
    const token = block[at++];
    const literals = length(token >> 4);
    out.push(...block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) {
      // A block with a match ends with five literals.
      if (out.length > literals) expect(literals).toBeGreaterThanOrEqual(5);
      return out;
    }
    const offset = block[at] + 256 * block[at + 1];
    at += 2;
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(out.length);
    expect(n - out.length).toBeGreaterThanOrEqual(12);
    for (let rest = 4 + length(token & 15); rest > 0; rest--) out.push(out[out.length - offset]);
  }
}

describe("lz4Compress", () => {
  it("keeps short inputs and repeats as the format wants them at the end", () => {
    for (let n = 0; n < 60; n++) {
      for (const period of [1, 2, 3, 5, 64]) {
        const bytes = Uint8Array.from({ length: n }, (_, i) => i % period);
        const packed = lz4Compress(bytes);
        expect(decoded(packed.subarray(HEADER), n)).toEqual([...bytes]);
      }
    }
  });

  it("makes blocks of any bytes that decode to them", () => {
    const runs = fc.array(
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 200 })),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(runs, (parts) => {
        const list = parts.flatMap(([part, n]) =>
          Array.from({ length: n }, () => [...part]).flat(),
        );
        const bytes = Uint8Array.from(list);
        const packed = lz4Compress(bytes);
        expect(decoded(packed.subarray(HEADER), bytes.length)).toEqual(list);
        expect([...(decompressed(lz4, packed, bytes.length) ?? [])]).toEqual(list);
      }),
      { numRuns: 60 },
    );
  });

  it("is small where bytes repeat, and adds little where they do not", () => {
    let state = 1;
    const random = Uint8Array.from({ length: 100_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    });
    expect(lz4Compress(random).length).toBeLessThan(100_500);
    expect(lz4Compress(new Uint8Array(100_000)).length).toBeLessThan(420);
    const far = new Uint8Array(200_000);
    far.set(random.subarray(0, 70_000));
    far.set(random.subarray(0, 70_000), 70_000);
    // Too far away to be a match.
    expect(lz4Compress(far).length).toBeGreaterThan(140_000);
  });
});
