import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Code, encodeModule } from "../../src/wasm/encoder.ts";

/** A module of one function over a memory of its own. */
function make(
  body: Code,
  signature: { params: ("i32" | "i64")[]; results: ("i32" | "i64")[]; locals?: "v128"[] },
  functions: Record<string, (...args: number[]) => number> = {},
): { run: (...args: (number | bigint)[]) => unknown; memory: WebAssembly.Memory } {
  const imports = Object.keys(functions).map((name) => ({
    name,
    params: ["i32"] as const,
    results: ["i32"] as const,
  }));
  const { params, results, locals = [] } = signature;
  const bytes = encodeModule({
    imports,
    functions: [{ name: "run", params, results, locals, body }],
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { host: { memory, ...functions } });
  return { run: exports.run as never, memory };
}

describe("encodeModule", () => {
  it("gives a function that adds", () => {
    const body = new Code().get(0).get(1).op("i32.add");
    const { run } = make(body, { params: ["i32", "i32"], results: ["i32"] });
    expect(run(40, 2)).toBe(42);
  });

  it("spells every integer constant", () => {
    fc.assert(
      fc.property(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (i, big) => {
        const small = make(new Code().i32(i), { params: [], results: ["i32"] });
        const wide = make(new Code().i64(big), { params: [], results: ["i64"] });
        expect([small.run(), wide.run()]).toEqual([i, big]);
      }),
      { numRuns: 50 },
    );
  });

  it("calls functions from outside, numbered before its own", () => {
    const body = new Code().get(0).call(0).call(1);
    const functions = { twice: (x: number) => 2 * x, next: (x: number) => x + 1 };
    const { run } = make(body, { params: ["i32"], results: ["i32"] }, functions);
    expect(run(20)).toBe(41);
  });

  it("loops and branches", () => {
    // Parameter 1 counts how often parameter 0 can be lowered.
    const body = new Code();
    body.get(0).i32(0).op("i32.gt_s");
    body.if(() =>
      body.loop(() => {
        body.get(1).i32(1).op("i32.add").set(1);
        body.get(0).i32(1).op("i32.sub").tee(0);
      }),
    );
    body.get(1);
    const { run } = make(body, { params: ["i32", "i32"], results: ["i32"] });
    expect([run(5, 0), run(0, 7), run(-1, 7)]).toEqual([5, 7, 7]);
  });

  it("has locals, more than 127 of them, and long bodies", () => {
    const locals = Array.from({ length: 300 }, () => "v128" as const);
    const body = new Code();
    for (let i = 0; i < 300; i++) body.v128(new Uint8Array(16).fill(i)).set(1 + i);
    body.get(0).get(300).access("v128.store", 32).i32(0);
    const { run, memory } = make(body, { params: ["i32"], results: ["i32"], locals });
    run(64);
    expect(new Uint8Array(memory.buffer, 96, 16)).toEqual(new Uint8Array(16).fill(299));
  });

  it("loads, stores and shuffles vectors", () => {
    const body = new Code();
    body.get(0).get(0).access("v128.load", 0).get(0).access("v128.load", 16);
    body
      .shuffle([31, 30, 29, 28, 27, 26, 25, 24, 7, 6, 5, 4, 3, 2, 1, 0])
      .access("v128.store", 1000);
    body.get(0).get(0).access("v128.load", 0).storeLane("v128.store32_lane", 2000, 1);
    body.get(0).access("v128.load", 0).lane("i64x2.extract_lane", 1);
    const { run, memory } = make(body, { params: ["i32"], results: ["i64"] });
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(Array.from({ length: 32 }, (_, i) => i));
    expect(run(0)).toBe(0x0f0e0d0c0b0a0908n);
    expect([...bytes.slice(1000, 1016)]).toEqual([
      ...[31, 30, 29, 28, 27, 26, 25, 24],
      ...[7, 6, 5, 4, 3, 2, 1, 0],
    ]);
    expect([...bytes.slice(2000, 2005)]).toEqual([4, 5, 6, 7, 0]);
  });

  it("shares equal signatures, and exports several functions", () => {
    const body = new Code().get(0).i32(1).op("i32.add");
    const one = { params: ["i32"] as const, results: ["i32"] as const, locals: [], body };
    const bytes = encodeModule({
      imports: [],
      functions: [
        { ...one, name: "first" },
        { ...one, name: "zweite ü", body: new Code().get(0).call(0).call(0) },
      ],
    });
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      host: { memory },
    });
    expect((exports["zweite ü"] as (x: number) => number)(40)).toBe(42);
    expect(bytes[10]).toBe(1);
  });
});
