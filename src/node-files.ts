import { SourceError, UsageError } from "./errors.ts";

/** The part of Node that is used; a page has none. */
interface NodeFs {
  readFile(path: string): Promise<Uint8Array>;
  writeFile(path: string, bytes: Uint8Array | string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<{ size: number; mtimeMs: number; isFile(): boolean }>;
  rm(path: string, options: { force: boolean }): Promise<void>;
}

interface NodeFolders {
  existsSync(path: string): boolean;
  mkdirSync(path: string): unknown;
}

interface NodePath {
  resolve(...parts: string[]): string;
  join(...parts: string[]): string;
  dirname(path: string): string;
}

interface NodeProcess {
  readonly pid: number;
  getBuiltinModule?(name: string): unknown;
}

/** Files of the system, written whole or not at all. */
export interface NodeFiles {
  readonly path: NodePath;
  /** Undefined for a file that is not there. @throws SourceError, also for what is no file: a device may have no end */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Makes the folder if need be. Another process sees the old bytes or the new ones; a failure leaves
   * the old ones. Of a link, what it points to is replaced; what is no file, such as a device or a pipe, is
   * written to as it is.
   * @throws SourceError
   */
  write(path: string, bytes: Uint8Array | string): Promise<void>;
  /** Size and time of a file; undefined where there is none. */
  stat(path: string): Promise<{ readonly size: number; readonly modified: number } | undefined>;
}

let written = 0;

const { process } = globalThis as { process?: NodeProcess };

/**
 * Makes a folder and those around it.
 * @throws SourceError where it cannot be made, and in a page
 */
export function makeFolder(path: string): void {
  try {
    makeEach(path);
  } catch (cause) {
    throw new SourceError(path, (cause as Error).message, { cause });
  }
}

/** One folder after the other: Node's recursive form never returns where a folder refuses all. */
function makeEach(folder: string): void {
  const fs = process?.getBuiltinModule?.("node:fs") as NodeFolders | undefined;
  const path = process?.getBuiltinModule?.("node:path") as NodePath | undefined;
  if (fs === undefined || path === undefined) throw new Error("there are no folders in a page");
  if (fs.existsSync(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeEach(parent);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process may have made it.
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  }
}

/** @throws UsageError where there are no files, naming what wants them */
export function nodeFiles(wanted: string): NodeFiles {
  const fs = process?.getBuiltinModule?.("node:fs/promises") as NodeFs | undefined;
  const path = process?.getBuiltinModule?.("node:path") as NodePath | undefined;
  if (process === undefined || fs === undefined || path === undefined) {
    throw new UsageError(`there are no folders here: ${wanted}`);
  }
  return {
    path,
    async read(name) {
      try {
        if ((await fs.stat(name)).isFile()) return await fs.readFile(name);
      } catch (cause) {
        if ((cause as { code?: string }).code === "ENOENT") return undefined;
        throw new SourceError(name, (cause as Error).message, { cause });
      }
      throw new SourceError(name, "is a folder or a device, not a file");
    },
    async write(name, bytes) {
      const target = await fs.realpath(name).catch(() => name);
      const beside = `${target}.${process.pid}-${written++}.part`;
      try {
        const before = await fs.stat(target).catch(() => undefined);
        if (before !== undefined && !before.isFile()) return await fs.writeFile(name, bytes);
        try {
          await fs.writeFile(beside, bytes);
        } catch (cause) {
          if ((cause as { code?: string }).code !== "ENOENT") throw cause;
          makeEach(path.dirname(path.resolve(name)));
          await fs.writeFile(beside, bytes);
        }
        await fs.rename(beside, target);
      } catch (cause) {
        await fs.rm(beside, { force: true }).catch(() => undefined);
        throw new SourceError(name, `cannot be written: ${(cause as Error).message}`, { cause });
      }
    },
    async stat(name) {
      try {
        const found = await fs.stat(name);
        return found.isFile() ? { size: found.size, modified: found.mtimeMs } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
