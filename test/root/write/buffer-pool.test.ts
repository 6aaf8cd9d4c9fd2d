import { describe, expect, it } from "vitest";
import { BufferPool } from "../../../src/root/write/buffer-pool.ts";

describe("BufferPool", () => {
  it("puts leases behind each other, and gives memory again once all of a buffer are released", () => {
    const pool = new BufferPool();
    const first = pool.take(100);
    const second = pool.take(50);
    expect(second.bytes.buffer).toBe(first.bytes.buffer);
    expect(second.bytes.byteOffset).toBe(first.bytes.byteOffset + 100);
    const { buffer } = first.bytes;
    const next = pool.take(2 ** 20 - 100);
    expect(next.bytes.buffer).not.toBe(buffer);
    first.release();
    const another = pool.take(2 ** 20 - 100);
    // The second lease of the first buffer is still in use.
    expect(another.bytes.buffer).not.toBe(buffer);
    second.release();
    expect(pool.take(2 ** 20).bytes.buffer).toBe(buffer);
    expect(pool.take(2 ** 20 + 1).bytes).toHaveLength(2 ** 20 + 1);
  });

  it("never gives memory twice", () => {
    const pool = new BufferPool();
    const held: { readonly lease: ReturnType<BufferPool["take"]>; readonly mark: number }[] = [];
    for (let i = 0; i < 400; i++) {
      const lease = pool.take(((i * 7919) % 300_000) + 1);
      lease.bytes.fill(i % 251);
      held.push({ lease, mark: i % 251 });
      if (i % 3 === 2) {
        const [{ lease: old, mark }] = held.splice((i * 31) % held.length, 1);
        expect(old.bytes.every((byte) => byte === mark)).toBe(true);
        old.release();
      }
      if (held.length > 60) for (const { lease: old } of held.splice(0, 50)) old.release();
    }
    for (const { lease, mark } of held) {
      expect(lease.bytes.every((byte) => byte === mark)).toBe(true);
    }
  });
});
