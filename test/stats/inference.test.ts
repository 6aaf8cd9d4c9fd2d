import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/codec/digest.ts";
import { ShapeError, UsageError } from "../../src/errors.ts";
import * as stats from "../../src/stats/index.ts";
import { everything, twoBins, twoBinWorkspace } from "./models.ts";

const workspace = new stats.Workspace(twoBinWorkspace);
const model = workspace.model();
const data = workspace.data(model);

describe("fit", () => {
  it("stops at the bound of the parameter of interest", () => {
    const result = stats.fit(model, data);
    // Fewer events than background alone: recorded with pyhf 0.7.6 and an exact optimiser.
    expect(result.bestfit[0]).toBe(0);
    expect(result.atBound).toEqual([true, false, false]);
    expect(result.uncertainty[0]).toBe(0);
    expect(result.valid).toBe(true);
  });

  it("finds the counting experiment's answer", () => {
    const counting = new stats.Model({
      channels: [
        {
          name: "c",
          samples: [
            { name: "s", data: [10], modifiers: [{ name: "mu", type: "normfactor", data: null }] },
            { name: "b", data: [50], modifiers: [] },
          ],
        },
      ],
    });
    const result = stats.fit(counting, [62]);
    expect(result.bestfit[0]).toBeCloseTo(1.2, 5);
    expect(result.uncertainty[0]).toBeCloseTo(Math.sqrt(62) / 10, 5);
    const { lower, upper } = stats.minosInterval(counting, [62], result, "mu");
    const rise = (mu: number): number => stats.twiceNll(counting, [mu], [62]) - result.twiceNll;
    expect(rise(1.2 + upper)).toBeCloseTo(1, 5);
    expect(rise(1.2 + lower)).toBeCloseTo(1, 5);
  });

  it("refuses to start outside of the bounds, and without a parameter of interest", () => {
    expect(() => stats.fit(model, data, { initPars: [11, 1, 1] })).toThrow(
      'the fit would start with "mu" at 11, outside of its bounds [0, 10]',
    );
    const none = new stats.Model(twoBins, { poiName: null });
    expect(() => stats.fixedPoiFit(none, data, 1)).toThrow("no parameter of interest");
  });

  it("says which bin makes a likelihood impossible", () => {
    const spec: stats.ModelSpec = {
      channels: [
        {
          name: "c",
          samples: [
            {
              name: "s",
              data: [-3, 1],
              modifiers: [{ name: "mu", type: "normfactor", data: null }],
            },
          ],
        },
      ],
    };
    expect(() => stats.fit(new stats.Model(spec), [2, 2])).toThrow(
      'channel "c", bin 0 expects -3 events at the starting values (sample "s": -3)',
    );
  });
});

describe("bits", () => {
  it("are the same in every engine", () => {
    const every = new stats.Model(everything);
    const events = [9, 37, 30, 13, ...every.config.auxdata];
    const { bestfit, uncertainty, twiceNll } = stats.fit(every, events);
    const all = Float64Array.of(...bestfit, ...uncertainty, twiceNll);
    expect(sha256(new Uint8Array(all.buffer))).toBe(
      "727b3d9403cf012bfc5de57d31abca2813d7cbcfce57349018d92eb661c4902c",
    );
  });
});

describe("hypotest", () => {
  it("gives the CLs of pyhf's documentation", () => {
    const result = stats.hypotest(1, data, model);
    // An exact optimiser's values for this model, tolerance of pyhf's own default 3.5e-4.
    expect(result.value).toBeCloseTo(0.0525155, 5);
    expect(result.value).toBeCloseTo(result.clsb / result.clb, 12);
    expect(result.expectedSet.toSorted((a, b) => a - b)).toEqual(result.expectedSet);
  });

  it("is one where nothing is tested", () => {
    expect(stats.hypotest(0, data, model).value).toBe(1);
  });
});

describe("upperLimit", () => {
  it("is where CLs falls to the level", () => {
    const limit = stats.upperLimit(data, model);
    expect(limit.observed).toBeCloseTo(1.01157, 4);
    expect(stats.hypotest(limit.observed, data, model).value).toBeCloseTo(0.05, 7);
    const scan = stats.upperLimit(data, model, { scan: [0, 0.5, 1, 1.5, 2, 2.5, 3] });
    expect(scan.observed).toBeGreaterThan(1);
    expect(scan.observed).toBeLessThan(1.5);
    expect(scan.tests.length).toBe(7);
  });
});

describe("toys", () => {
  it("are the same for the same seed, in one run or several", () => {
    const all = stats.throwToys(1, data, model, { ntoys: 30, seed: 7 });
    const parts = stats.mergeToys([
      stats.throwToys(1, data, model, { ntoys: 10, seed: 7 }),
      stats.throwToys(1, data, model, { ntoys: 20, seed: 7, firstToy: 10 }),
    ]);
    expect(parts).toEqual(all);
    expect(all.failures).toBe(0);
    expect(stats.throwToys(1, data, model, { ntoys: 30, seed: 8 })).not.toEqual(all);
  });

  it("can be stopped, and tell how far they are", () => {
    const stop = new AbortController();
    const progress = (done: number): void => {
      if (done >= 100) stop.abort();
    };
    expect(() =>
      stats.throwToys(1, data, model, { ntoys: 5000, progress, signal: stop.signal }),
    ).toThrow(/abort/);
  });
});

describe("arguments of inference", () => {
  const best = stats.fit(model, data);

  it("refuses a parameter of interest outside of its bounds", () => {
    for (const mu of [-1, 50, Number.NaN]) {
      expect(() => stats.hypotest(mu, data, model)).toThrow(
        /"mu".* outside of its bounds \[0, 10\]/,
      );
    }
    expect(() => stats.fixedPoiFit(model, data, 100)).toThrow(UsageError);
    const parBounds = [[-5, 100] as const, ...model.config.suggestedBounds().slice(1)];
    expect(stats.fixedPoiFit(model, data, 50, { parBounds }).bestfit[0]).toBe(50);
  });

  it("interpolates a scan only where it encloses the limit", () => {
    const scan = (values: number[]) => stats.upperLimit(data, model, { scan: values });
    for (const wrong of [[], [0.5], [5, 0, 2, 1], [0, 1, 1, 2], [0, Number.NaN]]) {
      expect(() => scan(wrong)).toThrow(/scan needs two or more ascending values/);
    }
    expect(scan([0, 0.1, 0.2]).observed).toBeNaN();
    expect(scan([8, 9]).expected).toEqual([NaN, NaN, NaN, NaN, NaN]);
    const exact = stats.upperLimit(data, model).observed;
    expect(scan([exact - 0.01, exact + 0.01]).observed).toBeCloseTo(exact, 3);
  });

  it("names the argument that does not fit", () => {
    const short = (options: stats.FitOptions) => () => stats.fit(model, data, options);
    expect(short({ parBounds: [[0, 1]] })).toThrow(/^parBounds has 1 elements.* 3 parameters/);
    expect(short({ fixedParams: [true] })).toThrow(ShapeError);
    expect(short({ initPars: [1] })).toThrow(/^initPars has 1 elements/);
    expect(short({ init: [1] } as stats.FitOptions)).toThrow(
      /"init" in fit\(.*; did you mean "initPars"/,
    );
    expect(() => stats.sampleToy(model, [1], 1, 0)).toThrow(/^expected has 1 numbers/);
    const expected = model.expectedData(best.bestfit);
    expected[1] = -1;
    expect(() => stats.sampleToy(model, expected, 1, 0)).toThrow(/^expected\[1\] is -1/);
    expect(() => stats.hypotestToys(1, data, model, { ntoys: 0 })).toThrow(/ntoys above 0/);
    const toys = { toys: 0 } as stats.ToyOptions;
    expect(() => stats.hypotestToys(1, data, model, toys)).toThrow(/did you mean "ntoys"/);
  });

  it("refuses settings that are none, with the nearest", () => {
    const wrong = { initPar: [1, 1, 1] } as stats.FitSettings;
    const calls: Readonly<Record<string, () => unknown>> = {
      generateAsimovData: () => stats.generateAsimovData(0, data, model, wrong),
      AsymptoticCalculator: () => new stats.AsymptoticCalculator(data, model, wrong),
      ranking: () => stats.ranking(model, data, best, wrong),
      qmu: () => stats.qmu(1, data, model, wrong),
      qmuTilde: () => stats.qmuTilde(1, data, model, wrong),
      tmu: () => stats.tmu(1, data, model, wrong),
      tmuTilde: () => stats.tmuTilde(1, data, model, wrong),
      q0: () => stats.q0(0, data, model, wrong),
    };
    for (const [name, call] of Object.entries(calls)) {
      expect(call, name).toThrow(`no option "initPar" in ${name}(`);
      expect(call, name).toThrow('did you mean "initPars"?');
    }
  });

  it("says which parameter nothing depends on, and which bin is no number", () => {
    const idle = stats.uncorrelatedBackground([0, 0], [50, 60], [5, 6]);
    const seen = [51, 59, ...idle.config.auxdata];
    expect(() => stats.fit(idle, seen)).toThrow(
      /do not determine "mu": .*\(sample "signal" of channel "singlechannel" has no yield\)/,
    );
    expect(() => stats.fit(model, [1, -1, ...model.config.auxdata])).toThrow(
      /^-1 events are observed in channel "singlechannel", bin 1/,
    );
    expect(() => stats.hypotest(1, [Number.NaN, 1, ...model.config.auxdata], model)).toThrow(
      /^NaN events are observed in channel "singlechannel", bin 0/,
    );
  });

  it("says the order of arguments where they were swapped or forgotten", () => {
    const [noModel, noData] = [data as unknown as stats.Model, model as unknown as stats.Values];
    expect(() => stats.fit(noModel, noData)).toThrow(/fit\(model, data, options\)/);
    expect(() => stats.hypotest(1, noData, noModel)).toThrow(/hypotest\(poiTest, data, model/);
    expect(() => stats.upperLimit(noData, noModel)).toThrow(UsageError);
    expect(() => stats.hypotestToys(1, noData, noModel)).toThrow(UsageError);
    const forgotten = "mu" as unknown as stats.FitResult;
    expect(() => stats.minosInterval(model, data, forgotten, "mu")).toThrow(/^best is no fit/);
    const nothing = undefined as unknown as number;
    expect(() => stats.goodnessOfFit(model, data, nothing)).toThrow(/^twiceNll/);
  });
});
