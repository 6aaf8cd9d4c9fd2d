// src/ -> dist/: JavaScript in few files, since a start takes as long as there are files to load
// (bench/process/cold-start.ts: 650 modules took 3 times as long as these). Each folder of src/ is one
// chunk, dist/chunks/FOLDER.js: what `import "hepwasm"` needs of it; FOLDER-rest.js has the others. The
// modules that have a path of their own, entries and what threads and processes run, stay where they are.
import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { transform } from "esbuild";
import { rolldown } from "rolldown";
import manifest from "../package.json" with { type: "json" };

/** Modules that run by their path, in a thread or a process, and what pages of test/browser/ and bench/ load. */
const scripts = [
  "src/cli/main.ts",
  "src/codec/unpack-worker.ts",
  "src/corrections/measure-throughput.ts",
  "src/corrections/throughput-worker.ts",
  "src/corrections/throughput.ts",
  "src/process/dask-child.ts",
  "src/process/module-hooks.ts",
  "src/process/module-trace.ts",
  "src/process/process-thread.ts",
  "src/stats/toy-worker.ts",
].map((path) => resolve(path));

const entries = Object.values(manifest.exports)
  .map((entry) => entry.default)
  .filter((path) => path !== undefined)
  .map((path) => resolve(path.replace("./dist/", "src/").replace(/\.js$/, ".ts")));

const target = "es2022";

/** TypeScript by esbuild, whose output needs no package of helpers; in ASCII, which engines parse faster. */
const typescript = {
  name: "typescript",
  async load(id) {
    if (!id.endsWith(".ts")) return null;
    const source = await readFile(id, "utf8");
    const options = { loader: "ts", target, sourcemap: "external", sourcefile: id };
    return { ...(await transform(source, options)), moduleType: "js" };
  },
  async renderChunk(code, { fileName }) {
    const options = { charset: "ascii", target, sourcemap: "external", sourcefile: fileName };
    const { code: ascii, map } = await transform(code, options);
    return { code: ascii, map };
  },
};

let firstModules;
/** What `import "hepwasm"` loads. */
function loadedFirst(context) {
  if (firstModules !== undefined) return firstModules;
  firstModules = new Set();
  const visit = (id) => {
    if (firstModules.has(id)) return;
    firstModules.add(id);
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) visit(imported);
  };
  visit(resolve("src/index.ts"));
  return firstModules;
}

function chunkOf(id, context) {
  // Modules that wait for their first use are chunks of their own.
  const later = context.getModuleInfo(id)?.dynamicImporters.length > 0;
  if (scripts.includes(id) || later) return null;
  const [folder, file] = relative(resolve("src"), id).split("/");
  if (file === undefined) return folder === "index.ts" ? null : folder.replace(/\.ts$/, "");
  return loadedFirst(context).has(id) ? folder : `${folder}-rest`;
}

const bundle = await rolldown({
  input: Object.fromEntries(
    [...entries, ...scripts].map((path) => [
      relative(resolve("src"), path).replace(/\.ts$/, ""),
      path,
    ]),
  ),
  external: /^[^./]/,
  platform: "neutral",
  checks: { bundlerTimings: false, pluginTimings: false },
  plugins: [typescript],
  preserveEntrySignatures: "allow-extension",
  tsconfig: false,
});
await bundle.write({
  dir: "dist",
  format: "esm",
  sourcemap: true,
  // They are in the package, under src/.
  sourcemapExcludeSources: true,
  entryFileNames: "[name].js",
  chunkFileNames: "chunks/[name].js",
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: "folders", name: chunkOf, test: /\/src\// }],
  },
});
await bundle.close();
