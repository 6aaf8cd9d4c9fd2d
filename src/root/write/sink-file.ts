import { SourceError } from "../../errors.ts";
import type { ByteSink } from "./sink.ts";

/** The part of node:fs/promises that is used; a page has none and never gets here. */
interface NodeFiles {
  open(path: string, flags: string, mode?: number): Promise<NodeFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<{ readonly mode: number; isFile(): boolean }>;
}

interface NodeFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

type Builtin = (name: string) => unknown;

const builtin = (globalThis as { process?: { getBuiltinModule?: Builtin } }).process
  ?.getBuiltinModule;

/** Of a new file; the process's mask takes its part away. */
const MODE = 0o666;
const PERMISSIONS = 0o777;

/**
 * A file of the system. It is written beside its place under a name of its own and takes its place
 * when complete, so that at any time there is the old file, none, or the new one.
 *
 * @param sync  whether it is on the disk before that
 * @throws SourceError when it cannot be made
 */
export async function fileSink(path: string, sync = true): Promise<ByteSink> {
  const files = (builtin?.("node:fs") as { promises: NodeFiles } | undefined)?.promises;
  if (files === undefined) {
    throw new SourceError(path, "there are no local files here: write to blobSink()");
  }
  try {
    // Of a link, what it points to is replaced.
    const target = await files.realpath(path).catch(() => path);
    const old = await files.stat(target).catch(() => undefined);
    if (old !== undefined && !old.isFile()) throw new SourceError(path, "is not a regular file");
    const unique = crypto.randomUUID().slice(0, 8);
    const temporary = `${target}.${unique}.part`;
    const mode = old === undefined ? MODE : old.mode & PERMISSIONS;
    const file = await files.open(temporary, "wx", mode);
    return openSink(files, file, { path, target, temporary, sync });
  } catch (cause) {
    throw asSinkError(path, cause);
  }
}

interface Names {
  readonly path: string;
  readonly target: string;
  readonly temporary: string;
  readonly sync: boolean;
}

function openSink(
  files: NodeFiles,
  file: NodeFile,
  { path, target, temporary, sync }: Names,
): ByteSink {
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await file.close();
  };
  return {
    name: path,
    async write(bytes, position) {
      try {
        let done = 0;
        while (done < bytes.length) {
          // The system may take less at once than it was given.
          const left = bytes.length - done;
          const { bytesWritten } = await file.write(bytes, done, left, position + done);
          done += bytesWritten;
        }
      } catch (cause) {
        throw asSinkError(path, cause);
      }
    },
    async finish() {
      try {
        if (sync) await file.sync();
        await close();
        await files.rename(temporary, target);
      } catch (cause) {
        throw asSinkError(path, cause);
      }
    },
    async abort() {
      await close().catch(() => {});
      await files.unlink(temporary).catch(() => {});
    },
  };
}

function asSinkError(path: string, cause: unknown): SourceError {
  if (cause instanceof SourceError) return cause;
  const { message } = cause as { message?: string };
  return new SourceError(path, `cannot be written: ${message ?? String(cause)}`, { cause });
}
