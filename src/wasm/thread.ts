import { holdLifeLock, onLifeLockReleased } from "./life-lock.ts";

// Starting a thread that runs a module of ours, and talking to it: the same in Node, where it is a
// worker thread, and in pages, where it is a Web Worker. Each has its own instance of the kernels.

/** A module that runs in a thread. It calls `serveThread`. */
export interface ThreadModule {
  /** Its folder and file, without extension: "codec/unpack-worker". */
  readonly name: string;
  /**
   * `import.meta.url` of the module that starts it: as built, in one folder or another. A bundle in
   * CommonJS has none.
   */
  readonly from: string | undefined;
  /**
   * `() => new Worker(new URL("../NAME.js", import.meta.url), { type: "module" })`, written out where
   * the thread is started: bundlers look for these words, and bundle the module as a worker.
   */
  readonly inPage: () => Worker;
}

/** What a thread tells. */
export interface ThreadEvents {
  /** It runs, and answers messages from now on; those sent before wait until then. */
  readonly ready: () => void;
  readonly message: (message: unknown) => void;
  /** It could not be started, or it ended by itself; called at most once, then nothing follows. */
  readonly failed: (cause: unknown) => void;
}

/** A thread that was started. */
export interface Thread {
  /** Buffers of `transfer` move there: they are empty here afterwards. */
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Whether a process waits for it; at first it does not. Pages wait for nothing. */
  keepAlive(yes: boolean): void;
  /** Ends it at once, whatever it does; resolves when nothing of it runs any more. */
  end(): Promise<void>;
}

interface NodeWorker {
  on(event: string, listener: (value: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface NodePort {
  on(event: "message", listener: (message: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
}

interface NodeThreads {
  readonly parentPort: NodePort | null;
  readonly Worker: new (place: URL | string, options?: { eval: boolean }) => NodeWorker;
}

type Builtin = (name: string) => unknown;

function nodeThreads(): NodeThreads | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: Builtin } };
  return process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
}

/**
 * Starts a thread. That it cannot be started shows later, by `failed`.
 *
 * @returns undefined where there are no threads
 */
export function startThread(module: ThreadModule, events: ThreadEvents): Thread | undefined {
  let open = true;
  const ears: Ears = {
    message(value) {
      if (!open) return;
      if (isReady(value)) events.ready();
      else events.message(value);
    },
    failed(cause) {
      if (!open) return;
      open = false;
      events.failed(cause);
    },
    ended() {
      open = false;
    },
  };
  const node = nodeThreads();
  if (node !== undefined) {
    const { name, from } = module;
    return from === undefined ? undefined : inNode(node, { name, from }, ears);
  }
  return typeof Worker === "function" ? inPage(module, ears) : undefined;
}

/** The first message of each thread; a page's worker adds the name of its lock, if it has one. */
interface Ready {
  readonly ready: true;
  readonly lock?: string | undefined;
}

function isReady(value: unknown): value is Ready {
  return (value as Partial<Ready> | null | undefined)?.ready === true;
}

/** What is heard of a thread until it has ended. */
interface Ears {
  message(value: unknown): void;
  failed(cause: unknown): void;
  ended(): void;
}

function inNode(
  node: NodeThreads,
  { name, from }: { readonly name: string; readonly from: string },
  { message, failed, ended }: Ears,
): Thread | undefined {
  const sources = from.endsWith(".ts");
  const place = new URL(`../${name}.${sources ? "ts" : "js"}`, from);
  let worker: NodeWorker;
  try {
    // A thread does not take over what makes the sources run as they are.
    worker = sources
      ? new node.Worker(
          `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(place)})))`,
          { eval: true },
        )
      : new node.Worker(place);
  } catch {
    // Node's permission model may forbid them.
    return undefined;
  }
  worker.on("message", message);
  worker.on("messageerror", failed);
  worker.on("error", failed);
  worker.on("exit", (code) => failed(new Error(`the thread ended (${code})`)));
  worker.unref();
  return {
    post: (value, transfer) => worker.postMessage(value, transfer),
    keepAlive: (yes) => (yes ? worker.ref() : worker.unref()),
    async end() {
      ended();
      // Nothing is lost when it was over before.
      await worker.terminate().catch(() => undefined);
    },
  };
}

function inPage(module: ThreadModule, { message, failed, ended }: Ears): Thread | undefined {
  let worker: Worker;
  try {
    worker = module.inPage();
  } catch {
    // A page's policy may forbid them.
    return undefined;
  }
  const stopped = (cause: unknown): void => {
    worker.terminate();
    failed(cause);
  };
  worker.addEventListener("message", ({ data }) => {
    if (isReady(data) && data.lock !== undefined) {
      onLifeLockReleased(data.lock, () => stopped(new Error("the thread ended")));
    }
    message(data);
  });
  worker.addEventListener("messageerror", stopped);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    // Without a message it never ran.
    stopped(
      event.message ??
        "its script, or what it imports, cannot be loaded (import maps do not hold there)",
    );
  });
  return {
    post: (value, transfer) => worker.postMessage(value, [...transfer]),
    keepAlive() {},
    async end() {
      ended();
      worker.terminate();
    },
  };
}

/** What a thread answers, and the buffers that move with it. */
export interface ThreadAnswer {
  readonly message: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/**
 * In the thread: answers each message, one after the other. An error ends the thread. Answers that
 * are promises are not to be rejected, and the next message does not wait for them.
 */
export function serveThread(
  answer: (message: unknown) => ThreadAnswer | Promise<ThreadAnswer>,
): void {
  const reply = (value: unknown, send: (done: ThreadAnswer) => void): void => {
    const made = answer(value);
    if (made instanceof Promise) made.then(send);
    else send(made);
  };
  const port = nodeThreads()?.parentPort;
  if (port) {
    port.on("message", (value) => {
      reply(value, ({ message, transfer }) => port.postMessage(message, transfer));
    });
    port.postMessage({ ready: true } satisfies Ready, []);
    return;
  }
  const page = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
  page.addEventListener("message", ({ data }) => {
    reply(data, ({ message, transfer }) => page.postMessage(message, [...transfer]));
  });
  holdLifeLock().then((lock) => page.postMessage({ ready: true, lock } satisfies Ready));
}

interface Turns {
  readonly setImmediate?: (done: () => void) => void;
}

/** Resolves after messages that have arrived were handed out. */
export function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as Turns;
  return new Promise((resolve) => {
    if (setImmediate !== undefined) return setImmediate(resolve);
    // Not a timer: pages delay those.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
