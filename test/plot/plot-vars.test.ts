import { describe, expect, it } from "vitest";
import { array } from "../../src/array/from.ts";
import { valuesAstype } from "../../src/array/values.ts";
import { axisSize, intCategoryAxis, regularAxis } from "../../src/hist/axis.ts";
import { axisEdges } from "../../src/hist/edges.ts";
import type { Hist } from "../../src/hist/hist.ts";
import { type PlotVarsOptions, plotVars, type VarHists } from "../../src/plot/plot-vars.ts";
import { type CutflowOptions, PackedSelection } from "../../src/selection/packed-selection.ts";
import { readJson } from "../data.ts";

type Nested = readonly (number | Nested)[];
type Contents = readonly (readonly [values: Nested, variances: Nested | null])[];

interface Golden {
  readonly inputs: {
    readonly met: number[];
    readonly pt: number[][];
    readonly weight: number[];
    readonly common: boolean[];
    readonly kind: number[];
    readonly cuts: Readonly<Record<string, boolean[]>>;
  };
  readonly cases: Readonly<
    Record<string, Npz & { readonly edges: number[][] } & Record<Flows, Contents>>
  >;
}

/** Arrays by name: NumPy's dtype, and values. */
type Arrays = Readonly<Record<string, readonly [dtype: string, values: Nested | string[]]>>;

interface Npz {
  readonly npz: Arrays;
  readonly npzMinus: Arrays;
}

type Flows = "onecut" | "cutflow" | "nminusone";

const golden = await readJson<Golden>("test/data/selection/cutflow.json");
const { met, pt, weight, common, kind, cuts } = golden.inputs;
const selection = new PackedSelection();
for (const [name, cut] of Object.entries(cuts)) selection.add(name, array(cut));
const vars = { met: array(met), pt: array(pt) };
const commonMask = array(common);
const weights = { weight: () => array(weight) };
const bins = { met: { bins: 5, start: 0, stop: 100 }, pt: { bins: 4, start: 10, stop: 90 } };
const categorical = {
  axis: intCategoryAxis([0, 1], { name: "kind" }),
  values: valuesAstype(array(kind), "int64"),
};

const cases: Record<string, readonly [CutflowOptions, PlotVarsOptions]> = {
  plain: [{}, {}],
  common: [{ commonMask }, { axes: bins, scale: 2.5 }],
  weighted: [
    { commonMask, weights },
    { axes: { met: { edges: [0, 10, 50] }, pt: { edges: [5, 20, 80, 81] } } },
  ],
  unweighted: [{ weights }, { axes: bins, weighted: false, scale: 0.5 }],
  categorical: [
    { commonMask, weights },
    {
      axes: { ...bins, met: regularAxis(5, 0, 100, { name: "any" }) },
      categorical,
    },
  ],
};

/** The cells of the steps: coffea's axis of integers has two flow bins, ours of texts one. */
const stepsOf = (cells: Nested): Nested => {
  return (cells as Nested[]).flatMap((row) => (row as Nested[]).slice(1, -1).flat());
};

function project(hist: Hist, what: "values" | "variances"): number[] {
  const cells = hist[what]({ flow: true });
  const steps = axisSize(hist.axes[1]) + 1;
  const further = hist.axes.length > 2 ? axisSize(hist.axes[2]) + 1 : 1;
  return [...cells].filter((_, i) => Math.floor(i / further) % steps < steps - 1);
}

/** What numpy.load finds in an archive whose arrays are not compressed. */
function loadNpz(bytes: Uint8Array): Record<string, unknown> {
  const view = new DataView(bytes.buffer);
  const text = (from: number, to: number): string =>
    new TextDecoder().decode(bytes.subarray(from, to));
  const out: Record<string, unknown> = {};
  let at = 0;
  while (view.getUint32(at, true) === 0x04034b50) {
    const [size, nameLength] = [view.getUint32(at + 22, true), view.getUint16(at + 26, true)];
    const name = text(at + 30, at + 30 + nameLength).replace(/\.npy$/, "");
    const start = at + 30 + nameLength;
    const data = start + 10 + view.getUint16(start + 8, true);
    expect((data - start) % 64).toBe(0);
    const header = text(start + 10, data);
    const dtype = /'descr': '([^']+)'/.exec(header)?.[1] ?? "";
    const shape = /\(([^)]*)\)/.exec(header)?.[1].split(",").filter(Boolean).map(Number) ?? [];
    const end = start + size;
    out[name] = [dtype, shapedOf(valuesOf(dtype, bytes.slice(data, end)), shape)];
    at = end;
  }
  return out;
}

function valuesOf(dtype: string, bytes: Uint8Array): unknown[] {
  if (dtype === "|b1") return [...bytes].map(Boolean);
  if (dtype === "<i8") return [...new BigInt64Array(bytes.buffer as ArrayBuffer)].map(Number);
  if (dtype === "<f8") return [...new Float64Array(bytes.buffer as ArrayBuffer)];
  const width = Number(dtype.slice(2));
  const codes = [...new Uint32Array(bytes.buffer as ArrayBuffer)];
  return Array.from({ length: codes.length / width }, (_, i) =>
    String.fromCodePoint(...codes.slice(i * width, (i + 1) * width).filter((code) => code !== 0)),
  );
}

function shapedOf(values: unknown[], [rows, columns]: number[]): unknown[] {
  if (columns === undefined) return values;
  return Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
}

describe("toNpz", () => {
  it.each(Object.keys(cases))("holds what coffea's archives hold, %s", (name) => {
    const [options] = cases[name];
    const names = Object.keys(cuts);
    const { npz, npzMinus } = golden.cases[name];
    expect(loadNpz(selection.cutflow(names, options).toNpz())).toEqual(npz);
    expect(loadNpz(selection.nminusone(names, options).toNpz())).toEqual(npzMinus);
  });
});

describe("plotVars", () => {
  it.each(Object.entries(cases))("has coffea's histograms, %s", (name, [flowOptions, options]) => {
    const { edges, ...wanted } = golden.cases[name];
    const names = Object.keys(cuts);
    const flow = selection.cutflow(names, flowOptions);
    const made: Record<Flows, VarHists> = {
      ...plotVars(flow, vars, options),
      nminusone: plotVars(selection.nminusone(names, flowOptions), vars, options),
    };
    for (const [kind, hists] of Object.entries(made)) {
      for (const [i, hist] of Object.values(hists).entries()) {
        expect([...axisEdges(hist.axes[0])]).toEqual(edges[i]);
        expect(hist.axes[0].name).toBe(Object.keys(vars)[i]);
        const [values, variances] = wanted[kind as Flows][i];
        expect(project(hist, "values")).toEqual(stepsOf(values));
        if (variances !== null) expect(project(hist, "variances")).toEqual(stepsOf(variances));
        hist.dispose();
      }
    }
  });

  it("says what does not fit", () => {
    const flow = selection.cutflow(["one"]);
    expect(() => plotVars(flow, { met: array([1, 2]) })).toThrow(
      'the variable "met" has 2 events, and the cut flow 40',
    );
    expect(() => plotVars(flow, vars, { weighted: true })).toThrow("no weights");
    expect(() => plotVars(flow, null as never)).toThrow("variables by their names, { met, pt }");
    expect(() => plotVars(null as never, vars)).toThrow("selection.cutflow(names)");
    const axes = (given: unknown) => () => plotVars(flow, vars, { axes: given } as PlotVarsOptions);
    expect(axes({ mett: { bins: 3 } })).toThrow('did you mean "met"?');
    expect(axes({ met: { bin: 3 } })).toThrow('did you mean "bins"?');
    expect(axes({ met: null })).toThrow('plotVars: the axis of "met", not null');
  });
});
