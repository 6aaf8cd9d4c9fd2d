import { deepStrictEqual } from "node:assert/strict";
import { dispose, run } from "hepwasm";
import { WorkersExecutor } from "hepwasm/process";
import { HZZAnalysis } from "../../examples/higgs/analysis.ts";
import { copies, manyFiles, processorModule, skipped } from "../input.ts";
import { type BenchRows, compare, median, type Sample, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";
import { busiest, threadTimes } from "../threads.ts";
import { agreeWithCoffea, sample } from "./hzz.ts";

const hzz = () => new HZZAnalysis();
const filesetOf = (files: readonly string[]) => ({ llll: { files, metadata: { sample } } });

/** What filesets cost beside their events: many small files, threads, chunks as such. */
export const rows: BenchRows = async function* ({ quick }) {
  yield* smallFiles(quick);
  yield* twoWorkers(quick);
  yield* emptyChunks(quick);
};

const smallFiles = async function* (quick: boolean) {
  const count = quick ? 20 : 200;
  const name = `Program 2, ${count} files of 1000 events`;
  const files = await manyFiles(count);
  if (files === undefined) return skipped(name, "there is no input and no Python to make it");
  const work = async () => dispose(await run(filesetOf(files), hzz(), { treeName: "mini" }));
  const peer = await agreeWithCoffea(filesetOf(files), files, 100_000);
  const timings = await compare(work, peer, { minTime: quick ? 100 : 3000 });
  peer?.close();
  yield { name, ...timings, work: { amount: count, unit: "files" } };
};

/** Beside one thread: the clock says something only while no other program runs. */
const twoWorkers = async function* (quick: boolean) {
  for (const codec of ["zstd", "zlib"] as const) {
    const name = `Program 2, ${codec}, two workers`;
    const events = quick ? 100_000 : 1_000_000;
    const files = await copies({ events, codec }, 3);
    if (files === undefined) {
      skipped(name, "there is no input and no Python to make it");
      continue;
    }
    const module = await processorModule();
    const executor = new WorkersExecutor({ workers: 2, module, export: "HZZAnalysis", keep: true });
    const bytes = async (options: object) => {
      const out = await run(filesetOf(files), hzz(), { treeName: "mini", ...options });
      const found = out.MC.toBytes();
      dispose(out);
      return found;
    };
    const samples: (Sample & { readonly busiest: number })[][] = [[], []];
    const timed = async (options: object) => {
      const before = threadTimes();
      const sample = await timeOnce(() => bytes(options));
      return { ...sample, busiest: busiest(before, threadTimes()) };
    };
    try {
      deepStrictEqual(await bytes({ executor }), await bytes({}));
      for (let round = 0; round < (quick ? 2 : 9); round++) {
        samples[0].push(await timed({ executor }));
        samples[1].push(await timed({}));
      }
    } finally {
      await executor.close();
    }
    const [two, one] = samples.map((list) => ({
      timing: timingOf(list),
      most: median(list.map((sample) => sample.busiest)),
    }));
    yield {
      name,
      ours: two!.timing,
      peer: { ...one!.timing, name: "one thread" },
      work: { amount: 3 * events, unit: "events" },
      note:
        `threads that are there already, as for a second run; busiest thread: ${two!.most.toFixed(0)} ms, ` +
        `alone ${one!.most.toFixed(0)} ms: ${(one!.most / two!.most).toFixed(2)}x`,
    };
  }
};

/** Chunks of a processor that reads nothing. */
const emptyChunks = async function* (quick: boolean) {
  const name = "chunks without work";
  const files = await copies({ events: quick ? 100_000 : 1_000_000, codec: "zstd" }, 1);
  if (files === undefined) return skipped(name, "there is no input and no Python to make it");
  const chunks = 1000;
  const chunkSize = (quick ? 100_000 : 1_000_000) / chunks;
  const count = { process: (events: { length: number }) => events.length };
  const work = () => run({ all: files }, count, { treeName: "mini", chunkSize });
  const timings = await compare(work, undefined, { minTime: quick ? 100 : 1000 });
  yield { name, ...timings, work: { amount: chunks, unit: "chunks" } };
};

await runAlone(import.meta.url, rows);
