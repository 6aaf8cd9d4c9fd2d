import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { twoBinWorkspace } from "../stats/models.ts";
import { hepwasm } from "./command.ts";

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hepwasm-stats-"));
  path = join(folder, "workspace.json");
  writeFileSync(path, JSON.stringify(twoBinWorkspace));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("hepwasm stats", () => {
  it("lists its commands", async () => {
    const { status, out } = await hepwasm(["stats", "--help"]);
    expect(status).toBe(0);
    for (const word of ["inspect", "fit", "cls", "limit", "prune", "xml2json"]) {
      expect(out).toContain(`stats ${word}`);
    }
    expect((await hepwasm(["stats", "fti", path])).err).toContain('did you mean "stats fit"?');
  });

  it("inspects", async () => {
    const { out } = await hepwasm(["stats", "inspect", path]);
    expect(out).toContain("uncorr_bkguncrt  constrained_by_poisson  shapesys");
    expect(out).toContain("(*) Measurement");
  });

  it("fits, tests and finds limits", async () => {
    const fitted = JSON.parse((await hepwasm(["stats", "fit", path, "--value"])).out);
    expect(fitted.mle_parameters.mu).toEqual([0]);
    expect(fitted.twice_nll).toBeCloseTo(24.983935, 5);
    const cls = JSON.parse((await hepwasm(["stats", "cls", path])).out);
    expect(cls.CLs_obs).toBeCloseTo(0.0525155, 5);
    expect(cls.CLs_exp.length).toBe(5);
    const limit = JSON.parse((await hepwasm(["stats", "limit", path])).out);
    expect(limit.observed_limit).toBeCloseTo(1.01157, 4);
  });

  it("edits workspaces", async () => {
    const small = JSON.parse((await hepwasm(["stats", "prune", path, "--sample", "signal"])).out);
    expect(small.channels[0].samples.length).toBe(1);
    const other = await hepwasm(["stats", "rename", path, "--channel", "singlechannel=SR"]);
    expect(JSON.parse(other.out).channels[0].name).toBe("SR");
    const { err, status } = await hepwasm(["stats", "prune", path, "--sample", "Signal"]);
    expect([status, err]).toEqual([1, expect.stringContaining('did you mean "signal"?')]);
    expect((await hepwasm(["stats", "digest", path])).out).toMatch(/^sha256:[0-9a-f]{64}\n$/);
  });

  it("names what is missing", async () => {
    const none = join(folder, "no.json");
    expect((await hepwasm(["stats", "fit", none])).err).toBe(`hepwasm: ${none}: no such file\n`);
    const empty = join(folder, "empty.json");
    writeFileSync(empty, "{}");
    const { err } = await hepwasm(["stats", "fit", empty]);
    expect(err).toBe(`hepwasm: ${empty}: "channels" is missing\n`);
    expect((await hepwasm(["stats", "cls", path, "--test-poi", "x"])).err).toContain(
      "takes a number",
    );
  });
});
