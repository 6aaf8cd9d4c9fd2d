import { accumulatorToBytes, DaskExecutor, type RunOptions, run } from "hepwasm/process";
import type { HZZResult } from "../../examples/higgs/analysis.ts";
import { eventsFile, skipped } from "../input.ts";
import { hasPackage, python } from "../peer.ts";
import { RepeatedAnalysis } from "../repeated-analysis.ts";
import { type BenchRows, median, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";
import { busiest, threadTimes, threadTimesOf } from "../threads.ts";

const sample = { xsec: 1.2578, sumw: 7538705.8077, red_eff: 1 };
const module = new URL("../repeated-analysis.ts", import.meta.url);

/** A Dask cluster of two workers beside the iterative executor, and what a chunk costs there. */
export const rows: BenchRows = async function* ({ quick }) {
  if (!hasPackage("distributed")) {
    skipped("Dask", "the peers' Python has no dask.distributed");
    return;
  }
  const events = quick ? 200_000 : 3_000_000;
  const file = await eventsFile({ events, codec: "zstd" });
  if (file === undefined) {
    skipped("Dask", "there is no input and no Python to make it");
    return;
  }
  const rounds = quick ? 2 : 5;

  // Chunks of 0.3 s and more: what a cluster is for.
  const settings = { times: 20 };
  const chunkSize = events / 8;
  {
    await using executor = new DaskExecutor({ local: 2, python, module, settings, keep: true });
    const fileset = { llll: { files: [file], metadata: { sample } } };
    const work = async (options: RunOptions): Promise<HZZResult> =>
      run(fileset, new RepeatedAnalysis(settings), { treeName: "mini", chunkSize, ...options });
    await requireSame(await work({ executor }), await work({}));
    const samples: { readonly ms: number; readonly most: number }[][] = [[], []];
    const timed = async (options: RunOptions, times: () => Map<string, number>) => {
      const before = times();
      const { ms } = await timeOnce(() => work(options));
      return { ms, most: busiest(before, times()) };
    };
    for (let i = 0; i < rounds; i++) {
      samples[0]!.push(await timed({ executor }, () => threadTimesOf("dask-child.js")));
      samples[1]!.push(await timed({}, threadTimes));
    }
    const [two, one] = samples.map((list) => ({
      timing: timingOf(list.map(({ ms }) => ({ ms }))),
      most: median(list.map(({ most }) => most)),
    }));
    yield {
      name: "Dask, two workers, 8 chunks",
      ours: two!.timing,
      peer: { ...one!.timing, name: "our iterative executor" },
      work: { amount: events, unit: "events" },
      // What idle cores would give, but for the scheduling below.
      note:
        `busiest child: ${two!.most.toFixed(0)} ms of processor time, alone ${one!.most.toFixed(0)} ms: ` +
        `${(one!.most / two!.most).toFixed(2)}x; a chunk takes ${(one!.most / 8).toFixed(0)} ms`,
    };
  }

  // Chunks with next to nothing in them: what is left is the scheduling.
  const chunks = quick ? 100 : 1000;
  const entries = 100_000;
  const small = await eventsFile({ events: entries, codec: "none", basket: 4000 });
  if (small === undefined) return;
  const steps = Array.from({ length: chunks }, (_, i) => [i * 10, i * 10 + 10] as const);
  const files = { [small]: { object_path: "mini", steps, num_entries: entries } };
  const many = { llll: { files, metadata: { sample } } };
  await using executor = new DaskExecutor({ local: 2, python, module, keep: true });
  const work = (options: RunOptions) => run(many, new RepeatedAnalysis(), options);
  await requireSame(await work({ executor }), await work({}));
  const samples = [];
  for (let i = 0; i < rounds; i++) {
    const [ours, alone] = [
      await timeOnce(() => work({ executor })),
      await timeOnce(() => work({})),
    ];
    // Both workers have half of the work itself.
    samples.push({ ms: (ours.ms - alone.ms / 2) / chunks });
  }
  yield {
    name: `Dask, scheduling of a chunk, of ${chunks}`,
    ours: timingOf(samples),
    work: { amount: 1, unit: "chunks" },
  };
};

async function requireSame(ours: HZZResult, theirs: HZZResult): Promise<void> {
  const [a, b] = [accumulatorToBytes(ours), accumulatorToBytes(theirs)];
  if (a.length !== b.length || a.some((byte, i) => byte !== b[i])) {
    throw new Error("Dask's result is not the iterative executor's");
  }
}

await runAlone(import.meta.url, rows);
