// Pages under test: bundled from the built package, served, opened in Chromium.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright";
import { build, type Plugin } from "vite";
import { launch } from "./chromium.ts";
import { type Mount, type PageServer, servePages } from "./server.ts";

export const repository: string = resolve(import.meta.dirname, "../..");

/** Helpers of the unit tests import the sources; in a bundle they use the built package as well. */
const builtPackage: Plugin = {
  name: "built-package",
  enforce: "pre",
  resolveId(id, importer) {
    // The hashes of the conformance scripts.
    if (id === "node:crypto") return resolve(import.meta.dirname, "node-crypto.ts");
    const folder = /^\.\.\/\.\.\/src\/(\w+)\/index\.ts$/.exec(id)?.[1];
    if (folder === undefined || !importer?.includes("/test/")) return null;
    return this.resolve(`hepwasm/${folder}`, importer);
  },
};

/** Bundles the page of a folder with Vite into `outDir`. */
export async function bundle(root: string, outDir: string): Promise<void> {
  await build({
    root,
    base: "./",
    configFile: false,
    logLevel: "error",
    plugins: [builtPackage],
    worker: { format: "es", plugins: () => [builtPackage] },
    build: { outDir, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 5000 },
  });
}

/** A server, a browser and a page; `close` ends them. */
export interface Stage {
  readonly folder: string;
  readonly server: PageServer;
  readonly browser: Browser;
  /** Opens a path of the server; `faults` collects what goes wrong in the page. */
  open(path: string): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

/** Starts a server with the mounts given and a temporary folder `/site`, and Chromium. */
export async function stage(
  mounts: (folder: string) => Readonly<Record<string, Mount>>,
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-page-"));
  const [server, browser] = await Promise.all([
    servePages({ site: { folder }, ...mounts(folder) }),
    launch(),
  ]);
  return {
    folder,
    server,
    browser,
    async open(path) {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      await page.goto(`${server.origin}/${path}`);
      return { page, faults };
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Tasks = typeof import("./pages/tasks.ts");

/** Calls a task of test/browser/pages/tasks.ts in a page. */
export async function call<N extends keyof Tasks>(
  page: Page,
  name: N,
  ...args: Parameters<Tasks[N]>
): Promise<unknown> {
  await page.waitForFunction("globalThis.tasks !== undefined");
  return page.evaluate(
    ([task, given]) =>
      (globalThis as unknown as { tasks: Record<string, (...a: unknown[]) => unknown> }).tasks[
        task as string
      ](...(given as unknown[])),
    [name, args] as const,
  );
}
