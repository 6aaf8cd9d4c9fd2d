import type { Layout } from "../../array/layout.ts";
import { dispose, scope } from "../../wasm/scope.ts";
import type { ReadOptions } from "../source.ts";
import { startUnpacking } from "../workers.ts";
import type { Field } from "./field.ts";
import type { Level } from "./level.ts";
import type { Cluster } from "./page-list.ts";
import { PageReader } from "./page-reader.ts";
import type { Storage } from "./payload.ts";
import { Known, Reading, type Wanted } from "./reading.ts";

/** Bytes on file of the fields that are read together; the next ones are fetched meanwhile. */
const GROUP_BYTES = 16 * 2 ** 20;

/**
 * Reads fields for a range of entries, some at a time. Only pages with elements of these entries are
 * read, those of some fields in one request; where large lists are cut inside a cluster, what they
 * hold follows in another one. Nothing of a failed call is left in memory.
 *
 * @param where  file and tree, for messages
 * @throws FormatError, SourceError, MemoryError
 */
export async function readFields(
  storage: Storage,
  where: string,
  clusters: readonly Cluster[],
  fields: readonly Field[],
  range: { readonly start: number; readonly stop: number },
  options: ReadOptions,
): Promise<Layout[]> {
  options.signal?.throwIfAborted();
  const level = entryLevel(clusters, range.start, range.stop);
  const known = new Known();
  const layouts: Layout[] = [];
  const unpacking = startUnpacking(options.workers, fields.length > 0);
  let next: Promise<Reading> | undefined;
  try {
    const sizing = new Reading(new PageReader(storage, where, false), known);
    const groups = inGroups(fields, level, sizing);
    const start = (group: readonly Field[]): Promise<Reading> => {
      // A progress report counts bytes that are fetched.
      const wait = options.progress === undefined;
      const reading = new Reading(new PageReader(storage, where, wait, unpacking), known);
      return reading.fetch(group, level, options);
    };
    for (const [i, group] of groups.entries()) {
      const reading = await (next ?? start(group));
      next = undefined;
      try {
        if (i + 1 < groups.length) {
          next = start(groups[i + 1]);
          next.catch(() => undefined);
        }
        for (const field of group) {
          const lots = reading.lots.get(field) ?? [];
          for (const lot of lots) await unpacking?.settle(lot);
          options.signal?.throwIfAborted();
          layouts.push(scope(() => reading.build(field, level)));
          unpacking?.forget(lots);
        }
      } finally {
        reading.dispose();
      }
      if (storage.source.readNow !== undefined) await othersTurn();
    }
    return layouts;
  } catch (error) {
    dispose(layouts);
    await next?.then(
      (reading) => reading.dispose(),
      () => undefined,
    );
    throw error;
  } finally {
    unpacking?.end();
    known.dispose();
  }
}

/** Lets others do their work, where reading was no occasion for that. */
function othersTurn(): Promise<void> | undefined {
  const { setImmediate } = globalThis as { setImmediate?: (done: () => void) => void };
  return setImmediate && new Promise(setImmediate);
}

/** Consecutive fields with no more bytes on file than GROUP_BYTES, unless it is one field. */
function inGroups(fields: readonly Field[], level: Level, sizing: Reading): Field[][] {
  const groups: Field[][] = [];
  let room = 0;
  for (const field of fields) {
    const pages: Wanted = new Map();
    sizing.collect(field, level, pages);
    let bytes = 0;
    for (const { size } of pages.keys()) bytes += size;
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = GROUP_BYTES;
    }
    groups[groups.length - 1].push(field);
    room -= bytes;
  }
  return groups;
}

function entryLevel(clusters: readonly Cluster[], start: number, stop: number): Level {
  const touched =
    start < stop ? clusters.filter((one) => one.start < stop && one.stop > start) : [];
  const spans = touched.map((cluster) => {
    const from = Math.max(start, cluster.start) - cluster.start;
    const to = Math.min(stop, cluster.stop) - cluster.start;
    return { cluster, from, to, whole: from === 0 && cluster.start + to === cluster.stop };
  });
  return { spans, perEntry: 1, unread: false };
}
