// The words of hist on small examples, which scripts/golden/hist_words.py asks hist itself.
import { describe, expect, it } from "vitest";
import {
  axisEdges,
  Hist,
  loc,
  pick,
  rebin,
  type StorageKind,
  strCategoryAxis,
  sum,
  variableAxis,
} from "../../src/hist/index.ts";
import { goldenJson, number } from "./reference.ts";

type Numbers = readonly (number | string)[];
type View = Readonly<Record<string, Numbers>>;

interface Golden {
  readonly arithmetic: Readonly<Record<string, { storage?: string; view?: View; error?: string }>>;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<"charts" | "reprs" | "html", Readonly<Record<string, string>>>>;
}

const golden = (await goldenJson("words")) as Golden;

const x = [-1, 0.2, 0.7, 1.2, 1.3, 2.6, 2.7, 3.1, 3.9, 4.5, 5.9, 7];
const c = ["b", "a", "cc", "a", "b", "b", "a", "zz", "cc", "a", "b", "a"];
const weight = [1, 2, 0.5, 3, 1, 1, 2, 4, 1, 0.25, 2, 1];

function example(storage: StorageKind): Hist {
  const axes = Hist.new
    .reg(6, 0, 6, { name: "x", label: "X" })
    .strCat(["b", "a", "cc"], { name: "c" });
  return new Hist(axes.axes, storage).fill({ x, c }, { weight });
}

/** Sums in NumPy's order differ in the last bits. */
function expectNumbers(ours: ArrayLike<number>, theirs: Numbers, what: string): void {
  expect(ours.length, what).toBe(theirs.length);
  for (const [i, each] of theirs.entries()) {
    const want = number(each === "inf" ? "Infinity" : each === "-inf" ? "-Infinity" : each);
    if (Number.isNaN(want) || !Number.isFinite(want)) expect(ours[i], `${what} ${i}`).toBe(want);
    else
      expect(Math.abs(ours[i] - want), `${what} ${i}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(want)),
      );
  }
}

function expectView(hist: Hist, view: View, what: string): void {
  const ours = hist.view({ flow: true });
  expect(Object.keys(ours)).toEqual(Object.keys(view));
  for (const [field, cells] of Object.entries(ours))
    expectNumbers(cells, view[field], `${what} ${field}`);
}

describe("arithmetic of histograms", () => {
  /** What is refused there has one meaning all the same. */
  const more = new Set(["AtomicInt64 subtract hist", "Weight subtract hist"]);
  const lower = (name: string): StorageKind =>
    (name[0].toLowerCase() + name.slice(1)) as StorageKind;

  for (const [name, answer] of Object.entries(golden.arithmetic)) {
    it(`${name} is as in hist${more.has(name) ? ", and more" : ""}`, () => {
      const [storage, op, other] = name.split(" ");
      const sample = storage.endsWith("Mean") ? [5, 6, 8, 1] : undefined;
      const make = (values: number[]): Hist =>
        new Hist(Hist.new.int(0, 3, { flow: false }).axes, lower(storage)).fill([values], {
          sample,
        });
      const [a, b] = [make([0, 1, 1, 2]), make([1, 1, 2, 2])];
      const others = { hist: b, "2": 2, "2.5": 2.5, list: [1, 2, 3], reals: [0.5, 2, 3] };
      const before = a.copy();
      const run = (): Hist =>
        a[op as "add" | "subtract" | "multiply" | "divide"](others[other as keyof typeof others]);
      // Lists of whole numbers count as integers, since JavaScript has one type for both.
      if (answer.error !== undefined && !more.has(name)) expect(run).toThrow();
      else if (answer.view !== undefined && answer.storage !== undefined) {
        const result = run();
        expect(result.storage).toBe(lower(answer.storage));
        expectView(result, answer.view, name);
      } else expect(run().sum()).toBe(0);
      expect(a.equals(before)).toBe(true);
    });
  }

  it("adds variances in a difference of weighted histograms", () => {
    const a = Hist.new
      .bool()
      .weight()
      .fill([[0, 1]], { weight: [3, 2] });
    const b = Hist.new
      .bool()
      .weight()
      .fill([[0, 1]], { weight: [1, 4] });
    expect(a.subtract(b).view()).toEqual({
      value: Float64Array.of(2, -2),
      variance: Float64Array.of(10, 20),
    });
    expect(() => a.subtract(Hist.new.bool({ name: "b" }).weight())).toThrow(/axis 0 differs/);
    expect(() => a.subtract(Hist.new.bool().double())).toThrow(/different storage/);
    expect(() => a.multiply([1, 2, 3])).toThrow(/2 cells/);
  });

  it("leaves flow bins alone that a list has no number for", () => {
    const h = Hist.new
      .int(0, 2)
      .double()
      .fill([[-1, 0, 1, 5]]);
    expect(Array.from(h.add([1, 2]).values({ flow: true }))).toEqual([1, 2, 3, 1]);
    expect(Array.from(h.multiply([2, 3, 4, 5]).values({ flow: true }))).toEqual([2, 3, 4, 5]);
  });
});

describe("parts of histograms", () => {
  const parts: Readonly<Record<string, (h: Hist) => Hist>> = {
    groups: (h) => h.slice([rebin([1, 2, 3]), undefined]),
    "groups in a range": (h) => h.slice({ x: { start: 1, stop: 5, step: rebin([1, 3]) } }),
    "groups from": (h) => h.slice({ x: { start: 2, step: rebin([1, 3]) } }),
    edges: (h) => h.slice({ 0: rebin({ edges: [0, 2, 6] }) }),
    axis: (h) =>
      h.slice({ x: rebin({ axis: variableAxis([0, 1, 6], { underflow: false, name: "y" }) }) }),
    categories: (h) =>
      h.slice({ c: rebin({ groups: [2, 1], axis: strCategoryAxis(["ab", "c"]) }) }),
    pick: (h) => h.slice({ c: pick(["a", "b"]) }),
    pattern: (h) => h.slice({ [-1]: pick(["c*", "?"]) }),
    sort: (h) => h.sortCategories("c"),
    "sort reversed": (h) => h.sortCategories(1, { reverse: true }),
    integrate: (h) => h.integrate("x"),
    "integrate a range": (h) => h.integrate("x", 1, 4),
    "integrate a list": (h) => h.integrate("c", ["a", "cc"]),
    "integrate from": (h) => h.integrate("c", "a"),
    project: (h) => h.project("c"),
    "project without flow": (h) => h.slice({ x: { start: 0, stop: 6, step: sum } }),
    factor: (h) => h.slice({ x: rebin(4) }),
    loc: (h) => h.slice({ x: { start: loc(1.5), stop: loc(4), step: rebin(2) } }),
  };
  for (const storage of ["double", "weight"] as const) {
    const named = storage[0].toUpperCase() + storage.slice(1);
    for (const [name, of] of Object.entries(parts)) {
      it(`${name} of ${storage} are as in hist`, () => {
        const answer = golden.parts[`${named} ${name}`] as { view: View; edges: Numbers[] };
        const h = example(storage);
        const before = h.copy();
        const part = of(h);
        expectView(part, answer.view, name);
        for (const [i, axis] of part.axes.entries()) {
          if (axis.kind === "strCategory") expect(axis.categories).toEqual(answer.edges[i]);
          else expectNumbers(axisEdges(axis), answer.edges[i], "edges");
        }
        expect(h.equals(before)).toBe(true);
      });
    }

    it(`profile, density and toNumpy of ${storage} are as in hist`, () => {
      const h = example(storage);
      const { value, ...rest } = golden.parts[`${named} profile`] as View;
      const profile = h.profile("x");
      expect(profile.storage).toBe("mean");
      expectView(profile, { count: rest.count, value, ...rest }, "profile");
      expectNumbers(h.density(), golden.parts[`${named} density`] as Numbers, "density");
      for (const flow of [false, true]) {
        const theirs = golden.parts[`${named} numpy ${flow ? "True" : "False"}`] as Numbers[];
        const ours = h.toNumpy({ flow });
        expect(ours.length).toBe(theirs.length);
        for (const [i, each] of ours.entries()) expectNumbers(each, theirs[i], `numpy ${i}`);
        expect(h.toNumpy({ flow, dd: true })).toEqual([ours[0], ours.slice(1)]);
      }
    });
  }

  it("gives edges as NumPy has them, the upper one inclusive", () => {
    const h = Hist.new
      .int(0, 3)
      .reg(3, 0, 0.3, { underflow: false })
      .reg(2, -1, 0, { overflow: false })
      .var([0, 1, 3])
      .bool()
      .int64();
    for (const flow of [false, true]) {
      const theirs = golden.parts[`edges ${flow ? "True" : "False"}`] as Numbers[];
      const [, ...edges] = h.toNumpy({ flow });
      for (const [i, each] of edges.entries()) {
        expect(
          Array.from(each, (edge) => (Number.isFinite(edge) ? edge : String(edge).slice(0, -5))),
        ).toEqual(
          theirs[i].map((edge) => (typeof edge === "string" ? edge.replace("inf", "Inf") : edge)),
        );
      }
    }
  });

  it("says what is wrong with groups, categories and axes", () => {
    const h = example("double");
    expect(() => h.slice({ x: rebin([1, 2]) })).toThrow(/axis "x" has 6 bins: groups/);
    expect(() => h.slice({ x: rebin({ edges: [0, 2.5, 6] }) })).toThrow(/no edge at 2.5/);
    expect(() => h.slice({ x: rebin({ edges: [1, 6] }) })).toThrow(/from 0 to 6/);
    expect(() => h.slice({ x: rebin({ edges: [0, 3, 3, 6] }) })).toThrow(/no bin lies between/);
    expect(() => h.slice({ x: rebin({}) })).toThrow(/rebin needs/);
    expect(() => h.slice({ c: rebin([2, 1]) })).toThrow(/says what they become/);
    expect(() => h.slice({ c: pick("z*") })).toThrow(/no category "z\*"/);
    expect(() => h.slice({ x: pick([1]) })).toThrow(/no categories to pick/);
    expect(() => h.slice({ x: 0, 0: 1 })).toThrow(/twice/);
    expect(() => h.slice({ 2: 0 })).toThrow(/2 axes/);
    expect(() => h.sortCategories("x")).toThrow(/no categories/);
    expect(() => h.project("x").stack("x")).toThrow(/two axes/);
    expect(() => example("double").profile("x").profile("c")).toThrow(/counts/);
    expect(() => h.cell({ x: 1 })).toThrow(/one bin of each/);
  });
});

describe("Hist.set", () => {
  it("sets cells by bins, ranges, names and whole lists, with and without flow", () => {
    const h = Hist.new.int(0, 2, { name: "i" }).strCat(["a", "b"], { name: "c" }).double();
    h.set({}, [1, 2, 3, 4]);
    expect(Array.from(h.values({ flow: true }))).toEqual([0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0, 0]);
    h.set({ i: 1, c: "a" }, 9)
      .set({ c: "b" }, [7, 8])
      .set({ i: [1, undefined] }, 5);
    expect(Array.from(h.values())).toEqual([1, 7, 5, 5]);
    h.set({ c: "b" }, [-1, 0, 1, 2]);
    expect(Array.from(h.values({ flow: true }))).toEqual([0, -1, 0, 1, 0, 0, 5, 1, 0, 0, 2, 0]);
    expect(h.cell({ i: loc(1), c: "b" })).toEqual({ value: 1 });
    expect(() => h.set({ c: "b" }, [1, 2, 3])).toThrow(/2 cells \(4 with flow\)/);
    expect(() => h.set({ i: rebin(2) }, 1)).toThrow(/without a step/);
  });

  it("sets the numbers of accumulators by name", () => {
    const h = Hist.new.bool().weight();
    h.set([1], { value: 3, variance: 5 }).set([0], { value: [1], variance: 2 });
    expect(h.view()).toEqual({ value: Float64Array.of(1, 3), variance: Float64Array.of(2, 5) });
    expect(() => h.set([1], 3)).toThrow(/value, variance: give them by name/);
    expect(() => h.set([1], { value: 3 })).toThrow(/not value/);
  });
});

describe("the text of a histogram", () => {
  const one = Hist.new.reg(5, 0, 10, { name: "x", label: "X" }).double();
  one.fill([[1, 2, 3, 7, 11, -1, 7.5]]);
  const weighted = Hist.new.var([0, 1, 2.5, 10], { name: "x" }).weight();
  weighted.fill([[1, 2, 3, 7, 11, -1, 7.5]], { weight: [0.1, 2, 3, 4, 5, 6, 7] });
  const mean = { sample: [1, 2, 3.5] };
  const charts: Readonly<Record<string, Hist>> = {
    one,
    weighted,
    names: Hist.new
      .strCat(["aa", "it's"], { name: "c" })
      .int64()
      .fill([["aa", "it's", "z"]]),
    negative: Hist.new.reg(6, -1, 1).double().set({}, [-2, -1.3, 3.5, 0, 5, -0.7]),
    large: Hist.new.reg(3, -1, 1.5).double().set({}, [-2, 1, 1e6]),
    small: Hist.new.int(0, 2, { flow: false }).double().set({}, [0.00012345, 0.123456]),
    circle: Hist.new
      .reg(3, -1, 1, { circular: true })
      .double()
      .fill([[0, 0.5, 2.2]]),
    root: Hist.new
      .sqrt(3, 0, 1)
      .double()
      .fill([[0.2, 0.3]]),
    flags: Hist.new
      .bool()
      .double()
      .fill([[true, true, false]]),
    integers: Hist.new
      .intCat([3, -1])
      .double()
      .fill([[3, 3, -1, 7]], { weight: 2.5 }),
    empty: Hist.new.int(-1, 2).double(),
  };
  const reprs: Readonly<Record<string, Hist>> = {
    ...charts,
    mean: Hist.new
      .var([0, 1, 2])
      .mean()
      .fill([[0.2, 0.3, 0.7]], mean),
    "weighted mean": Hist.new
      .var([0, 1, 2])
      .weightedMean()
      .fill([[0.2, 0.3, 0.7]], { ...mean, weight: [1, 2, 0.5] }),
    many: Hist.new
      .var([0, 1e-20, 123456.789, 2e7])
      .reg(3, 0, 1 / 3, { underflow: false })
      .reg(3, 0, 1 / 3, { flow: false })
      .int(0, 3, { circular: true })
      .int(0, 3, { growth: true })
      .intCat([1, 2])
      .strCat(["it's", 'q"', "a\\b"])
      .pow(3, 1, 10, { power: 0.5 })
      .log(3, 1, 10)
      .bool({ label: "B" })
      .unlimited(),
    two: example("weight"),
    "large sum": Hist.new
      .bool()
      .double()
      .fill([[0, 1]], { weight: [1e16, 0.25] }),
    "small sum": Hist.new
      .bool()
      .double()
      .fill([[0]], { weight: [1.5e-7] }),
  };

  for (const [name, hist] of Object.entries(reprs)) {
    it(`of "${name}" is hist's`, () => {
      const [first, ...rest] = [golden.texts.reprs[name], golden.texts.charts[name]];
      expect(String(hist).startsWith(first)).toBe(true);
      if (name in charts) expect(String(hist)).toBe([first, ...rest].join("\n"));
    });
  }

  it("is hist's sketch in HTML, but for the order of its boxes and blanks", () => {
    const lines = (html: string): string[] =>
      html
        .replaceAll("flex=grow", "flex-grow")
        .replace(/(="-?\d+)\.0"/g, '$1"')
        .replaceAll("125.0)", "125)")
        .replaceAll("&quot;", '"')
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("<rect"))
        .sort();
    for (const [name, hist] of Object.entries({ one, weighted, two: reprs.two })) {
      expect(lines(hist.toHtml())).toEqual(lines(golden.texts.html[name]));
    }
    expect(reprs.two.toHtml().match(/<rect/g)?.length).toBe(18);
    expect(Hist.new.strCat(["<&>"], { label: "<b>" }).double().toHtml()).not.toContain("<b>");
  });
});

describe("console.log", () => {
  it("shows a histogram as its text", () => {
    const hist = Hist.new.reg(2, 0, 1, { name: "x" }).double();
    const methods = hist as unknown as Readonly<Record<symbol, () => string>>;
    expect(methods[Symbol.for("nodejs.util.inspect.custom")]()).toBe(String(hist));
    // A sum in Python's way would be a text, and written as such.
    const number = hist as unknown as number;
    for (const slip of [() => number + number, () => number * 2, () => number / 2]) {
      expect(slip).toThrow("do not see into histograms: h.add(other)");
    }
  });
});
