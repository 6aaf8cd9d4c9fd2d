import { Bench } from "tinybench";
import type { Peer } from "./peer.ts";

/** Median and spread of repeated runs, in ms. Never the best run. */
export interface Timing {
  /** Median. */
  readonly ms: number;
  /** Median absolute deviation from the median. */
  readonly spread: number;
  readonly runs: number;
  /** Processor time of a run in ms, all threads: what a busy machine blurs less. */
  readonly cpu?: number | undefined;
}

/** What the peer took for the same work, and who it is. */
export interface PeerTiming extends Timing {
  /** Package and version: `uproot 5.7.7`. */
  readonly name: string;
}

/** One line of the table: the same work done by us and by the peer, answers already compared. */
export interface Row {
  readonly name: string;
  readonly ours: Timing;
  /** Absent when the peer is not installed; the row then shows ours alone. */
  readonly peer?: PeerTiming | undefined;
  /** How much one run processes, for the throughput: `{ amount: 1e6, unit: "events" }`. */
  readonly work: { readonly amount: number; readonly unit: string };
  /** What a reader must know to read the numbers. */
  readonly note?: string | undefined;
}

/** How long to measure. */
export interface BenchSettings {
  /** `--quick`: smaller inputs and fewer runs, to see that a bench works; not for publication. */
  readonly quick: boolean;
}

/**
 * What a bench file exports as `rows`. It asserts that both sides give the same answer, then
 * measures, then yields the row.
 */
export type BenchRows = (settings: BenchSettings) => AsyncIterable<Row>;

/** One run: its time, and the processor's. */
export interface Sample {
  readonly ms: number;
  readonly cpu?: number | undefined;
}

export interface MeasureOptions {
  /** ms of our own runs, at least. */
  readonly minTime?: number;
  /** Blocks of runs on each side, at least. */
  readonly minRounds?: number;
}

/** ms of a block: one run of slow work, many of fast work. */
const BLOCK = 100;

/**
 * Times `work` and the peer in turn, block by block, so that both meet whatever else the machine
 * does. Both are warmed up first.
 *
 * @param work  returns its result, which keeps the work from being optimised away; may be async.
 *   What it allocates it frees (`scope`), inside the clock
 */
export async function compare(
  work: () => unknown,
  peer: Peer<unknown> | undefined,
  options: MeasureOptions = {},
): Promise<{ ours: Timing; peer: PeerTiming | undefined }> {
  const { ours, theirs } = await inTurn(() => block(work), peer, options);
  return {
    ours: timingOf(ours),
    peer: peer && { ...timingOf(theirs), name: peer.name },
  };
}

/** Runs blocks of `ours` and of the peer in turn; all samples of each side. */
export async function inTurn<Ours extends Sample, Theirs extends Sample>(
  ours: () => Promise<readonly Ours[]>,
  peer: Peer<unknown, Theirs> | undefined,
  { minTime = 1000, minRounds = 7 }: MeasureOptions = {},
): Promise<{ ours: Ours[]; theirs: Theirs[] }> {
  const found = { ours: [] as Ours[], theirs: [] as Theirs[] };
  for (let i = 0; i < 2; i++) {
    await ours();
    await peer?.run(BLOCK);
  }
  let spent = 0;
  for (let round = 0; round < minRounds || spent < minTime; round++) {
    const start = performance.now();
    found.ours.push(...(await ours()));
    spent += performance.now() - start;
    if (peer) found.theirs.push(...(await peer.run(BLOCK)));
  }
  return found;
}

/** Runs `work` for a block's time, at least once. */
async function block(work: () => unknown): Promise<Sample[]> {
  let sink: unknown;
  let result: unknown;
  const cpu = -cpuMs();
  const start = performance.now();
  result = work();
  if (result instanceof Promise) result = await result;
  const first = performance.now() - start;
  if (first >= BLOCK) return [{ ms: first, cpu: cpu + cpuMs() }];

  // Short work is timed by tinybench, whose timer overhead is corrected.
  const bench = new Bench({
    time: BLOCK,
    iterations: 1,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  const before = cpuMs();
  // tinybench also calls the work once without timing it, to learn whether it is asynchronous.
  let calls = 0;
  bench.add("work", () => {
    calls++;
    sink = work();
    return sink instanceof Promise ? sink : undefined;
  });
  const [task] = await bench.run();
  if (task?.result.state !== "completed") throw new Error("the bench did not run");
  const samples = task.result.latency.samples ?? [task.result.latency.p50];
  const each = (cpuMs() - before) / calls;
  return samples.map((ms) => ({ ms, cpu: each }));
}

/** One run of `work`. */
export async function timeOnce(work: () => unknown): Promise<Required<Sample>> {
  const start = performance.now();
  const cpu = cpuMs();
  await work();
  return { ms: performance.now() - start, cpu: cpuMs() - cpu };
}

/** Processor time of this process in ms, all threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Median and spread of runs. */
export function timingOf(samples: readonly Sample[]): Timing {
  if (samples.length === 0) throw new Error("no times to take a median of");
  const ms = median(samples.map((sample) => sample.ms));
  const cpu = samples.flatMap((sample) => (sample.cpu === undefined ? [] : [sample.cpu]));
  return {
    ms,
    spread: median(samples.map((sample) => Math.abs(sample.ms - ms))),
    runs: samples.length,
    cpu: cpu.length === samples.length ? median(cpu) : undefined,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
