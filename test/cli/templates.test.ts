import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadResults, saveResults } from "../../src/templates/index.ts";
import { histogramConfig, histogramFile, ntupleConfig, ntupleFile } from "../templates/inputs.ts";
import { hepwasm } from "./command.ts";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hepwasm-templates-"));
  mkdirSync(join(folder, "n"));
  const files = { "h.root": await histogramFile(), "n/n.root": await ntupleFile() };
  for (const [name, blob] of Object.entries(files)) {
    writeFileSync(join(folder, name), new Uint8Array(await blob.arrayBuffer()));
  }
  writeFileSync(join(folder, "config.yml"), histogramConfig);
  writeFileSync(
    join(folder, "n/config.yml"),
    ntupleConfig.replace('["n.root", "more.root"]', '"n*.root"'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("hepwasm templates", () => {
  it("goes from a configuration to the workspace, step by step", async () => {
    const config = join(folder, "config.yml");
    const early = await hepwasm(["templates", "workspace", config, "--folder", folder]);
    expect(early.err).toMatch(
      /config\.yml, line 5: General\.HistogramFolder: no templates are saved/,
    );
    const collected = await hepwasm(["templates", "collect", config, "--folder", folder]);
    expect(collected.err).toBe("SR_Signal has empty bins: 3\n");
    expect(collected.out).toMatch(/^10 templates: .*templates\.root, .*templates\.json\n$/);
    const after = await hepwasm(["templates", "postprocess", config, "--folder", folder]);
    expect(after.out).toMatch(/^20 templates/);
    const path = join(folder, "workspace.json");
    const args = ["--folder", folder, "--out", path];
    expect((await hepwasm(["templates", "workspace", config, ...args])).status).toBe(0);
    expect(JSON.parse(readFileSync(path, "utf8")).channels.length).toBe(2);
  });

  it("fills from files that a pattern names", async () => {
    const config = join(folder, "n/config.yml");
    const built = await hepwasm(["templates", "build", config, "--folder", join(folder, "n")]);
    expect([built.status, built.out]).toEqual([0, expect.stringMatching(/^4 templates/)]);
    const json = JSON.parse(readFileSync(join(folder, "n/unused/templates.json"), "utf8"));
    expect(json.SR_MC.storage.values).toEqual([2, 5, 0.5]);
  });

  it("fits, and writes results that can be loaded", async () => {
    const workspace = join(folder, "workspace.json");
    const path = join(folder, "fit.json");
    const fit = ["fit", workspace, "--minos", "mu", "--goodness-of-fit", "--out", path];
    expect((await hepwasm(["templates", ...fit])).status).toBe(0);
    const results = await loadResults(path, "fit");
    expect(results.minosUncertainty.mu[1]).toBeGreaterThan(0);
    saveResults(results, path);
    expect(await loadResults(path, "fit")).toEqual(results);
    const parsed = async (...args: string[]) =>
      JSON.parse((await hepwasm(["templates", ...args])).out).results;
    const ranking = await parsed("ranking", workspace, "--fit", path);
    expect(ranking.labels).not.toContain("mu");
    const scan = await parsed("scan", workspace, "mu", "--from", "0", "--to", "2", "--steps", "3");
    expect(scan.parameterValues).toEqual([0, 1, 2]);
    expect((await parsed("limit", workspace, "--level", "0.9")).confidenceLevel).toBe(0.9);
    expect((await parsed("significance", workspace)).observedPValue).toBeGreaterThan(0);
    expect((await parsed("prediction", workspace, "--fit", path)).label).toBe("post-fit");
    expect((await parsed("fit", workspace, "--asimov")).bestfit).toContainEqual(
      expect.closeTo(1, 6),
    );
  });

  it("names what is wrong", async () => {
    const config = join(folder, "bad.yml");
    writeFileSync(config, histogramConfig.replace("Nominal: 1", "Nominl: 1"));
    const { err, status } = await hepwasm(["templates", "collect", config]);
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(
        /bad\.yml, line 41: NormFactors\[0\]\.Nominl: .*did you mean "Nominal"/,
      ),
    ]);
    const none = await hepwasm(["templates", "fit", join(folder, "none.json")]);
    expect(none.err).toContain("none.json");
  });
});
