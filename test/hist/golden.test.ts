import { describe, expect, it } from "vitest";
import {
  type AxisSelection,
  axisCenters,
  axisEdges,
  Hist,
  loc,
  overflow,
  rebin,
  sum,
} from "../../src/hist/index.ts";
import { fromHex, goldenBytes, goldenJson, sameBits } from "./reference.ts";

type View = Readonly<Record<string, string>>;

function expectView(hist: Hist, view: View): void {
  for (const [field, cells] of Object.entries(hist.view({ flow: true }))) {
    expect(sameBits(cells, fromHex(view[field])), `${field} of ${hist}`).toBe(true);
  }
}

describe("regular axes beside boost-histogram", async () => {
  interface Edges {
    readonly axis: readonly [number, number, number];
    readonly flow: boolean;
    readonly edges: string;
    readonly centers: string;
    readonly values: string;
    readonly view: View;
  }
  const { cases } = (await goldenJson("edges")) as { cases: readonly Edges[] };
  for (const { axis, flow, edges, centers, values, view } of cases) {
    it(`has its edges and fills of ${axis.join(", ")}${flow ? "" : " without flow"}`, () => {
      const hist = Hist.new.reg(...axis, { flow }).double();
      expect(sameBits(axisEdges(hist.axes[0]), fromHex(edges))).toBe(true);
      expect(sameBits(axisCenters(hist.axes[0]), fromHex(centers))).toBe(true);
      const x = fromHex(values);
      expectView(hist.copy().fill([x]), view);
      // One by one is the general way, all at once the fast one.
      for (const value of x) hist.fill([value]);
      expectView(hist, view);
    });
  }
});

describe("a weighted fill beside hist", async () => {
  interface Part {
    readonly shape: readonly number[];
    readonly edges: readonly string[];
    readonly view: View;
  }
  interface Fill {
    readonly storage: "weight" | "double";
    readonly categories: readonly string[];
    readonly view: View;
    readonly sum: string;
    readonly sumFlow: string;
    readonly "sum m": string;
    readonly "sumFlow m": string;
    readonly parts: Readonly<Record<string, Part>>;
  }
  const { cases } = (await goldenJson("fills")) as { cases: readonly Fill[] };
  const m = new Float64Array(await goldenBytes("fills.m.f8"));
  const y = new Float64Array(await goldenBytes("fills.y.f8"));
  const weight = new Float64Array(await goldenBytes("fills.weight.f8"));
  const dataset = Array.from(
    new Uint8Array(await goldenBytes("fills.dataset.u1")),
    (code) => ["ggH", "ZZ", "Zjets"][code],
  );

  const select = (selection: Record<string, AxisSelection>) => (hist: Hist) =>
    hist.slice(selection);
  const parts: Readonly<Record<string, (hist: Hist) => Hist>> = {
    "project m": (hist) => hist.project("m"),
    "project y m": (hist) => hist.project("y", "m"),
    "dataset ZZ": select({ dataset: "ZZ" }),
    "dataset ZZ, y sum": select({ dataset: "ZZ", y: sum }),
    "m 100 to 200": select({ m: [loc(100), loc(200)] }),
    "m 100 to 200 sum": select({ m: { start: loc(100), stop: loc(200), step: sum } }),
    "m rebin 5": select({ m: rebin(5) }),
    "m bins 3 to -4 rebin 2, y overflow": select({
      m: { start: 3, stop: -4, step: rebin(2) },
      y: overflow,
    }),
    "sum with flow m, bin 1 of y": select({ m: sum, y: 1 }),
    "plus itself": (hist) => hist.add(hist),
  };

  for (const expected of cases) {
    const hist = Hist.new
      .reg(34, 80, 250, { name: "m" })
      .strCat([], { growth: true, name: "dataset" })
      .variable([-3, -1, 0, 0.5, 2], { name: "y" })
      [expected.storage]();
    hist.fill({ m, dataset, y: Float32Array.from(y) }, { weight });

    it(`has its cells and sums, ${expected.storage}`, () => {
      expect(hist.axes[1]).toMatchObject({ categories: expected.categories });
      expectView(hist, expected.view);
      const sums = (of: Hist, flow: boolean): Float64Array =>
        expected.storage === "weight"
          ? Float64Array.of(of.sum({ flow }), of.sumVariance({ flow }))
          : Float64Array.of(of.sum({ flow }));
      expect(sameBits(sums(hist, false), fromHex(expected.sum))).toBe(true);
      expect(sameBits(sums(hist, true), fromHex(expected.sumFlow))).toBe(true);
      const one = hist.project("m");
      expect(sameBits(sums(one, false), fromHex(expected["sum m"]))).toBe(true);
      expect(sameBits(sums(one, true), fromHex(expected["sumFlow m"]))).toBe(true);
    });

    for (const [name, part] of Object.entries(expected.parts)) {
      it(`has its part "${name}", ${expected.storage}`, () => {
        const ours = parts[name](hist);
        expect(ours.shapeWithFlow).toEqual(part.shape);
        for (const [i, axis] of ours.axes.entries()) {
          expect(sameBits(axisEdges(axis), fromHex(part.edges[i]))).toBe(true);
        }
        expectView(ours, part.view);
      });
    }
  }
});

describe("axes that grow beside boost-histogram", async () => {
  interface Step {
    readonly values: string;
    readonly other: string;
    readonly weight: string;
    readonly edges: string;
    readonly view: View;
  }
  const { cases } = (await goldenJson("growth")) as {
    cases: readonly { kind: string; steps: readonly Step[] }[];
  };
  const makers = {
    regular: () => Hist.new.reg(4, 0, 1, { growth: true }),
    variable: () => Hist.new.variable([0, 0.5, 1], { growth: true }),
    integer: () => Hist.new.int(0, 2, { growth: true }),
    intCategory: () => Hist.new.intCat([], { growth: true }),
  };
  for (const { kind, steps } of cases) {
    it(`has its bins fill after fill: ${kind}`, () => {
      const hist = makers[kind as keyof typeof makers]().reg(3, 0, 3).weight();
      for (const { values, other, weight, edges, view } of steps) {
        hist.fill([Array.from(fromHex(values)), fromHex(other)], { weight: fromHex(weight) });
        const [axis] = hist.axes;
        const bins = axis.kind === "intCategory" ? axis.categories : axisEdges(axis);
        expect(sameBits(Float64Array.from(bins), fromHex(edges))).toBe(true);
        expectView(hist, view);
      }
    });
  }
});
