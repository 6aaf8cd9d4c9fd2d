import { beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { variations } from "../../src/corrections/index.ts";
import { type AnyTool, made, objectsOf, run } from "./six-tools.ts";

const SHIFT = "JET_JER_EffectiveNP_1__1up";

describe("tools on records of any structure", () => {
  let tool: AnyTool;
  let flat: ak.Array;
  let expected: readonly number[];
  const n = 12;
  beforeAll(async () => {
    tool = await made("jets, counter");
    const objects = objectsOf(tool, n);
    const fields = Object.entries(objects).map(([name, values]) => [
      name,
      ak.fromIter([...values]),
    ]);
    flat = ak.zip(Object.fromEntries(fields));
    expected = [...run(tool, objects, [SHIFT])[SHIFT].ptOut];
  });

  const lists = (array: ak.Array, counts: readonly number[]): ak.Array =>
    ak.unflatten(array, ak.valuesAstype(ak.fromIter([...counts]), "int64"));
  const ptOf = (array: ak.Array): unknown => tool(array, { sys: SHIFT }).ptOut.toList();

  it("keep lists in lists, and lists of one size", () => {
    const inner = lists(flat, [2, 0, 3, 1, 6, 0]);
    const nested = lists(inner, [2, 0, 3, 1]);
    const [a, b, c, d, e, f, ...others] = expected;
    expect(ptOf(inner)).toEqual([[a, b], [], [c, d, e], [f], others, []]);
    expect(ptOf(nested)).toEqual([[[a, b], []], [], [[c, d, e], [f], others], [[]]]);
    const pairs = ak.unflatten(flat, 2);
    expect(tool(pairs).ptOut.type.toString()).toBe("6 * 2 * float64");
    expect((ptOf(pairs) as number[][]).flat()).toEqual(expected);
  });

  it("have no outputs for objects that are missing, or lack a column", () => {
    const jets = lists(flat, [1, 0, n - 1]);
    expect(ptOf(ak.firsts(jets))).toEqual([expected[0], null, expected[1]]);
    const padded = ak.padNone(ak.slice(jets, { axis: 0, stop: 2 }), 2, { axis: 1 });
    expect(ptOf(padded)).toEqual([
      [expected[0], null],
      [null, null],
    ]);
    const few = ak.zip({
      ...Object.fromEntries(
        flat.fields.map((name) => [name, ak.slice(flat.field(name), { stop: 2 })]),
      ),
      eta: ak.fromIter([null, 0.5]),
    });
    expect(tool(few).status.toList()).toEqual([null, 0]);
    const varied = variations(padded, tool, [SHIFT])[SHIFT];
    expect(varied.field("pt").toList()).toEqual(ptOf(padded));
    expect(varied.toList()[1]).toEqual([null, null]);
  });
});
