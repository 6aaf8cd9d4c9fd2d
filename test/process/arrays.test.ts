import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { fakeFiles } from "./fake-tree.ts";

const x = Float64Array.from({ length: 25 }, (_, i) => i);
const l = Array.from({ length: 25 }, (_, i) => Array.from({ length: i % 3 }, (_, j) => i + j / 10));
const { open } = fakeFiles({ "a.root": { x, l, other: x } });
const options = { treeName: "t", chunkSize: 4, open };

describe("arrays in results", () => {
  it("are joined in the order of the events, lists included", async () => {
    const before = memoryUsage();
    const out = await run({ A: ["a.root"] }, { process: (e) => ({ x: e.x, l: e.l }) }, options);
    expect(out.x.toList()).toEqual([...x]);
    expect(out.l.toList()).toEqual(l);
    out.x.dispose();
    out.l.dispose();
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
  });

  it("are complete: columns of selected events that process never looked at are read", async () => {
    const before = memoryUsage();
    const { out, report } = await runWithReport(
      { A: ["a.root"] },
      { process: (e) => e.filter(ak.greater(e.x, 9)) },
      options,
    );
    expect(out.fields).toEqual(["x", "l", "other"]);
    expect(out.field("l").toList()).toEqual(l.slice(10));
    expect(out.field("other").toList()).toEqual([...x.slice(10)]);
    expect(report.columns.A).toEqual(["x", "l", "other"]);
    out.dispose();
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
  });

  it("survive in a single chunk", async () => {
    const one = { ...options, chunkSize: 100 };
    const out = await run({ A: ["a.root"] }, { process: (e) => [ak.multiply(e.x, 2), e.l] }, one);
    expect(out[0].toList()).toEqual([...x].map((value) => value * 2));
    expect(out[1].toList()).toEqual(l);
    for (const array of out) array.dispose();
  });
});
