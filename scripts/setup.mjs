// Makes a fresh clone ready: `npm ci` when the lock file changed, a build when a source did.
// Plain Node, because it runs before anything is installed; called by `npm run higgs`, `npm test`
// and the like themselves (`ignore-scripts` switches npm's own hooks off).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`hepwasm needs Node >= 20.19; this is ${process.versions.node}`);
  process.exit(1);
}

step("node_modules/.hepwasm-installed", ["package-lock.json"], "installing packages", () => {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  run(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], process.platform === "win32");
});
step(
  "dist/.hepwasm-built",
  [
    "assembly",
    "src",
    "asconfig.json",
    "tsconfig.json",
    "package-lock.json",
    "scripts/build.mjs",
    "scripts/bundle.mjs",
    "scripts/embed.mjs",
    "scripts/vendor.mjs",
    "scripts/vendor",
  ],
  "building",
  () => run(process.execPath, ["scripts/build.mjs"], false),
);

/** Runs `work` unless the stamp says that it was done for exactly these sources. */
function step(stamp, sources, title, work) {
  const hash = hashOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  console.error(`hepwasm: ${title} ...`);
  work();
  writeFileSync(stamp, hash);
}

/** Hash of the files' contents; generated files do not count. */
function hashOf(sources) {
  const hash = createHash("sha256").update(process.version);
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else if (!/wasm.(binary|kernels)\.ts$/.test(path)) {
      hash.update(path).update(readFileSync(path));
    }
  };
  for (const source of sources) visit(source);
  return hash.digest("hex");
}

function run(command, args, shell) {
  try {
    // stdout stays free for the command that follows (`--json`).
    execFileSync(command, args, { stdio: ["ignore", process.stderr, "inherit"], shell });
  } catch (error) {
    console.error(
      `hepwasm: ${command} ${args.join(" ")} failed${error.status ? ` (exit ${error.status})` : `: ${error.message}`}`,
    );
    process.exit(1);
  }
}
