import { HepwasmError, UsageError } from "../errors.ts";
import { engineFolder } from "./engine-folder.ts";
import { type Frame, frameBytes, framesOf } from "./frames.ts";
import { nodeBuiltin } from "./node-builtin.ts";
import { nodeOptionsElsewhere } from "./node-options.ts";
import type { Failure } from "./thread-messages.ts";

type ChildProcess = typeof import("node:child_process");
type Fs = typeof import("node:fs");

const what = "a DaskExecutor";
/**
 * ms in which a bridge that was told to end does so; in which one does that is in the way, and one whose
 * whole cluster ends with it.
 */
const ENDING = { close: 15_000, abort: 600, "abort all": 400 } as const;
/** ms after that in which whoever can still does in order what must be done, as giving semaphores back. */
const GRACE = 250;
/** Characters kept of what it says on standard error. */
const SAID = 4000;

/** What went wrong beyond the bridge. */
export interface BridgeError {
  /** "user", "file", "oom", "lost", "node": of a chunk; "scheduler", "package", "jobqueue", "dask". */
  readonly kind: string;
  readonly message: string;
  /** The error in the Node child. */
  readonly failure?: Failure | undefined;
  /** Index of the chunk. */
  readonly item?: number | undefined;
}

/** Says what happened to those who wait for it. */
type Listener = (frame: Frame) => void;

/**
 * The process between this one and a Dask scheduler: Python, speaking frames on its standard streams.
 * It ends when this process does.
 */
export class DaskBridge {
  readonly #child: import("node:child_process").ChildProcessByStdio<
    import("node:stream").Writable,
    import("node:stream").Readable,
    import("node:stream").Readable
  >;
  readonly #name: string;
  readonly #ended: Promise<void>;
  #listener: Listener | undefined;
  #fail: ((error: Error) => void) | undefined;
  #said = "";
  /** Why nothing more is heard of it. */
  #over: Error | undefined;

  /** @param name  the Python to start, as messages call it */
  constructor(name: string) {
    const { spawn } = nodeBuiltin<ChildProcess>("node:child_process", what);
    const { env, platform } = process;
    const paths = [pythonFolder(), ...(env.PYTHONPATH ? [env.PYTHONPATH] : [])];
    this.#name = name;
    this.#child = spawn(name, ["-m", "hepwasm_dask"], {
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that the processes of a cluster that it started can be ended with it.
      detached: platform !== "win32",
      env: {
        ...env,
        PYTHONPATH: paths.join(platform === "win32" ? ";" : ":"),
        // Workers of a local cluster, and their Node children, inherit it.
        ...(env.NODE_OPTIONS && { NODE_OPTIONS: nodeOptionsElsewhere(env.NODE_OPTIONS) }),
      },
    });
    const { stdin, stdout, stderr } = this.#child;
    stderr.on("data", (text) => {
      this.#said = `${this.#said}${text}`.slice(-SAID);
    });
    // It is heard by its end as well.
    stdin.on("error", () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", (cause: NodeJS.ErrnoException) => {
        this.#lost(
          cause.code === "ENOENT" || cause.code === "EACCES"
            ? new UsageError(
                `there is no Python "${name}": pass { python }, or set HEPWASM_PYTHON`,
                { cause },
              )
            : new HepwasmError(`${name} cannot be started: ${cause.message}`, { cause }),
        );
        resolve();
      });
      this.#child.on("close", (status, signal) => {
        this.#lost(this.#lastWords(status, signal));
        resolve();
      });
    });
    this.#hear(stdout).catch((error: Error) => this.#lost(error));
  }

  /**
   * Sends a frame, and listens until `heard` says that this was it.
   *
   * @param heard  returns what was waited for, `undefined` while there is more to come
   */
  ask<T>(
    header: Readonly<Record<string, unknown>>,
    payload: Uint8Array | undefined,
    heard: (frame: Frame) => T | undefined,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#fail = reject;
      this.#listener = (frame) => {
        try {
          const answer = heard(frame);
          if (answer === undefined) return;
          this.#listener = undefined;
          this.#fail = undefined;
          resolve(answer);
        } catch (error) {
          this.#listener = undefined;
          this.#fail = undefined;
          reject(error);
        }
      };
      if (this.#over !== undefined) reject(this.#over);
      else this.send(header, payload);
    });
  }

  /** Whether it is of no more use. */
  get failed(): boolean {
    return this.#over !== undefined;
  }

  /** Of no more use, for this reason. */
  fail(error: Error): void {
    this.#over ??= error;
  }

  /** Sends a frame that has no answer. */
  send(header: Readonly<Record<string, unknown>>, payload?: Uint8Array): void {
    for (const bytes of frameBytes(header, payload)) this.#child.stdin.write(bytes);
  }

  /** Ends it: in order, or in less than a second. Settled when it has ended, with all that it started. */
  async end(how: keyof typeof ENDING): Promise<void> {
    this.send({ op: "close" });
    this.#child.stdin.end();
    // Python's keeper of semaphores ignores the first signal, and ends when those who have them have ended.
    const first = setTimeout(() => this.#kill("SIGTERM"), ENDING[how]);
    const second = setTimeout(() => this.#kill("SIGKILL"), ENDING[how] + GRACE);
    await this.#ended;
    clearTimeout(first);
    clearTimeout(second);
    if (how !== "close") this.#kill("SIGKILL");
  }

  #kill(signal: "SIGTERM" | "SIGKILL"): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      // A cluster that was about to start has processes of which the bridge does not know yet.
      process.kill(process.platform === "win32" ? pid : -pid, signal);
    } catch {
      // There are none any more.
    }
  }

  /** Whether this process waits for it. */
  keepAlive(yes: boolean): void {
    for (const one of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      const handle = one as { ref?(): void; unref?(): void };
      if (yes) handle.ref?.();
      else handle.unref?.();
    }
  }

  async #hear(stdout: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const frame of framesOf(stdout)) this.#listener?.(frame);
  }

  #lost(error: Error): void {
    this.#over ??= error;
    this.#fail?.(this.#over);
  }

  #lastWords(status: number | null, signal: string | null): Error {
    const said = this.#said.trim();
    const missing = /No module named '?([\w.]+)/.exec(said)?.[1];
    if (missing !== undefined) {
      return new UsageError(
        `${this.#name} has no package ${missing}: ${this.#name} -m pip install ${pythonFolder()}`,
      );
    }
    // One that was killed said other things before.
    const last = signal === null ? said.split("\n").at(-1) : undefined;
    const how = signal ?? `status ${status}`;
    return new HepwasmError(`the bridge to Dask ended (${how})${last ? `: ${last}` : ""}`);
  }
}

/** The Python that is meant where none is named: HEPWASM_PYTHON, .venv in this folder, python3. */
export function defaultPython(): string {
  const { existsSync } = nodeBuiltin<Fs>("node:fs", what);
  const given = process.env.HEPWASM_PYTHON;
  if (given) return given;
  return existsSync(".venv/bin/python") ? ".venv/bin/python" : "python3";
}

/** Of the Python package: beside src/ and dist/. */
function pythonFolder(): string {
  return decodeURI(new URL("python/", engineFolder()).pathname);
}
