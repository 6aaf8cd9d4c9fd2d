import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BenchRows } from "./row.ts";
import { saveResults, Table } from "./table.ts";

const help = `npm run bench [-- --only NAME --quick --no-save]

Runs every bench of bench/FOLDER/*.ts and prints one table: ours, the peer's time for the same
work, their ratio by the clock and by processor time (above 1 we are faster), our throughput. Each row first asserts that both
sides give the same answer. The table is saved with machine, versions and date in bench/results.

  --only NAME   benches whose path contains NAME: --only hist, --only process/hzz
  --quick       small inputs, few runs: shows that the benches work, not how fast we are
  --no-save     print only; with --only, rows of the last run are replaced by those of the same name

The peers are Python packages: python -m venv .venv && .venv/bin/pip install -r
bench/peers/requirements.txt, or point HEPWASM_PYTHON at an interpreter that has them.
Large inputs are made once, in HEPWASM_CACHE (default ~/.cache/hepwasm).`;

/** Bench files, in the order of the data's way through the folders. */
const order = [
  "codec",
  "root",
  "array",
  "vector",
  "corrections",
  "hist",
  "process",
  "plot",
  "stats",
  "templates",
];

function benchFiles(): string[] {
  const here = fileURLToPath(new URL(".", import.meta.url));
  return order.flatMap((folder) => {
    try {
      const names = readdirSync(`${here}${folder}`).sort();
      // A main.ts is a program of its own.
      return names
        .filter((name) => name.endsWith(".ts") && name !== "main.ts")
        .map((name) => `${folder}/${name}`);
    } catch {
      return [];
    }
  });
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(help);
    return 0;
  }
  const known = new Set(["--only", "--quick", "--no-save"]);
  const at = args.indexOf("--only");
  const only = at >= 0 ? args[at + 1] : "";
  const unknown = args.find((arg, i) => !known.has(arg) && (at < 0 || i !== at + 1));
  if (unknown !== undefined || only === undefined) {
    console.error(unknown === undefined ? "--only needs a name" : `unknown option ${unknown}`);
    console.error(help);
    return 2;
  }
  const quick = args.includes("--quick");
  const files = benchFiles().filter((file) => file.includes(only));
  if (files.length === 0) {
    console.error(`no bench matches "${only}"; there are ${benchFiles().join(", ")}`);
    return 2;
  }
  const table = new Table();
  const saves = !args.includes("--no-save") && !quick;
  let saved = "";
  let failed = 0;
  for (const file of files) {
    try {
      const { rows } = (await import(`./${file}`)) as { rows?: BenchRows };
      if (rows === undefined) throw new Error("the file exports no rows");
      for await (const row of rows({ quick })) table.add(row);
      // After each: a run that is stopped keeps what it has measured.
      if (saves) saved = saveResults(table.rows, "latest", only === "");
    } catch (error) {
      failed++;
      console.error(`bench/${file}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  if (saved !== "") console.log(`\nsaved ${saved}`);
  return failed > 0 ? 1 : 0;
}

// A peer whose row failed may still wait for its next line; it ends with us.
process.exit(await main(process.argv.slice(2)));
