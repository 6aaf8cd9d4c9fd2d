import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log } from "../../src/math/index.ts";
import { Model, type ModelSpec, Workspace } from "../../src/stats/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { everything, twoBins, twoBinWorkspace } from "./models.ts";

const model = new Model(everything);
const data = [40, 24, 15, 12, ...model.config.auxdata].map((value, i) =>
  i < 4 ? [9, 37, 30, 13][i] : value,
);

/** Parameters of `everything` within reason. */
const pars = fc
  .array(fc.double({ min: -1.6, max: 1.6, noNaN: true }), {
    minLength: model.config.npars,
    maxLength: model.config.npars,
  })
  .map((values) =>
    values.map((value, k) => {
      const name = model.config.parNames[k];
      return /^(shape|scale)/.test(name) ? value : 1 + 0.4 * value;
    }),
  );

/** Code 4p at alpha, from its definition. */
function shifted(lo: number, nominal: number, hi: number, alpha: number): number {
  const [up, down] = [hi - nominal, nominal - lo];
  if (alpha > 1) return alpha * up;
  if (alpha < -1) return alpha * down;
  const a2 = alpha * alpha;
  return alpha * 0.5 * (up + down) + 0.0625 * (up - down) * a2 * (15 + a2 * (3 * a2 - 10));
}

describe("ModelConfig", () => {
  it("orders channels, samples and parameters as pyhf does", () => {
    const { config } = model;
    expect(config.channels).toEqual(["a", "b"]);
    expect(config.samples).toEqual(["driven", "free", "other", "signal"]);
    expect(config.parOrder).toEqual(["shape", "lumi", "mu", "scale", "any", "poisson", "stat_b"]);
    expect(config.parNames.slice(4)).toEqual([
      "any[0]",
      "poisson[0]",
      "poisson[1]",
      "poisson[2]",
      "stat_b[0]",
      "stat_b[1]",
      "stat_b[2]",
    ]);
    expect(config.suggestedInit()[2]).toBe(0.7);
    expect(config.suggestedBounds()[2]).toEqual([-3, 12]);
    // The second bin of "driven" is empty.
    expect(config.suggestedFixed().indexOf(true)).toBe(config.parSlice("poisson")[0] + 1);
    expect(config.poiIndex).toBe(2);
    expect(config.auxdata.slice(0, 3)).toEqual([0, 1, 0]);
  });

  it("gives a factor from statistics the width of all samples that carry it", () => {
    const { constraint } = model.config.paramSet("stat_b");
    expect(constraint?.kind).toBe("normal");
    if (constraint?.kind !== "normal") return;
    expect(constraint.sigmas[0]).toBeCloseTo(Math.sqrt(0.3 ** 2 + 1) / 33, 15);
  });
});

describe("Model.expectedData", () => {
  it("is the nominal yield at nominal parameters", () => {
    const nominal = new Model(twoBins).expectedData([1, 1, 1]);
    expect([...nominal]).toEqual([62, 63, 2500 / 9, 2704 / 49]);
  });

  it("agrees with the definition", () => {
    const { config } = model;
    const at = (name: string, x: readonly number[], i = 0): number =>
      x[config.parSlice(name)[0] + i];
    fc.assert(
      fc.property(pars, (x) => {
        const outside = (hi: number, lo: number): number => {
          const alpha = at("scale", x);
          return alpha > 0 ? exp(alpha * log(hi)) : exp(-alpha * log(lo));
        };
        const yields = model.expectedBySample(x);
        const signal = yields.get("b")?.get("signal") ?? [];
        // Inside of one, code 4 is a polynomial that only its ends tell; they are compared here.
        if (Math.abs(at("scale", x)) >= 1) {
          const shape = at("shape", x);
          const shift = [
            shifted(2.5, 3, 3.8, shape),
            shifted(5, 5, 5.5, shape),
            shifted(2.5, 2, 1.6, shape),
          ];
          [3, 5, 2].forEach((nominal, b) => {
            const factor = at("mu", x) * at("lumi", x) * outside(1.15, 0.8) * at("stat_b", x, b);
            expect(signal[b]).toBeCloseTo((nominal + shift[b]) * factor, 10);
          });
        }
        expect(yields.get("a")?.get("free")?.[0]).toBeCloseTo(11 * at("mu", x) * at("any", x), 10);
        expect(yields.get("b")?.get("driven")?.[1]).toBe(0);
      }),
    );
  });

  it("interpolates normalisations smoothly through +-1", () => {
    const spec: ModelSpec = {
      channels: [
        {
          name: "c",
          samples: [
            {
              name: "s",
              data: [100],
              modifiers: [{ name: "n", type: "normsys", data: { lo: 0.7, hi: 1.1 } }],
            },
          ],
        },
      ],
    };
    const norm = new Model(spec, { poiName: null });
    const value = (x: number): number => norm.expectedData([x])[0];
    expect(value(0)).toBe(100);
    expect(value(1)).toBeCloseTo(110, 10);
    expect(value(-1)).toBeCloseTo(70, 10);
    for (const edge of [1, -1]) {
      const e = 1e-4;
      const slope = (x: number): number => (value(x + e) - value(x - e)) / (2 * e);
      expect(slope(edge - 2 * e)).toBeCloseTo(slope(edge + 2 * e), 1);
    }
  });

  it("raises yields to the clips", () => {
    const spec = { channels: twoBins.channels };
    expect([...new Model(spec, { clipBinData: 5 }).expectedData([-10, 1, 1])].slice(0, 2)).toEqual([
      5, 5,
    ]);
    const bySample = new Model(spec, { clipSampleData: 0 }).expectedData([-10, 1, 1]);
    expect([...bySample].slice(0, 2)).toEqual([50, 52]);
  });
});

describe("Likelihood", () => {
  const likelihood = model.likelihood(data);
  const n = model.config.npars;

  it("is -2 log L", () => {
    const x = Float64Array.from(model.config.suggestedInit());
    expect(likelihood.value(x)).toBeCloseTo(-2 * model.logpdf(x, data), 10);
    // By hand: Poisson(51|62) Poisson(48|63), constraints at their peak.
    const plain = new Model(twoBins);
    const log51 = 51 * log(62) - 62 - 152.40959258449735;
    const log48 = 48 * log(63) - 63 - 140.67392364823425;
    const all = [51, 48, ...plain.config.auxdata];
    expect(plain.mainLogpdf([1, 1, 1], all)).toBeCloseTo(log51 + log48, 9);
  });

  it("has the gradient and the Hessian of differences", () => {
    fc.assert(
      fc.property(pars, (values) => {
        const x = Float64Array.from(values);
        const [gradient, hessian] = [new Float64Array(n), new Float64Array(n * n)];
        if (!Number.isFinite(likelihood.hessian(x, gradient, hessian))) return;
        for (let k = 0; k < n; k++) {
          const e = 1e-5;
          const [above, below] = [x.slice(), x.slice()];
          above[k] += e;
          below[k] -= e;
          const [up, down] = [new Float64Array(n), new Float64Array(n)];
          const slope =
            (likelihood.gradient(above, up) - likelihood.gradient(below, down)) / (2 * e);
          const scale = 1 + Math.abs(gradient[k]) + Math.abs(hessian[k * n + k]);
          expect(Math.abs(slope - gradient[k]) / scale).toBeLessThan(1e-5);
          for (let l = 0; l < n; l++) {
            const bend = (up[l] - down[l]) / (2 * e);
            const size = scale + Math.abs(hessian[k * n + l]) + Math.abs(hessian[l * n + l]);
            // A kink at exactly one width lies between the points for few values.
            if (Math.abs(Math.abs(x[k]) - 1) > 2 * e) {
              expect(Math.abs(bend - hessian[k * n + l]) / size).toBeLessThan(1e-4);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("has finite derivatives where a bin expects nothing and has nothing", () => {
    const spec: ModelSpec = {
      channels: [
        {
          name: "c",
          samples: [
            {
              name: "s",
              data: [0, 3],
              modifiers: [{ name: "mu", type: "normfactor", data: null }],
            },
          ],
        },
      ],
    };
    const empty = new Model(spec);
    const gradient = new Float64Array(1);
    const at = empty.likelihood([0, 2]);
    expect(at.gradient(Float64Array.of(1), gradient)).toBeGreaterThan(0);
    expect(gradient[0]).toBeCloseTo(2 * (3 - 2), 12);
    expect(empty.likelihood([1, 2]).value(Float64Array.of(1))).toBe(Infinity);
    expect(empty.likelihood([1, 2]).value(Float64Array.of(-1))).toBeNaN();
  });

  it("leaves nothing in memory", () => {
    const one = new Model(twoBins);
    const all = [51, 48, ...one.config.auxdata];
    one.likelihood(all).dispose();
    const before = memoryUsage().usedBytes;
    for (let i = 0; i < 1000; i++) {
      one.logpdf([1, 1, 1], all);
      one.likelihood(all).dispose();
      one.expectedBySample([1, 1, 1]);
    }
    expect(memoryUsage().usedBytes).toBe(before);
  });
});

describe("errors of models", () => {
  const [channel] = twoBins.channels;
  const withModifier = (modifier: unknown, extra: unknown[] = []): ModelSpec =>
    ({
      channels: [
        { ...channel, samples: [{ ...channel.samples[0], modifiers: [modifier, ...extra] }] },
      ],
    }) as ModelSpec;
  const refused: [string, unknown, RegExp][] = [
    ["no channels", { channels: [] }, /channels: this list is empty/],
    [
      "a type that is not known",
      withModifier({ name: "x", type: "norm", data: null }),
      /modifiers\[0\]\.type: no modifier type "norm"/,
    ],
    [
      "data of the wrong kind",
      withModifier({ name: "x", type: "normsys", data: null }),
      /modifiers\[0\]\.data: an object is needed here, not null/,
    ],
    [
      "a member too many",
      { channels: twoBins.channels, poi: "mu" },
      /poi: no such member here; known: channels, parameters/,
    ],
    [
      "bins that differ",
      withModifier({ name: "x", type: "staterror", data: [1] }),
      /staterror "x" has 1 bins, its sample "signal" in channel "singlechannel" has 2/,
    ],
    [
      "one name for two things",
      withModifier({ name: "x", type: "normfactor", data: null }, [
        { name: "x", type: "normsys", data: { lo: 0.9, hi: 1.1 } },
      ]),
      /two modifiers are called "x", a normfactor and a normsys, which differ in their constraint/,
    ],
    [
      "factors that cannot be interpolated",
      withModifier({ name: "x", type: "normsys", data: { lo: -0.1, hi: 1.1 } }),
      /lo -0.1 and hi 1.1/,
    ],
    [
      "a luminosity without settings",
      withModifier({ name: "lumi", type: "lumi", data: null }),
      /"lumi" needs inits/,
    ],
  ];
  for (const [what, spec, words] of refused) {
    it(`name ${what}`, () => {
      expect(() => new Model(spec as ModelSpec, { poiName: null })).toThrow(words);
    });
  }

  it("suggest the parameter of interest", () => {
    expect(() => new Model(twoBins, { poiName: "Mu" })).toThrow('did you mean "mu"?');
    expect(() => new Model(twoBins, { poiName: "uncorr_bkguncrt" })).toThrow("2 components");
  });

  it("say how many data and parameters there are", () => {
    const one = new Model(twoBins);
    expect(() => one.logpdf([1, 1, 1], [51, 48])).toThrow("the auxiliary data are missing");
    expect(() => one.expectedData([1])).toThrow("3 parameters, 1 values");
  });

  it("name channels without observation", () => {
    const other = { ...twoBinWorkspace, observations: [{ name: "other", data: [1, 2] }] };
    const workspace = new Workspace(other);
    expect(() => workspace.data(workspace.model())).toThrow('no observation "singlechannel"');
    expect(() => workspace.measurement("Meas")).toThrow('did you mean "Measurement"?');
  });
});
