import { nodeFiles } from "../node-files.ts";

/** What is known of a file without opening it. */
export interface CountedTree {
  readonly entries: number;
  /** The name of the tree, where several were possible. */
  readonly treename?: string | undefined;
  readonly fileuuid?: string | undefined;
  /** Entries at which clusters begin, and the number of entries; absent where nobody asked. */
  readonly clusters?: readonly number[] | undefined;
  /** Bytes of the file. */
  readonly bytes?: number | undefined;
}

/** Keeps what planning found out about files. */
export interface CountCache {
  get(filename: string, treename: string): Promise<CountedTree | undefined>;
  set(filename: string, treename: string, found: CountedTree): Promise<void>;
  /** Called when all files are counted. */
  save?(): Promise<void>;
}

/** An entry of the cache's file. */
interface Kept extends CountedTree {
  /** Of a local file, when it was counted. */
  readonly size?: number | undefined;
  readonly modified?: number | undefined;
}

const VERSION = 1;

/**
 * A JSON file that remembers entries, uuid and clusters of files. A local file is counted again when
 * its size or time changed; one behind a URL is taken at its word, and its uuid is checked when it is
 * opened. Node only.
 * @see coffea.processor.Runner, metadata_cache
 */
export function countCache(path: string): CountCache {
  const files = nodeFiles("give a CountCache as cache");
  let held: Promise<Map<string, Kept>> | undefined;
  const added = new Map<string, Kept>();
  const read = async (): Promise<Map<string, Kept>> => {
    const bytes = await files.read(path);
    if (bytes === undefined) return new Map();
    try {
      const { version, files: kept } = JSON.parse(new TextDecoder().decode(bytes)) as {
        version: number;
        files: Record<string, Kept>;
      };
      // What another version wrote, or a damaged file, is only counted again.
      return new Map(version === VERSION ? Object.entries(kept) : []);
    } catch {
      return new Map();
    }
  };
  const placeOf = (filename: string): string =>
    filename.includes("://") ? filename : files.path.resolve(filename);
  return {
    async get(filename, treename) {
      held ??= read();
      const place = placeOf(filename);
      const found = (await held).get(`${place}:${treename}`);
      if (found === undefined || found.size === undefined) return found;
      const now = await files.stat(place);
      return now?.size === found.size && now.modified === found.modified ? found : undefined;
    },
    async set(filename, treename, found) {
      const place = placeOf(filename);
      const now = filename.includes("://") ? undefined : await files.stat(place);
      added.set(`${place}:${treename}`, { ...found, ...now });
    },
    async save() {
      if (added.size === 0) return;
      // Read again: another run may have added to it.
      const kept = Object.fromEntries([...(await read()), ...added]);
      added.clear();
      held = undefined;
      await files.write(path, `${JSON.stringify({ version: VERSION, files: kept })}\n`);
    },
  };
}
