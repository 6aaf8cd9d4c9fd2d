import { startThread, type Thread, type ThreadEvents, type ThreadModule } from "../wasm/thread.ts";

/** A thread, and who hears it now. */
export interface Hand {
  readonly thread: Thread;
  events: ThreadEvents;
}

/** Threads that one run leaves for the next. */
export class ThreadPool {
  readonly #module: ThreadModule;
  readonly #idle = new Set<Hand>();

  constructor(module: ThreadModule) {
    this.#module = module;
  }

  /**
   * Starts threads that wait for their work.
   * @param first  each one's first message
   */
  prepare(count: number, first: unknown): void {
    while (this.#idle.size < count) {
      const hand = this.#start({ ready() {}, message() {}, failed() {} });
      if (hand === undefined) return;
      hand.thread.post(first, []);
      this.give(hand);
    }
  }

  /** An idle thread, or a new one. @returns undefined where there are no threads */
  take(events: ThreadEvents): Hand | undefined {
    for (const hand of this.#idle) {
      this.#idle.delete(hand);
      hand.events = events;
      return hand;
    }
    return this.#start(events);
  }

  #start(events: ThreadEvents): Hand | undefined {
    const heard: { events: ThreadEvents } = { events };
    const thread = startThread(this.#module, {
      ready: () => heard.events.ready(),
      message: (message) => heard.events.message(message),
      failed: (cause) => heard.events.failed(cause),
    });
    return thread && Object.assign(heard, { thread });
  }

  /** Keeps an idle thread; a process does not wait for it. */
  give(hand: Hand): void {
    const lost = (): void => void this.#idle.delete(hand);
    hand.events = { ready() {}, message() {}, failed: lost };
    hand.thread.keepAlive(false);
    this.#idle.add(hand);
  }

  /** Ends the idle threads. */
  async close(): Promise<void> {
    const hands = [...this.#idle];
    this.#idle.clear();
    await Promise.all(hands.map(({ thread }) => thread.end()));
  }
}
