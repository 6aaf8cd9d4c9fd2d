import { fstatSync, writeSync } from "node:fs";
import { HepwasmError } from "../errors.ts";

/** Where a command writes; streams of the process, or strings in a test. */
export interface Output {
  /** Results: standard output. */
  out(text: string): void;
  /**
   * Resolves when the reader of the results has taken most of what was written: who writes much waits for it,
   * as what waits is kept in memory.
   */
  drained(): Promise<void>;
  /** Remarks and errors: standard error. */
  err(text: string): void;
  /** Characters in a line of the terminal; undefined where output goes elsewhere. */
  readonly width: number | undefined;
  /** The same of standard error. */
  readonly errWidth: number | undefined;
}

/** What a terminal would obey: names and texts come from files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text for a terminal, without what would steer it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, "\ufffd");
}

/** Characters in a line of a terminal that does not say: it tells 0, as in containers. */
const USUAL_WIDTH = 80;

/** Characters in a line of a stream; undefined where that is no terminal. */
export function widthOf(stream: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): number | undefined {
  return stream.isTTY ? stream.columns || USUAL_WIDTH : undefined;
}

/** Resolves when a stream can take more. */
export function drained(
  stream: NodeJS.WritableStream & { writableNeedDrain: boolean },
): Promise<void> {
  if (!stream.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => stream.once("drain", () => resolve()));
}

/** Standard output and error of this process. */
export const processOutput: Output = {
  out(text) {
    if (isFile(1)) writeAll(1, text);
    else process.stdout.write(process.stdout.isTTY ? printable(text) : text);
  },
  drained: () => drained(process.stdout),
  err(text) {
    process.stderr.write(process.stderr.isTTY ? printable(text) : text);
  },
  get width() {
    return widthOf(process.stdout);
  },
  get errWidth() {
    return widthOf(process.stderr);
  },
};

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false; // It was closed.
  }
}

/**
 * Writes to a file. Node's own stream takes what fits on a disk that fills up for all of it.
 * @throws HepwasmError
 */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new HepwasmError(`the output cannot be written: ${why}`, { cause });
  }
}
