import { SourceError } from "../errors.ts";

/** What of `node:fs` is used. */
interface NodeFiles {
  mkdirSync(path: string): void;
  existsSync(path: string): boolean;
  writeFileSync(path: string, text: string): void;
}

interface NodeProcess {
  readonly platform: string;
  getBuiltinModule?(name: string): unknown;
}

const { process: node } = globalThis as { process?: NodeProcess };
const files = node?.getBuiltinModule?.("node:fs") as NodeFiles | undefined;

/** @throws SourceError where there are no files, or this one cannot be written */
export function writeText(path: string, text: string): void {
  attempt(path, (fs) => fs.writeFileSync(path, text));
}

/**
 * Makes a folder and those around it, one after the other: Node's recursive form never returns where a
 * folder refuses all.
 */
export function makeFolder(path: string): void {
  attempt(path, (fs) => {
    const parts = path.split(node?.platform === "win32" ? /[\\/]/ : "/");
    for (let n = 1; n <= parts.length; n++) {
      const part = parts.slice(0, n).join("/");
      if (part !== "" && part !== "." && !fs.existsSync(part)) fs.mkdirSync(part);
    }
  });
}

function attempt(path: string, work: (fs: NodeFiles) => void): void {
  if (files === undefined) {
    throw new SourceError(path, "there are no files to write in a page: use a sink, or the text");
  }
  try {
    work(files);
  } catch (cause) {
    throw new SourceError(path, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
