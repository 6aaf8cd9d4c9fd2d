// Bundles what we need of JSROOT into vendor/, so that its own dependencies (canvas compiles or
// downloads when installed) never reach a user. Each scripts/vendor/NAME.mjs becomes vendor/NAME.js;
// a NAME.build.mjs beside it adds options of esbuild for that bundle.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Parts of JSROOT, and modules it loads on demand, that no bundle of ours may contain. */
const left = [
  /^(fs|zlib|jsdom|node:.*)$/,
  /^(canvas|gl|jspdf|mathjax|tmp|xhr2|@oneidentity\/zstd-js|@resvg\/resvg-js|three)$/,
  /\/(three|three_addons|zstd|lzma|jspdf|svg2pdf|base3d|latex3d|sha256)\.mjs$/,
  /\/(geom|webwindow|rntuple|draw3d|TTree|RNTuple|HierarchyPainter)(\/\w+)?\.mjs$/,
];

const leaveOut = {
  name: "leave-out",
  setup(bundle) {
    bundle.onResolve({ filter: /.*/ }, ({ path }) =>
      left.some((pattern) => pattern.test(path))
        ? { path: path.replace(/\.mjs$/, ""), namespace: "left-out" }
        : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of hepwasm's JSROOT bundle`)});\nmodule.exports = {};`,
      loader: "js",
    }));
  },
};

rmSync("vendor", { recursive: true, force: true });
const entries = readdirSync("scripts/vendor").filter(
  (name) => name.endsWith(".mjs") && !name.endsWith(".build.mjs"),
);
const inputs = new Set();
for (const name of entries) {
  const extra = join("scripts/vendor", name.replace(/\.mjs$/, ".build.mjs"));
  const { plugins = [], ...options } = existsSync(extra)
    ? (await import(pathToFileURL(extra).href)).default
    : {};
  const { metafile } = await build({
    entryPoints: [join("scripts/vendor", name)],
    outdir: "vendor",
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "inline",
    // A library must not write to the user's terminal; what goes wrong is reported by our errors.
    drop: ["console"],
    plugins: [...plugins, leaveOut],
    metafile: true,
    logLevel: "warning",
    logOverride: { "import-is-undefined": "silent" },
    ...options,
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
}
const licence = readFileSync("node_modules/jsroot/LICENSE", "utf8");
for (const name of entries) {
  const file = join("vendor", basename(name).replace(/\.mjs$/, ".js"));
  writeFileSync(
    file,
    `/*! Bundled from JSROOT, https://root.cern/js/\n\n${licence}*/\n${finished(file)}`,
  );
}
/**
 * The package linter knows an ES module by an `export` at the start of a line; bundlers warn of a
 * dynamic import that they cannot follow, here of scripts that JSROOT would load by name.
 */
function finished(file) {
  return readFileSync(file, "utf8")
    .replace(/export\{[^{}]*\};?\s*$/, "\n$&")
    .replace(/\bimport\((?=["\w])/g, "import(/* webpackIgnore: true */ /* @vite-ignore */ ");
}

const names = [...inputs].map((input) => input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const bundled = [...new Set(names)].filter((name) => name !== undefined).sort();
// Read by scripts/licences.mjs.
writeFileSync("vendor/bundled.packages.json", `${JSON.stringify(bundled)}\n`);
