import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { chromiumMissing, chromiumPath, launchOptions } from "./test/browser/chromium.ts";
import { sendFile } from "./test/browser/files.ts";

const root = import.meta.dirname;
const reference = resolve(root, process.env.HEPWASM_TEST_DATA ?? "../shared/data");
const haveReference = existsSync(resolve(reference, "reference"));
const ci = Boolean(process.env.CI);

/** Tests that need Node: its files, processes or compressors, or a Chromium that they drive. */
const nodeOnly = [
  "test/browser/**",
  "test/cli/**",
  "test/codec/zlib-many.test.ts",
  "test/codec/zlib.test.ts",
  "test/corrections/threads.test.ts",
  "test/examples/**",
  "test/package/**",
  "test/plot/save.test.ts",
  "test/process/dask.test.ts",
  "test/node-files.test.ts",
  "test/process/workers.test.ts",
  "test/root/files.test.ts",
  "test/root/fuzz.test.ts",
  "test/root/large-file.test.ts",
  "test/root/ntuple/reference.test.ts",
  "test/root/objects-reference.test.ts",
  "test/root/reference.test.ts",
  "test/root/source.test.ts",
  "test/root/write/large-write.test.ts",
  "test/root/write/peers.test.ts",
  "test/root/write/sink-file.test.ts",
  "test/wasm/memory.test.ts",
  "test/wasm/signature.test.ts",
  "test/wasm/wasmtime.test.ts",
];

/** Tests that count what linear memory holds: columns that another file leaves must not count. */
const counting = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `test/${name.replaceAll("\\", "/")}`)
  .filter((name) => readFileSync(join(root, name), "utf8").includes("memoryUsage"));

/** What the tests are told: see test/data.ts and test/setup.ts. */
const told = { ci, seed: process.env.HEPWASM_SEED ?? "1",
  leakRuns: Number(process.env.HEPWASM_LEAK_RUNS ?? 40),
  fitStarts: Number(process.env.HEPWASM_FIT_STARTS ?? 25),
};

const common = {
  setupFiles: ["test/setup.ts"],
  // What is waited for comes within a second, but not on a busy machine.
  expect: { requireAssertions: true, poll: { timeout: 20_000 } },
  testTimeout: 60_000,
  // Installing the packed tarball takes its time on a busy machine.
  hookTimeout: 120_000,
};

const inNode = {
  ...common,
  pool: "forks" as const,
  provide: { repository: root, reference: haveReference ? reference : "", ...told },
};

const projects: TestProjectConfiguration[] = [
  {
    // One process for many files: half of a short file's time is its imports.
    test: {
      ...inNode,
      name: "unit",
      include: ["test/**/*.test.ts"],
      exclude: [...nodeOnly, ...counting],
      isolate: false,
    },
  },
  {
    // A process, and so an engine, for each file.
    test: {
      ...inNode,
      name: "node",
      include: [
        ...nodeOnly.map((glob) => (glob.endsWith("**") ? `${glob}/*.test.ts` : glob)),
        ...counting,
      ],
      // The package as built, where a test imports it by its name.
      server: { deps: { external: [/\/dist\//] } },
    },
  },
];

/** The same tests once more, from the sources, in a page. */
const inPage: TestProjectConfiguration = {
  plugins: [
    {
      name: "hepwasm-test-data",
      configureServer({ middlewares }) {
        const serve = (prefix: string, folder: string) =>
          middlewares.use(prefix, (request, response) => {
            const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
            sendFile(folder, pathname, request, response);
          });
        serve("/@repository", root);
        serve("/@reference", reference);
      },
    },
  ],
  // Hashes of the conformance scripts, in a page.
  resolve: { alias: { "node:crypto": resolve(root, "test/browser/node-crypto.ts") } },
  // Known from the start: finding one later reloads the page in the middle of the tests.
  optimizeDeps: {
    include: [
      "@assemblyscript/loader",
      "@resvg/resvg-wasm",
      "apache-arrow",
      "fast-check",
      "hyparquet",
      "hyparquet/src/column.js",
      "hyparquet/src/convert.js",
      "hyparquet/src/datapage.js",
      "hyparquet/src/plain.js",
      "hyparquet-writer",
    ],
  },
  test: {
    ...common,
    name: "page",
    include: ["test/**/*.test.ts"],
    exclude: nodeOnly,
    provide: { repository: "/@repository", reference: haveReference ? "/@reference" : "", ...told },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      fileParallelism: false,
      api: { host: "127.0.0.1" },
      provider: playwright({ launchOptions }),
      instances: [{ browser: "chromium" }],
    },
  },
};

if (chromiumPath !== undefined) projects.push(inPage);
else console.warn(`hepwasm: ${chromiumMissing}`);
if (!haveReference) {
  console.warn(
    `hepwasm: no reference data in ${reference}: tests that need them are skipped (HEPWASM_TEST_DATA)`,
  );
}

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    projects,
    // Vitest leaves one of them to itself, which on two is half: it has little to do meanwhile.
    maxWorkers: availableParallelism(),
  },
});
