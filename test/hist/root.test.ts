import { describe, expect, it } from "vitest";
import { fromRecord, Hist, toRecord } from "../../src/hist/index.ts";
import {
  type HistogramRecord,
  histogramErrors,
  histogramValues,
  openRoot,
  type ProfileRecord,
} from "../../src/root/index.ts";
import { readData, readJson } from "../data.ts";

const bytes = await readData("test/data/root/objects.root");
const golden = await readJson<{ hists: Record<string, GoldenHist> }>("test/data/root/objects.json");

interface GoldenHist {
  readonly repr: readonly string[];
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly storage: string;
  readonly shape: readonly number[];
  readonly view: Readonly<Record<string, readonly (number | string)[]>>;
}

describe("toRecord", () => {
  it("puts flow bins where ROOT has them, and works out statistics", () => {
    const h = Hist.new
      .reg(2, 0, 2, { name: "x", label: "x [GeV]" })
      .reg(2, 0, 4, { name: "y", underflow: false, overflow: false })
      .weight();
    h.fill({ x: [-1, 0.5, 1.5, 9], y: [1, 1, 3, 3] }, { weight: [1, 2, 3, 4] });
    const record = toRecord(h, { name: "h", title: "H" }) as HistogramRecord;
    expect(record).toMatchObject({ className: "TH2D", name: "h", title: "H", fTsumw: 5 });
    expect([...record.contents]).toEqual([
      ...[0, 1, 0, 0],
      ...[0, 2, 0, 0],
      ...[0, 0, 3, 0],
      ...[0, 0, 4, 0],
    ]);
    expect(record.axes.map(({ name, title }) => [name, title])).toEqual([
      ["x", "x [GeV]"],
      ["y", "y"],
    ]);
    expect(record.statistics).toEqual({
      fTsumw: 5,
      fTsumw2: 13,
      fTsumwx: 2 * 0.5 + 3 * 1.5,
      fTsumwx2: 2 * 0.25 + 3 * 2.25,
      fTsumwy: 2 * 1 + 3 * 3,
      fTsumwy2: 2 * 1 + 3 * 9,
      fTsumwxy: 2 * 0.5 * 1 + 3 * 1.5 * 3,
    });
    // 10 squared over 30.
    expect(record.fEntries).toBe(100 / 30);
  });

  it("makes labels of categories, and an empty bin below the first", () => {
    const h = Hist.new.strCat(["a", "b"], { name: "c" }).double();
    h.fill({ c: ["a", "b", "b", "z"] });
    const record = toRecord(h, { name: "h" }) as HistogramRecord;
    expect(record.axes[0].labels).toEqual(["a", "b"]);
    expect([...record.contents]).toEqual([0, 1, 2, 1]);
    expect(fromRecord(record).values({ flow: true })).toEqual(h.values({ flow: true }));
  });

  it("makes profiles of means, with their errors", () => {
    const h = Hist.new.reg(2, 0, 2, { name: "x" }).mean();
    h.fill({ x: [0.5, 0.5, 1.5] }, { sample: [1, 3, 7] });
    const record = toRecord(h, { name: "p" }) as ProfileRecord;
    expect(record.className).toBe("TProfile");
    expect([...histogramValues(record)]).toEqual([2, 7]);
    expect([...histogramErrors(record)]).toEqual([1 / Math.sqrt(2), 0]);
    expect(record.statistics).toMatchObject({ fTsumwy: 11, fTsumwy2: 59 });
    const back = fromRecord(record);
    expect(back.storage).toBe("mean");
    expect(back.view({ flow: true })).toEqual(h.view({ flow: true }));
  });

  it("refuses more axes than ROOT has", () => {
    const h = Hist.new.reg(1, 0, 1).reg(1, 0, 1).reg(1, 0, 1).reg(1, 0, 1).double();
    expect(() => toRecord(h, { name: "h" })).toThrow(/1 to 3 axes, not of 4/);
  });
});

describe("fromRecord", () => {
  it.each(Object.keys(golden.hists))("makes of %s what uproot's to_hist does", async (key) => {
    const wanted = golden.hists[key];
    const file = await openRoot(bytes);
    const h = fromRecord((await file.get(key)) as HistogramRecord);
    expect(h.axes.map(({ kind }) => kind.toLowerCase())).toEqual(
      wanted.repr.map((name) => name.toLowerCase()),
    );
    expect(h.axes.map(({ name }) => name)).toEqual(wanted.names);
    expect(h.axes.map(({ label }) => label)).toEqual(wanted.labels);
    expect(h.storage).toBe(wanted.storage[0].toLowerCase() + wanted.storage.slice(1));
    expect(h.shapeWithFlow).toEqual(wanted.shape);
    const view = h.view({ flow: true });
    for (const [field, values] of Object.entries(wanted.view)) {
      const squares = field === "sum_of_weights_squared";
      for (const [i, value] of values.map(Number).entries()) {
        const got = view[field][i];
        // uproot squares and divides what the file has as it is; nothing of 0/0 is a number there.
        if (squares && Number.isNaN(value)) expect(got).toBe(0);
        else if (squares) expect(Math.abs(got - value)).toBeLessThanOrEqual(1e-15 * value);
        else expect(got).toBe(value);
      }
    }
  });

  it("makes whole numbers of a TH1I", async () => {
    const file = await openRoot(bytes);
    const record = { ...((await file.get("h1")) as HistogramRecord), dtype: "int32" } as const;
    expect(fromRecord(record).storage).toBe("int64");
  });

  it("gives back what toRecord was given", async () => {
    const file = await openRoot(bytes);
    for (const key of ["h1", "h1w", "dir/h2w", "dir/sub/h3w", "labelled", "numbered"]) {
      const h = fromRecord((await file.get(key)) as HistogramRecord);
      const again = fromRecord(toRecord(h, { name: key }));
      expect(again.axes).toEqual(h.axes);
      expect(again.view({ flow: true })).toEqual(h.view({ flow: true }));
    }
  });
});
