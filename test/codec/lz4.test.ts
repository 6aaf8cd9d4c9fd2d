import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { lz4 } from "../../src/codec/lz4.ts";
import { xxhash64 } from "../../src/codec/xxhash64.ts";
import { zlib } from "../../src/codec/zlib.ts";
import { reserve } from "../../src/wasm/column.ts";

function frame(...block: number[]): Uint8Array {
  const bytes = new Uint8Array(8 + block.length);
  bytes.set(block, 8);
  new DataView(bytes.buffer).setBigUint64(0, xxhash64(bytes.subarray(8)));
  return bytes;
}

describe("lz4", () => {
  it("decodes", () => {
    const t = reserve("uint8", 40);
    lz4(frame(0x1f, 7, 1, 0, 10, 0x50, 1, 2, 3, 4, 5), t, 0, 35);
    expect([...t.view().subarray(0, 35)]).toEqual([...new Array(30).fill(7), 1, 2, 3, 4, 5]);
    zlib(deflateSync(Buffer.from("hallo")), t, 0, 5);
    expect(Buffer.from(t.view().subarray(0, 5)).toString()).toBe("hallo");
  });
});

describe("xxhash64", () => {
  it("gives the vectors", () => {
    expect(xxhash64(new Uint8Array(0))).toBe(0xef46db3751d8e999n);
    expect(xxhash64(Buffer.from("abc"))).toBe(0x44bc2cf5ad770999n);
  });
});
