// `npm run bench:corrections`: the tools and payloads in Node, on one thread and on two, and in
// Chromium, with the same bits; then beside correctionlib, NumPy, numba and C.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  measureThroughput,
  type Throughput,
  type ThroughputOptions,
} from "../../src/corrections/measure-throughput.ts";
import { throughputKinds } from "../../src/corrections/throughput.ts";
import { chromiumMissing, chromiumPath } from "../../test/browser/chromium.ts";
import { bundle, stage } from "../../test/browser/page.ts";

const help = `npm run bench:corrections [-- --objects N --variations K --quick]

Electrons, muons, jets and events a second of each correction tool and kind of payload: in Node on
one thread and on two, and in Chromium, whose bits are asserted equal; figures against the number of
variations and of objects in bench/results; then the rows of "npm run bench -- --only corrections".

  --objects N     objects of a run (default 1000000)
  --variations K  variations of a run (default 5)
  --quick         few objects and runs: shows that it works, not how fast we are`;

type Measure = (options: ThroughputOptions) => Promise<Throughput>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean" },
      objects: { type: "string", default: "1000000" },
      variations: { type: "string", default: "5" },
      quick: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const objects = values.quick ? 20_000 : Number(values.objects);
  const variations = Number(values.variations);
  const minTime = values.quick ? 20 : 1000;
  const page = await inChromium();
  if (page === undefined) console.log(`Chromium is not measured: ${chromiumMissing}`);
  console.log(
    `${"M objects/s, all variations".padEnd(36)}  variations   Node  two threads  Chromium  ns/object/variation`,
  );
  const inNode = (options: ThroughputOptions): Promise<Throughput> => measureThroughput(options);
  for (const kind of throughputKinds) {
    const settings = { kind, objects, variations, threads: 1, minTime };
    const one = await inNode(settings);
    const two = await inNode({ ...settings, threads: 2 });
    const chromium = await page?.measure(settings);
    for (const other of [two, chromium]) {
      if (other !== undefined && other.checksum !== one.checksum) {
        throw new Error(`${kind}: ${other.checksum} are other bits than ${one.checksum}`);
      }
    }
    // A page's clock may not see a short run at all.
    const cell = (row: Throughput | undefined, width: number): string => {
      const seen = row !== undefined && Number.isFinite(row.perSecond);
      return (seen ? (row.perSecond / 1e6).toFixed(1) : "-").padStart(width);
    };
    console.log(
      `${kind.padEnd(36)}  ${String(one.variations).padStart(10)} ${cell(one, 6)} ${cell(two, 12)} ` +
        `${cell(chromium, 9)} ${one.nsPerVariation.toFixed(1).padStart(20)}`,
    );
  }
  await page?.close();
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const run = (...args: string[]): void => {
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  };
  if (!values.quick) {
    run("dist/cli/main.js", "bench", "corrections", "--plot", "bench/results");
  }
  const quick = values.quick ? ["--quick"] : [];
  run("node_modules/tsx/dist/cli.mjs", "bench/main.ts", "--only", "corrections", ...quick);
}

/** The same functions in a page, from the built package. */
async function inChromium(): Promise<{ measure: Measure; close(): Promise<void> } | undefined> {
  if (chromiumPath === undefined) return undefined;
  const pages = await stage(() => ({}));
  await bundle(fileURLToPath(new URL("page", import.meta.url)), pages.folder);
  const { page } = await pages.open("site/index.html");
  await page.waitForFunction("globalThis.measureThroughput !== undefined");
  return {
    measure: (options) =>
      page.evaluate(
        (given) =>
          (globalThis as unknown as { measureThroughput: Measure }).measureThroughput(given),
        options,
      ),
    close: () => pages.close(),
  };
}

await main();
