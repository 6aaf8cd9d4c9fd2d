// `npm test`: sets the clone up, then runs vitest with the arguments given.
import { spawnSync } from "node:child_process";
import "./setup.mjs";

const run = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
