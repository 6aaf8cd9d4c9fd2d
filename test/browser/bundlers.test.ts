// The package in a page without Vite: import map and plain files, and a bundle of esbuild.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright";
import { createServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { haveChromium, inChromium } from "./chromium.ts";
import { repository, type Stage, stage } from "./page.ts";

/** The import map of docs/browser.md, with the folders of this server. */
const imports = {
  hepwasm: "/hepwasm/dist/index.js",
  "hepwasm/codec": "/hepwasm/dist/codec/index.js",
  "hepwasm/plot": "/hepwasm/dist/plot/index.js",
  "hepwasm/process": "/hepwasm/dist/process/index.js",
  "#jsroot/io": "/hepwasm/vendor/jsroot-io.js",
  "#jsroot/draw": "/hepwasm/vendor/jsroot-draw.js",
  "@assemblyscript/loader": "/node_modules/@assemblyscript/loader/index.js",
  "@resvg/resvg-wasm": "/node_modules/@resvg/resvg-wasm/index.mjs",
  "@resvg/resvg-wasm/index_bg.wasm": "/node_modules/@resvg/resvg-wasm/index_bg.wasm",
};

const script = `
import { ak, Hist, openRoot, plot } from "hepwasm";
import { threadUsage } from "hepwasm/codec";
globalThis.done = (async () => {
  if (globalThis.assets) plot.setAssets(globalThis.assets);
  await using file = await openRoot("/data/mc_345060.ggH125_ZZ4lep.4lep.root");
  const tree = await file.tree("mini");
  const { lep_pt } = await tree.arrays(["lep_pt"], { workers: 2 });
  // The thread starts while others read.
  const until = performance.now() + (globalThis.patience ?? 1_000);
  while (threadUsage().tasks === 0 && performance.now() < until) {
    (await tree.arrays(undefined, { workers: 2 })).dispose();
  }
  const h = Hist.new.reg(20, 0, 100, { name: "pt", label: "p_{T} [GeV]" }).double();
  h.fill({ pt: ak.flatten(ak.divide(lep_pt, 1000)) });
  const figure = plot.stack({ data: h, axis: "pt" });
  const [svg, png] = [await figure.svg(), await figure.png()];
  const digest = async (bytes) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).join(" ");
  return [await digest(h.toBytes()), await digest(new TextEncoder().encode(svg)), await digest(png), threadUsage().tasks > 0];
})();
`;

const samples = join(repository, "examples/higgs/sample");

const html = (head: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">${head}</head></html>`;

describe.skipIf(!haveChromium())(`without Vite, ${inChromium}`, () => {
  let pages: Stage;
  let plain: readonly unknown[];
  const result = (page: Page): Promise<unknown> => {
    return page.waitForFunction("globalThis.done").then(() => page.evaluate("globalThis.done"));
  };
  beforeAll(async () => {
    pages = await stage(() => ({
      data: { folder: samples },
      open: { folder: samples, headers: { "Access-Control-Allow-Origin": "*" } },
      hepwasm: { folder: repository },
      node_modules: { folder: join(repository, "node_modules") },
    }));
    writeFileSync(
      join(pages.folder, "plain.html"),
      html(
        `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module">${script}</script>`,
      ),
    );
    const { page, faults } = await pages.open("site/plain.html");
    plain = (await result(page)) as unknown[];
    expect(faults).toEqual([]);
  });
  afterAll(() => pages?.close());

  it("reads, fills and draws with an import map alone, which other threads do not have", () => {
    expect(plain).toHaveLength(4);
    expect(plain[3]).toBe(false);
  });

  it("says why threads cannot run there, and that a policy forbids a figure's image", async () => {
    const { page } = await pages.open("site/plain.html");
    const lost = await page.evaluate(`(async () => {
      const { run } = await import("hepwasm");
      const { WorkersExecutor } = await import("hepwasm/process");
      const executor = new WorkersExecutor({ module: "/site/analysis.js" });
      const files = ["/data/data_A.4lep.root"];
      return run({ A: files }, { process: () => 1 }, { executor, treeName: "mini" }).catch((e) => e.message);
    })()`);
    expect(lost).toMatch(/^a worker could not be started: its script.*import maps do not hold/);
    const barred = await page.evaluate(`(async () => {
      const { Hist, plot } = await import("hepwasm");
      const policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "img-src 'self'";
      document.head.append(policy);
      const figure = plot.histplot([Hist.new.reg(2, 0, 1, { name: "x" }).double()]);
      return figure.draw(document.body).catch((e) => e.name + ": " + e.message);
    })()`);
    expect(barred).toMatch(/^UsageError: .*Policy has to allow img-src data:/);
  });

  it("does the same as a bundle of esbuild that is told where its files are", async () => {
    mkdirSync(join(pages.folder, "deep/er"), { recursive: true });
    await build({
      stdin: { contents: script, resolveDir: repository, loader: "js" },
      outfile: join(pages.folder, "deep/er/bundle.js"),
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      logLevel: "silent",
    });
    const assets = {
      fonts: "../hepwasm/assets/fonts",
      resvg: "/node_modules/@resvg/resvg-wasm/index_bg.wasm",
    };
    const run = (file: string, given: unknown): void =>
      writeFileSync(
        join(pages.folder, file),
        html(
          `<script>globalThis.assets = ${JSON.stringify(given)}</script><script type="module" src="deep/er/bundle.js"></script>`,
        ),
      );
    run("esbuild.html", assets);
    const { page, faults } = await pages.open("site/esbuild.html");
    // It does not bundle workers either.
    expect(await result(page)).toEqual(plain);
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
    run("lost.html", undefined);
    const lost = await pages.open("site/lost.html");
    const error = await lost.page.evaluate('done.catch((e) => e.name + ": " + e.message)');
    expect(error).toMatch(/^SourceError: .*Arimo-.*404 Not Found.*plot\.setAssets/);
  });

  it("does the same under Vite's development server, kept out of its optimizer", async () => {
    const app = join(pages.folder, "app");
    const installed = join(app, "node_modules/hepwasm");
    for (const part of ["dist", "vendor", "assets", "src", "package.json"]) {
      cpSync(join(repository, part), join(installed, part), { recursive: true });
    }
    for (const name of Object.keys(manifest.dependencies)) {
      cpSync(join(repository, "node_modules", name), join(app, "node_modules", name), {
        recursive: true,
      });
    }
    const data = `${pages.server.origin}/open/`;
    writeFileSync(join(app, "main.js"), script.replace("/data/", data));
    writeFileSync(
      join(app, "package.json"),
      '{ "private": true, "type": "module", "dependencies": { "hepwasm": "*" } }',
    );
    writeFileSync(join(app, "index.html"), html('<script type="module" src="./main.js"></script>'));
    const server = await createServer({
      root: app,
      configFile: false,
      logLevel: "error",
      server: { host: "127.0.0.1", port: 0, watch: null },
      optimizeDeps: { exclude: ["hepwasm"] },
    });
    try {
      await server.listen();
      const { port } = server.httpServer!.address() as AddressInfo;
      const page = await pages.browser.newPage();
      await page.addInitScript("globalThis.patience = 20_000");
      await page.goto(`http://127.0.0.1:${port}/`);
      expect(await result(page)).toEqual([...plain.slice(0, 3), true]);
    } finally {
      await server.close();
    }
  });

  it("offers the kernels as a file, hepwasm/kernels.wasm", async () => {
    const { page } = await pages.open("site/plain.html");
    const path = fileURLToPath(import.meta.resolve("hepwasm/kernels.wasm"));
    const names = await page.evaluate(
      async (url) => {
        const module = await WebAssembly.compileStreaming(fetch(url));
        return WebAssembly.Module.exports(module).map(({ name }) => name);
      },
      `/hepwasm/${relative(repository, path)}`,
    );
    expect(names).toContain("memory");
    expect(names.length).toBeGreaterThan(100);
  });
});
