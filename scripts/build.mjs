// assembly -> build/kernels.wasm -> src/wasm/{kernels,binary}.ts -> vendor/ -> dist/
// `--no-dist` stops before dist/: enough for tests, benches and type checks of src.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";

const node = process.execPath;
const run = (script, ...args) =>
  execFileSync(node, [script, ...args], { stdio: ["ignore", "inherit", "inherit"] });

mkdirSync("build", { recursive: true });
run("node_modules/assemblyscript/bin/asc.js", "--config", "asconfig.json", "--target", "release");
run("scripts/embed.mjs");
run("scripts/vendor.mjs");
if (!process.argv.includes("--no-dist")) {
  rmSync("dist", { recursive: true, force: true });
  run("node_modules/typescript/bin/tsc", "--project", "tsconfig.json");
  run("scripts/bundle.mjs");
  cpSync("build/kernels.wasm", "dist/kernels.wasm");
}
