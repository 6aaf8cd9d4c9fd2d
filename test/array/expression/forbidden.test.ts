import { describe, expect, it, vi } from "vitest";
import * as ak from "../../../src/array/index.ts";

describe("a host that forbids code made at run time", () => {
  it("gets the same results from the kernels of arrays", () => {
    const compileModule = vi.spyOn(WebAssembly, "Module").mockImplementation(
      class {
        constructor() {
          throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
        }
      } as never,
    );
    const x = ak.array([1, 2, 3]);
    expect(ak.evaluate("x * 2 > 3 && x < 3", { x }).toList()).toEqual([false, true, false]);
    expect(compileModule).toHaveBeenCalledTimes(1);
    // It is not asked again.
    expect(ak.evaluate("exp(x - 1) + x", { x }).at(0)).toBe(2);
    expect(compileModule).toHaveBeenCalledTimes(1);
    compileModule.mockRestore();
  });
});
