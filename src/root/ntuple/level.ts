import { FormatError } from "../../errors.ts";
import { pageBytes } from "./column-type.ts";
import type { FieldColumn } from "./field.ts";
import type { Cluster, Page } from "./page-list.ts";
import type { ColumnRecord } from "./schema.ts";

/** Elements of one cluster, counted from its start. */
export interface Span {
  readonly cluster: Cluster;
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
  /** Whether these are all elements of the cluster. */
  readonly whole: boolean;
}

/**
 * The elements that a field has at its place in the tree of fields: entries, or what the lists
 * above hold.
 */
export interface Level {
  readonly spans: readonly Span[];
  /** Elements per entry; undefined where lists above decide. */
  readonly perEntry: number | undefined;
  /** Whether the lists above are still unread: then all spans are whole, `to` is without meaning. */
  readonly unread: boolean;
}

/** A page of a column and where it lies in its cluster. */
export interface PlacedPage {
  readonly page: Page;
  readonly record: ColumnRecord;
  readonly cluster: Cluster;
  /** Its first element, counted from the cluster's start. */
  readonly start: number;
  /** Bytes when decompressed. */
  readonly length: number;
}

/** The part of a column that lies in one cluster. */
export interface Piece {
  readonly span: Span;
  readonly record: ColumnRecord;
  /** Elements in front of the cluster's first page: not stored, and zero. */
  readonly missing: number;
  /** Those with elements of the span, in order. */
  readonly pages: readonly PlacedPage[];
}

/** Number of elements of a level. */
export function elementsOf({ spans }: Level): number {
  let n = 0;
  for (const { from, to } of spans) n += to - from;
  return n;
}

/** Whether a level is all that its clusters have. */
export function isWhole({ spans }: Level): boolean {
  return spans.every(({ whole }) => whole);
}

/** All that clusters have, below lists that are not read yet. */
export function unreadOf(spans: readonly Span[]): Level {
  return {
    spans: spans.map((span) => ({ ...span, from: 0, to: 0 })),
    perEntry: undefined,
    unread: true,
  };
}

/** A level and the element before its first: a list begins where the one before it ends. */
export function before(level: Level): Level {
  const [first, ...others] = level.spans;
  if (level.unread || first === undefined || first.from === 0) return level;
  return { ...level, spans: [{ ...first, from: first.from - 1 }, ...others] };
}

/** A level and all that is before it in its clusters. */
export function fromStart(level: Level): Level {
  return { ...level, spans: level.spans.map((span) => ({ ...span, from: 0 })) };
}

/** Where a cluster begins, as elements of a level; 0 under lists. */
function firstElement(level: Level, cluster: Cluster): number {
  return level.perEntry === undefined ? 0 : cluster.start * level.perEntry;
}

/**
 * The pages that hold a column's elements of a level.
 *
 * @param where  file and tree, for messages
 * @throws FormatError when the column has fewer elements, or more in a whole cluster
 */
export function piecesOf(column: FieldColumn, level: Level, where: string): Piece[] {
  return level.spans.map((span) => {
    const { cluster, whole } = span;
    const fail = (message: string): FormatError => {
      const path = `${where}:${column.path}`;
      return new FormatError(`${path}: cluster ${cluster.index}: ${message}`, { path });
    };
    const { record, pages, elements } = stored(column, cluster, fail);
    const total =
      level.perEntry === undefined ? undefined : (cluster.stop - cluster.start) * level.perEntry;
    const late = Math.max(0, record.first - firstElement(level, cluster));
    let missing = Math.min(late, total ?? 0);
    // A column that came with a later group of clusters has no pages in those before.
    if (pages === undefined && total !== undefined) missing = total;
    const held = missing + elements;
    const expected = total ?? span.to;
    if (
      !level.unread &&
      (held < span.to || ((whole || total !== undefined) && held !== expected))
    ) {
      throw fail(`${held} elements, where ${expected} are needed`);
    }
    const to = level.unread ? held : span.to;
    const placed: PlacedPage[] = [];
    let start = missing;
    for (const page of pages ?? []) {
      const stop = start + page.elements;
      if (start < to && stop > span.from) {
        const length = pageBytes(record, page.elements);
        if (page.size > length) {
          throw fail(`page ${page.index} has ${page.size} bytes, its elements ${length}`);
        }
        placed.push({ page, record, cluster, start, length });
      }
      start = stop;
    }
    return { span: level.unread ? { ...span, to } : span, record, missing, pages: placed };
  });
}

/** The representation of a column that a cluster stores. */
function stored(
  column: FieldColumn,
  cluster: Cluster,
  fail: (message: string) => FormatError,
): { record: ColumnRecord; pages: readonly Page[] | undefined; elements: number } {
  let suppressed = false;
  for (const record of column.records) {
    const range = cluster.column(record.id);
    if (range === "suppressed") suppressed = true;
    else if (range !== undefined) return { record, ...range };
  }
  if (suppressed) throw fail("none of its representations is stored");
  return { record: column.records[0], pages: undefined, elements: 0 };
}
