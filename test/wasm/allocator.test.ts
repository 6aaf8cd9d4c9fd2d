import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address } from "../../src/wasm/address.ts";
import { Allocator } from "../../src/wasm/allocator.ts";

const SLACK = 64;

function fresh(): { allocator: Allocator; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return { allocator: new Allocator(memory, 1000), memory };
}

describe("Allocator", () => {
  it("hands out aligned blocks behind the base, with slack between them", () => {
    const { allocator } = fresh();
    const first = allocator.allocate(1) as Address;
    const second = allocator.allocate(100) as Address;
    expect(first).toBe(1024);
    expect(second % 64).toBe(0);
    expect(second).toBeGreaterThanOrEqual(first + 1 + SLACK);
  });

  it("joins freed neighbours, whatever the order, so that their space serves a larger block", () => {
    const { allocator, memory } = fresh();
    const blocks = [1, 2, 3, 4].map(() => allocator.allocate(2 ** 20) as Address);
    const top = memory.buffer.byteLength;
    for (const i of [1, 3, 0, 2]) allocator.release(blocks[i]);
    expect(allocator.usedBytes).toBe(0);
    expect(allocator.allocate(4 * 2 ** 20)).toBe(blocks[0]);
    expect(memory.buffer.byteLength).toBe(top);
  });

  it("refuses what does not fit below 4 GiB, and goes on", () => {
    const { allocator } = fresh();
    expect(allocator.allocate(2 ** 32)).toBeUndefined();
    expect(allocator.allocate(2 ** 32 - 65536)).toBeUndefined();
    expect(allocator.allocate(100)).toBe(1024);
  });

  it("says so when a block is released twice", () => {
    const { allocator } = fresh();
    const block = allocator.allocate(8) as Address;
    allocator.release(block);
    expect(() => allocator.release(block)).toThrow("released twice");
  });

  it("never lets two live blocks overlap, and takes everything back", () => {
    const step = fc.record({ size: fc.integer({ min: 0, max: 300_000 }), free: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { allocator, memory } = fresh();
        const live: { address: Address; size: number }[] = [];
        for (const { size, free } of steps) {
          if (free % 3 === 0 && live.length > 0) {
            const [gone] = live.splice(free % live.length, 1);
            allocator.release(gone.address);
          } else {
            live.push({ address: allocator.allocate(size) as Address, size });
          }
          const byAddress = [...live].sort((a, b) => a.address - b.address);
          for (const [i, { address, size }] of byAddress.entries()) {
            const next = byAddress[i + 1]?.address ?? memory.buffer.byteLength;
            if (address + size + SLACK > next) throw new Error(`overlap at ${address}`);
          }
        }
        for (const { address } of live) allocator.release(address);
        expect(allocator.usedBytes).toBe(0);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
