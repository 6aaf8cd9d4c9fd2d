import { SourceError } from "../errors.ts";
import { freshBytes } from "./read-buffers.ts";
import { type ByteSource, makeSource } from "./source.ts";

/** The part of node:fs that is used; a page has none and never gets here. */
interface NodeFs {
  promises: { stat(path: string): Promise<NodeStat> };
  open(path: string, flags: string, done: (error: Error | null, fd: number) => void): void;
  fstatSync(fd: number): NodeStat;
  read(
    fd: number,
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, bytesRead: number) => void,
  ): void;
  readSync(
    fd: number,
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): number;
  closeSync(fd: number): void;
}

interface NodeStat {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

type Builtin = (name: string) => unknown;

const builtin = (globalThis as { process?: { getBuiltinModule?: Builtin } }).process
  ?.getBuiltinModule;

/** Whether there is a file system. */
export const hasFiles: boolean = builtin?.("node:fs") !== undefined;

const words: Record<string, string> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "is a directory, not a file",
  ENOTDIR: "a part of the path is not a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
};

/** Descriptors of sources that were dropped without being closed. */
const dropped = new FinalizationRegistry<Descriptor>((descriptor) => descriptor.close());

/** One open file. It is closed when the last read under way has ended. */
class Descriptor {
  readonly #fs: NodeFs;
  readonly #fd: number;
  #reading = 0;
  #closing = false;
  #open = true;

  constructor(fs: NodeFs, fd: number) {
    this.#fs = fs;
    this.#fd = fd;
  }

  read(target: Uint8Array, position: number): Promise<number> {
    this.#reading++;
    return new Promise((resolve, reject) => {
      let done = 0;
      const more = (): void => {
        const left = target.byteLength - done;
        this.#fs.read(this.#fd, target, done, left, position + done, (error, bytesRead) => {
          done += bytesRead ?? 0;
          // The system may deliver less at once than was asked; 0 is the end of the file.
          if (error === null && bytesRead > 0 && done < target.byteLength) return more();
          this.#reading--;
          if (this.#closing) this.close();
          if (error === null) resolve(done);
          else reject(error);
        });
      };
      more();
    });
  }

  /** The same while the caller waits. */
  readNow(target: Uint8Array, position: number): number {
    let done = 0;
    while (done < target.byteLength) {
      const left = target.byteLength - done;
      const found = this.#fs.readSync(this.#fd, target, done, left, position + done);
      if (found === 0) break;
      done += found;
    }
    return done;
  }

  close(): void {
    this.#closing = true;
    if (this.#reading > 0 || !this.#open) return;
    this.#open = false;
    this.#fs.closeSync(this.#fd);
  }
}

/**
 * A file of the system, through a descriptor: any size, read at 64-bit positions.
 *
 * @throws SourceError when it cannot be opened or is no file
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const fs = builtin?.("node:fs") as NodeFs | undefined;
  if (fs === undefined) {
    throw new SourceError(path, "there are no local files here: open a URL, a File or bytes");
  }
  try {
    // Looked at first: opening a named pipe would wait for a writer.
    const found = await fs.promises.stat(path);
    if (found.isDirectory()) throw new SourceError(path, words.EISDIR);
    if (!found.isFile()) throw new SourceError(path, "is not a regular file");
    const fd = await new Promise<number>((resolve, reject) => {
      fs.open(path, "r", (error, opened) => (error === null ? resolve(opened) : reject(error)));
    });
    return openSource(fs, path, fd);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/** Bytes in a ms that reading must give so that waiting for it is worth it: 200 MB/s. */
const FAST = 200_000;
/** Less tells nothing. */
const MEASURED_BYTES = 4 * 1024 * 1024;

function openSource(fs: NodeFs, path: string, fd: number): ByteSource {
  const descriptor = new Descriptor(fs, fd);
  let read = 0;
  let spent = 0;
  const now = (position: number, target: Uint8Array): number => {
    const start = performance.now();
    try {
      return descriptor.readNow(target, position);
    } catch (cause) {
      throw fileError(path, cause);
    } finally {
      spent += performance.now() - start;
      read += target.byteLength;
    }
  };
  const source = makeSource({
    name: path,
    size: fs.fstatSync(fd).size,
    gap: 16 * 1024,
    span: 8 * 1024 * 1024,
    inFlight: 4,
    get readNow() {
      return read > MEASURED_BYTES && read < FAST * spent ? undefined : now;
    },
    async fetch(position, length, { buffers }) {
      const target = buffers?.take(length) ?? freshBytes(length);
      if (length === 0) return target;
      try {
        return target.subarray(0, await descriptor.read(target, position));
      } catch (cause) {
        throw fileError(path, cause);
      }
    },
    close() {
      dropped.unregister(source);
      descriptor.close();
    },
  });
  dropped.register(source, descriptor, source);
  return source;
}

/** What the system says of a file, in words. */
export function fileError(path: string, cause: unknown): SourceError {
  if (cause instanceof SourceError) return cause;
  const { code, message } = cause as { code?: string; message?: string };
  return new SourceError(path, words[code ?? ""] ?? message ?? String(cause), { cause });
}
