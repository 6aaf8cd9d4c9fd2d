import { Bench } from "tinybench";

/** Median and spread of repeated runs, in ms. Never the best run. */
export interface Timing {
  /** Median. */
  readonly ms: number;
  /** Median absolute deviation from the median. */
  readonly spread: number;
  readonly runs: number;
  /** Processor time of a run in ms, all threads: what a busy machine does not blur. */
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

/**
 * Times `work`, warmed up, until `minTime` ms and `minRuns` runs are over.
 *
 * @param work  returns its result, which keeps the work from being optimised away; may be async.
 *   What it allocates it frees (`scope`), inside the clock
 */
export async function measure(
  work: () => unknown,
  { minTime = 1000, minRuns = 5 }: { minTime?: number; minRuns?: number } = {},
): Promise<Timing> {
  let sink: unknown;
  let cpu = 0;
  const bench = new Bench({
    time: minTime,
    iterations: minRuns,
    warmupTime: minTime / 4,
    warmupIterations: 2,
    throws: true,
    setup: () => {
      cpu = -cpuMs();
    },
    teardown: () => {
      cpu += cpuMs();
    },
  });
  const run = isAsync(await once(work))
    ? async () => {
        sink = await work();
      }
    : () => {
        sink = work();
      };
  bench.add("work", run);
  const [task] = await bench.run();
  if (sink === bench || task?.result.state !== "completed")
    throw new Error("the bench did not run");
  const { p50, mad, samplesCount } = task.result.latency;
  return { ms: p50, spread: mad, runs: samplesCount, cpu: cpu / samplesCount };
}

/** Processor time of this process in ms, all threads. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Times `whole` and `part` in turn, so that both meet whatever else the machine does, and takes the
 * difference of each pair.
 *
 * @returns timings of `whole`, of `part` and of the rest
 */
export async function measureWithout(
  whole: () => unknown,
  part: () => unknown,
  { minTime = 1000, minRuns = 7 }: { minTime?: number; minRuns?: number } = {},
): Promise<{ whole: Timing; part: Timing; rest: Timing }> {
  const time = async (work: () => unknown): Promise<Sample> => {
    const start = performance.now();
    const cpu = cpuMs();
    await work();
    return { ms: performance.now() - start, cpu: cpuMs() - cpu };
  };
  const wholes: Sample[] = [];
  const parts: Sample[] = [];
  for (let i = 0; i < 2; i++) {
    await time(whole);
    await time(part);
  }
  for (
    const start = performance.now();
    wholes.length < minRuns || performance.now() - start < 2 * minTime;
  ) {
    wholes.push(await time(whole));
    parts.push(await time(part));
  }
  const rests = wholes.map(({ ms, cpu }, i) => ({
    ms: ms - parts[i]!.ms,
    cpu: cpu - parts[i]!.cpu,
  }));
  return { whole: timingOf(wholes), part: timingOf(parts), rest: timingOf(rests) };
}

/** One run: its time, and the processor's. */
export interface Sample {
  readonly ms: number;
  readonly cpu: number;
}

/** Median and spread of runs measured one by one. */
export function timingOf(samples: readonly Sample[]): Timing {
  if (samples.length === 0) throw new Error("no times to take a median of");
  const ms = median(samples.map((sample) => sample.ms));
  return {
    ms,
    spread: median(samples.map((sample) => Math.abs(sample.ms - ms))),
    runs: samples.length,
    cpu: median(samples.map(({ cpu }) => cpu)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function once(work: () => unknown): Promise<{ result: unknown }> {
  const result = work();
  if (result instanceof Promise) await result;
  return { result };
}

function isAsync({ result }: { result: unknown }): boolean {
  return result instanceof Promise;
}
