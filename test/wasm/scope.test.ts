import { afterEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose, keep, scope } from "../../src/wasm/scope.ts";

const one = () => columnOf("int32", [1]);
const live = () => memoryUsage().columns;

afterEach(() => {
  expect(live()).toBe(0);
});

describe("scope", () => {
  it("frees all but what it returns, also inside objects, lists, maps and sets", () => {
    const kept = scope(() => {
      one();
      const map = new Map([["a", one()]]);
      return { list: [one(), [one()]], map, set: new Set([one()]), text: "x", nothing: null };
    });
    expect(live()).toBe(4);
    expect(kept.map.get("a")?.at(0)).toBe(1);
    dispose(kept);
  });

  it("passes what an inner scope returns to the outer one", () => {
    const outer = scope(() => {
      const inner = scope(() => [one(), one()]);
      expect(live()).toBe(2);
      return inner[0];
    });
    expect(live()).toBe(1);
    outer.dispose();
  });

  it("leaves alone what was made outside", () => {
    const outside = one();
    scope(() => {
      outside.slice(0, 1);
    });
    expect(outside.at(0)).toBe(1);
    dispose([outside]);
    expect(outside.disposed).toBe(true);
  });

  it("frees everything when the work throws, and passes the error on", () => {
    expect(() =>
      scope(() => {
        one();
        throw new RangeError("stop");
      }),
    ).toThrow(RangeError);
  });

  it("refuses a promise, since the work after it would be nobody's", () => {
    const waiting = (): unknown => scope(async () => one());
    expect(waiting).toThrow(UsageError);
    expect(waiting).toThrow("synchronous");
  });

  it("lets keep() take a column out for good", () => {
    let cached = one();
    cached.dispose();
    scope(() => {
      scope(() => {
        cached = keep(one());
      });
    });
    expect(cached.at(0)).toBe(1);
    cached.dispose();
  });

  it("copes with objects that refer to themselves", () => {
    const result = scope(() => {
      const knot: { column: unknown; self?: unknown } = { column: one() };
      knot.self = knot;
      return knot;
    });
    expect(live()).toBe(1);
    dispose(result);
  });
});
