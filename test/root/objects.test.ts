import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/errors.ts";
import {
  type HistogramRecord,
  histogramErrors,
  histogramValues,
  histogramVariances,
  matrixValues,
  type ProfileRecord,
  profileCounts,
  type RootObject,
} from "../../src/root/index.ts";
import type { Streamers } from "../../src/root/jsroot.ts";
import { equalEdges } from "../../src/root/objects/axis.ts";
import { inCOrder, inRootOrder, withoutFlow } from "../../src/root/objects/bin-order.ts";
import { readRootObject } from "../../src/root/objects/typed.ts";
import { sampleBytes } from "./data.ts";
import { Bytes, base, classes, element, rawObjects } from "./object-bytes.ts";

const KEYLEN = 50;

function read(className: string, bytes: Bytes, described: Streamers = classes({})): RootObject {
  return readRootObject(described, bytes.bytes, KEYLEN, className, "a.root:key;1");
}

function membersOf(object: RootObject): Record<string, unknown> {
  if (object.kind !== "object") throw new Error(`an object, not ${object.kind}`);
  return { ...object.members };
}

describe("readRootObject", () => {
  it("reads names, texts and parameters", () => {
    expect(read("TNamed", new Bytes().tnamed("dépêche", "t"))).toMatchObject({
      kind: "named",
      name: "dépêche",
      title: "t",
      members: { "@fUniqueID": 0, "@fBits": 0x0300_0000 },
    });
    const text = new Bytes().object(1, (b) => b.tobject(7).string("x".repeat(300)));
    expect(read("TObjString", text)).toMatchObject({ kind: "text", value: "x".repeat(300) });
    expect(read("string", new Bytes().string("plain"))).toMatchObject({ value: "plain" });
    const described = classes({
      "TParameter<Long64_t>": [
        base("TObject"),
        element("fName", 65, "TString"),
        element("fVal", 16, "Long64_t"),
      ],
    });
    const big = new Bytes().object(1, (b) =>
      b
        .tobject()
        .string("n")
        .i64(2n ** 60n + 1n),
    );
    expect(read("TParameter<Long64_t>", big, described)).toMatchObject({
      kind: "parameter",
      name: "n",
      value: 2n ** 60n + 1n,
    });
  });

  it("gives the bytes of an object that neither has an end nor is described", () => {
    const bytes = new Bytes().u16(1).u32(7);
    expect(membersOf(read("Own::Streamer", bytes))).toEqual({
      "@bytes": Uint8Array.of(0, 1, 0, 0, 0, 7),
    });
  });

  it("reads a time, which files do not describe", () => {
    const time = read(
      "TTime",
      new Bytes().object(2, (b) => b.i64(66_125_790n)),
    );
    expect(membersOf(time)).toEqual({ fMilliSec: 66_125_790 });
  });

  it("reads lists, and an object that they refer to twice once", () => {
    const bytes = new Bytes().object(5, (b) => {
      b.tobject().string("list").u32(3);
      // The object's tag is its place, the key and ROOT's offset of 2.
      const tag = b.data.length + KEYLEN + 2;
      b.pointer("TNamed", (c) => c.tnamed("a", "A")).string("draw");
      b.u32(tag).string("");
      b.u32(0).string("");
    });
    const list = read("TList", bytes);
    if (list.kind !== "list") throw new Error("a list");
    expect(list.name).toBe("list");
    expect(list.items[0]).toMatchObject({ kind: "named", name: "a", title: "A" });
    expect(list.items[1]).toBe(list.items[0]);
    expect(list.items[2]).toBeNull();
    expect(list.options).toEqual(["draw", "", ""]);
  });

  it("reads a list that contains itself", () => {
    const bytes = new Bytes().object(5, (b) => b.tobject().string("").u32(1).u32(1).string(""));
    const list = read("TList", bytes);
    expect(list.kind === "list" && list.items[0]).toMatchObject({ className: "TList" });
  });

  it("reads numbers, arrays of fixed and counted length, and bases", () => {
    const described = classes({
      Base: [element("n", 6, "int"), element("flag", 18, "bool")],
      Derived: [
        base("Base"),
        element("fixed", 22, "short", { fArrayLength: 2 }),
        element("counted", 45, "float*", { fCountName: "n" }),
        element("none", 48, "double*", { fCountName: "n" }),
        element("big", 17, "ULong64_t"),
      ],
    });
    const bytes = new Bytes().object(1, (b) =>
      b
        .object(1, (c) => c.u32(3).u8(1))
        .u16(1)
        .u16(65535)
        .u8(1)
        .f32(0.5)
        .f32(-1)
        .f32(2)
        .u8(0)
        .i64(5n),
    );
    expect(membersOf(read("Derived", bytes, described))).toEqual({
      n: 3,
      flag: true,
      fixed: Int16Array.of(1, -1),
      counted: Float32Array.of(0.5, -1, 2),
      none: new Float64Array(),
      big: 5,
    });
  });

  it("reads containers of the standard library, one after another and by member", () => {
    const described = classes({
      P: [element("x", 3, "int"), element("s", 365, "string", { _typename: "TStreamerSTLstring" })],
      C: [
        element("v", 500, "vector<double>"),
        element("w", 500, "vector<vector<int> >"),
        element("m", 500, "map<string,int>"),
        element("p", 500, "vector<P>"),
        element("q", 500, "vector<pair<int,float> >"),
      ],
    });
    const bytes = new Bytes().object(1, (b) => {
      b.object(9, (c) => c.u32(2).f64(1).f64(2));
      b.object(9, (c) => c.u32(2).u32(1).u32(7).u32(0));
      b.object(9, (c) => c.u32(1).string("k").u32(4));
      // By member: version of the class, number, all x, then all s behind one header.
      b.object(9 | 0x4000, (c) =>
        c
          .u16(1)
          .u32(2)
          .u32(10)
          .u32(20)
          .object(9, (d) => d.string("a").string("b")),
      );
      b.object(9 | 0x4000, (c) => c.u16(0).u32(77).u32(2).u32(1).u32(2).f32(0.5).f32(1.5));
    });
    const members = membersOf(read("C", bytes, described));
    expect(members.v).toEqual(Float64Array.of(1, 2));
    expect(members.w).toEqual([Int32Array.of(7), new Int32Array()]);
    expect(members.m).toEqual(new Map([["k", 4]]));
    expect(JSON.stringify(members.p)).toBe(
      '[{"className":"P","members":{"x":10,"s":"a"}},{"className":"P","members":{"x":20,"s":"b"}}]',
    );
    expect(JSON.stringify(members.q)).toContain('{"first":1,"second":0.5}');
  });

  it("reads RooFit's lists, which have their name at the end", () => {
    const described = classes({ Pars: [element("_list", 61, "RooLinkedList")] });
    const bytes = new Bytes().object(2, (b) =>
      b.object(3, (c) => {
        c.tobject().u32(2);
        c.pointer("TNamed", (d) => d.tnamed("mu", ""));
        c.pointer("TNamed", (d) => d.tnamed("sigma", "width"));
        c.string("floating");
      }),
    );
    expect(membersOf(read("Pars", bytes, described))._list).toMatchObject({
      className: "RooLinkedList",
      members: {
        _name: "floating",
        items: [{ members: { fName: "mu" } }, { members: { fName: "sigma", fTitle: "width" } }],
      },
    });
  });

  it("reads containers without a header, as old ROOT wrote them", () => {
    const described = classes({ C: [element("v", 62, "vector<int>")] });
    const member = new Bytes().object(1, (b) => b.u32(2).u32(300).u32(7));
    expect(membersOf(read("C", member, described)).v).toEqual(Int32Array.of(300, 7));
    const key = new Bytes().u32(2).u16(5).u16(9);
    expect(read("vector<short>", key)).toMatchObject({
      kind: "container",
      value: Int16Array.of(5, 9),
    });
  });

  it("reads a TClonesArray stored member by member, a TNamed among the bases whole", () => {
    const described = classes({
      Tag: [
        element("TNamed", 67, "BASE", { _typename: "TStreamerBase", fBaseVersion: 1 }),
        element("n", 3, "int"),
      ],
      TNamed: [base("TObject"), element("fName", 65, "TString"), element("fTitle", 65, "TString")],
    });
    const bytes = new Bytes().object(4, (b) => {
      // kBypassStreamer
      b.u16(1).u32(0).u32(0x0200_1000).string("Tags").string("Tag;1").u32(2).u32(0);
      b.tnamed("a", "").tnamed("b", "c").u32(5).u32(6);
    });
    const array = read("TClonesArray", bytes, described) as unknown as {
      items: { members: object }[];
    };
    expect(array.items.map(({ members }) => ({ ...members }))).toMatchObject([
      { fName: "a", fTitle: "", n: 5 },
      { fName: "b", fTitle: "c", n: 6 },
    ]);
  });

  it("reads Double32_t as a float, in a range and with few bits", () => {
    const described = classes({
      D: [
        element("plain", 9, "Double32_t"),
        element("range", 9, "Double32_t", { fTitle: "[-1,1,10] in a range" }),
        element("half", 19, "Float16_t"),
      ],
    });
    // The exponent of 1, no mantissa.
    const bytes = new Bytes().object(1, (b) => b.f32(0.1).u32(512).u8(127).u16(0));
    expect(membersOf(read("D", bytes, described))).toEqual({
      plain: Math.fround(0.1),
      range: 0,
      half: 1,
    });
  });

  it("keeps the bytes of a class that the file does not describe", () => {
    const object = read(
      "Mystery",
      new Bytes().object(3, (b) => b.u8(1, 2, 3)),
    );
    expect(membersOf(object)).toEqual({ "@bytes": Uint8Array.of(1, 2, 3) });
  });

  it("reads matrices as stored and as a whole", () => {
    const members = ["fNrows", "fNcols"].map((name) => element(name, 3, "int"));
    const described = classes({ "TMatrixTBase<double>": members });
    const bytes = new Bytes()
      .object(1, (b) => b.u32(2).u32(2))
      .f64(1)
      .f64(2)
      .f64(3);
    const matrix = read("TMatrixTSym<double>", bytes, described);
    if (matrix.kind !== "matrix") throw new Error("a matrix");
    expect(matrix.elements).toEqual(Float64Array.of(1, 2, 3));
    expect(matrixValues(matrix)).toEqual(Float64Array.of(1, 2, 2, 3));
  });

  it("reads graphs with their errors", () => {
    const array = (name: string) => element(name, 48, "double*", { fCountName: "fNpoints" });
    const described = classes({
      TGraph: [base("TNamed"), element("fNpoints", 6, "int"), array("fX"), array("fY")],
      TGraphAsymmErrors: [base("TGraph"), ...["fEXlow", "fEXhigh", "fEYlow", "fEYhigh"].map(array)],
    });
    const graph = new Bytes().object(1, (b) => {
      b.object(1, (c) => c.tnamed("g", "G").u32(1).u8(1).f64(3).u8(1).f64(4));
      for (const error of [0.1, 0.2, 0.3, 0.4]) b.u8(1).f64(error);
    });
    expect(read("TGraphAsymmErrors", graph, described)).toMatchObject({
      kind: "graph",
      x: Float64Array.of(3),
      y: Float64Array.of(4),
      z: null,
      xErrors: { low: Float64Array.of(0.1), high: Float64Array.of(0.2) },
      yErrors: { low: Float64Array.of(0.3), high: Float64Array.of(0.4) },
    });
  });
});

describe("histogram records", () => {
  const shape = fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 1, maxLength: 3 });

  it("have their cells in C order, as the definition says", () => {
    fc.assert(
      fc.property(shape, (dims) => {
        const [nx, ny = 1, nz = 1] = dims;
        const n = nx * ny * nz;
        const values = Float64Array.from({ length: n }, (_, i) => i);
        const out = inCOrder(values, dims);
        const cell = (x: number, y: number, z: number) => x + nx * (y + ny * z);
        const wanted: number[] = [];
        for (let x = 0; x < nx; x++)
          for (let y = 0; y < ny; y++) for (let z = 0; z < nz; z++) wanted.push(cell(x, y, z));
        expect([...out]).toEqual(wanted);
        expect([...inRootOrder(out, dims)]).toEqual([...values]);
        const inner = wanted.filter((value) => {
          const at = [value % nx, Math.floor(value / nx) % ny, Math.floor(value / nx / ny)];
          return dims.every((size, i) => at[i] > 0 && at[i] < size - 1);
        });
        expect([...withoutFlow(out, dims)]).toEqual(inner);
      }),
    );
  });

  it("have the edges of numpy.linspace", () => {
    expect([...equalEdges(4, -1, 1)]).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(equalEdges(10, 0, 1)[3]).toBe(0.30000000000000004);
    expect([...equalEdges(3, 2, 2)]).toEqual([2, 2, 2, 2]);
  });

  it("have errors from sums of squares, or from contents where there are none", () => {
    const record = {
      kind: "histogram",
      axes: [{ bins: 2 }],
      contents: Float64Array.of(1, 4, -9, Number.NaN),
      sumw2: null,
    } as unknown as HistogramRecord;
    expect([...histogramErrors(record, { flow: true })]).toEqual([1, 2, 0, 0]);
    expect([...histogramValues(record)]).toEqual([4, -9]);
    const weighted = { ...record, sumw2: Float64Array.of(0, 16, 25, 0) };
    expect([...histogramVariances(weighted)]).toEqual([16, 25]);
  });

  it("have the errors of profiles in each of ROOT's modes", () => {
    // One bin of the values 1, 3 and an empty one.
    const profile = {
      kind: "profile",
      axes: [{ bins: 0 }],
      contents: Float64Array.of(4, 0),
      sumw2: Float64Array.of(10, 0),
      binEntries: Float64Array.of(2, 0),
      binSumw2: null,
    } as unknown as ProfileRecord;
    const flow = true;
    expect([...histogramValues(profile, { flow })]).toEqual([2, 0]);
    expect([...histogramErrors(profile, { flow })]).toEqual([1 / Math.sqrt(2), 0]);
    expect([...histogramErrors(profile, { flow, errorMode: "s" })]).toEqual([1, 0]);
    expect([...histogramErrors(profile, { flow, errorMode: "g" })]).toEqual([1 / Math.sqrt(2), 0]);
    const flat = { ...profile, sumw2: Float64Array.of(8, 0) };
    expect([...histogramErrors(flat, { flow, errorMode: "i" })]).toEqual([1 / Math.sqrt(24), 0]);
    expect([...profileCounts(profile, { flow })]).toEqual([2, 0]);
  });

  it("are refused where contents and axes disagree", async () => {
    const [{ bytes, streamers }] = await rawObjects(sampleBytes("objects.root"), ["h1"]);
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    // fNbins is the first number behind the title of the axis.
    const copy = bytes.slice();
    const bins = text.indexOf("\0\0\0\x07");
    copy[bins + 3] = 9;
    expect(() => readRootObject(streamers, copy, KEYLEN, "TH1D", "wrong")).toThrow(FormatError);
  });
});
