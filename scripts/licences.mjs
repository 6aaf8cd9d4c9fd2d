// Checks that everything a user installs, or finds bundled, has a licence that MIT code can ship
// with, and that THIRD_PARTY_NOTICES names it.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const allowed = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "MPL-2.0",
  "OFL-1.1",
  "Unlicense",
  "CC0-1.0",
]);
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const notices = readFileSync("THIRD_PARTY_NOTICES", "utf8");
const problems = [];

/** Packages installed with hepwasm, and development packages whose code the build bundles. */
const shipped = new Map();
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "" || entry.dev || entry.optional || entry.devOptional) continue;
  shipped.set(path.replace(/^.*node_modules\//, ""), path);
}
for (const file of existsSync("vendor") ? readdirSync("vendor") : []) {
  if (!file.endsWith(".packages.json")) continue;
  for (const name of JSON.parse(readFileSync(`vendor/${file}`, "utf8"))) {
    shipped.set(name, `node_modules/${name}`);
  }
}

for (const [name, path] of shipped) {
  const { license } = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
  const options = String(license)
    .replace(/[()]/g, "")
    .split(/ (?:OR|AND) /);
  if (!options.some((option) => allowed.has(option))) problems.push(`${name}: licence ${license}`);
  if (!notices.includes(`\n${name} `)) problems.push(`${name} is not in THIRD_PARTY_NOTICES`);
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
