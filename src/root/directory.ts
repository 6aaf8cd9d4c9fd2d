import { FormatError } from "../errors.ts";
import { Cursor } from "./cursor.ts";
import { DIRECTORY_BYTES, type DirectoryRecord, readDirectory, recordRange } from "./header.ts";
import { type Key, keyName, readKey } from "./key.ts";
import type { ByteSource, ReadOptions } from "./source.ts";

/** A key with its place: `dir/name;1`. */
export interface Entry {
  readonly path: string;
  readonly key: Key;
}

/** Deeper than anyone nests directories; a longer chain is a hostile file. */
const MAX_DEPTH = 100;
/** Characters of a directory's path: each key below it repeats them. */
const MAX_PATH = 4096;

/** A directory whose keys are not read yet. */
interface Pending extends DirectoryRecord {
  /** With a slash at the end; empty for the root. */
  readonly prefix: string;
}

/**
 * Every key of a file in the order of its directories, the keys of a directory behind its own. All
 * directories of one depth are read together.
 *
 * @throws FormatError when a directory lies outside the file or contains itself
 */
export async function readDirectories(
  source: ByteSource,
  root: DirectoryRecord,
  options: ReadOptions,
): Promise<Entry[]> {
  const children = new Map<string, Entry[]>();
  const seen = new Set<number>();
  let level: Pending[] = [{ ...root, prefix: "" }];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      const path = `${source.name}: ${level[0].prefix}`;
      throw new FormatError(`${path}: directories nested more than ${MAX_DEPTH} deep`, { path });
    }
    const lists = await readKeyLists(source, level, seen, options);
    const directories: Entry[] = [];
    for (const [i, keys] of lists.entries()) {
      const { prefix } = level[i];
      const entries = keys.map((key) => ({ path: prefix + keyName(key), key }));
      children.set(prefix, [...(children.get(prefix) ?? []), ...entries]);
      directories.push(...entries.filter(({ key }) => isDirectory(key)));
    }
    level = await readRecords(source, directories, options);
  }
  return inOrder(children, "", new Set());
}

/** TDirectory and its classes. */
export function isDirectory(key: Key): boolean {
  return key.className === "TDirectory" || key.className === "TDirectoryFile";
}

function withoutCycle(path: string): string {
  return path.slice(0, path.lastIndexOf(";"));
}

function inOrder(children: Map<string, Entry[]>, prefix: string, listed: Set<string>): Entry[] {
  const out: Entry[] = [];
  for (const entry of children.get(prefix) ?? []) {
    out.push(entry);
    const below = `${withoutCycle(entry.path)}/`;
    // Several cycles of a directory share one prefix and are listed once, behind the first.
    if (!isDirectory(entry.key) || listed.has(below)) continue;
    listed.add(below);
    out.push(...inOrder(children, below, listed));
  }
  return out;
}

async function readKeyLists(
  source: ByteSource,
  level: readonly Pending[],
  seen: Set<number>,
  options: ReadOptions,
): Promise<Key[][]> {
  let listed = 0;
  const named = level.map(({ prefix, seekKeys, nbytesKeys }) => {
    const what = prefix === "" ? "keys" : `keys of ${prefix.slice(0, -1)}`;
    listed += nbytesKeys;
    if (listed > source.size || prefix.length > MAX_PATH) {
      const path = `${source.name}: ${what.slice(0, 200)}`;
      throw new FormatError(
        `${path}: ${listed} bytes of keys, a path of ${prefix.length} characters`,
        { path },
      );
    }
    if (nbytesKeys > 0) {
      if (seen.has(seekKeys)) {
        throw new FormatError(`${source.name}: ${what}: the directory contains itself`, {
          path: `${source.name}: ${what}`,
          at: seekKeys,
        });
      }
      seen.add(seekKeys);
    }
    return { what, range: recordRange(source, seekKeys, nbytesKeys, what) };
  });
  const bytes = await source.readMany(
    named.map(({ range }) => range),
    options,
  );
  return named.map(({ what, range }, i) => {
    if (range.length === 0) return [];
    return readKeyList(new Cursor(bytes[i], `${source.name}: ${what}`, range.position));
  });
}

function readKeyList(cursor: Cursor): Key[] {
  const own = readKey(cursor);
  cursor.at = own.keylen;
  const n = cursor.u32();
  const keys: Key[] = [];
  for (let i = 0; i < n; i++) keys.push(readKey(cursor));
  return keys;
}

async function readRecords(
  source: ByteSource,
  directories: readonly Entry[],
  options: ReadOptions,
): Promise<Pending[]> {
  const ranges = directories.map(({ path, key }) => {
    const length = Math.min(key.nbytes - key.keylen, DIRECTORY_BYTES);
    return recordRange(source, key.seek + key.keylen, length, path);
  });
  const records = await source.readMany(ranges, options);
  return directories.map(({ path }, i) => {
    const cursor = new Cursor(records[i], `${source.name}: ${path}`, ranges[i].position);
    return { prefix: `${withoutCycle(path)}/`, ...readDirectory(cursor) };
  });
}
