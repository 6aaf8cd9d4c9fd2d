import { describe, expect, it } from "vitest";
import * as ak from "../../../src/array/index.ts";
import {
  ExpressionError,
  NotFoundError,
  NotLoadedError,
  ShapeError,
  UsageError,
} from "../../../src/errors.ts";
import { columnFrom, columnOf } from "../../../src/wasm/column.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";

const electrons = ak.zip({
  pt: ak.array([[30e3, 10e3], [], [50e3]]),
  eta: ak.array([[0.5, 2], [], [-1.4]]),
  charge: ak.array([[1, -1], [], [1]]),
});
const run = new ak.Array({ kind: "flat", data: columnOf("int32", [1, 2, 3]) });
const trigger = new ak.Array({
  kind: "string",
  offsets: columnOf("int32", [0, 3, 5, 8]),
  data: columnFrom(new TextEncoder().encode("HLTL1HLT")),
});
const events = { electrons, run, trigger, pt: electrons.field("pt"), "el.n": run };

function evaluate(text: string): unknown {
  const result = ak.evaluate(text, events);
  return [result.type, result.toList()];
}

function message(text: string, source: ak.ExpressionSource = events): string {
  try {
    ak.evaluate(text, source);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "";
}

describe("evaluate", () => {
  it("selects objects by a cut on fields of records in lists", () => {
    const cut = "pt > 25e3 && abs(eta) < 2.47 && !(abs(eta) > 1.37 && abs(eta) < 1.52)";
    expect(ak.evaluate(cut, electrons).toList()).toEqual([[true, false], [], [false]]);
  });

  it.each([
    ["sum(electrons.charge) == 0", "3 * bool", [true, true, false]],
    ["pt[-1] > 20e3", "3 * ?bool", [false, null, true]],
    ["electrons[0].pt", "3 * ?float64", [30e3, null, 50e3]],
    ["electrons.pt[electrons.charge > 0]", "3 * var * float64", [[30e3], [], [50e3]]],
    ["num(electrons) == 0 ? -1 : pt[0]", "3 * ?float64", [30e3, -1, 50e3]],
    ["pt[run - 1]", "3 * ?float64", [30e3, null, null]],
    ["trigger == 'HLT'", "3 * bool", [true, false, true]],
    ['trigger != "HLT" || run == 3', "3 * bool", [false, true, true]],
    ["trigger == trigger", "3 * bool", [true, true, true]],
    ["el.n + 1", "3 * int32", [2, 3, 4]],
    ["`el.n` * 2.0", "3 * float64", [2, 4, 6]],
    ["1 < run < 3", "3 * bool", [false, true, false]],
    ["run * pi > 6 and not run == 3", "3 * bool", [false, true, false]],
    ["std(pt) > 5e3", "3 * bool", [true, false, false]],
    ["ptp(pt)", "3 * ?float64", [20e3, null, 0]],
    ["nanmean(pt / pt)", "3 * ?float64", [1, null, 1]],
    ["sum(softmax(pt * 0))", "3 * float64", [1, 0, 1]],
    ["1 + 2", "3 * int64", [3n, 3n, 3n]],
    ["sqrt(2) ** 2 < 2.1", "3 * bool", [true, true, true]],
    ["run < 10 ** 30", "3 * bool", [true, true, true]],
    ["(run & 1) == 1", "3 * bool", [true, false, true]],
    ["run > 1 ? 1 : 0", "3 * int64", [0n, 1n, 1n]],
    ["max(pt)", "3 * ?float64", [30e3, null, 50e3]],
    ["max(run, 2)", "3 * int32", [2, 2, 3]],
    ["inf > run", "3 * bool", [true, true, true]],
  ])("%s", (text, type, list) => {
    expect(evaluate(text)).toEqual([type, list]);
  });

  it("compares with a column's name before a constant's", () => {
    expect(ak.evaluate("pi + 1", { pi: run }).toList()).toEqual([2, 3, 4]);
  });

  it("takes numbers by name", () => {
    expect(ak.evaluate("run > least", { run, least: 1.5 }).toList()).toEqual([false, true, true]);
  });

  it("gives empty arrays the right dtype", () => {
    const none = { pt: new ak.Array({ kind: "flat", data: columnOf("float32", []) }) };
    expect(ak.evaluate("pt * 2 > 1", none).type).toBe("0 * bool");
    expect(ak.evaluate("exp(pt)", none).type).toBe("0 * float32");
  });

  it("evaluates derived properties of records", () => {
    const behavior = {
      name: "Doubled",
      properties: { twice: (array: ak.Array) => ak.multiply(array.field("pt"), 2) },
    };
    const doubled = new ak.Array(electrons.layout, { behavior });
    expect(ak.evaluate("twice > 50e3", doubled).toList()).toEqual([[true, false], [], [true]]);
  });

  it("lets a column that is not loaded suspend the caller", () => {
    const load = (): never => {
      throw new NotLoadedError("pt", "not yet");
    };
    const pt = { kind: "lazy", length: 3, load, held: () => [], owned: () => [] } as const;
    const record = { kind: "record", fields: ["pt"], contents: [pt], length: 3 } as const;
    const lazy = new ak.Array({
      kind: "list",
      offsets: columnOf("int32", [0, 1, 1, 3]),
      content: record,
    });
    for (const text of ["pt > 1", "num(pt)"]) {
      expect(() => ak.evaluate(text, lazy)).toThrow(NotLoadedError);
    }
    expect(() => ak.evaluate("x[0].pt + 1", { x: lazy })).toThrow(NotLoadedError);
    expect(ak.evaluate("num(x)", { x: lazy }).toList()).toEqual([1n, 0n, 2n]);
  });

  it("takes the missing values of this call, not those of another", () => {
    const choice = ak.compile("(a ? a : b) + b");
    const b = ak.array([10, 20]);
    expect(choice({ a: ak.array([0, 2]), b }).toList()).toEqual([20, 22]);
    expect(choice({ a: ak.array([null, 2]), b }).toList()).toEqual([null, 22]);
    expect(choice({ a: ak.array([1, 0]), b: ak.array([null, 5]) }).toList()).toEqual([null, 10]);
  });

  it("keeps what it returns and frees the rest, also of the source's own columns", () => {
    const source = { x: ak.array([1, 2, 3]) };
    ak.evaluate("x", source).dispose();
    expect(ak.evaluate("x + 1", source).toList()).toEqual([2, 3, 4]);
  });

  it.each([
    [
      "ptt > 3",
      'NotFoundError: no column "ptt" in the source; did you mean "pt"?\n  ptt > 3\n  ^^^',
    ],
    ["sqr(pt)", 'did you mean "sqrt"?\n  sqr(pt)\n  ^^^'],
    ["electrons.pz", 'no field "pz" in this array'],
    ["electrons + 1", "take a field, such as electrons.pt\n  electrons + 1\n  ^^^^^^^^^"],
    ["trigger + 1", "numbers are needed here, not strings"],
    ["trigger == 1", "a string is compared with strings"],
    ["'a' + 1", "a string can only be compared"],
    ["sum(run)", "sum() takes lists, and this is one value for each event"],
    ["max(run)", "of two columns it is max(a, b)"],
    ["run[0]", "there are no lists to take elements of"],
    ["pt[1.5]", "an index is an integer"],
    ["pt[run > 1]", "leave events out by a cut"],
    ["atan2(pt)", "atan2() takes 2 arguments, not 1"],
    ["sum(pt, 1)", "sum() takes one argument, not 2"],
    ["run + 3000000000", "3000000000 is out of bounds for int32\n  run + 3000000000\n      ^"],
    ["~pt", "of conditions write !"],
    ["pt & 1", "of conditions write &&"],
    ["-(run > 1)", "bool has no negative"],
    ["pt + three", 'list 0 has 2 elements in "pt" and 3 in "three"\n  pt + three'],
    ["sqrt(run > 1)", "float16"],
  ])("says what is wrong with %s", (text, words) => {
    const three = ak.array([[1, 2, 3], [], [1]]);
    expect(message(text, { ...events, three })).toContain(words);
  });

  it("has an error for each kind of mistake", () => {
    expect(() => ak.evaluate("pt >", events)).toThrow(ExpressionError);
    expect(() => ak.evaluate("nothing", events)).toThrow(NotFoundError);
    expect(() => ak.evaluate("1", {})).toThrow(UsageError);
    expect(() => ak.evaluate("1", [1] as never)).toThrow(UsageError);
    expect(() => ak.compile(3 as never)).toThrow(UsageError);
    expect(() => ak.evaluate("a + b", { a: run, b: ak.array([1, 2]) })).toThrow(ShapeError);
  });

  it("returns memory, however often expressions are made and evaluated", () => {
    const texts = ["pt > 1", "sum(pt) * 2", "pt[0] > run", "exp(pt)", "run > 1 ? pt : 0.5"];
    const work = (i: number): void => {
      // One in twenty is new, and compiled.
      const text = texts[i % texts.length];
      ak.evaluate(i % 20 === 0 ? `${text} + ${i}` : text, events).dispose();
    };
    for (let i = 0; i < 300; i++) work(i);
    const before = memoryUsage();
    for (let i = 0; i < 10_000; i++) work(i);
    expect(memoryUsage()).toEqual(before);
  });
});

describe("compile", () => {
  it("makes a function that knows its names", () => {
    const cut = ak.compile("electrons.pt > 20e3 * scale && pi < inf");
    expect(cut.names).toEqual(["electrons.pt", "scale", "pi", "inf"]);
    expect(cut.text).toBe("electrons.pt > 20e3 * scale && pi < inf");
    const expected = [[true, false], [], [true]];
    expect(cut({ electrons, scale: 1 }).toList()).toEqual(expected);
    expect(ak.evaluate(cut, { electrons, scale: 1 }).toList()).toEqual(expected);
    expect(cut({ electrons, scale: 0.4 }).toList()).toEqual([[true, true], [], [true]]);
  });

  it("adapts to other dtypes", () => {
    const twice = ak.compile("x * 2");
    for (const dtype of ["float32", "int16", "uint64"] as const) {
      const x = new ak.Array({ kind: "flat", data: columnOf(dtype, [1, 2]) });
      expect(twice({ x }).type).toBe(`2 * ${dtype}`);
    }
  });
});
