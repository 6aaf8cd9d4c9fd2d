import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runInvalid, runValid } from "../../scripts/conformance/uhi-case.ts";
import { FormatError, UnsupportedError } from "../../src/errors.ts";
import {
  booleanAxis,
  Hist,
  intCategoryAxis,
  integerAxis,
  readUhi,
  rebin,
  regularAxis,
  type StorageKind,
  strCategoryAxis,
  transform,
  variableAxis,
  writeUhi,
} from "../../src/hist/index.ts";
import { needsReference } from "../data.ts";
import { number, referenceLines } from "./reference.ts";

const regular = {
  type: "regular",
  lower: 0,
  upper: 4,
  bins: 2,
  underflow: true,
  overflow: true,
  circular: false,
};

describe("Hist.toUhi", () => {
  it("has nested lists with flow bins, names in the metadata, and tags for what UHI has no words for", () => {
    const hist = Hist.new
      .reg(2, 0, 4, { name: "x", label: "X [GeV]" })
      .strCat([], { growth: true })
      .weight()
      .annotate({ name: "h", year: 2016 });
    hist.fill(
      [
        [1, 3, 9],
        ["a", "b", "a"],
      ],
      { weight: [1, 2, 3] },
    );
    expect(hist.toUhi()).toEqual({
      uhi_schema: 1,
      writer_info: { hepwasm: { format: 1 } },
      metadata: { name: "h", year: 2016 },
      axes: [
        { ...regular, metadata: { name: "x", label: "X [GeV]" } },
        {
          type: "category_str",
          categories: ["a", "b"],
          flow: false,
          writer_info: { "boost-histogram": { growth: true } },
          metadata: { name: "", label: "Axis 1" },
        },
      ],
      storage: {
        type: "weighted",
        values: [
          [0, 0],
          [1, 0],
          [0, 2],
          [3, 0],
        ],
        variances: [
          [0, 0],
          [1, 0],
          [0, 4],
          [9, 0],
        ],
      },
    });
    expect(hist.toUhi({ sparse: true }).storage).toEqual({
      type: "weighted",
      index: [
        [1, 2, 3],
        [0, 1, 0],
      ],
      values: [1, 2, 3],
      variances: [1, 4, 9],
    });
  });

  it("comes back with every axis, storage, name and note, dense and sparse", () => {
    const notes = { name: "a", metadata: { unit: "GeV", n: 1, ok: true } };
    const axes = [
      regularAxis(3, 0.1, 0.7, notes),
      regularAxis(4, 0, 1, { growth: true }),
      regularAxis(5, 0.1, 10, { transform: transform.log }),
      regularAxis(5, 0.3, 7, { transform: transform.pow(0.3) }),
      regularAxis(4, 0, 1, { circular: true }),
      variableAxis([0, 0.3, 1], { underflow: false }),
      variableAxis([0, 0.3, 1], { growth: true }),
      integerAxis(-2, 3),
      integerAxis(0, 2, { growth: true }),
      integerAxis(0, 5, { circular: true }),
      intCategoryAxis([3, -1], { overflow: false }),
      intCategoryAxis([], { growth: true }),
      booleanAxis({ label: "passed" }),
    ];
    const kinds: StorageKind[] = [
      ...(["double", "int64", "atomicInt64", "unlimited"] as const),
      ...(["weight", "mean", "weightedMean"] as const),
    ];
    const values = [-3, 0, 1, 1, 2, 7];
    for (const axis of axes) {
      for (const kind of kinds) {
        const hist = new Hist([axis, strCategoryAxis(["a", "b"])], kind);
        const sample = kind.toLowerCase().endsWith("mean") ? values : undefined;
        hist.fill([values, ["a", "b", "c", "a", "a", "b"]], { sample });
        hist.annotate({ name: "h", label: "H", note: Number.NaN });
        for (const sparse of [false, true]) {
          const again = readUhi(writeUhi({ hist }, { sparse, indent: 2 })).hist;
          expect(again.axes).toEqual(hist.axes);
          expect(again.storage).toBe(kind);
          expect(again.metadata).toEqual(hist.metadata);
          // Variances are quotients: of means the sums come back but for their last bit.
          const [a, b] = [again, hist].map((each) => Object.values(each.view({ flow: true })));
          for (const [field, cells] of a.entries()) {
            for (const [i, cell] of cells.entries()) expect(cell).toBeCloseTo(b[field][i], 12);
          }
          if (sample === undefined) expect(again.equals(hist)).toBe(true);
        }
      }
    }
  });

  it("keeps a mean of weights that sum to nothing", () => {
    const hist = Hist.new.reg(2, 0, 2).mean();
    hist.fill([[0.5, 1.5]], { weight: [0, 2], sample: [1, 3] });
    const again = readUhi(writeUhi({ hist })).hist;
    expect(again.view({ flow: true })).toEqual(hist.view({ flow: true }));
  });

  it("keeps that variances are not known", () => {
    const hist = Hist.new
      .reg(2, 0, 1)
      .double()
      .fill([[0.2]], { weight: 3 });
    expect(Hist.fromUhi(hist.toUhi()).varianceKnown).toBe(false);
  });

  it("keeps any range to the last bit, also that of an axis that has grown", () => {
    const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 1, max: 50 }), bound, (a, b, bins, x) => {
        fc.pre(Math.abs(b - a) > 1);
        const grows = Math.abs(x - a) < 1000 * Math.abs(b - a) && b > a;
        const hist = new Hist([regularAxis(bins, a, b, { growth: grows })]).fill([[x]]);
        const again = readUhi(writeUhi({ hist })).hist;
        expect(again.equals(hist)).toBe(true);
        for (const each of [hist, again]) each.dispose();
      }),
    );
  });
});

describe("name and title of an axis", () => {
  const axes = [
    Hist.new.reg(2, 0, 1).bool(),
    Hist.new.reg(2, 0, 1, { name: "x" }).bool({ name: "b" }),
    Hist.new.reg(2, 0, 1, { name: "x", label: "x" }).bool({ label: "B" }),
    Hist.new.reg(2, 0, 1, { name: "x", label: "X", metadata: { run: 3 } }).bool({ name: "b" }),
  ];
  // As hist 2.12 writes these: its sum compares them.
  const noted = [
    [
      { name: "", label: "Axis 0" },
      { name: "", label: "Axis 1" },
    ],
    [
      { name: "x", label: "" },
      { name: "b", label: "" },
    ],
    [
      { name: "x", label: "x" },
      { name: "", label: "B" },
    ],
    [
      { name: "x", label: "X", run: 3 },
      { name: "b", label: "" },
    ],
  ];
  const metadata = (hist: Hist): unknown[] => hist.toUhi().axes.map((axis) => axis.metadata);

  it("are noted as hist notes them, so that its histograms and ours can be added there", () => {
    for (const [i, builder] of axes.entries()) {
      const hist = builder.weight();
      expect(metadata(hist)).toEqual(noted[i]);
      expect(metadata(Hist.fromJSON(hist.toJSON()))).toEqual(noted[i]);
      expect(metadata(hist.slice([rebin([1, 1]), undefined]))).toEqual(noted[i]);
    }
  });

  it("are added to our own, where a file has them in hist's words", () => {
    for (const builder of axes) {
      const hist = builder.weight();
      expect(readUhi(writeUhi({ hist })).hist.add(hist).axes).toEqual(hist.axes);
    }
  });

  it.each([
    undefined,
    { name: "x" },
    { label: "" },
    { label: "Axis 3", name: "" },
    { name: "x", label: "x" },
    { name: 3, label: true, other: "y" },
  ])("come back from a file as they were: %j", (notes) => {
    const axis = { ...regular, ...(notes && { metadata: notes }) };
    const h = { axes: [axis], storage: { type: "int", values: [1, 2, 3, 4] } };
    const read = readUhi({ h }).h;
    expect(metadata(read)).toEqual([notes]);
    expect(metadata(Hist.fromBytes(read.toBytes()))).toEqual([notes]);
  });
});

describe("readUhi", () => {
  const document = (change: object): unknown => ({
    main: { axes: [regular], storage: { type: "int", values: [1, 2, 3, 4] }, ...change },
  });

  it("looks up a storage by its name alone", () => {
    const info = { "boost-histogram": { storage_type: "__proto__" } };
    const changed = JSON.parse(JSON.stringify(document({ writer_info: info })));
    expect(readUhi(changed).main.storage).toBe("int64");
  });

  it("takes text with Python's words for numbers", () => {
    const text = `{"h": {"axes": [{"type": "boolean", "metadata": {"label": "NaN, -Infinity \\""}}],
      "storage": {"type": "double", "values": [NaN, -Infinity]}}}`;
    const { h } = readUhi(text);
    expect(Array.from(h.values())).toEqual([Number.NaN, Number.NEGATIVE_INFINITY]);
    expect(h.axes[0].label).toBe('NaN, -Infinity "');
    expect(readUhi(writeUhi({ h })).h.equals(h)).toBe(true);
    expect(() => readUhi((document({}) as { main: unknown }).main)).toThrow(/Hist.fromUhi/);
    expect(() => readUhi("{")).toThrow(FormatError);
  });

  it("names the path of what is wrong", () => {
    const faults: [object, string][] = [
      [{ axes: undefined }, "$.main.axes must be a list"],
      [{ axes: {} }, "$.main.axes must be a list"],
      [{ extra: 1 }, "$.main.extra is not known"],
      [{ uhi_schema: "1" }, "$.main.uhi_schema must be 1"],
      [{ uhi_schema: null }, "$.main.uhi_schema must be 1"],
      [{ metadata: { a: { b: 2 } } }, "$.main.metadata.a must be text"],
      [{ metadata: [] }, "$.main.metadata must be an object"],
      [{ writer_info: { lib: 1 } }, "$.main.writer_info.lib must be an object"],
      [{ axes: [{ ...regular, type: "log" }] }, '$.main.axes[0].type is "log"'],
      [{ axes: [{ ...regular, bins: 1.5 }] }, "$.main.axes[0].bins must be an integer"],
      [{ axes: [{ ...regular, bins: 0 }] }, "$.main.axes[0] is no axis"],
      [{ axes: [{ ...regular, bins: 1e12 }] }, "at most"],
      [{ axes: [{ ...regular, lower: "0" }] }, "$.main.axes[0].lower must be a number"],
      [{ axes: [{ ...regular, circular: 0 }] }, "$.main.axes[0].circular must be true or false"],
      [
        {
          axes: [{ ...regular, writer_info: { hepwasm: { min: 0, delta: 0, start: 0, stop: 4 } } }],
        },
        "$.main.axes[0].writer_info.hepwasm is not the range",
      ],
      [{ axes: [{ type: "boolean", flow: true }] }, "$.main.axes[0].flow is not known"],
      [{ axes: [{ type: "category_str", flow: true, categories: ["a", "a"] }] }, ".categories[1]"],
      [{ axes: [{ type: "category_int", flow: true, categories: [1.5] }] }, ".categories[0]"],
      [{ storage: { type: "float" } }, "$.main.storage.type"],
      [{ storage: { type: "toString" } }, "$.main.storage.type"],
      [
        { storage: { type: "int", values: [1, 2, 3] } },
        "$.main.storage.values has 3 entries, not 4",
      ],
      [{ storage: { type: "int", values: [1, 2, 3, [4]] } }, "$.main.storage.values[3] must be"],
      [{ storage: { type: "int", values: [1, 2, 3, 0.5] } }, "must be integers"],
      [{ storage: { type: "int", values: "data/values" } }, "outside of the document"],
      [{ storage: { type: "int", index: [[1]] } }, '$.main.storage lacks "values"'],
      [{ storage: { type: "int", index: [[4]], values: [1] } }, "$.main.storage.index[0][0] is 4"],
      [{ storage: { type: "int", index: [[1, 1]], values: [1, 2] } }, "once more"],
      [{ storage: { type: "int", index: [[1]], values: [1, 2] } }, "its index 1"],
      [{ storage: { type: "int", index: [[1], [1]], values: [1] } }, "has 2 axes, not 1"],
      [{ storage: { type: "weighted", values: [1, 2, 3, 4] } }, 'lacks "variances"'],
      [{ storage: { type: "int", values: [1, 2, 3, 4], variances: [] } }, "variances is not known"],
    ];
    for (const [change, words] of faults) {
      expect(() => readUhi(document(change)), words).toThrow(words);
    }
    expect(() => readUhi(document({ uhi_schema: 2 }))).toThrow(UnsupportedError);
    expect(() => readUhi([])).toThrow(FormatError);
  });

  it("takes flow bins that our axis does not have where they are empty", () => {
    const circle = { ...regular, circular: true };
    const [of, wrong] = [
      [0, 1, 2, 3],
      [4, 1, 2, 3],
    ].map((values) => document({ axes: [circle], storage: { type: "double", values } }));
    expect(Array.from(readUhi(of).main.values({ flow: true }))).toEqual([1, 2, 3]);
    expect(() => readUhi(wrong)).toThrow(/flow bins/);
  });
});

const lines = (await referenceLines("cases/hist.jsonl.gz")) as
  | { uhi: unknown; view: number[] | Record<string, number[]> }[]
  | undefined;

describe.skipIf(lines === undefined)(`documents of boost-histogram (${needsReference})`, () => {
  it("are read as the cells that they were written from, and round-trip", () => {
    const words = new Set(["NaN", "Infinity", "-Infinity"]);
    for (const { uhi, view } of lines ?? []) {
      const json: unknown = JSON.parse(JSON.stringify(uhi), (_, value: unknown) =>
        typeof value === "string" && words.has(value) ? Number(value) : value,
      );
      const hist = Hist.fromUhi(json);
      const fields = Array.isArray(view) ? { value: view } : view;
      for (const [field, cells] of Object.entries(hist.view({ flow: true }))) {
        // Of one entry the document has no variance, and the cell a remainder of rounding.
        const deltas = field.includes("deltas");
        for (const [i, cell] of cells.entries()) {
          const want = number(fields[field][i]);
          if (
            deltas ? !(Math.abs(cell - want) <= 1e-12 * Math.max(1, Math.abs(want))) : cell !== want
          ) {
            expect([field, i, cell]).toEqual([field, i, want]);
          }
        }
      }
      expect(runValid(writeUhi({ hist }))).toEqual({ kind: "passed" });
      hist.dispose();
    }
  });
});

describe("the conformance of documents", () => {
  it("fails a valid one that is refused, and an invalid one that is read", () => {
    expect(runValid("{}")).toEqual({ kind: "passed" });
    expect(runValid('{"a": 1}').kind).toBe("failed");
    expect(runInvalid('{"a": 1}').kind).toBe("passed");
    const newer = '{"a": {"uhi_schema": 2, "axes": [], "storage": {"type": "int"}}}';
    expect(runInvalid(newer).kind).toBe("passed");
    expect(runInvalid("{}").kind).toBe("failed");
  });
});
