import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundleWithEsbuild } from "esbuild";
import { build as bundleWithVite } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "hepwasm-package-"));
const app = join(folder, "app");
const bin = join(folder, "bin");
const typescript = join(process.cwd(), "node_modules/typescript/bin/tsc");

/** Runs a command that finds node and npm on its PATH, and nothing else: no compiler, no Python. */
function run(command: string, ...args: string[]): string {
  const PATH = bin;
  return execFileSync(join(bin, command), args, {
    cwd: app,
    encoding: "utf8",
    env: { ...process.env, PATH },
  });
}

const example = `
import { ak, Hist, openRoot, plot, vector } from "hepwasm";
import { threadUsage } from "hepwasm/codec";

const file = await openRoot(process.argv[2]);
const tree = await file.tree("mini");
const events = await tree.arrays(["lep_pt", "lep_eta", "lep_phi", "lep_E"]);
const leptons = vector.zip({ pt: events.lep_pt, eta: events.lep_eta, phi: events.lep_phi, energy: events.lep_E });
const mass = ak.divide(vector.sum(ak.slice(leptons, { axis: 1, stop: 4 })).mass, 1000);
const h = Hist.new.reg(34, 80, 250, { name: "mllll", label: "m_{4l} [GeV]" }).double();
h.fill({ mllll: mass });
// The process ends by itself though another thread was started.
const until = performance.now() + 20_000;
while (threadUsage().tasks === 0 && performance.now() < until) {
  (await tree.arrays(undefined, { workers: 2 })).dispose();
}
await file.close();
const { tasks } = threadUsage();
console.log(JSON.stringify({ events: events.length, sum: h.sum({ flow: true }), tasks }));
`;

beforeAll(() => {
  mkdirSync(app);
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const npm = execFileSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
  symlinkSync(npm, join(bin, "npm"));
  for (const tool of ["sh", "env"]) symlinkSync(join("/bin", tool), join(bin, tool));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { encoding: "utf8" });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }');
  run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts=false", join(folder, tarball));
  writeFileSync(join(app, "example.js"), example);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed tarball, installed in an empty folder without a compiler", () => {
  it("brings no package with an install script, and not JSROOT with its canvas", () => {
    const lock = JSON.parse(readFileSync(join(app, "package-lock.json"), "utf8"));
    const packages = Object.entries<{ hasInstallScript?: boolean }>(lock.packages);
    expect(packages.filter(([, entry]) => entry.hasInstallScript)).toEqual([]);
    const names = packages.map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect(names).toContain("hepwasm");
    for (const heavy of ["jsroot", "canvas", "three"]) expect(names).not.toContain(heavy);
    expect(existsSync(join(app, ".npmrc"))).toBe(false);
  });

  it("runs an example, two threads decompressing", () => {
    const out = run(
      "node",
      "example.js",
      join(process.cwd(), "examples/higgs/sample/data_A.4lep.root"),
    );
    const { events, sum, tasks } = JSON.parse(out);
    expect(tasks).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(0);
    expect(sum).toBe(events);
  });

  it("runs processors of TypeScript's modules in threads, where tsx is installed", () => {
    const tsx = join(app, "node_modules/tsx");
    symlinkSync(join(process.cwd(), "node_modules/tsx"), tsx);
    const analysis =
      "export class Count { process(events: { length: number }) { return events.length } }";
    writeFileSync(join(app, "analysis.mts"), analysis);
    writeFileSync(
      join(app, "threads.js"),
      `import { run, WorkersExecutor } from "hepwasm/process";
      class Count { process() {} }
      const executor = new WorkersExecutor({ workers: 1, module: new URL("analysis.mts", import.meta.url) });
      console.log(await run({ A: [process.argv[2]] }, new Count(), { treeName: "mini", executor }));`,
    );
    const file = join(process.cwd(), "examples/higgs/sample/data_A.4lep.root");
    expect(Number(run("node", "threads.js", file))).toBeGreaterThan(0);
    rmSync(tsx);
  });

  it("gives the command line", () => {
    expect(run("node", "node_modules/hepwasm/dist/cli/main.js", "--version")).toMatch(
      /\d+\.\d+\.\d+/,
    );
  });

  // Of Node without the types of pages, and of pages without those of Node; both without `Symbol.dispose`.
  it.each([
    { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"] },
    { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
  ])("has declarations that a strict program of $moduleResolution checks", (options) => {
    // What needs optional packages is checked where they are.
    const names = Object.keys(manifest.exports)
      .filter((name) => !/\.(wasm|json)$|arrow$|parquet$/.test(name))
      .map((name) => `hepwasm${name.slice(1)}`);
    expect(names.length).toBeGreaterThan(14);
    const lines = names.map((name, i) => `export * as e${i} from ${JSON.stringify(name)};\n`);
    const folder = join(app, `types-${options.moduleResolution}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "main.ts"), lines.join(""));
    const strict = { strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true };
    const typeRoots = [join(process.cwd(), "node_modules/@types")];
    const compilerOptions = { target: "es2022", noEmit: true, typeRoots, ...strict, ...options };
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ["main.ts"] }));
    const { stdout } = spawnSync(process.execPath, [typescript, "-p", config], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it("imports under esbuild, and the bundle runs", async () => {
    const outfile = join(app, "bundle.mjs");
    const browserCode =
      'import { ak, Hist } from "hepwasm";\nimport * as wasm from "hepwasm/wasm";\nexport { ak, Hist, wasm };\n';
    writeFileSync(join(app, "browser.js"), browserCode);
    const { warnings } = await bundleWithEsbuild({
      entryPoints: [join(app, "browser.js")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    const bundle = await import(outfile);
    expect(
      bundle.ak.toList(bundle.ak.sum(bundle.ak.fromIter([[1, 2], [], [4]]), { axis: 1 })),
    ).toEqual([3, 0, 4]);
  });

  it("works in a CommonJS bundle, in its own thread, and says what figures need", async () => {
    const outfile = join(app, "bundle.cjs");
    const code = `
      import { ak, openRoot, Hist, plot } from "hepwasm";
      import { WorkersExecutor, DaskExecutor } from "hepwasm/process";
      (async () => {
        const [, , path, fonts] = process.argv;
        const file = await openRoot(path);
        const { lep_n } = await (await file.tree("mini")).arrays(["lep_n"], { workers: 2 });
        await file.close();
        const figure = plot.histplot([Hist.new.reg(2, 0, 1, { name: "x" }).double()]);
        const lost = await figure.svg().catch((error) => error.message);
        plot.setAssets({ fonts });
        const found = (await figure.svg()).startsWith("<svg");
        console.log(JSON.stringify([ak.sum(lep_n) > 0, lost, found, typeof WorkersExecutor, typeof DaskExecutor]));
      })();`;
    writeFileSync(join(app, "server.mjs"), code);
    await bundleWithEsbuild({
      entryPoints: [join(app, "server.mjs")],
      outfile,
      bundle: true,
      platform: "node",
      logLevel: "silent",
    });
    const fonts = pathToFileURL(join(app, "node_modules/hepwasm/assets/fonts/")).href;
    const sample = join(process.cwd(), "examples/higgs/sample/data_A.4lep.root");
    const [read, lost, found, ...executors] = JSON.parse(run("node", outfile, sample, fonts));
    expect([read, found, ...executors]).toEqual([true, true, "function", "function"]);
    expect(lost).toMatch(/Arimo-.*ttf: figures need this file.*plot\.setAssets tells/);
  });

  it("reads in its own thread where Node's permissions allow no other", () => {
    const code = `
      import { openRoot } from "hepwasm";
      const file = await openRoot(process.argv[2]);
      const tree = await file.tree("mini");
      console.log((await tree.arrays(["lep_n"], { workers: 2 })).length === tree.entries);`;
    writeFileSync(join(app, "permitted.mjs"), code);
    const known = process.allowedNodeEnvironmentFlags.has("--permission");
    const permission = known ? "--permission" : "--experimental-permission";
    const sample = join(process.cwd(), "examples/higgs/sample/data_A.4lep.root");
    const flags = [permission, "--allow-fs-read=*", "--no-warnings"];
    expect(run("node", ...flags, "permitted.mjs", sample)).toBe("true\n");
  });

  it("leaves the import of a processor's module to the page, whoever bundles", () => {
    const thread = readFileSync(join(app, "node_modules/hepwasm/dist/process/process-thread.js"));
    for (const comment of ["@vite-ignore", "webpackIgnore: true"]) {
      expect(thread.toString().split(comment).length - 1).toBe(2);
    }
  });

  it("imports under Vite", async () => {
    writeFileSync(join(app, "index.html"), '<script type="module" src="./browser.js"></script>');
    await bundleWithVite({
      root: app,
      logLevel: "error",
      build: { outDir: "vite", target: "es2022" },
    });
    const assets = readdirSync(join(app, "vite/assets"));
    expect(assets.some((name) => name.endsWith(".js"))).toBe(true);
  });
});
