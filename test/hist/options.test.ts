import { describe, expect, it } from "vitest";
import { NotFoundError, UsageError } from "../../src/errors.ts";
import {
  allclose,
  booleanAxis,
  fromColumns,
  Hist,
  intCategoryAxis,
  integerAxis,
  rebin,
  regularAxis,
  strCategoryAxis,
  sum,
  toCsv,
  toTable,
  variableAxis,
  writeUhi,
} from "../../src/hist/index.ts";

const hist = (): Hist =>
  Hist.new
    .reg(4, 0, 4, { name: "x" })
    .strCat(["a", "b"], { name: "c" })
    .double()
    .fill({ x: [1, 2], c: "a" });

/** Options as no type checker would let them pass. */
const wrong = (options: object): never => options as never;

describe("a misspelt option", () => {
  it.each<[string, () => unknown, string]>([
    ["fill", () => hist().fill({ x: 1, c: "a" }, wrong({ weigth: [2] })), "weight"],
    ["regularAxis", () => regularAxis(4, 0, 1, wrong({ overfow: false })), "overflow"],
    ["variableAxis", () => variableAxis([0, 1], wrong({ grwth: true })), "growth"],
    ["integerAxis", () => integerAxis(0, 1, wrong({ nam: "x" })), "name"],
    ["intCategoryAxis", () => intCategoryAxis([1], wrong({ lable: "x" })), "label"],
    ["strCategoryAxis", () => strCategoryAxis(["a"], wrong({ growht: true })), "growth"],
    ["booleanAxis", () => booleanAxis(wrong({ meta_data: {} })), "metadata"],
    ["the quick construction", () => Hist.new.log(2, 1, 2, wrong({ Name: "x" })), "name"],
    ["values", () => hist().values(wrong({ flwo: true })), "flow"],
    ["variances", () => hist().variances(wrong({ Flow: true })), "flow"],
    ["counts", () => hist().counts(wrong({ flows: true })), "flow"],
    ["view", () => hist().view(wrong({ flows: true })), "flow"],
    ["sum", () => hist().sum(wrong({ flows: true })), "flow"],
    ["sumVariance", () => hist().sumVariance(wrong({ flows: true })), "flow"],
    ["toNumpy", () => hist().toNumpy(wrong({ flows: true })), "flow"],
    ["toUhi", () => hist().toUhi(wrong({ spares: true })), "sparse"],
    ["writeUhi", () => writeUhi({}, wrong({ ident: 1 })), "indent"],
    ["toRecord", () => hist().toRecord(wrong({ titel: "x" })), "title"],
    ["sortCategories", () => hist().sortCategories("c", wrong({ reversed: true })), "reverse"],
    ["toTable", () => toTable(hist(), wrong({ flows: true })), "flow"],
    ["toCsv", () => toCsv(hist(), wrong({ seperator: ";" })), "separator"],
    ["allclose", () => allclose(hist(), hist(), wrong({ rtoll: 1 })), "rtol"],
    ["fromColumns", () => fromColumns({ x: [1] }, ["x"], wrong({ weights: "w" })), "weight"],
    ["rebin", () => rebin(wrong({ group: [1, 3] })), "groups"],
    ["a range", () => hist().slice({ x: wrong({ strat: 1 }) }), "start"],
    ["a range of cells", () => hist().set({ x: wrong({ stpo: 1 }) }, 0), "stop"],
  ])("of %s is refused with the nearest", (_, call, nearest) => {
    expect(call).toThrow(NotFoundError);
    expect(call).toThrow(new RegExp(`did you mean "${nearest}"`));
  });

  it("is as wrong as options that are none, or a range of three", () => {
    expect(() => hist().values(wrong(true as never))).toThrow(UsageError);
    expect(() => hist().slice({ x: [0, 2, sum] as never })).toThrow(/start, stop, step/);
    expect(() => new Hist([], "wieght" as never)).toThrow(/did you mean "weight"/);
  });

  it("changes nothing", () => {
    const before = hist();
    const after = hist();
    const weights = wrong({ weights: [2, 3] });
    expect(() => after.fill({ x: [1, 2], c: "b" }, weights)).toThrow(NotFoundError);
    expect(after.equals(before)).toBe(true);
  });
});
