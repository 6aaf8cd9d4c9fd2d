import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Packed, unpack } from "../../src/codec/packed.ts";
import { threadUsage } from "../../src/codec/unpack-threads.ts";
import { Unpacking } from "../../src/codec/unpacking.ts";
import { CodecError } from "../../src/errors.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { nextTurn } from "../../src/wasm/thread.ts";
import { generator } from "./samples.ts";

/** A block of some frames, and the bytes that it gives. */
interface Sample {
  readonly packed: Packed;
  readonly plain: Uint8Array;
}

async function deflated(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A zlib block of so many frames of `length` bytes each. */
async function sample(seed: number, frames: number, length: number): Promise<Sample> {
  const random = generator(seed);
  const plain = Uint8Array.from({ length: frames * length }, () => random() ** 3 * 256);
  const parts = await Promise.all(
    Array.from({ length: frames }, (_, i) => deflated(plain.slice(i * length, (i + 1) * length))),
  );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 9, 0));
  let at = 0;
  const list = parts.map((part) => {
    // As in ROOT files, where nine bytes stand in front of each frame.
    bytes.set(part, at + 9);
    at += 9 + part.length;
    return { codec: "zlib", start: at - part.length, stop: at, length } as const;
  });
  return { packed: { bytes, frames: list, length: plain.length }, plain };
}

const samples: Sample[] = [];
beforeAll(async () => {
  // Threads end after seconds without work, which on a busy machine come at any moment.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  // Large ones, and many that go into one message.
  for (let i = 0; i < 6; i++) samples.push(await sample(i, 2, 250_000));
  for (let i = 0; i < 40; i++) samples.push(await sample(100 + i, 1 + (i % 3), 5_000));
}, 60_000);

/** All lots, used one after the other; how many blocks came ready. */
async function useAll(threads: number, lots: readonly (readonly Sample[])[]): Promise<number> {
  const unpacking = new Unpacking(threads);
  let ready = 0;
  try {
    const added = unpacking.add(lots.map((lot) => lot.map(({ packed }) => packed)));
    for (const [i, lot] of added.entries()) {
      await unpacking.settle(lot);
      for (const [j, parcel] of lot.parcels.entries()) {
        const column = parcel.take();
        if (column === undefined) continue;
        ready++;
        expect(sameBytes(column.view(), lots[i][j].plain)).toBe(true);
        expect(parcel.take()).toBeUndefined();
        column.dispose();
      }
      unpacking.forget([lot]);
    }
  } finally {
    unpacking.end();
  }
  return ready;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Resolves when `threads` others are there and have done something. */
async function warmUp(threads: number): Promise<void> {
  const { tasks } = threadUsage();
  const until = performance.now() + 30_000;
  while (threadUsage().tasks === tasks && performance.now() < until) {
    await useAll(threads, [samples]);
    await nextTurn();
  }
}

afterAll(() => vi.useRealTimers());

describe("Unpacking", () => {
  it("gives the bytes that its blocks hold, those of other threads and its own", async () => {
    const before = memoryUsage();
    await warmUp(3);
    const { tasks, threads } = threadUsage();
    expect(threads).toBe(2);
    let ready = 0;
    for (const lots of [
      [samples],
      [samples.slice(0, 3), [], samples.slice(3)],
      samples.map((one) => [one]),
    ]) {
      ready += await useAll(3, lots);
    }
    expect(ready).toBeGreaterThan(0);
    expect(threadUsage().tasks).toBeGreaterThan(tasks);
    expect(memoryUsage().columns).toBe(before.columns);
  });

  it("leaves to its user what cannot be decompressed, and the error with it", async () => {
    await warmUp(2);
    const { packed } = samples[0];
    const bytes = packed.bytes.slice();
    bytes[bytes.length - 1] ^= 1;
    const damaged = { ...packed, bytes };
    const unpacking = new Unpacking(2);
    const [lot] = unpacking.add([[packed, packed, packed, damaged]]);
    await unpacking.settle(lot);
    expect(lot.parcels[3].take()).toBeUndefined();
    expect(() => unpack(damaged)).toThrow(CodecError);
    unpacking.end();
  });

  it("frees what nobody takes, also what comes back after the end", async () => {
    await warmUp(2);
    const before = memoryUsage();
    const unpacking = new Unpacking(2);
    const lots = unpacking.add([samples.map(({ packed }) => packed), [samples[0].packed]]);
    await unpacking.settle(lots[0]);
    unpacking.end();
    const late = new Unpacking(2);
    late.add([samples.map(({ packed }) => packed)]);
    late.end();
    await useAll(2, [samples]);
    expect(memoryUsage()).toEqual({ ...before, totalBytes: memoryUsage().totalBytes });
  });

  it("ends its threads when they have had nothing to do for a while", async () => {
    await warmUp(2);
    expect(threadUsage().threads).toBeGreaterThan(0);
    vi.advanceTimersByTime(60_000);
    expect(threadUsage().threads).toBe(0);
    await warmUp(2);
    expect(threadUsage().threads).toBe(1);
  });
});
