import { measureThroughput, type Throughput } from "../corrections/measure-throughput.ts";
import { throughputKinds } from "../corrections/throughput.ts";
import { UsageError } from "../errors.ts";
import type { Arguments, Command } from "./command.ts";
import { selectNames } from "./glob.ts";
import type { Output } from "./output.ts";
import { table } from "./table.ts";
import { saveThroughputFigures } from "./throughput-figures.ts";

const OBJECTS = 1_000_000;
/** ms of a measurement. */
const TIME = 500;

/** `hepwasm bench corrections` */
export const benchCorrections: Command = {
  name: "bench corrections",
  operands: [],
  summary: "objects a second of each correction tool and kind of payload",
  about: `Measures how many objects a second the correction tools work on, here and now: each tool
with the payload that comes with it, and look-ups, formulas and random numbers of a correctionlib
payload, in one pass over all variations. Medians of repeated runs on made-up objects.`,
  options: {
    objects: { value: "N", help: `objects of a run (default ${OBJECTS})` },
    variations: { value: "K", help: "variations of a run, the nominal one among them (default 5)" },
    threads: { value: "T", help: "threads that share the objects (default 1)" },
    only: { value: "GLOB", help: "tools and payloads of this name: --only 'electron*'" },
    json: { help: "print JSON" },
    plot: {
      value: "DIR",
      help: "also draw objects a second against variations and against objects, into this folder",
    },
  },
  examples: [
    ["hepwasm bench corrections", "one million objects, five variations, one thread"],
    ["hepwasm bench corrections --only 'electron*' --threads 2", "electrons on two threads"],
    ["hepwasm bench corrections --plot out", "figures of how it scales"],
  ],
  async run(args: Arguments, output: Output, signal: AbortSignal): Promise<void> {
    const { options } = args;
    const objects = count(options.objects, "--objects", OBJECTS, 1e9);
    const variations = count(options.variations, "--variations", 5, 1000);
    const threads = count(options.threads, "--threads", 1, 256);
    const all = throughputKinds;
    const kinds = selectNames(options.only ?? "*", all, "hepwasm bench", new Map(), "tool");
    const rows: Throughput[] = [];
    for (const kind of kinds) {
      const settings = { kind, objects, variations, threads, minTime: TIME, signal };
      if (output.errWidth !== undefined) output.err(`\r\u001b[K${kind} ...`);
      rows.push(await measureThroughput(settings));
    }
    if (output.errWidth !== undefined) output.err("\r\u001b[K");
    output.out(options.json === undefined ? asTable(rows) : `${JSON.stringify(rows)}\n`);
    if (options.plot !== undefined) {
      const files = await saveThroughputFigures(options.plot, kinds, objects, variations, signal);
      output.err(`saved ${files.join(", ")}\n`);
    }
  },
};

function count(text: string | undefined, option: string, usual: number, most: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${option} ${text}: a whole number between 1 and ${most} is needed`);
}

function asTable(rows: readonly Throughput[]): string {
  const head = ["tool", "variations", "ms", "M objects/s", "ns/object/variation"];
  const cells = rows.map((row) => [
    row.kind,
    String(row.variations),
    row.ms.toFixed(1),
    (row.perSecond / 1e6).toFixed(1),
    row.nsPerVariation.toFixed(1),
  ]);
  const [{ objects, threads }] = rows;
  const about = `${objects} objects, ${threads === 1 ? "one thread" : `${threads} threads`}\n`;
  return about + table([head, ...cells], ["left", "right", "right", "right", "right"]);
}
