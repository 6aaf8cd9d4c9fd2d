import { describe, expect, it } from "vitest";
import { AwkwardArray } from "../../src/array/array.ts";
import { fromIter } from "../../src/array/from.ts";
import type { Layout, StringLayout } from "../../src/array/layout.ts";
import { ShapeError } from "../../src/errors.ts";
import { columnFrom, columnOf } from "../../src/wasm/column.ts";
import { scope } from "../../src/wasm/scope.ts";

function strings(texts: readonly string[], bytes = false): StringLayout {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = [0];
  for (const part of parts) offsets.push((offsets.at(-1) as number) + part.length);
  const data = columnFrom(Uint8Array.from(parts.flatMap((part) => [...part])), "uint8");
  return { kind: "string", offsets: columnOf("int32", offsets), data, bytes };
}

const array = (layout: Layout): AwkwardArray => new AwkwardArray(layout);

describe("strings in an array", () => {
  it("come out as text, with their type", () => {
    scope(() => {
      const names = array(strings(["e", "", "μμ"]));
      expect(names.type).toBe("3 * string");
      expect(names.toList()).toEqual(["e", "", "μμ"]);
      expect(names.at(-1)).toBe("μμ");
    });
  });

  it("come out as bytes where they are no text", () => {
    scope(() => {
      const raw = array(strings(["ab"], true));
      expect(raw.type).toBe("1 * bytes");
      expect(raw.at(0)).toEqual(Uint8Array.of(97, 98));
    });
  });

  it("are sliced, filtered and taken with their lists", () => {
    scope(() => {
      const names = array(strings(["a", "bb", "", "dddd"]));
      expect(names.slice(1, 3).toList()).toEqual(["bb", ""]);
      expect(names.filter(fromIter([true, false, false, true])).toList()).toEqual(["a", "dddd"]);
      const offsets = columnOf("int32", [0, 2, 2, 4]);
      const lists = array({ kind: "list", offsets, content: strings(["a", "bb", "", "dddd"]) });
      expect(lists.type).toBe("3 * var * string");
      expect(lists.filter(fromIter([true, true, false])).toList()).toEqual([["a", "bb"], []]);
    });
  });

  it("are refused with words where numbers are needed", () => {
    scope(() => {
      const names = array(strings(["a"]));
      expect(() => names.toTypedArray()).toThrow(ShapeError);
      expect(() => names.toTypedArray()).toThrow("strings are no typed array");
      expect(() => names.field("pt")).toThrow('no field "pt" in an array of strings');
    });
  });
});

describe("values of several types in an array", () => {
  const union = (): AwkwardArray =>
    array({
      kind: "union",
      tags: columnOf("int8", [0, 1, 0]),
      index: columnOf("int32", [0, 0, 1]),
      contents: [{ kind: "flat", data: columnOf("int32", [1, 2]) }, strings(["x"])],
    });

  it("come out one by one", () => {
    scope(() => {
      expect(union().type).toBe("3 * union[int32, string]");
      expect(union().toList()).toEqual([1, "x", 2]);
      expect(
        union()
          .filter(fromIter([false, true, true]))
          .toList(),
      ).toEqual(["x", 2]);
      expect(union().slice(2).at(0)).toBe(2);
    });
  });

  it("have no typed array and no fields", () => {
    scope(() => {
      expect(() => union().toTypedArray()).toThrow(ShapeError);
      expect(union().fields).toEqual([]);
    });
  });
});

describe("an array of nothing", () => {
  it("has the type unknown and no elements", () => {
    const none = array({ kind: "empty" });
    expect(none.type).toBe("0 * unknown");
    expect(none.toList()).toEqual([]);
    expect(() => none.field("x")).toThrow(/no field "x"/);
  });
});
