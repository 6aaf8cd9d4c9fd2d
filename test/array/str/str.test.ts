import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../../src/array/index.ts";
import { merge } from "../../../src/array/merge.ts";
import { stringOf } from "../../../src/array/text.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { scope } from "../../../src/wasm/scope.ts";

const { str } = ak;

/** An array of text; `null` is missing. */
function texts(values: readonly (string | null)[]): ak.Array {
  const there = values.filter((value): value is string => value !== null);
  const content = merge(["", ...there].map(stringOf));
  let next = 1;
  const index = values.map((value) => (value === null ? -1 : next++));
  const all = new ak.Array(content).take(index.map((at) => Math.max(at, 0)));
  if (there.length === values.length) return all;
  return ak.mask(all, ak.fromIter(values.map((value) => value !== null)));
}

/** Letters, digits, white space, of one to four bytes. */
const text = fc.string({
  unit: fc.constantFrom(..."abABzZ019 \t-_.é日本µΩ😀x"),
  maxLength: 12,
});
const some = fc.array(text, { minLength: 1, maxLength: 12 });

describe("str", () => {
  it("keeps lists and what is missing", () => {
    const words = texts(["muon", null, "Électron"]);
    expect(str.length(words).type).toBe("3 * ?int64");
    expect(str.length(words).toList()).toEqual([4n, null, 8n]);
    expect(str.upper(words).toList()).toEqual(["MUON", null, "ÉLECTRON"]);
    const content = texts(["a", "bc", ""]).layout;
    const lists = ak.get(new ak.Array({ kind: "regular", size: 3, length: 1, content }), [0, 0]);
    expect(str.reverse(lists).toList()).toEqual([
      ["a", "cb", ""],
      ["a", "cb", ""],
    ]);
    expect(str.join(lists, "-").toList()).toEqual(["a-bc-", "a-bc-"]);
    expect(str.lower(ak.fromIter([1, 2])).toList()).toEqual([1, 2]);
  });

  it("trims and pads at one side", () => {
    const words = texts(["xxaxx", "x", "b"]);
    expect(str.ltrim(words, "x").toList()).toEqual(["axx", "", "b"]);
    expect(str.rtrim(words, "x").toList()).toEqual(["xxa", "", "b"]);
    expect(str.rpad(words, 2, "-").toList()).toEqual(["xxaxx", "x-", "b-"]);
    expect(str.lpad(words, 2, "-").toList()).toEqual(["xxaxx", "-x", "-b"]);
  });

  it("has Arrow's cases of single characters", () => {
    const special = texts(["ß", "ᾳ", "İ", "ŉ", "ǆ", "ab Cd"]);
    expect(str.upper(special).toList()).toEqual(["ẞ", "ᾼ", "İ", "ŉ", "Ǆ", "AB CD"]);
    expect(str.lower(special).toList()).toEqual(["ß", "ᾳ", "i", "ŉ", "ǆ", "ab cd"]);
    expect(str.capitalize(special).toList()).toEqual(["ẞ", "ᾼ", "İ", "ŉ", "Ǆ", "Ab cd"]);
    expect(str.title(special).toList()).toEqual(["ẞ", "ᾼ", "İ", "ŉ", "Ǆ", "Ab Cd"]);
    expect(str.swapcase(texts(["aB1"])).toList()).toEqual(["Ab1"]);
  });

  it("asks of what kind all characters are, as Arrow does", () => {
    const all = texts(["", "ab", "aB1", "123", "½", "Ⅷ", " \t", "Ab Cd", "AB", "ab-cd", "日本"]);
    const yes = (ask: (array: ak.Array) => ak.Array) =>
      all.toList().filter((_, i) => ask(all).toList()[i]);
    expect(yes(str.isAlpha)).toEqual(["ab", "AB", "日本"]);
    expect(yes(str.isAlnum)).toEqual(["ab", "aB1", "123", "½", "Ⅷ", "AB", "日本"]);
    expect(yes(str.isDecimal)).toEqual(["123"]);
    expect(yes(str.isDigit)).toEqual(["123", "½"]);
    expect(yes(str.isNumeric)).toEqual(["123", "½", "Ⅷ"]);
    expect(yes(str.isSpace)).toEqual([" \t"]);
    expect(yes(str.isLower)).toEqual(["ab", "ab-cd"]);
    expect(yes(str.isUpper)).toEqual(["Ⅷ", "AB"]);
    expect(yes(str.isTitle)).toEqual(["Ⅷ", "Ab Cd"]);
    expect(yes(str.isAscii)).not.toContain("½");
    expect(yes(str.isPrintable)).not.toContain(" \t");
  });

  it("finds, counts, replaces and splits", () => {
    const all = texts(["one two", "aXbXc", "XX", ""]);
    expect(str.startsWith(all, "one").toList()).toEqual([true, false, false, false]);
    expect(str.endsWith(all, "X").toList()).toEqual([false, false, true, false]);
    expect(str.matchSubstring(all, "x", { ignoreCase: true }).toList()).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(str.findSubstring(all, "X").toList()).toEqual([-1n, 1n, 0n, -1n]);
    expect(str.countSubstring(all, "X").toList()).toEqual([0n, 2n, 2n, 0n]);
    expect(str.replaceSubstring(all, "X", "--", { maxReplacements: 1 }).toList()).toEqual([
      "one two",
      "a--bXc",
      "--X",
      "",
    ]);
    expect(str.splitPattern(all, "X").toList()).toEqual([
      ["one two"],
      ["a", "b", "c"],
      ["", "", ""],
      [""],
    ]);
    expect(str.splitPattern(all, "X", { maxSplits: 1, reverse: true }).toList()).toEqual([
      ["one two"],
      ["aXb", "c"],
      ["X", ""],
      [""],
    ]);
    expect(str.isIn(texts(["a", null, "b"]), ["b", null]).toList()).toEqual([false, true, true]);
    expect(str.isIn(texts(["a", "b"]), texts(["a"])).toList()).toEqual([true, false]);
    expect(() => str.isIn(all, ak.fromIter([1]))).toThrow("a set to look in is an array of text");
    expect(() => str.replaceSubstring(all, "", "x")).toThrow("a pattern that is not empty");
    expect(str.repeat(texts(["ab", ""]), 2).toList()).toEqual(["abab", ""]);
    expect(str.center(texts(["ab"]), 5, "*").toList()).toEqual(["*ab**"]);
    expect(str.trim(texts(["xxaxx"]), "x").toList()).toEqual(["a"]);
  });

  it("does as JavaScript does with characters", () => {
    fc.assert(
      fc.property(some, text, (values, pattern) => {
        const array = texts(values);
        const chars = values.map((value) => [...value]);
        expect(array.toList()).toEqual(values);
        expect(str.length(array).toList()).toEqual(chars.map((one) => BigInt(one.length)));
        expect(str.reverse(array).toList()).toEqual(chars.map((one) => one.reverse().join("")));
        expect(str.upper(array).toList()).toEqual(values.map((value) => value.toUpperCase()));
        expect(str.trimWhitespace(array).toList()).toEqual(values.map((value) => value.trim()));
        expect(str.ltrimWhitespace(array).toList()).toEqual(values.map((v) => v.trimStart()));
        expect(str.rtrimWhitespace(array).toList()).toEqual(values.map((v) => v.trimEnd()));
        expect(str.startsWith(array, pattern).toList()).toEqual(
          values.map((value) => value.startsWith(pattern)),
        );
        expect(str.matchSubstring(array, pattern).toList()).toEqual(
          values.map((value) => value.includes(pattern)),
        );
        expect(str.slice(array, 1, -1).toList()).toEqual(
          values.map((value) => [...value].slice(1, -1).join("")),
        );
        expect(str.slice(array, 0, null, { step: 2 }).toList()).toEqual(
          values.map((value) => [...value].filter((_, i) => i % 2 === 0).join("")),
        );
        expect(str.lpad(array, 5, "é").toList()).toEqual(
          values.map((value) => "é".repeat(Math.max(0, 5 - [...value].length)) + value),
        );
        if (pattern === "") return;
        expect(str.replaceSubstring(array, pattern, "µ").toList()).toEqual(
          values.map((value) => value.replaceAll(pattern, "µ")),
        );
        expect(str.splitPattern(array, pattern).toList()).toEqual(
          values.map((value) => value.split(pattern)),
        );
        expect(str.isIn(array, [pattern, "a"]).toList()).toEqual(
          values.map((value) => value === pattern || value === "a"),
        );
      }),
    );
  });

  it("leaves nothing behind", () => {
    const array = texts(["é", null, "b"]);
    const operations = [str.lower, str.isAlpha, str.reverse, str.trimWhitespace, str.length];
    // Tables of characters are made once and stay.
    for (const operation of operations) scope(() => void operation(array));
    const before = memoryUsage();
    for (const operation of operations) scope(() => void operation(array));
    expect(memoryUsage()).toEqual(before);
  });
});
