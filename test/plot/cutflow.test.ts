import { describe, expect, it } from "vitest";
import { array } from "../../src/array/from.ts";
import { cutflow, yieldHist } from "../../src/plot/cutflow.ts";
import { PackedSelection } from "../../src/selection/packed-selection.ts";

const selection = new PackedSelection().addMultiple({
  two_muons: array([true, true, false, true]),
  mass: array([true, false, false, true]),
});
const weights = { weight: () => array([1, 2, 4, 8.5]) };
const flow = selection.cutflow(["two_muons", "mass"], { weights });

describe("yieldHist", () => {
  it("has a bin for each line", () => {
    const { onecut, cutflow: left } = yieldHist(flow);
    expect([...onecut.values()]).toEqual([15.5, 11.5, 9.5]);
    expect([...left.values()]).toEqual([15.5, 11.5, 9.5]);
    const events = yieldHist(flow, { weighted: false });
    expect([...events.cutflow.values()]).toEqual([4, 3, 2]);
    const minus = yieldHist(selection.nminusone(["two_muons", "mass"], { weights }));
    expect([...minus.values()]).toEqual([15.5, 9.5, 11.5, 9.5]);
    expect(events.onecut.axes[0]).toMatchObject({ categories: ["initial", "two_muons", "mass"] });
  });
});

describe("cutflow", () => {
  it("draws a named bin for each cut", async () => {
    const svg = await cutflow(flow).svg();
    for (const text of ["initial", "two_muons", "mass", "Sum of weights", "this cut alone"]) {
      expect(svg).toContain(text);
    }
    expect(await cutflow(flow, { alone: false, weighted: false }).svg()).not.toContain("alone");
  });
});
