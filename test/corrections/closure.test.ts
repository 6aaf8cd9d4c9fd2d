import { beforeAll, describe, expect, it } from "vitest";
import { type AnyTool, made, type Objects, objectsOf, run } from "./six-tools.ts";

const EDGES = [0, 0.6, 0.8, 1.15, 1.37, 1.52, 1.82, 2.01, 2.37, 2.47];
/** Of the demonstration payload, by bin of |eta|. */
const CONSTANT = [0.007, 0.0075, 0.008, 0.009, 0.022, 0.013, 0.011, 0.01, 0.012];
const SHIFT = [0.0005, 0.0005, 0.0006, 0.001, 0.004, 0.0012, 0.0012, 0.001, 0.0015];
const ALPHA = [-0.002, -0.0015, 0.001, 0.003, 0.01, -0.004, -0.006, -0.003, 0.002];

const row = (eta: number): number =>
  Math.min(EDGES.filter((edge) => edge <= Math.abs(eta)).length, CONSTANT.length) - 1;

describe("200,000 electrons", () => {
  const n = 200_000;
  let tool: AnyTool;
  let electrons: Objects;
  let got: Record<string, Record<string, Float64Array>>;
  beforeAll(async () => {
    tool = await made("e/gamma, counter");
    // Without mass momenta scale as energies do.
    electrons = { ...objectsOf(tool, n, 99), m: new Float64Array(n) };
    got = run(tool, electrons, ["", "Scale_up", "Scale_down", "Res_up"]);
  });

  it("are widened to the constant term, and up to its shift, in every bin of eta", () => {
    const sums = CONSTANT.map(() => ({ count: 0, mean: 0, square: 0, wider: 0 }));
    for (let i = 0; i < n; i++) {
      const sum = sums[row(electrons.cl_eta[i])];
      const change = got[""].ptOut[i] / electrons.pt[i] - 1;
      sum.count++;
      sum.mean += change;
      sum.square += change * change;
      sum.wider += (got.Res_up.ptOut[i] / electrons.pt[i] - 1) ** 2;
    }
    sums.forEach(({ count, mean, square, wider }, bin) => {
      const width = Math.sqrt(square / count);
      // Five standard errors.
      expect(Math.abs(width / CONSTANT[bin] - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
      expect(Math.abs(mean / count)).toBeLessThan((5 * CONSTANT[bin]) / Math.sqrt(count));
      expect(wider).toBeGreaterThan(square);
    });
  });

  it("are scaled by exactly 1 ± the shift", () => {
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const shift = SHIFT[row(electrons.cl_eta[i])];
      const up = got.Scale_up.ptOut[i] / got[""].ptOut[i];
      const down = got.Scale_down.ptOut[i] / got[""].ptOut[i];
      worst = Math.max(worst, Math.abs(up / (1 + shift) - 1), Math.abs(down / (1 - shift) - 1));
    }
    expect(worst).toBeLessThan(1e-13);
  });

  it("are divided by exactly 1 + alpha as data", () => {
    const { ptOut } = run(tool, electrons, [""], true)[""];
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const wanted = electrons.pt[i] / (1 + ALPHA[row(electrons.cl_eta[i])]);
      worst = Math.max(worst, Math.abs(ptOut[i] / wanted - 1));
    }
    // The momentum goes through cosh(eta) and back: two roundings more than the energy.
    expect(worst).toBeLessThan(8e-16);
  });
});
