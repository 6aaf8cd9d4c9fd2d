import { describe, expect, it } from "vitest";
import { columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

describe("scope", () => {
  it("frees what it does not return", () => {
    const before = memoryUsage().columns;
    const kept = scope(() => {
      columnOf("int32", [1, 2, 3]);
      return { nested: [columnOf("int32", [4])] };
    });
    expect(memoryUsage().columns).toBe(before + 1);
    expect(kept.nested[0].at(0)).toBe(4);
    kept.nested[0].dispose();
  });
});
