import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { digests, readAll } from "../events.ts";
import { type BenchCodec, eventsFile, skipped } from "../input.ts";
import { type BenchRows, inTurn, type Sample, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";

interface Report {
  readonly answer: Record<string, string>;
  readonly samples: Sample[];
  readonly version: string;
}

/** All columns of 100,000 events into arrays, beside JSROOT in a process of its own. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = 100_000;
  const codecs: readonly BenchCodec[] = quick ? ["zlib"] : ["none", "lz4", "zlib"];
  for (const codec of codecs) {
    const name = `read 100k events, ${codec}, beside JSROOT`;
    const file = await eventsFile({ events, codec });
    if (file === undefined) {
      skipped(name, "there is no input and no Python to make it");
      continue;
    }
    const script = fileURLToPath(new URL("jsroot.child.mjs", import.meta.url));
    const output = execFileSync(process.execPath, [script, file, quick ? "1" : "7"], {
      encoding: "utf8",
    });
    const { answer, samples, version } = JSON.parse(
      output.trim().split("\n").at(-1) ?? "",
    ) as Report;
    const read = await readAll(file);
    deepStrictEqual(digests(read), answer);
    read.dispose();
    const once = async (): Promise<Sample[]> => [
      await timeOnce(async () => (await readAll(file)).dispose()),
    ];
    const { ours } = await inTurn(once, undefined, { minTime: quick ? 100 : 500 });
    yield {
      name,
      ours: timingOf(ours),
      peer: { ...timingOf(samples), name: `JSROOT ${version.split(" ")[0]}` },
      work: { amount: events, unit: "events" },
    };
  }
};

await runAlone(import.meta.url, rows);
