import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InputError } from "./report.ts";

/**
 * The lines of a `*.jsonl` file, compressed or not: told by its first bytes.
 * @throws InputError when it cannot be read or holds none
 */
export function* readJsonLines<T>(path: string): Iterable<T> {
  let text: string;
  try {
    const bytes = readFileSync(path);
    text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  let n = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    n++;
    try {
      yield JSON.parse(line) as T;
    } catch (error) {
      throw new InputError(`${path}, line ${n}: ${(error as Error).message}`);
    }
  }
  if (n === 0) throw new InputError(`${path} holds no cases`);
}
