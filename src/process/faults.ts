import { ChunkError, HepwasmError } from "../errors.ts";

/** How a run takes faults of files and workers. */
export interface FaultOptions {
  /** Attempts after the first, for what may go away: files that cannot be read, workers that end. */
  readonly retries: number;
  /** Whether chunks whose file cannot be read are left out; or those with errors of these names. */
  readonly skipBadFiles: boolean | readonly string[];
}

/** Classes of errors: `[SourceError, RangeError]`. */
export type ErrorClasses = readonly (abstract new (...given: never[]) => Error)[];

/** What to do about a chunk that failed. */
export type Remedy = "retry" | "skip" | "fail";

/** A thread, or a process elsewhere, ended while it processed a chunk. */
export class WorkerLostError extends HepwasmError {
  static override readonly name: string = "WorkerLostError";
}

/** Errors of a file's bytes, by name: an error from another thread has lost its class. */
const BAD_BYTES = new Set(["SourceError", "FormatError", "CodecError", "Error"]);
/** Errors of what a file holds, when it is opened. */
const BAD_CONTENT = new Set(["NotFoundError", "UnsupportedError"]);
/** What the system says of a path that will be no better in a second. */
const LASTING = new Set(["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "ELOOP"]);

/** ms before the second attempt to have bytes; each further one waits four times as long. */
const PAUSE = 100;

/**
 * What to do about a chunk, or a file, that failed. A processor that throws is not called again: it
 * would throw again.
 *
 * @param attempt  how many there were before
 */
export function remedyFor(error: unknown, attempt: number, options: FaultOptions): Remedy {
  if (!(error instanceof ChunkError)) return "fail";
  const { stage, cause } = error;
  const name = cause instanceof Error ? cause.name : "";
  const bad =
    (stage === "open" || stage === "read") &&
    (BAD_BYTES.has(name) || (stage === "open" && BAD_CONTENT.has(name)));
  const passing = bad ? BAD_BYTES.has(name) && !lasts(cause) : name === WorkerLostError.name;
  if (passing && attempt < options.retries) return "retry";
  const { skipBadFiles } = options;
  const skip =
    typeof skipBadFiles === "boolean"
      ? skipBadFiles && bad
      : namesOf(error).some((one) => skipBadFiles.includes(one));
  return skip ? "skip" : "fail";
}

/** Of an error and of its causes. */
function namesOf(error: unknown): string[] {
  return chainOf(error).map(({ name }) => name);
}

/** An error, its cause, and so on, each once: a user's causes may go in a circle. */
function chainOf(error: unknown): readonly Error[] {
  const chain = new Set<Error>();
  for (let one = error; one instanceof Error && !chain.has(one); one = one.cause) chain.add(one);
  return [...chain];
}

/** Waits before an attempt: not at all unless bytes could not be had. */
export async function pauseBefore(
  attempt: number,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  const cause = error instanceof ChunkError ? error.cause : undefined;
  if (!(cause instanceof Error && cause.name === "SourceError")) return;
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      },
      PAUSE * 2 ** (2 * attempt - 2),
    );
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** The system's word for why a file cannot be opened, where it has one. */
export function systemCode(error: unknown): string | undefined {
  const codes = [error, ...chainOf(error)].map((one) => (one as { code?: unknown } | null)?.code);
  return codes.find((code) => typeof code === "string");
}

function lasts(cause: unknown): boolean {
  const code = systemCode(cause);
  return code !== undefined && LASTING.has(code);
}
