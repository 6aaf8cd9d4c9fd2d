import { describe, expect, it } from "vitest";
import { allclose, Hist } from "../../src/hist/index.ts";

const filled = (stop = 3): Hist =>
  Hist.new
    .reg(3, 0, stop)
    .double()
    .fill([[0.5, 1.5, 9]]);

/* What boost-histogram 1.8.1 answers for the same histograms. */
describe("allclose", () => {
  it("forgives contents and edges within its tolerances", () => {
    const a = filled();
    expect(allclose(a, filled(3 + 1e-6))).toBe(true);
    expect(allclose(a, filled(3.1))).toBe(false);
    expect(allclose(a, a.multiply(1 + 1e-6))).toBe(true);
    expect(allclose(a, a.multiply(1 + 1e-4))).toBe(false);
    expect(allclose(a, a.multiply(1 + 1e-4), { rtol: 1e-3 })).toBe(true);
  });

  it("tells NaN apart unless asked not to, and infinities never", () => {
    const [nan, other] = [Number.NaN, Number.NaN].map((value) =>
      filled().set({}, [value, 1, Infinity]),
    );
    expect(allclose(nan, other)).toBe(false);
    expect(allclose(nan, other, { equalNan: true })).toBe(true);
    const finite = filled().set({}, [Number.NaN, 1, 5]);
    expect(allclose(nan, finite, { equalNan: true })).toBe(false);
    expect(allclose(finite, nan, { equalNan: true })).toBe(false);
  });

  it("compares flow bins unless asked not to", () => {
    const a = filled();
    const b = filled().fill([[7]]);
    expect(allclose(a, b)).toBe(false);
    expect(allclose(a, b, { flow: false })).toBe(true);
  });

  it("wants the same storage, kinds of axes and categories", () => {
    expect(allclose(filled(), Hist.new.reg(3, 0, 3).weight())).toBe(false);
    const integers = Hist.new.int(0, 3).double();
    expect(allclose(Hist.new.reg(3, 0, 3).double(), integers)).toBe(false);
    expect(allclose(integers, Hist.new.int(0, 3).double())).toBe(true);
    const [ab, ac] = ["b", "c"].map((name) => Hist.new.strCat(["a", name]).double());
    expect([allclose(ab, ab.copy()), allclose(ab, ac)]).toEqual([true, false]);
  });
});
