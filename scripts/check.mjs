// `npm run check`: format and lint, type checks, unused exports, package lint, licences.
import { spawnSync } from "node:child_process";
import "./setup.mjs";

const node = (script, ...args) => [process.execPath, [`node_modules/${script}`, ...args]];
const steps = {
  "format and lint": node("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."),
  "types of src": node("typescript/bin/tsc", "--noEmit", "--project", "tsconfig.json"),
  // By its own compiler: tsc has one number type and no arithmetic on a generic one.
  "types of assembly": node("assemblyscript/bin/asc.js", "--config", "asconfig.json", "--noEmit"),
  "types of the rest": node("typescript/bin/tsc", "--project", "tsconfig.tools.json"),
  "unused exports": node("knip/bin/knip.js"),
  "package lint": node("publint/src/cli.js", "--strict"),
  "speeds in README": [process.execPath, ["scripts/readme-table.mjs", "--check"]],
  licences: [process.execPath, ["scripts/licences.mjs"]],
};

const failed = [];
for (const [name, [command, args]] of Object.entries(steps)) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  if (status !== 0) {
    failed.push(name);
    console.log(`${stdout}${stderr}`);
  }
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(", ")}`);
  process.exit(1);
}
