// A line of the cases, and what the tables of operations are made of.

/** A value of a line, as FORMATS.md writes it. */
export type Encoded =
  | null
  | boolean
  | number
  | string
  | readonly Encoded[]
  | { readonly [key: string]: unknown };

/** An array of a line. */
export interface EncodedArray {
  readonly form: { readonly [key: string]: unknown };
  readonly length: number;
  readonly buffers: Readonly<Record<string, { readonly dtype: string; readonly b64: string }>>;
  readonly type: string;
  readonly list: readonly unknown[];
}

/** What an operation gave in the peer. */
export interface Expected {
  readonly kind?: "array" | "record" | "scalar" | "none" | "arrays" | "strings";
  readonly type?: string;
  readonly list?: unknown;
  readonly items?: readonly Expected[];
  readonly error?: string;
  readonly message?: string;
}

/** One line of the file. */
export interface Line {
  readonly op: string;
  readonly args: readonly Encoded[];
  readonly kwargs: Readonly<Record<string, Encoded>>;
  readonly arrays: readonly EncodedArray[];
  readonly result: Expected;
}

/**
 * An operation under the peer's name. `args` are decoded: arrays, numbers (`ak.Float` where an
 * integral one is Python's float), text, lists, objects. `options` are the keyword arguments in
 * camelCase, numbers as they are. `never` lets each pass for whatever our function takes: the cases
 * decide what comes.
 */
export type Operation = (args: readonly never[], options: never, line: Line) => unknown;

/** Operations of one family by the peer's name. */
export type Operations = Readonly<Record<string, Operation>>;
