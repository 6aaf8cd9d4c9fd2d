import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { array } from "../../src/array/from.ts";
import { FormatError, ShapeError } from "../../src/errors.ts";
import { merge } from "../../src/process/accumulate.ts";
import { LumiData } from "../../src/selection/lumi-data.ts";
import { lumiList } from "../../src/selection/lumi-list.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";

/** As brilcalc writes it, cut short. */
const table = `#Data tag : v1 , Norm tag: normtag
#run:fill,ls,time,beamstatus,E(GeV),delivered(/ub),recorded(/ub),avgpu,source
297050:5746,22:22,06/18/17 06:12:24,STABLE BEAMS,6500,0.45,0.25,5.0,PXL
297050:5746,23:23,06/18/17 06:12:47,STABLE BEAMS,6500,0.5,0.5,5.1,PXL

297056:5746,5:0,06/18/17 07:12:47,STABLE BEAMS,6500,4,4,5.1,PXL
297056:5746,5:0,06/18/17 07:12:47,STABLE BEAMS,6500,8,8,5.1,PXL
#Summary:
`;

describe("lumiList", () => {
  it("has each block once", () => {
    const pair = fc.tuple(fc.constantFrom(1, 297_050, 2 ** 32 - 1), fc.nat(5));
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const before = memoryUsage().columns;
        const [runs, blocks] = [0, 1].map((i) => array(pairs.map((one) => BigInt(one[i]))));
        const expected = [...new Set(pairs.map(String))].sort();
        const list = lumiList(runs, blocks);
        const got = [...list].flatMap(([run, some]) => [...some].map((block) => `${run},${block}`));
        expect(got.sort()).toEqual(expected);
        for (const some of list.values())
          expect([...some]).toEqual([...some].sort((a, b) => a - b));
        runs.dispose();
        blocks.dispose();
        expect(memoryUsage().columns).toBe(before);
      }),
    );
    expect(() => lumiList(array([1n, 2n]), array([1n]))).toThrow(ShapeError);
  });
});

describe("LumiData", () => {
  const data = new LumiData(table);

  it("adds up the blocks that events are of, over chunks as well", () => {
    const first = lumiList(array([297050n, 297050n, 297050n]), array([23n, 22n, 23n]));
    const second = lumiList(array([297056n, 297050n]), array([5n, 22n]));
    expect(data.getLumi(first)).toBe(0.75);
    // Of a block that is there twice the last counts, as in coffea; others have none.
    expect(data.getLumi(merge(first, second))).toBe(8.75);
    expect(data.getLumi(new Map([[1, new Set([1])]]))).toBe(0);
  });

  it("turns rates into luminosities by the time of a block", () => {
    const rates = new LumiData(table, { isInstLumi: true });
    // coffea.lumi_tools 2026.9
    expect(rates.getLumi(new Map([[297050, new Set([22])]]))).toBe(5.8277477980987555);
  });

  it("names a line that is none of the table", () => {
    expect(() => new LumiData("run,ls\n1,2")).toThrow(FormatError);
    expect(() => new LumiData("1:2,3:3,t,B,6500,1,x,5,P")).toThrow("line 1 of a table");
  });
});
