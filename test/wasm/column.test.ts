import { describe, expect, it } from "vitest";
import { DisposedError, ShapeError } from "../../src/errors.ts";
import { Column, columnFrom, columnOf, reserve } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dtypes } from "./dtypes.ts";

describe("Column", () => {
  it.each(dtypes)("brings %s values in and out", (dtype) => {
    using column = columnOf(dtype, [1, 0, 1]);
    const big = dtype === "int64" || dtype === "uint64";
    expect([...column.toTypedArray()]).toEqual(big ? [1n, 0n, 1n] : [1, 0, 1]);
    expect(column.at(0)).toBe(dtype === "bool" ? true : big ? 1n : 1);
  });

  it("takes the dtype of a typed array, and keeps the bits of NaN", () => {
    const bits = new BigUint64Array([0x7ff8000000000123n]);
    using column = columnFrom(new Float64Array(bits.buffer));
    expect(column.dtype).toBe("float64");
    expect(new BigUint64Array(column.toTypedArray().buffer)).toEqual(bits);
  });

  it("shares memory with its slices, which the last user frees", () => {
    const before = memoryUsage().usedBytes;
    const column = columnOf("int32", [10, 20, 30, 40]);
    const slice = column.slice(1, 3);
    expect(slice.address - column.address).toBe(4);
    const inner = slice.slice(1, 2);
    column.dispose();
    slice.dispose();
    expect([...inner.view()]).toEqual([30]);
    expect(memoryUsage().usedBytes).toBeGreaterThan(before);
    inner.dispose();
    expect(memoryUsage().usedBytes).toBe(before);
  });

  it("says that it was freed when it is used again", () => {
    const column = columnOf("float32", [1]);
    column.dispose();
    column.dispose();
    expect(column.disposed).toBe(true);
    for (const use of [
      () => column.address,
      () => column.view(),
      () => column.at(0),
      () => column.slice(0, 1),
      () => column.toTypedArray(),
    ]) {
      expect(use).toThrow(DisposedError);
      expect(use).toThrow(/this float32 column of 1 was freed/);
    }
  });

  it("is freed at the end of the block that declares it with using", () => {
    const before = memoryUsage().columns;
    {
      using column = columnOf("int8", [1]);
      expect(column.disposed).toBe(false);
    }
    expect(memoryUsage().columns).toBe(before);
  });

  it("is empty where it has no elements", () => {
    using column = reserve("float64", 0);
    expect(column.toTypedArray()).toEqual(new Float64Array(0));
  });

  it("refuses lengths and slices that make no sense", () => {
    using column = columnOf("int16", [1, 2]);
    expect(() => reserve("int8", -1)).toThrow(ShapeError);
    expect(() => reserve("int8", 1.5)).toThrow(ShapeError);
    expect(() => reserve("int8", 2 ** 31)).toThrow(ShapeError);
    expect(() => column.slice(1, 3)).toThrow("slice 1 to 3 of a column of 2");
    expect(() => column.slice(2, 1)).toThrow(ShapeError);
  });

  it("shows its bytes as another dtype of the same size", () => {
    using column = columnFrom(new Uint8Array([0, 1]));
    using same = column.reinterpret("bool");
    expect(same).toBeInstanceOf(Column);
    expect(same.at(1)).toBe(true);
    expect(() => column.reinterpret("int16")).toThrow("uint8 cannot be reinterpreted as int16");
  });
});
