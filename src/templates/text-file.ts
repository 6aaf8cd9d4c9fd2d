import { SourceError } from "../errors.ts";

/** What of `node:fs` is used. */
interface NodeFiles {
  writeFileSync(path: string, text: string): void;
}

type Builtin = (name: string) => unknown;
const files = (
  globalThis as { process?: { getBuiltinModule?: Builtin } }
).process?.getBuiltinModule?.("node:fs") as NodeFiles | undefined;

/** @throws SourceError where there are no files, or this one cannot be written */
export function writeText(path: string, text: string): void {
  if (files === undefined) {
    throw new SourceError(path, "there are no files to write in a page: use a sink, or the text");
  }
  try {
    files.writeFileSync(path, text);
  } catch (cause) {
    throw new SourceError(path, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
