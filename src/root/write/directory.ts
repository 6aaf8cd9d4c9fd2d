import { UsageError } from "../../errors.ts";
import { ByteWriter, stringLength } from "./byte-writer.ts";
import {
  type KeyRecord,
  keyBytes,
  keyLength,
  LARGE_FILE,
  LARGE_VERSION,
  writeKey,
} from "./key-record.ts";
import type { Output } from "./output.ts";

const VERSION = 5;
/** A directory's record, with room for positions of 8 bytes: 60 in either case. */
const RECORD_BYTES = 60;

/** A directory of a file that is being written. */
export class OpenDirectory {
  readonly name: string;
  readonly title: string;
  /** With its parents, without a slash at the end; empty for the root. */
  readonly path: string;
  readonly parent: OpenDirectory | undefined;
  readonly children: Map<string, OpenDirectory> = new Map();
  readonly keys: KeyRecord[] = [];
  /** Names of trees, whose keys come last. */
  readonly #trees: string[] = [];
  /** Where its key is. */
  readonly seek: number;
  /** From there to its record. */
  readonly nbytesName: number;
  readonly #created: number;

  /** Reserves its place. */
  constructor(
    output: Output,
    { name, title, parent }: { name: string; title: string; parent: OpenDirectory | undefined },
  ) {
    this.name = name;
    this.title = title;
    this.parent = parent;
    this.path = parent === undefined ? "" : parent.path === "" ? name : `${parent.path}/${name}`;
    this.#created = output.datime();
    this.seek = output.end;
    // The root directory has its name and title once more behind the key.
    const names = parent === undefined ? stringLength(name) + stringLength(title) : 0;
    const key: KeyRecord = {
      className: parent === undefined ? "TFile" : "TDirectory",
      name,
      title,
      objlen: names + RECORD_BYTES,
      stored: names + RECORD_BYTES,
      cycle: parent === undefined ? 1 : parent.nextCycle(name),
      seek: this.seek,
      seekParent: parent?.seek ?? 0,
      datime: this.#created,
      large: this.seek > LARGE_FILE,
    };
    this.nbytesName = keyLength(key, key.large) + names;
    const out = new ByteWriter();
    writeKey(out, key);
    if (parent === undefined) {
      out.string(name);
      out.string(title);
    } else {
      parent.keys.push(key);
    }
    out.raw(new Uint8Array(RECORD_BYTES));
    output.append(out.bytes());
  }

  /** Keeps a name for a tree. @throws UsageError where it is a directory's */
  reserve(name: string): void {
    this.#checkObject(name);
    this.#trees.push(name);
  }

  /** Takes {@link OpenDirectory.reserve} back. */
  release(name: string): void {
    this.#trees.splice(this.#trees.lastIndexOf(name), 1);
  }

  /** A directory of the name could not be opened any more: the newest key of a name is what it means. */
  #checkObject(name: string): void {
    if (this.children.has(name)) {
      const path = this.path === "" ? name : `${this.path}/${name}`;
      throw new UsageError(`"${path}" is a directory, not an object`);
    }
  }

  /** The cycle of the next object of a name. @throws UsageError where it is a directory's */
  nextCycle(name: string): number {
    this.#checkObject(name);
    return this.keys.reduce((n, key) => (key.name === name ? Math.max(n, key.cycle) : n), 0) + 1;
  }

  /**
   * The directory below, made where it is missing.
   *
   * @param path  names with slashes between
   */
  descend(output: Output, path: readonly string[], title = ""): OpenDirectory {
    if (path.length === 0) return this;
    const [name, ...rest] = path;
    let next = this.children.get(name);
    if (next === undefined) {
      if (this.#trees.includes(name) || this.keys.some((key) => key.name === name)) {
        throw new UsageError(`"${this.path}/${name}" is an object, not a directory`);
      }
      next = new OpenDirectory(output, {
        name,
        title: rest.length === 0 ? title : "",
        parent: this,
      });
      this.children.set(name, next);
    }
    return next.descend(output, rest, title);
  }

  /** Appends the lists of keys, those of directories below first; then fills in the records. */
  async close(output: Output): Promise<void> {
    for (const child of this.children.values()) await child.close(output);
    const list = new ByteWriter();
    list.i32(this.keys.length);
    // The newest of a name comes first, as ROOT has them.
    const ordered = [...this.keys].sort((a, b) => (a.name === b.name ? b.cycle - a.cycle : 0));
    for (const key of ordered) list.raw(keyBytes(key));
    const seek = output.end;
    const key: KeyRecord = {
      className: this.parent === undefined ? "TFile" : "TDirectory",
      name: this.name,
      title: this.title,
      objlen: list.length,
      stored: list.length,
      cycle: 1,
      seek,
      seekParent: this.seek,
      datime: this.#created,
      large: seek > LARGE_FILE,
    };
    const out = new ByteWriter();
    writeKey(out, key);
    out.raw(list.bytes());
    output.append(out.bytes());
    await output.patch(this.#record(output, seek, out.length), this.seek + this.nbytesName);
  }

  #record(output: Output, seekKeys: number, nbytesKeys: number): Uint8Array {
    const large = seekKeys > LARGE_FILE;
    const out = new ByteWriter();
    out.u16(VERSION + (large ? LARGE_VERSION : 0));
    out.u32(this.#created);
    out.u32(output.datime());
    out.u32(nbytesKeys);
    out.u32(this.nbytesName);
    out.position(this.seek, large);
    out.position(this.parent?.seek ?? 0, large);
    out.position(seekKeys, large);
    writeUuid(out, output.uuid());
    out.raw(new Uint8Array(RECORD_BYTES - out.length));
    return out.bytes();
  }
}

/** A TUUID: its version, then 16 bytes. */
export function writeUuid(out: ByteWriter, uuid: Uint8Array): void {
  out.u16(1);
  out.raw(uuid);
}

/** The names of a path. @throws UsageError for empty ones */
export function namesOf(path: string): string[] {
  const names = path.split("/").filter((name) => name !== "");
  if (names.length === 0) throw new UsageError(`"${path}" is no name`);
  if (names.some((name) => /;\d+$/.test(name))) {
    throw new UsageError(`"${path}": cycles are given by the file`);
  }
  return names;
}
