import { thrownText } from "./thrown-text.ts";

/** Base of every error that hepwasm throws on purpose. */
export class HepwasmError extends Error {
  /** Spelled out in each class: bundlers shorten the names of classes. */
  static override readonly name: string = "HepwasmError";

  override get name(): string {
    return this.constructor.name;
  }
}

/** The bytes of a file contradict its format: truncated, damaged or hostile. */
export class FormatError extends HepwasmError {
  static override readonly name: string = "FormatError";
  /** Where: file, key, tree, branch, basket, as far as the thrower knows. */
  readonly path: string | undefined;
  /** Byte position in the file or buffer. */
  readonly at: number | undefined;

  constructor(
    message: string,
    options: { path?: string | undefined; at?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.path = options.path;
    this.at = options.at;
  }
}

/** A name that is not there: the message suggests the nearest of `known`. */
export class NotFoundError extends HepwasmError {
  static override readonly name: string = "NotFoundError";
  readonly missing: string;
  readonly known: readonly string[];

  /**
   * @param what  kind of thing: "branch", "key", "field"
   * @param missing  the name asked for
   * @param known  the names there are
   * @param where  the place looked in, such as `tree "mini" of a.root`
   * @param note  ends the message: the expression with the place marked
   */
  constructor(what: string, missing: string, known: Iterable<string>, where: string, note = "") {
    const names = [...known];
    super(`no ${what} "${missing}" in ${where}${suggestion(missing, names)}${note}`);
    this.missing = missing;
    this.known = names;
  }
}

/** A valid thing that this version does not support. */
export class UnsupportedError extends HepwasmError {
  static override readonly name: string = "UnsupportedError";
  readonly feature: string;

  constructor(message: string, feature: string) {
    super(message);
    this.feature = feature;
  }
}

/** Lengths, dtypes or structures that do not fit each other. */
export class ShapeError extends HepwasmError {
  static override readonly name: string = "ShapeError";
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, expected?: unknown, actual?: unknown) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/** A position that is not there: Python's IndexError. */
export class PositionError extends ShapeError {
  static override readonly name: string = "PositionError";
}

/** An integer that its dtype cannot hold: Python's OverflowError. */
export class OverflowError extends ShapeError {
  static override readonly name: string = "OverflowError";
}

/** Compressed bytes that cannot be decompressed, or whose size or checksum is wrong. */
export class CodecError extends HepwasmError {
  static override readonly name: string = "CodecError";
  readonly codec: string;

  constructor(codec: string, message: string, options?: ErrorOptions) {
    super(`${codec}: ${message}`, options);
    this.codec = codec;
  }
}

/** Bytes that could not be had: missing file, refused request, short read. */
export class SourceError extends HepwasmError {
  static override readonly name: string = "SourceError";
  readonly source: string;

  constructor(source: string, message: string, options?: ErrorOptions) {
    super(`${source}: ${message}`, options);
    this.source = source;
  }
}

/** Linear memory is exhausted; the instance goes on working once something is freed. */
export class MemoryError extends HepwasmError {
  static override readonly name: string = "MemoryError";
  readonly requested: number;
  readonly live: number;

  constructor(message: string, requested: number, live: number) {
    super(message);
    this.requested = requested;
    this.live = live;
  }
}

/** A column was used after it was freed. */
export class DisposedError extends HepwasmError {
  static override readonly name: string = "DisposedError";
}

/** A column of a lazy array that has not been read from its file. */
export class NotLoadedError extends HepwasmError {
  static override readonly name: string = "NotLoadedError";
  readonly column: string;
  /** Whether who called the code reads the column now and calls it again: this is to pass, then. */
  readonly awaited: boolean;

  constructor(column: string, message: string, awaited = false) {
    super(message);
    this.column = column;
    this.awaited = awaited;
  }
}

/** One chunk of a run failed: which, at what stage, and why (`cause`). */
export class ChunkError extends HepwasmError {
  static override readonly name: string = "ChunkError";
  readonly stage: "open" | "read" | "process" | "merge";
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  /** `[entryStart, entryStop)`; both undefined when the file could not be opened. */
  readonly entryStart: number | undefined;
  readonly entryStop: number | undefined;

  constructor(
    stage: ChunkError["stage"],
    item: { dataset: string; filename: string; treename: string },
    entries: { entryStart: number; entryStop: number } | undefined,
    cause: unknown,
  ) {
    const range = entries ? `, entries ${entries.entryStart} to ${entries.entryStop}` : "";
    const what =
      cause instanceof Error && !(cause instanceof HepwasmError) ? `${cause.name}: ` : "";
    const why = cause instanceof Error ? cause.message : thrownText(cause);
    super(
      `${stage} failed for dataset "${item.dataset}", ${item.filename}, tree "${item.treename}"${range}: ${what}${why}`,
      { cause },
    );
    this.stage = stage;
    this.dataset = item.dataset;
    this.filename = item.filename;
    this.treename = item.treename;
    this.entryStart = entries?.entryStart;
    this.entryStop = entries?.entryStop;
  }
}

/** A statistical model that contradicts itself: where in the workspace, and why. */
export class ModelError extends HepwasmError {
  static override readonly name: string = "ModelError";
  /** As a JSON path: `channels[0].samples[2].modifiers[1]`; empty for the whole. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(path === "" ? message : `${path}: ${message}`);
    this.path = path;
  }
}

/**
 * A correction payload that contradicts its schema, or values that a correction does not accept: where in
 * the payload, and why.
 */
export class CorrectionError extends HepwasmError {
  static override readonly name: string = "CorrectionError";
  /** As a JSON path: `corrections[0].data.content[3]`; empty for the whole, or for values. */
  readonly path: string;
  /** Index of the object that has no value, where one is at fault. */
  readonly entry: number | undefined;

  constructor(path: string, message: string, entry?: number) {
    super(path === "" ? message : `${path}: ${message}`);
    this.path = path;
    this.entry = entry;
  }
}

/** A configuration file that cannot be meant so: which line, which setting, and what would do. */
export class ConfigError extends HepwasmError {
  static override readonly name: string = "ConfigError";
  /** The file. */
  readonly file: string;
  /** Line of the setting, from 1; undefined for a configuration that is no file. */
  readonly line: number | undefined;
  /** The setting: `Systematics[2].Up.Normalization`. */
  readonly key: string;

  constructor(
    place: { readonly file: string; readonly line: number | undefined; readonly key: string },
    message: string,
    options?: ErrorOptions,
  ) {
    const { file, line, key } = place;
    const where = line === undefined ? file : `${file}, line ${line}`;
    super(`${where}: ${key === "" ? "" : `${key}: `}${message}`, options);
    this.file = file;
    this.line = line;
    this.key = key;
  }
}

/** A fit that found no minimum. */
export class FitError extends HepwasmError {
  static override readonly name: string = "FitError";
  /** Why: the minimiser's own word, such as "flat" or "limit". */
  readonly status: string;

  constructor(status: string, message: string) {
    super(message);
    this.status = status;
  }
}

/** Arguments or options that make no sense, with the reason. */
export class UsageError extends HepwasmError {
  static override readonly name: string = "UsageError";
}

/** An axis that an array does not have: NumPy's AxisError. */
export class AxisError extends UsageError {
  static override readonly name: string = "AxisError";
}

/** Values of a type that an operation does not take: Python's TypeError. */
export class DTypeError extends UsageError {
  static override readonly name: string = "DTypeError";
}

/** An expression that cannot be understood, or whose operands do not fit; the message marks the place. */
export class ExpressionError extends HepwasmError {
  static override readonly name: string = "ExpressionError";
  readonly expression: string;
  /** Where in the expression, in characters from 0. */
  readonly at: number;

  constructor(message: string, expression: string, at: number, length = 1) {
    super(`${message}${ExpressionError.mark(expression, at, length)}`);
    this.expression = expression;
    this.at = at;
  }

  /** The expression on a line of its own, with carets under the characters meant. */
  static mark(expression: string, at: number, length = 1): string {
    // A long expression, or one of several lines, shows around the place.
    const lineStart = at === 0 ? 0 : expression.lastIndexOf("\n", at - 1) + 1;
    const lineEnd = expression.indexOf("\n", at);
    const start = Math.max(lineStart, at - 60);
    const stop = Math.min(lineEnd < 0 ? expression.length : lineEnd, start + 120);
    const line = expression.slice(start, stop).replace(/[\p{Cc}\p{Cf}]/gu, " ");
    const carets = "^".repeat(Math.max(1, Math.min(length, stop - at)));
    return `\n  ${line}\n  ${" ".repeat(at - start)}${carets}`;
  }
}

/** As messages end that name what is not there: the nearest known name, or all of them. */
export function suggestionFor(missing: string, known: Iterable<string>): string {
  return suggestion(missing, [...known]);
}

/** `; did you mean "…"?` for the nearest known name, or the names themselves when they are few. */
function suggestion(missing: string, known: readonly string[]): string {
  if (known.length === 0) return " (it has none)";
  let best = "";
  // A name of one or two letters of which none agrees is no neighbour.
  const most = Math.max(1, missing.length);
  let least = Math.min(Math.max(2, Math.ceil(missing.length / 3)) + 1, most);
  const lower = missing.toLowerCase();
  for (const name of known) {
    // A long name that ends or begins with what was asked is the likely meaning: "pt" of "lep_pt".
    const part = name.toLowerCase().includes(lower) && lower.length > 1 ? 1 : least;
    const distance = Math.min(part, editDistance(lower, name.toLowerCase(), least));
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  if (best !== "") return `; did you mean "${best}"?`;
  if (known.length > 12) return ` (${known.length} others there)`;
  return `; known: ${known.join(", ")}`;
}

/** Levenshtein distance, or `limit` where it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j - 1] + change, row[j] + 1, next[j - 1] + 1));
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[b.length];
}
