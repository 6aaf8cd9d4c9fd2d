import { describe, expect, it, vi } from "vitest";
import { MemoryError } from "../../src/errors.ts";
import { type Column, columnOf, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";
import { memoryUsage, setSoftMemoryLimit } from "../../src/wasm/memory.ts";
import { keep, scope } from "../../src/wasm/scope.ts";

const MB = 2 ** 20;
const GB = 2 ** 30;

describe("linear memory", () => {
  it("does not grow over 10,000 scopes of 10 MB", () => {
    const once = (): void =>
      scope(() => {
        for (let i = 0; i < 10; i++) reserve("float64", MB / 8);
      });
    once();
    const { totalBytes } = memoryUsage();
    for (let i = 1; i < 10_000; i++) once();
    expect(memoryUsage()).toMatchObject({ columns: 0, usedBytes: 0, totalBytes });
  });

  it("keeps live columns right when it grows", () => {
    const column = columnOf("float64", [1, 2, 3]);
    const before = memoryUsage().totalBytes;
    const large = reserve("float64", before / 8 + MB);
    expect(memoryUsage().totalBytes).toBeGreaterThan(before);
    expect([...column.view()]).toEqual([1, 2, 3]);
    large.dispose();
    column.dispose();
  });

  it("stays under its soft limit in a loop outside any scope that makes 10 GB of temporaries", () => {
    const limit = 256 * MB;
    setSoftMemoryLimit(limit);
    let kept = reserve("float64", MB);
    kept.view().fill(1);
    let highest = 0;
    for (let made = 0; made < 10 * GB; made += 8 * MB) {
      const next = reserve("float64", MB);
      next.view()[MB - 1] = made;
      kept = next;
      highest = Math.max(highest, memoryUsage().usedBytes);
    }
    setSoftMemoryLimit(undefined);
    expect(kept.view()[MB - 1]).toBe(10 * GB - 8 * MB);
    expect(highest).toBeLessThanOrEqual(limit + limit / 4 + 8 * MB);
    kept.dispose();
  });

  it("stays under it, too, where scopes return columns, or let them go by keep", () => {
    const limit = 256 * MB;
    setSoftMemoryLimit(limit);
    let highest = 0;
    for (let made = 0; made < 2 * GB; made += 16 * MB) {
      scope(() => scope(() => reserve("float64", MB)));
      scope(() => {
        keep(reserve("float64", MB));
      });
      highest = Math.max(highest, memoryUsage().usedBytes);
    }
    setSoftMemoryLimit(undefined);
    expect(highest).toBeLessThanOrEqual(limit + limit / 4 + 16 * MB);
  });

  it("does not look for what an open scope holds", () => {
    const limit = 64 * MB;
    setSoftMemoryLimit(limit);
    scope(() => {
      const first = columnOf("float64", [1, 2, 3]);
      const second = first.slice(1, 3);
      for (let i = 0; i < 16; i++) reserve("float64", MB);
      expect([first.disposed, second.disposed]).toEqual([false, false]);
      expect([...second.view()]).toEqual([2, 3]);
    });
    setSoftMemoryLimit(undefined);
  });

  it("frees a collected handle once the task is over, where no search was made", async () => {
    const before = memoryUsage().columns;
    (() => {
      for (let i = 0; i < 10; i++) reserve("int8", 10);
    })();
    expect(memoryUsage().columns).toBe(before + 10);
    const { collectGarbage } = await import("../../src/wasm/collect.ts");
    expect(collectGarbage()).toBe(true);
    await vi.waitFor(() => expect(memoryUsage().columns).toBeLessThanOrEqual(before), 20_000);
  });

  it("holds one column of 2.5 GiB and kernels work at addresses above 2^31", () => {
    const length = (2.5 * GB) / 8;
    const large = reserve("float64", length);
    const last = large.slice(length - 3, length);
    last.view().set([1, 2, 4]);
    expect(large.at(length - 1)).toBe(4);
    const offsets = columnOf("int32", [0, 1, 3]);
    const sums = reserve("float64", 2);
    expect(sums.address).toBeGreaterThan(2 ** 31);
    kernels.array_sum_f64(offsets.address, last.address, sums.address, 2);
    expect([...sums.view()]).toEqual([1, 6]);
    for (const column of [large, last, offsets, sums]) column.dispose();
    expect(memoryUsage().usedBytes).toBe(0);
  });

  it("says clearly that it is exhausted, and works on", () => {
    const held = [reserve("uint8", 1900 * MB), reserve("uint8", 1900 * MB)];
    const ask = (): Column => reserve("float64", GB / 8);
    expect(ask).toThrow(MemoryError);
    expect(ask).toThrow(/1024 MB asked for, 3800 MB held by 2 live columns .* scope\(/);
    const small = columnOf("int32", [7]);
    expect(small.at(0)).toBe(7);
    held[0].dispose();
    const fits = ask();
    expect(fits.length).toBe(GB / 8);
    for (const column of [held[1], small, fits]) column.dispose();
  });
});
