import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gzip } from "../../src/codec/index.ts";
import { CodecError } from "../../src/errors.ts";
import { reserve } from "../../src/wasm/column.ts";

function unpacked(bytes: Uint8Array, length: number): Uint8Array {
  const target = reserve("uint8", length);
  try {
    gzip(bytes, target, 0, length);
    return target.toTypedArray();
  } finally {
    target.dispose();
  }
}

async function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** "hello" with a name, a comment and an extra field, made by hand. */
const named = Uint8Array.from(
  atob("H4sIHAAAAAAAAwIAAQJhLnR4dABub3RlAMtIzcnJBwCGphA2BQAAAA=="),
  (char) => char.charCodeAt(0),
);

describe("gzip", () => {
  it("undoes the platform's compression", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const plain = Uint8Array.from(bytes);
        expect(unpacked(await compressed(plain), plain.length)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it("passes over names, comments and extra fields", () => {
    expect(new TextDecoder().decode(unpacked(named, 5))).toBe("hello");
  });

  it("refuses damaged, cut and other bytes", async () => {
    const bytes = await compressed(new TextEncoder().encode("the same again, the same again"));
    const damaged = bytes.slice();
    damaged[damaged.length - 8] ^= 1;
    expect(() => unpacked(damaged, 30)).toThrow(/checksum differs/);
    expect(() => unpacked(bytes, 29)).toThrow(CodecError);
    expect(() => unpacked(bytes.subarray(0, 12), 30)).toThrow(CodecError);
    expect(() => unpacked(Uint8Array.of(1, 2, 3), 1)).toThrow(/do not begin as gzip/);
  });
});
