import type { Progress } from "./report.ts";

/** How progress is shown: a bar on a terminal, JSON lines elsewhere, or one of them always. */
export type ProgressStyle = boolean | "bar" | "json";

/** Seconds between two showings. */
const BAR_EVERY = 0.1;
const LINE_EVERY = 1;
const BAR_WIDTH = 24;

/** Where progress goes. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Shows the progress of one run. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Leaves the stream at the start of a line, whatever happened. */
  end(): void;
}

/**
 * A display on `stream`; none for `false` or without a stream (in a page).
 *
 * JSON lines are `{"progress":{"done":3,"total":12,"entriesDone":…,"entriesTotal":…,"bytesRead":…,"seconds":…}}`,
 * one a second and one at the end.
 */
export function progressDisplay(
  style: ProgressStyle,
  stream: ProgressStream | undefined = standardError(),
): ProgressDisplay | undefined {
  if (style === false || stream === undefined) return undefined;
  const bar = style === "bar" || (style === true && stream.isTTY === true);
  return bar ? new Bar(stream) : new Lines(stream);
}

class Bar implements ProgressDisplay {
  readonly #stream: ProgressStream;
  #last = Number.NEGATIVE_INFINITY;
  #drawn = 0;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    if (progress.seconds - this.#last < BAR_EVERY && progress.done < progress.total) return;
    this.#last = progress.seconds;
    const text = barText(progress).slice(0, Math.max((this.#stream.columns ?? 100) - 1, 10));
    this.#stream.write(`\r${text.padEnd(this.#drawn)}`);
    this.#drawn = text.length;
  }

  end(): void {
    if (this.#drawn > 0) this.#stream.write("\n");
    this.#drawn = 0;
  }
}

class Lines implements ProgressDisplay {
  readonly #stream: ProgressStream;
  #last = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    if (progress.seconds - this.#last < LINE_EVERY && progress.done < progress.total) return;
    this.#last = progress.seconds;
    const seconds = Math.round(progress.seconds * 1000) / 1000;
    this.#stream.write(`${JSON.stringify({ progress: { ...progress, seconds } })}\n`);
  }

  end(): void {}
}

/** `[######----] 40% 4/10 chunks, 1.2 M events/s, 35 MB, 0:07 left` */
export function barText(progress: Progress): string {
  const { done, total, entriesDone, entriesTotal, bytesRead, seconds } = progress;
  const fraction = entriesTotal > 0 ? entriesDone / entriesTotal : done / Math.max(total, 1);
  const full = Math.floor(fraction * BAR_WIDTH);
  const rate = seconds > 0 ? entriesDone / seconds : 0;
  const left = fraction > 0 ? (seconds * (1 - fraction)) / fraction : undefined;
  const time = done === total ? `${minutes(seconds)} in all` : left && `${minutes(left)} left`;
  const parts = [
    `${done}/${total} chunks`,
    `${short(rate).trimEnd()} events/s`,
    bytesRead > 0 ? `${short(bytesRead)}B` : "",
    time ?? "",
  ];
  const drawn = "#".repeat(full) + "-".repeat(BAR_WIDTH - full);
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  return `[${drawn}]${percent} ${parts.filter((part) => part !== "").join(", ")}`;
}

function short(value: number): string {
  for (const [size, prefix] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (value >= size) return `${(value / size).toPrecision(3)} ${prefix}`;
  }
  return `${Math.round(value)} `;
}

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  const hours = Math.floor(whole / 3600);
  const rest = `${String(Math.floor((whole % 3600) / 60)).padStart(hours > 0 ? 2 : 1, "0")}:${String(whole % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function standardError(): ProgressStream | undefined {
  return (globalThis as { process?: { stderr?: ProgressStream } }).process?.stderr;
}
