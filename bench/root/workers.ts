import { deepStrictEqual } from "node:assert/strict";
import { threadUsage } from "hepwasm/codec";
import { digests, readAll } from "../events.ts";
import { eventsFile, skipped } from "../input.ts";
import { type BenchRows, median, type Sample, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";
import { busiest, threadTimes } from "../threads.ts";

/** A run, and the processor time of the thread that had most to do. */
interface WorkersSample extends Sample {
  readonly busiest: number;
}

/**
 * All columns of 1 M events, decompressed by two threads, beside the same by one. The clock says
 * something only while no other program runs; the note says what the busiest thread had to do, which
 * is the time on a machine with nothing else to do.
 */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 1_000_000;
  for (const basket of [100_000, 4_000]) {
    for (const codec of ["zstd", "zlib"] as const) {
      const name = `read, ${codec}${basket === 4_000 ? ", 64 kB baskets" : ""}, two workers`;
      const file = await eventsFile({ events, codec, basket });
      if (file === undefined) {
        skipped(name, "there is no input and no Python to make it");
        continue;
      }
      const alone = await readAll(file);
      const expected = digests(alone);
      alone.dispose();
      // The other thread takes a while to start.
      const until = performance.now() + 10_000;
      while (threadUsage().tasks === 0 && performance.now() < until) {
        const read = await readAll(file, 2);
        deepStrictEqual(digests(read), expected);
        read.dispose();
      }
      const samples: WorkersSample[][] = [[], []];
      for (let round = 0; round < (quick ? 3 : 15); round++) {
        for (const workers of [1, 2]) {
          const before = threadTimes();
          const sample = await timeOnce(async () => (await readAll(file, workers)).dispose());
          samples[workers - 1].push({ ...sample, busiest: busiest(before, threadTimes()) });
        }
      }
      const [one, two] = samples;
      const most = (list: WorkersSample[]) => median(list.map((sample) => sample.busiest));
      yield {
        name,
        ours: timingOf(two),
        peer: { ...timingOf(one), name: "one thread" },
        work: { amount: events, unit: "events" },
        note:
          `busiest thread: ${most(two).toFixed(1)} ms, alone ${most(one).toFixed(1)} ms: ` +
          `${(most(one) / most(two)).toFixed(2)}x`,
      };
    }
  }
};

await runAlone(import.meta.url, rows);
