import { describe, expect, it } from "vitest";
import * as stats from "../../src/stats/index.ts";

type Modifiers = stats.Sample["modifiers"];

/** Signal and background in two bins. */
function modelOf(background: Modifiers, options: stats.ModelOptions = {}): stats.Model {
  const mu = { name: "mu", type: "normfactor", data: null } as const;
  const samples = [
    { name: "signal", data: [12, 8], modifiers: [mu] },
    { name: "background", data: [50, 70], modifiers: background },
  ];
  return new stats.Model({ channels: [{ name: "c", samples }] }, options);
}

describe("interpolations whose slope jumps at zero", () => {
  const background: Modifiers = [
    { name: "shape", type: "histosys", data: { hi_data: [58, 71], lo_data: [49, 60] } },
    { name: "scale", type: "normsys", data: { hi: 1.05, lo: 0.8 } },
  ];
  const model = modelOf(background, {
    modifierSettings: { normsys: { interpcode: "code1" }, histosys: { interpcode: "code0" } },
  });
  const [shape, scale] = ["shape", "scale"].map((name) => model.config.parNames.indexOf(name));
  const grid = Array.from({ length: 61 }, (_, i) => -1.5 + i / 20);

  it("have minima at zero and beside it: no point of a grid is lower", () => {
    let atZero = 0;
    for (const observed of [
      [50, 70],
      [54, 72],
      [47, 66],
      [56, 60],
      [40, 80],
      [51, 69],
    ]) {
      const data = [...observed, ...model.config.auxdata];
      const found = stats.fixedPoiFit(model, data, 0);
      expect(found.valid).toBe(true);
      // A kink is no bound: there is an uncertainty.
      expect(found.atBound.every((held, k) => !held || k === model.config.poiIndex)).toBe(true);
      expect(found.uncertainty[shape]).toBeGreaterThan(0);
      if (found.bestfit[shape] === 0 || found.bestfit[scale] === 0) atZero++;
      for (const a of grid) {
        for (const b of grid) {
          const pars = Float64Array.from(found.bestfit);
          pars[shape] = a;
          pars[scale] = b;
          expect(stats.twiceNll(model, pars, data)).toBeGreaterThan(found.twiceNll - 1e-9);
        }
      }
    }
    expect(atZero).toBeGreaterThan(0);
  });

  it("have a minimum for every start, below all that is near", () => {
    const data = [54, 72, ...model.config.auxdata];
    for (const start of [-1, -1e-300, 0, 0.7]) {
      const initPars = Float64Array.from(model.config.suggestedInit());
      initPars[shape] = start;
      initPars[scale] = -start;
      const found = stats.fit(model, data, { initPars });
      expect(found.valid).toBe(true);
      for (const [k, best] of found.bestfit.entries()) {
        for (const step of [-1e-4, 1e-4]) {
          const pars = Float64Array.from(found.bestfit);
          pars[k] = best + step;
          expect(stats.twiceNll(model, pars, data)).toBeGreaterThan(found.twiceNll - 1e-9);
        }
      }
    }
  });
});

describe("parameters that do the same", () => {
  const shapefactor = { name: "free", type: "shapefactor", data: null } as const;
  const model = modelOf([shapefactor, { name: "k", type: "normfactor", data: null }]);
  const other = modelOf([
    { name: "k", type: "normfactor", data: null },
    { name: "norm", type: "normfactor", data: null },
    { name: "width", type: "normsys", data: { hi: 1.1, lo: 0.9 } },
  ]);
  const known = modelOf([
    { name: "norm", type: "normfactor", data: null },
    { name: "width", type: "normsys", data: { hi: 1.1, lo: 0.9 } },
  ]);
  const data = [63, 75, ...other.config.auxdata];

  it("are named by a fit, whose value is that of the minimum all the same", () => {
    expect(() => stats.fit(other, data)).toThrow(
      /^the minimum is a valley: the data do not determine "k", "norm"; fix some of them/,
    );
    const result = stats.fit(other, data, { allowInvalid: true });
    expect(result.status).toBe("flat");
    expect(result.valid).toBe(false);
    expect(result.undetermined).toEqual(["k", "norm"]);
    const alone = stats.fit(known, data);
    expect(result.twiceNll).toBeCloseTo(alone.twiceNll, 9);
    expect(alone.undetermined).toEqual([]);
  });

  it("change no test, limit or toy", () => {
    const test = stats.hypotest(1, data, known);
    expect(stats.hypotest(1, data, other).value).toBeCloseTo(test.value, 8);
    expect(stats.qmuTilde(2, data, other)).toBeCloseTo(stats.qmuTilde(2, data, known), 8);
    expect(stats.upperLimit(data, other).observed).toBeCloseTo(
      stats.upperLimit(data, known).observed,
      6,
    );
    const toys = stats.throwToys(1, data, other, { ntoys: 50 });
    expect(toys.failures).toBe(0);
    expect([...toys.signal].every(Number.isFinite)).toBe(true);
  });

  it("are an error where the parameter of interest is one of them", () => {
    const seen = [63, 75, ...model.config.auxdata];
    expect(() => stats.hypotest(1, seen, model)).toThrow(/do not determine .*"mu"/);
  });
});
