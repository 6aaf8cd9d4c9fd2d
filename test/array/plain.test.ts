import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { DTypeError, NotFoundError, OverflowError, UsageError } from "../../src/errors.ts";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

function inspected(value: object): string {
  return (value as Record<symbol, () => string>)[INSPECT]();
}

describe("arrays and records as other tools see them", () => {
  it("shows a record as a plain object, and names fields that it has not", () => {
    const record = ak.array([{ x: 1, y: [2n] }]).at(0) as ak.Record;
    expect(ak.toList(record)).toEqual({ x: 1, y: [2n] });
    for (const name of ["toList", "length", "filter"]) {
      expect(() => record[name]).toThrow(NotFoundError);
    }
    expect(() => record.length).toThrow('no field "length" in this record; known: x, y');
    expect(record.then).toBeUndefined();
    expect(() => ak.toList(5 as never)).toThrow(UsageError);
  });

  it("writes JSON of the values", () => {
    const array = ak.array([{ x: 1n, y: [true, null] }]);
    expect(JSON.stringify(array)).toBe('[{"x":1,"y":[true,null]}]');
    expect(JSON.stringify({ first: array.at(0) })).toBe('{"first":{"x":1,"y":[true,null]}}');
    expect(() => JSON.stringify(ak.array([2n ** 60n + 1n]))).toThrow(OverflowError);
  });

  it("is inspected as its text", () => {
    const array = ak.array([{ x: 1 }]);
    expect(inspected(array)).toBe(String(array));
    expect(inspected(array.at(0) as ak.Record)).toBe("<Record {x: 1} type='{x: float64}'>");
    array.dispose();
    expect(inspected(array)).toMatch(/^<Array: /);
  });
});

describe("what is no array", () => {
  it("is told so", () => {
    expect(() => ak.array({ x: [1] } as never)).toThrow("not of an object: ak.zip makes records");
    expect(() => ak.array(5 as never)).toThrow("not of 5");
    expect(() => ak.array(undefined as never)).toThrow(UsageError);
    expect(() => ak.str.isIn(ak.array(["1"]), [1] as never)).toThrow(DTypeError);
  });

  it("is no option", () => {
    const lists = ak.array([[1, 2], []]);
    expect(() => ak.sum(lists, { axsi: 1 } as never)).toThrow('did you mean "axis"');
    expect(() => ak.max(lists, 1 as never)).toThrow("options are an object such as { axis: … }");
    expect(ak.max(lists, { axis: 1, initial: 0, maskIdentity: false }).toList()).toEqual([2, 0]);
  });

  it("is no slice", () => {
    for (const item of [null, undefined, true, 0n]) {
      expect(() => ak.get(ak.array([1, 2]), item as never)).toThrow(UsageError);
    }
    expect(() => ak.get(ak.array([1, 2]), null as never)).toThrow("a new axis is ak.newaxis");
    const lists = ak.array([[1, 2], [], [3, 4]]);
    expect(() => ak.get(lists, ak.array([[0], [], [1]]))).toThrow("ak.valuesAstype");
    expect(() => ak.get(lists, [[0], [], [1]] as never)).toThrow("are an ak.array");
    expect(ak.get(lists, ak.array([[0n], [], [1n]])).toList()).toEqual([[1], [], [4]]);
  });
});
