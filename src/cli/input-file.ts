import { readFileSync } from "node:fs";
import { FormatError, HepwasmError } from "../errors.ts";
import { fileError } from "../root/source-file.ts";

/** The bytes of a file that a command is given. @throws SourceError with its name and why */
export function bytesAt(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** Its text. @throws SourceError with its name and why */
export function textAt(path: string): string {
  return new TextDecoder().decode(bytesAt(path));
}

/** What its JSON says. @throws SourceError, FormatError with its name */
export function jsonAt(path: string): unknown {
  const text = textAt(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`${path} is not JSON: ${(cause as Error).message}`, { path, cause });
  }
}

/** Runs what takes a file's content; its error names the file. */
export function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof HepwasmError && !error.message.includes(path)) {
      error.message = `${path}: ${error.message}`;
    }
    throw error;
  }
}
