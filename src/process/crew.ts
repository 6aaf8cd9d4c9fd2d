import { ChunkError, HepwasmError, UsageError } from "../errors.ts";
import type { Work } from "./executor.ts";
import { pauseBefore, remedyFor, WorkerLostError } from "./faults.ts";
import type { ItemQueue } from "./item-queue.ts";
import type { WorkItem } from "./plan.ts";
import { type Answer, errorOf, type Request } from "./thread-messages.ts";
import type { Hand, ThreadPool } from "./thread-pool.ts";

/** The answer to a chunk that was processed. */
export type Done = Extract<Answer, { kind: "done" }>;

/** What a crew is to do, and whom it tells. */
export interface Task {
  readonly work: Work<unknown>;
  /** Each thread's first message. */
  readonly request: Request;
  readonly threads: ThreadPool;
  /** Whether threads are left in the pool when all is done. */
  readonly keep: boolean;
  /** Number of threads, at most. */
  readonly count: number;
  readonly queue: ItemQueue;
  readonly columnsOf: (dataset: string) => readonly string[] | undefined;
  readonly done: (item: WorkItem, answer: Done) => Promise<void>;
  readonly skipped: (item: WorkItem, error: ChunkError) => void;
}

/** Chunks that a thread has at a time: it reads one while it processes another. */
const IN_HAND = 2;

/** One thread and the chunks that it has, in their order. */
interface Member {
  readonly hand: Hand;
  readonly items: WorkItem[];
  /** The file of the last chunk that it was given. */
  file: number | undefined;
  started: boolean;
}

/** Threads that do the chunks of a queue. */
export class Crew {
  readonly #task: Task;
  readonly #members = new Set<Member>();
  readonly #attempts = new Map<number, number>();
  /** Chunks that wait for another attempt. */
  #pausing = 0;
  /** Results that are being saved. */
  #saving = 0;
  /** Whether the work failed: nobody is hired any more. */
  #over = false;
  #settle: { resolve: () => void; reject: (reason: unknown) => void } | undefined;

  constructor(task: Task) {
    this.#task = task;
  }

  /**
   * Resolves when every chunk is done or left out. No thread runs any more when it is settled.
   * @throws ChunkError, UsageError, the signal's reason
   */
  async finish(): Promise<void> {
    const { work, queue, count } = this.#task;
    const { signal } = work;
    let aborted = (): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        aborted = () => this.#fail(signal?.reason);
        if (signal?.aborted) return aborted();
        signal?.addEventListener("abort", aborted, { once: true });
        const threads = Math.min(count, queue.size);
        for (let i = 0; i < threads; i++) this.#hire();
        this.#advance();
      });
    } finally {
      signal?.removeEventListener("abort", aborted);
      await Promise.all([...this.#members].map((member) => this.#leave(member)));
    }
  }

  async #leave({ hand, started }: Member): Promise<void> {
    if (this.#over || !this.#task.keep || !started) return hand.thread.end();
    hand.thread.post({ kind: "end" } satisfies Request, []);
    this.#task.threads.give(hand);
  }

  #fail(error: unknown): void {
    this.#over = true;
    this.#settle?.reject(error);
  }

  #hire(): void {
    const hand = this.#task.threads.take({
      ready() {},
      message: (value) => {
        try {
          this.#heard(member, value as Answer);
        } catch (error) {
          this.#fail(error);
        }
      },
      failed: (cause) => this.#lost(member, cause),
    });
    if (hand === undefined) {
      this.#fail(new UsageError("there are no threads here: use the IterativeExecutor"));
      return;
    }
    const member: Member = { hand, items: [], file: undefined, started: false };
    this.#members.add(member);
    hand.thread.keepAlive(true);
    try {
      hand.thread.post(this.#task.request, []);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.#fail(
        new UsageError(`the files or settings cannot be sent to threads: ${why}`, { cause }),
      );
    }
  }

  /** Gives chunks to threads that have room; ends the work when there are none left. */
  #advance(): void {
    const { queue, columnsOf } = this.#task;
    // One for each before a second for any.
    for (let room = 1; room <= IN_HAND; room++) {
      // The last ones are for those who are idle first.
      if (room > 1 && queue.size < this.#members.size) break;
      for (const member of this.#members) {
        if (member.items.length >= room || !member.started) continue;
        const item = queue.take(member.file);
        if (item === undefined) break;
        member.file = item.file;
        member.items.push(item);
        const request: Request = { kind: "chunk", item, columns: columnsOf(item.dataset) };
        member.hand.thread.post(request, []);
      }
    }
    const busy = [...this.#members].some(({ items }) => items.length > 0);
    if (queue.size + this.#pausing + this.#saving === 0 && !busy) this.#settle?.resolve();
  }

  #heard(member: Member, answer: Answer): void {
    if (answer.kind === "ended" || answer.kind === "prepared") return;
    if (answer.kind === "started") member.started = true;
    else {
      const at = member.items.findIndex(({ index }) => index === answer.index);
      const [item] = at >= 0 ? member.items.splice(at, 1) : [];
      if (answer.kind === "failed") this.#failed(item, errorOf(answer.failure, item));
      else if (item !== undefined) this.#save(item, answer);
    }
    this.#advance();
  }

  #save(item: WorkItem, answer: Done): void {
    this.#saving++;
    this.#task.done(item, answer).then(
      () => {
        this.#saving--;
        this.#advance();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** A thread ended by itself: the chunk that it was at may be why. */
  #lost(member: Member, cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#members.delete(member);
    const [item, ...others] = member.items;
    if (!member.started) {
      this.#fail(new HepwasmError(`a worker could not be started: ${why}`, { cause }));
      return;
    }
    for (const other of others.reverse()) this.#task.queue.putBack(other);
    if (item !== undefined) {
      const lost = new WorkerLostError(`its worker ended: ${why}`, { cause });
      this.#failed(item, new ChunkError("process", item, item, lost));
    }
    if (!this.#over) this.#hire();
  }

  #failed(item: WorkItem | undefined, error: Error): void {
    const { work, queue, skipped } = this.#task;
    const attempt = this.#attempts.get(item?.index ?? -1) ?? 0;
    const remedy = remedyFor(error, attempt, work.faults);
    if (item === undefined || !(error instanceof ChunkError) || remedy === "fail") {
      this.#fail(error);
      return;
    }
    if (remedy === "skip") {
      skipped(item, error);
      return;
    }
    this.#attempts.set(item.index, attempt + 1);
    work.onRetry(item, error);
    this.#pausing++;
    pauseBefore(attempt + 1, error, work.signal).then(
      () => {
        this.#pausing--;
        queue.putBack(item);
        this.#advance();
      },
      (reason: unknown) => this.#fail(reason),
    );
  }
}
