import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { variations } from "../../src/corrections/index.ts";
import { columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { sameBits } from "../hist/reference.ts";
import { columnsOf, made, makers, objectsOf, pick, run } from "./six-tools.ts";

describe.each(Object.keys(makers))("%s", (name) => {
  const n = 4200;
  const all = Array.from({ length: n }, (_, i) => i);

  it("gives the same bits in chunks of 1, 7 and 2000", async () => {
    const tool = await made(name);
    const objects = objectsOf(tool, n);
    const names = ["", ...tool.affectingSystematics.slice(0, 4)];
    const whole = run(tool, objects, names);
    for (const size of [1, 7, 2000]) {
      const stop = size === 1 ? 20 : size === 7 ? 280 : n;
      for (let start = 0; start < stop; start += size) {
        const chunk = run(tool, pick(objects, all.slice(start, start + size)), names);
        for (const variation of names) {
          for (const [output, values] of Object.entries(chunk[variation])) {
            const expected = whole[variation][output].slice(start, start + size);
            expect(sameBits(values, expected), `${variation} ${output} from ${start}`).toBe(true);
          }
        }
      }
    }
  });

  it("gives the same bits in any order, and for any subset of variations", async () => {
    const tool = await made(name);
    const objects = objectsOf(tool, 300, 7);
    const names = ["", ...tool.affectingSystematics.slice(0, 6)];
    const whole = run(tool, objects, names);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 299 }), { minLength: 1, maxLength: 40 }),
        fc.shuffledSubarray(names, { minLength: 1 }),
        (order, wanted) => {
          const got = run(tool, pick(objects, order), wanted);
          for (const variation of wanted) {
            for (const [output, values] of Object.entries(got[variation])) {
              const of = whole[variation][output];
              const expected = Float64Array.from(order, (i) => of[i]);
              expect(sameBits(values, expected), `${variation} ${output}`).toBe(true);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("changes an output in every systematic that it lists, and none of data", async () => {
    const tool = await made(name);
    const objects = objectsOf(tool, 2000, 3);
    // Of single bins some hold none of the objects.
    const names = ["", ...tool.affectingSystematics.slice(0, 24)];
    const whole = run(tool, objects, names);
    const data = run(tool, objects, names.slice(0, 3), true);
    for (const variation of names.slice(1)) {
      const changed = Object.entries(whole[variation]).some(
        ([output, values]) => !sameBits(values, whole[""][output]),
      );
      expect(changed, variation).toBe(true);
      expect(sameBits(whole[variation].status, whole[""].status)).toBe(true);
    }
    for (const variation of names.slice(1, 3)) expect(data[variation]).toEqual(data[""]);
  });

  it("takes values of events beside offsets, and records, and leaves no memory behind", async () => {
    const tool = await made(name);
    const objects = objectsOf(tool, 6, 11);
    const perEvent = tool.columns.filter(
      ({ per, access }) => per === "event" && access === "input",
    );
    const offsets = [0, 2, 2, 6];
    const spread = Object.fromEntries(
      Object.entries(objects).map(([column, values]) => {
        const once = perEvent.some((one) => one.name === column);
        return [column, once ? values.map((_, i) => values[i < 2 ? 0 : 2]) : values];
      }),
    );
    const expected = run(tool, spread, [""])[""];
    const before = memoryUsage().columns;
    scope(() => {
      const columns = columnsOf(spread);
      const lists: Record<string, ak.Array> = {};
      const beside: Record<string, ak.Array> = {};
      for (const [column, values] of Object.entries(spread)) {
        if (perEvent.some((one) => one.name === column)) {
          const events = Float64Array.of(values[0], 0, values[2]);
          columns[column] = columnOf("float64", events);
          beside[column] = ak.fromTypedArray(events);
        } else lists[column] = ak.fromIter([[...values.slice(0, 2)], [], [...values.slice(2)]]);
      }
      const flat = tool.evaluate(columns, columnOf("int32", offsets), [""])[""];
      const records = ak.zip(lists);
      const listed = tool(records, { columns: beside });
      for (const [output, values] of Object.entries(expected)) {
        expect(Array.from(flat[output].toTypedArray(), Number)).toEqual([...values]);
        const [first, none, last] = listed[output].toList() as number[][];
        expect([...first, ...last].map(Number)).toEqual([...values]);
        expect(none).toEqual([]);
      }
      const one = tool.affectingSystematics[0];
      const two = variations(records, tool, ["", one], { columns: beside });
      for (const { name: output, access, replacesColumn } of tool.columns) {
        if (access === "input") continue;
        const given = two[one].field(replacesColumn ?? output).toList();
        expect(given).toEqual(tool(records, { sys: one, columns: beside })[output].toList());
      }
    });
    expect(memoryUsage().columns).toBe(before);
  });

  it("is configured by known properties and columns only", async () => {
    const tool = makers[name]();
    expect(() => tool.affectingSystematics).toThrow("is not initialised");
    expect(tool.requiredBranches.every((branch) => /^\w+\.\w+$/.test(branch))).toBe(true);
    await tool.initialize();
    const objects = objectsOf(tool, 3);
    const [first, ...rest] = Object.entries(objects);
    expect(() => run(tool, Object.fromEntries(rest), [""])).toThrow(
      `needs the column "${first[0]}"`,
    );
    expect(() => run(tool, { ...objects, bogus: first[1] }, [""])).toThrow('"bogus"');
    expect(() => run(tool, objects, ["NO_SUCH__1up"])).toThrow('no systematic "NO_SUCH__1up"');
    const short = { ...objects, [rest[0][0]]: Float64Array.of(1) };
    expect(() => run(tool, short, [""])).toThrow("has 1 values for 3");
  });
});
