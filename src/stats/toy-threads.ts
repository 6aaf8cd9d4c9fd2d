import { FitError, UsageError } from "../errors.ts";
import { startThread, type Thread, type ThreadModule } from "../wasm/thread.ts";
import type { Model, Values } from "./model.ts";
import { doToys, type ToyDone, type ToyTask } from "./toy-task.ts";
import { mergeToys, type ToyOptions, type ToySample } from "./toys.ts";

const module: ThreadModule = {
  name: "stats/toy-worker",
  from: import.meta.url,
  inPage: () => new Worker(new URL("../stats/toy-worker.js", import.meta.url), { type: "module" }),
};

export interface ToyThreadOptions extends ToyOptions {
  /** Threads; each builds the model for itself. */
  readonly workers: number;
}

/** Pieces for each thread, so that none waits long for the last one. */
const PIECES = 4;

/**
 * {@link throwToys} on several threads: the same toys for any number of them. Where no thread can be
 * started they are thrown here.
 *
 * @throws FitError with a thread's own words when toys cannot be thrown at all
 */
export async function throwToysOnThreads(
  mu: number,
  data: Values,
  model: Model,
  { workers, progress, signal, ...toys }: ToyThreadOptions,
): Promise<ToySample> {
  if (!(Number.isInteger(workers) && workers >= 1)) {
    throw new UsageError(`workers is a number of threads from 1 on, not ${workers}`);
  }
  const { ntoys = 2000, firstToy = 0 } = toys;
  const size = Math.max(1, Math.ceil(ntoys / (workers * PIECES)));
  const tasks: ToyTask[] = [];
  for (let at = 0; at < ntoys; at += size) {
    tasks.push({
      spec: model.spec,
      // The parameter of interest may have been chosen later.
      options: { ...model.options, poiName: model.config.poiName ?? null },
      mu,
      data: Float64Array.from(data),
      toys: { ...toys, ntoys: Math.min(size, ntoys - at), firstToy: firstToy + at },
    });
  }
  const results: ToySample[] = [];
  let done = 0;
  const finish = (i: number, answer: ToyDone): void => {
    if ("error" in answer) throw new FitError("toys", answer.error);
    results[i] = answer.sample;
    done += 2 * (tasks[i].toys.ntoys ?? 0);
    progress?.(done, 2 * ntoys);
  };
  const queue = tasks.keys();
  const lanes = Array.from({ length: Math.min(workers, tasks.length) }, () =>
    inLane(queue, tasks, finish, signal),
  );
  await Promise.all(lanes);
  return mergeToys(results);
}

/** Takes tasks from the queue one after another, in a thread of its own or else here. */
async function inLane(
  queue: Iterator<number>,
  tasks: readonly ToyTask[],
  finish: (i: number, answer: ToyDone) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lane = new Lane();
  try {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      signal?.throwIfAborted();
      finish(next.value, await lane.run(tasks[next.value], signal));
    }
  } finally {
    lane.end();
  }
}

/** A thread, or what stands for one that cannot be started. */
class Lane {
  #answer: ((done: ToyDone) => void) | undefined;
  #fail: (() => void) | undefined;
  readonly #thread: Thread | undefined = startThread(module, {
    ready: () => undefined,
    message: (message) => this.#answer?.(message as ToyDone),
    failed: () => {
      this.#broken = true;
      this.#fail?.();
    },
  });
  #broken = false;

  async run(task: ToyTask, signal: AbortSignal | undefined): Promise<ToyDone> {
    const thread = this.#thread;
    if (thread === undefined || this.#broken) return doToys(task);
    const answered = new Promise<ToyDone | undefined>((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = () => resolve(undefined);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    thread.keepAlive(true);
    thread.post(task, []);
    return (await answered) ?? doToys(task);
  }

  end(): void {
    this.#thread?.end();
  }
}
