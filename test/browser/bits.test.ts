// The same bits in Chromium as in Node, from the built package as a user's bundler takes it.
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import golden from "../plot/golden.json" with { type: "json" };
import { haveChromium, inChromium } from "./chromium.ts";
import { bundle, call, repository, type Stage, stage } from "./page.ts";
import { higgs } from "./pages/higgs.ts";
import { corrections } from "./pages/tasks.ts";
import { workload } from "./pages/workload.ts";

/** What a page needs: nothing from elsewhere, no `eval`; WebAssembly is allowed by name. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " +
  "worker-src 'self'; img-src blob: data:";
const sample = "data/mc_345060.ggH125_ZZ4lep.4lep.root";
const samples = join(repository, "examples/higgs/sample");

describe.skipIf(!haveChromium())(inChromium, () => {
  let pages: Stage;
  let expected: Record<string, unknown>;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    pages = await stage((folder) => ({
      data: { folder: samples },
      strict: { folder, headers: { "Content-Security-Policy": policy } },
      stricter: {
        folder,
        headers: {
          "Content-Security-Policy": policy.replace(" 'wasm-unsafe-eval'", ""),
        },
      },
    }));
    await bundle(join(repository, "test/browser/pages"), pages.folder);
    expected = await workload(join(repository, "examples/higgs/sample", sample.slice(5)));
    ({ page, faults } = await pages.open("site/index.html"));
  });
  afterAll(() => pages?.close());

  it("decodes, reduces, adds vectors, fills and computes functions to the bits of Node", async () => {
    pages.server.requests.length = 0;
    expect(await call(page, "workload", `/${sample}`)).toEqual(expected);
    const ranges = pages.server.requests.filter((request) => request.includes(sample));
    expect(ranges.length).toBeGreaterThan(1);
    expect(ranges.every((request) => request.includes("bytes="))).toBe(true);
    expect(await call(page, "workloadOfFile", `/${sample}`)).toEqual(expected);
    expect(faults).toEqual([]);
  });

  it("corrects electrons, muons, jets and weights to the bits of Node", async () => {
    const expected = await corrections(5000);
    expect(Object.keys(expected).length).toBeGreaterThan(10);
    expect(await call(page, "corrections", 5000)).toEqual(expected);
    expect(faults).toEqual([]);
  });

  it("does the same in a Web Worker", async () => {
    expect(await call(page, "worker", `/${sample}`)).toEqual(expected);
    expect(faults).toEqual([]);
  });

  it("runs the four-lepton analysis over Files to the same histograms", async () => {
    const inNode = await higgs(async (name) => join(samples, name));
    expect(inNode.selected).toHaveLength(12);
    expect(await call(page, "higgs", "/data")).toEqual(inNode);
    expect(faults).toEqual([]);
  });

  it("runs it in two Web Workers to the bits of one thread in Node, also when one closes itself, and ends them at once", async () => {
    const inNode = await higgs(async (name) => join(samples, name), { chunkSize: 20 });
    expect(await call(page, "higgsInWorkers", "/data")).toEqual(inNode);
    expect(await call(page, "higgsInClosing", "/data")).toEqual(inNode);
    let ms = 1000;
    // A busy machine may be in the way at times.
    for (let again = 0; again < 5 && ms >= 1000; again++) {
      const stopped = (await call(page, "abortWorkers", "/data")) as { error: string; ms: number };
      expect(stopped.error).toBe("Error: enough");
      ms = stopped.ms;
    }
    expect(ms).toBeLessThan(1000);
    expect(faults).toEqual([]);
  });

  it("draws Figure 3 to the same SVG and PNG, fonts and resvg found by the bundler", async () => {
    const sizes = ["800 x 600", "1600 x 1200"];
    expect(await call(page, "figure")).toEqual({ ...golden, sizes });
    expect(faults).toEqual([]);
  });

  it("works under a security policy without unsafe-eval", async () => {
    const { page, faults } = await pages.open("strict/index.html");
    expect(await call(page, "workload", `/${sample}`)).toEqual(expected);
    expect(await call(page, "figure")).toMatchObject(golden);
    expect(faults).toEqual([]);
  });

  it("needs 'wasm-unsafe-eval', and the browser says so where it is missing", async () => {
    const { page, faults } = await pages.open("stricter/index.html");
    await expect.poll(() => faults.join("\n")).toMatch(/wasm-unsafe-eval|unsafe-eval/);
    expect(await page.evaluate("typeof tasks")).toBe("undefined");
  });
});
