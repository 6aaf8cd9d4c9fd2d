import { describe, expect, it } from "vitest";
import { borrowBuffers } from "../../src/root/read-buffers.ts";

describe("borrowBuffers", () => {
  it("gives as many bytes as asked for, also none and very many", () => {
    const buffers = borrowBuffers();
    for (const length of [0, 1, 65535, 65536, 65537, 3_000_000, 2 ** 24, 2 ** 24 + 1]) {
      expect(buffers.take(length).byteLength).toBe(length);
    }
    buffers.end();
  });

  it("gives memory again that was given back", () => {
    const first = borrowBuffers();
    const before = first.take(100_000).buffer;
    first.end();
    const second = borrowBuffers();
    expect(second.take(99_000).buffer).toBe(before);
    second.end();
  });

  it("never gives the same memory to two readers", () => {
    const [one, other] = [borrowBuffers(), borrowBuffers()];
    const taken = [one, other, one, other].map((buffers) => buffers.take(200_000).buffer);
    expect(new Set(taken).size).toBe(4);
    one.end();
    // Given back twice is given back once.
    one.end();
    const third = borrowBuffers();
    const later = [0, 1, 2].map(() => third.take(200_000).buffer);
    expect(new Set([...later, taken[1], taken[3]]).size).toBe(5);
    third.end();
    other.end();
  });

  it("keeps no more than 64 MB while nobody reads", () => {
    const many = borrowBuffers();
    const taken = Array.from({ length: 12 }, () => many.take(2 ** 23).buffer);
    many.end();
    const next = borrowBuffers();
    const again = Array.from({ length: 12 }, () => next.take(2 ** 23).buffer);
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(8);
    next.end();
  });
});
