import { describe, expect, it } from "vitest";
import * as templates from "../../src/templates/index.ts";
import { needsReference, readJson, requireData } from "../data.ts";
import { histogramConfig, histogramFile } from "./inputs.ts";

async function small() {
  const config = templates.parse(histogramConfig);
  const file = await histogramFile();
  await templates.collect(config, { open: () => file });
  templates.postprocess(config);
  return templates.modelAndData(templates.workspace.build(config));
}

describe("fit, ranking, scan, limit, significance", () => {
  it("agree with each other", async () => {
    const { model, data } = await small();
    const results = templates.fit(model, data, { minos: "mu", goodnessOfFit: true });
    const mu = results.labels.indexOf("mu");
    expect(results.goodnessOfFit).toBeGreaterThan(0);
    expect(results.corrMat[mu][mu]).toBe(1);
    // -2 log L rises by 1 at the ends of the MINOS interval: the scan says the same.
    const [low, high] = results.minosUncertainty.mu;
    const parRange = [results.bestfit[mu] + low, results.bestfit[mu] + high] as const;
    const scan = templates.scan(model, data, "mu", { parRange, nSteps: 3 });
    expect(scan.deltaNlls[0]).toBeCloseTo(1, 5);
    expect(scan.deltaNlls[2]).toBeCloseTo(1, 5);
    expect(scan.parameterValues[2]).toBe(parRange[1]);
    // CLs at the limit is the level.
    const limit = templates.limit(model, data, { confidenceLevel: 0.9 });
    const at = limit.poiValues.indexOf(limit.observedLimit);
    const nearest = limit.observedCLs.reduce((a, b) =>
      Math.abs(b - 0.1) < Math.abs(a - 0.1) ? b : a,
    );
    expect(at >= 0 ? limit.observedCLs[at] : nearest).toBeCloseTo(0.1, 6);
    expect([...limit.poiValues]).toEqual([...limit.poiValues].sort((a, b) => a - b));
    const ranking = templates.ranking(model, data, { fitResults: results });
    expect(ranking).toEqual(templates.ranking(model, data));
    expect(ranking.labels).toEqual(results.labels.filter((name) => name !== "mu"));
    const significance = templates.significance(model, data);
    const rise = templates.scan(model, data, "mu", { parRange: [0, 1], nSteps: 2 }).deltaNlls[0];
    const q0 = results.bestfit[mu] > 0 ? rise : 0;
    expect(significance.observedSignificance).toBeCloseTo(Math.sqrt(q0), 6);
  });

  it("gives MINUIT's numbers where they are asked for", async () => {
    const { model, data } = await small();
    const exact = templates.fit(model, data, { minos: "mu" });
    const minuit = templates.fit(model, data, { customFit: true, minos: "mu", tolerance: 0.001 });
    const mu = exact.labels.indexOf("mu");
    expect(minuit.labels).toEqual(exact.labels);
    expect(minuit.bestTwiceNll).toBeCloseTo(exact.bestTwiceNll, 5);
    expect(minuit.bestfit[mu]).toBeCloseTo(exact.bestfit[mu], 3);
    // Through the sine of its bounds; far away from them the difference is small.
    expect(minuit.uncertainty[mu] / exact.uncertainty[mu]).toBeCloseTo(1, 1);
    expect(minuit.minosUncertainty.mu[1]).toBeCloseTo(exact.minosUncertainty.mu[1], 1);
    expect(minuit.corrMat[mu][mu]).toBe(1);
    const held = templates.fit(model, data, {
      customFit: true,
      fixPars: exact.labels.map((name) => name === "mu"),
    });
    expect([held.bestfit[mu], held.uncertainty[mu]]).toEqual([1, 0]);
  });

  it("leave the parameter of interest as it was", async () => {
    const { model, data } = await small();
    const other = templates.significance(model, data, { poiName: "Lumi" });
    expect(Number.isFinite(other.observedPValue)).toBe(true);
    expect(model.config.poiName).toBe("mu");
    expect(() => templates.limit(model, data, { poiName: "muu" })).toThrow(/did you mean "mu"/);
    expect(model.config.poiName).toBe("mu");
    expect(() => templates.scan(model, data, "Lumii")).toThrow(/did you mean "Lumi"/);
  });

  it(`are those of the reference (${needsReference})`, async ({ skip }) => {
    for (const id of ["hzz4l", "cabinetry_example"]) {
      const path = await requireData(`stats/${id}.truth.json`);
      if (path === undefined) return skip();
      const truth = await readJson<Truth>(path);
      const spec = await readJson<never>(path.replace(".truth.", ".workspace."));
      const { model, data } = templates.modelAndData(spec);
      const poi = model.config.poiIndex as number;
      const results = templates.fit(model, data, { goodnessOfFit: true, minos: "Signal_norm" });
      const width = truth.fit.unc[poi];
      expect(results.bestTwiceNll - truth.fit.twice_nll).toBeLessThan(1e-6);
      expect(Math.abs(results.bestfit[poi] - truth.fit.bestfit[poi])).toBeLessThan(1e-4 * width);
      expect(Math.abs(results.uncertainty[poi] / width - 1)).toBeLessThan(1e-3);
      expect(results.goodnessOfFit).toBeCloseTo(truth.goodness_of_fit, 5);
      const ranking = templates.ranking(model, data, { fitResults: results });
      ranking.labels.forEach((name, i) => {
        const want = truth.ranking_preup_predn_postup_postdn[name];
        const got = [
          ranking.prefitUp[i],
          ranking.prefitDown[i],
          ranking.postfitUp[i],
          ranking.postfitDown[i],
        ];
        got.forEach((value, j) => {
          expect(Math.abs(value - want[j])).toBeLessThan(1e-3 * width);
        });
      });
      const limit = templates.limit(model, data);
      expect(limit.observedLimit / truth.limit95.obs).toBeCloseTo(1, 4);
      truth.limit95.exp_m2_to_p2.forEach((want, i) => {
        expect(limit.expectedLimit[i] / want).toBeCloseTo(1, 4);
      });
      const { observedSignificance, expectedSignificance } = templates.significance(model, data);
      expect(observedSignificance).toBeCloseTo(truth.significance.observed, 5);
      expect(expectedSignificance).toBeCloseTo(truth.significance.expected, 5);
      const prediction = templates.prediction(model, { fitResults: results });
      const want = truth.prediction_postfit.stdev_channels[0];
      want.forEach((value, s) => {
        expect(prediction.totalStdevModelChannels[0][s] / value).toBeCloseTo(1, 3);
      });
    }
  });
});

interface Truth {
  fit: { bestfit: number[]; unc: number[]; twice_nll: number };
  goodness_of_fit: number;
  ranking_preup_predn_postup_postdn: Record<string, number[]>;
  limit95: { obs: number; exp_m2_to_p2: number[] };
  significance: { observed: number; expected: number };
  prediction_postfit: { stdev_channels: number[][] };
}

describe("prediction", () => {
  it("gives yields before and after a fit, with their sum and its uncertainty", async () => {
    const { model, data } = await small();
    const before = templates.prediction(model);
    expect(before.label).toBe("pre-fit");
    expect(before.channels).toEqual(["CR one bin", "SR"]);
    expect(before.samples).toEqual(["Background", "Signal"]);
    expect([...before.modelYields[1][1]]).toEqual([1, 2, 3, 0]);
    expect([...before.modelYields[0][1]]).toEqual([0]);
    expect(before.totalStdevModelBins[1].map((row) => row.length)).toEqual([4, 4, 4]);
    const results = templates.fit(model, data);
    const after = templates.prediction(model, { fitResults: results, label: "fitted" });
    expect(after.label).toBe("fitted");
    const { totalStdevModelChannels } = templates.yieldStdev(
      model,
      results.bestfit,
      results.uncertainty,
      results.corrMat,
    );
    expect(after.totalStdevModelChannels).toEqual(totalStdevModelChannels);
    expect(after.totalStdevModelChannels[0][2]).toBeLessThan(before.totalStdevModelChannels[0][2]);
  });

  it("recovers nominal parameters, and those of a fit, from Asimov data", async () => {
    const { model, data } = await small();
    const asimov = templates.fit(model, templates.asimovData(model));
    asimov.bestfit.forEach((value, k) => {
      expect(value).toBeCloseTo(templates.asimovParameters(model)[k], 5);
    });
    const fitResults = templates.fit(model, data);
    const again = templates.fit(model, templates.asimovData(model, { fitResults, poiValue: 0.5 }));
    expect(again.bestfit[again.labels.indexOf("mu")]).toBeCloseTo(0.5, 4);
  });

  it("takes results of another model when they are matched", async () => {
    const { model, data } = await small();
    const results = templates.fit(model, data);
    const partial = {
      ...results,
      labels: ["other", ...results.labels.slice(1).reverse()],
      bestfit: Float64Array.from([7, ...results.bestfit.slice(1).reverse()]),
      uncertainty: Float64Array.from([8, ...results.uncertainty.slice(1).reverse()]),
      corrMat: results.corrMat
        .map((row) => Float64Array.from([0, ...row.slice(1).reverse()]))
        .reverse(),
    };
    expect(() => templates.prediction(model, { fitResults: partial })).toThrow(/matchFitResults/);
    const matched = templates.matchFitResults(model, partial);
    expect(matched.labels).toEqual(results.labels);
    expect([...matched.bestfit.slice(1)]).toEqual([...results.bestfit.slice(1)]);
    expect(matched.uncertainty[0]).toBe(templates.prefitUncertainties(model)[0]);
    expect(matched.corrMat[0][0]).toBe(1);
    expect(templates.prediction(model, { fitResults: matched }).label).toBe("post-fit");
  });
});

describe("results", () => {
  it("come back from their text as they were", async () => {
    const { model, data } = await small();
    const fit = templates.fit(model, data, { minos: ["mu"] });
    const back = <K extends templates.ResultKind>(results: templates.Results, kind: K) =>
      templates.resultsFromJson(templates.resultsToJson(results), kind);
    expect(back(fit, "fit")).toEqual(fit);
    const odd = { ...fit, goodnessOfFit: Number.NaN, bestTwiceNll: Number.NEGATIVE_INFINITY };
    expect(back(odd, "fit")).toEqual(odd);
    const ranking = templates.ranking(model, data);
    expect(back(ranking, "ranking")).toEqual(ranking);
    const scan = templates.scan(model, data, "mu", { nSteps: 2 });
    expect(back(scan, "scan")).toEqual(scan);
    const limit = templates.limit(model, data);
    expect(back(limit, "limit")).toEqual(limit);
    const significance = templates.significance(model, data);
    expect(back(significance, "significance")).toEqual(significance);
    const prediction = templates.prediction(model);
    expect(back(prediction, "prediction")).toEqual(prediction);
  });

  it("refuse what they are not", () => {
    const text = templates.resultsToJson({
      observedPValue: 0.1,
      observedSignificance: 1,
      expectedPValue: 0.1,
      expectedSignificance: 1,
    });
    expect(() => templates.resultsFromJson(text, "fit")).toThrow(
      'these are no results of the kind "fit" but "significance"',
    );
    expect(() =>
      templates.resultsFromJson(text.replace('"version":1', '"version":2'), "significance"),
    ).toThrow("results of version 2");
    expect(() => templates.resultsFromJson("{", "fit")).toThrow("JSON");
  });
});
