import { UnsupportedError } from "../errors.ts";
import { startThread, type Thread, type ThreadModule } from "../wasm/thread.ts";
import { makeWorkload, type ThroughputTask } from "./throughput.ts";

/** How much work, and how long. */
export interface ThroughputOptions {
  readonly kind: string;
  readonly objects: number;
  /** Variations wanted, the nominal one among them. */
  readonly variations: number;
  /** 1: in this thread. */
  readonly threads: number;
  /**
   * ms of repeated runs, at least; three runs at least. As long before they are not counted, in which the
   * engine compiles: each thread by itself.
   */
  readonly minTime: number;
  readonly signal?: AbortSignal | undefined;
}

/** What was measured. */
export interface Throughput {
  readonly kind: string;
  readonly objects: number;
  /** What the tool has, at most those wanted. */
  readonly variations: number;
  readonly threads: number;
  /** Median of the runs, each over all objects and variations. */
  readonly ms: number;
  /** Objects corrected in every variation, a second. */
  readonly perSecond: number;
  /** ns of one object in one variation. */
  readonly nsPerVariation: number;
  /** Of all results' bits: the same for any number of threads, in Node and in pages. */
  readonly checksum: string;
}

const module: ThreadModule = {
  name: "corrections/throughput-worker",
  from: import.meta.url,
  inPage: () =>
    new Worker(new URL("../corrections/throughput-worker.js", import.meta.url), { type: "module" }),
};

interface Prepared {
  readonly variations: number;
  readonly checksum: number;
}

/**
 * Repeats the work of one tool or payload on made-up objects.
 *
 * @throws UnsupportedError when a thread cannot be started; the signal's reason when it is aborted
 */
export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  const { kind, objects, threads, minTime, signal } = options;
  const team = await prepareTeam(options);
  try {
    const repeated = async (): Promise<number[]> => {
      const times: number[] = [];
      const start = performance.now();
      while (times.length < 3 || performance.now() - start < minTime) {
        signal?.throwIfAborted();
        const begin = performance.now();
        await team.run();
        times.push(performance.now() - begin);
      }
      return times;
    };
    await repeated();
    const times = (await repeated()).sort((a, b) => a - b);
    const ms = times[times.length >> 1];
    const { variations, checksum } = team.prepared;
    return {
      kind,
      objects,
      variations,
      threads,
      ms,
      perSecond: (objects / ms) * 1000,
      nsPerVariation: (ms * 1e6) / (objects * variations),
      checksum: checksum.toString(16).padStart(8, "0"),
    };
  } finally {
    await team.end();
  }
}

interface Team {
  readonly prepared: Prepared;
  run(): unknown;
  end(): Promise<void>;
}

async function prepareTeam(options: ThroughputOptions): Promise<Team> {
  const { kind, objects, variations, threads } = options;
  const bound = (i: number): number => Math.floor((objects * i) / threads);
  const tasks = Array.from({ length: threads }, (_, i): ThroughputTask => {
    return { kind, first: bound(i), objects: bound(i + 1) - bound(i), variations };
  });
  if (threads === 1) {
    const own = await makeWorkload(tasks[0]);
    const prepared = { variations: own.variations, checksum: own.checksum() };
    return { prepared, run: () => own.run(), end: async () => undefined };
  }
  const members = tasks.map(() => new Member());
  const end = async (): Promise<void> => void (await Promise.all(members.map((m) => m.end())));
  try {
    const parts = (await Promise.all(
      members.map((member, i) => member.ask(tasks[i])),
    )) as Prepared[];
    const checksum = parts.reduce((sum, part) => (sum + part.checksum) >>> 0, 0);
    return {
      prepared: { variations: parts[0].variations, checksum },
      run: () => Promise.all(members.map((member) => member.ask(1))),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** A thread and the question that it works on. */
class Member {
  #resolve: (answer: unknown) => void = () => undefined;
  #reject: (cause: unknown) => void = () => undefined;
  readonly #thread: Thread | undefined = startThread(module, {
    ready: () => undefined,
    message: (message) => this.#resolve(message),
    failed: (cause) => {
      this.#failed = cause;
      this.#reject(cause);
    },
  });
  #failed: unknown;

  async ask(question: ThroughputTask | number): Promise<unknown> {
    const thread = this.#thread;
    if (thread === undefined)
      throw new UnsupportedError("no thread can be started here", "threads");
    const answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.#failed !== undefined) reject(this.#failed);
    });
    thread.keepAlive(true);
    thread.post(question, []);
    return answered;
  }

  async end(): Promise<void> {
    await this.#thread?.end();
  }
}
