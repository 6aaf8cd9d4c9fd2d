import { UnsupportedError } from "../../errors.ts";
import type { ByteRange } from "../source.ts";
import { readLocator } from "./envelope.ts";
import type { Storage } from "./payload.ts";
import type { Reader } from "./reader.ts";

/** A page: a run of elements of a column, compressed on its own. */
export interface Page {
  /** Position in the list of the column's pages in its cluster. */
  readonly index: number;
  readonly elements: number;
  /** Where it lies, the checksum behind it included. */
  readonly range: ByteRange;
  /** Bytes on file, without the checksum. */
  readonly size: number;
  /** Whether an XXH3-64 of these bytes lies behind them. */
  readonly checked: boolean;
}

/** A column in one cluster. */
export interface ColumnRange {
  readonly pages: readonly Page[];
  /** Elements of all pages. */
  readonly elements: number;
  /** 100 * algorithm + level. */
  readonly compression: number;
}

/** A run of entries and the pages that hold them. */
export interface Cluster {
  readonly index: number;
  /** First entry, and the one behind the last. */
  readonly start: number;
  readonly stop: number;
  /**
   * The pages of a column; `"suppressed"` where another representation of the field is stored,
   * undefined for a column that was added later.
   */
  readonly column: (id: number) => ColumnRange | "suppressed" | undefined;
}

const SHARDED = 1n;
const CHECKSUM = 8;

/**
 * Reads a page list behind its header checksum. Pages are looked up when they are asked for: a file
 * of many columns is mostly read in part.
 *
 * @param columns  columns that there are
 * @param first  index of the first cluster
 * @throws FormatError; UnsupportedError for sharded clusters
 * @see RNTuple format specification 1.0, "Page List Envelope"
 */
export function readPageList(
  reader: Reader,
  limits: Storage,
  columns: number,
  first: number,
): Cluster[] {
  const summaries = reader.list(() =>
    reader.record(() => {
      const start = reader.u64();
      const word = reader.bits64();
      if ((word >> 56n) & SHARDED) {
        throw new UnsupportedError(
          `${limits.source.name}: sharded clusters are not supported`,
          "RNTuple sharded clusters",
        );
      }
      const stop = start + Number(word & ((1n << 56n) - 1n));
      if (!Number.isSafeInteger(stop)) throw reader.error(`a cluster ends at entry ${stop}`);
      return { start, stop };
    }),
  );
  // Where the frame of each column begins; frames tell their lengths.
  const frames = reader.list(() =>
    reader.listWith((n) => {
      if (n > columns) throw reader.error(`pages of ${n} columns, there are ${columns}`);
      const starts = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        starts[i] = reader.at;
        reader.listWith(() => undefined);
      }
      return starts;
    }),
  );
  if (frames.length !== summaries.length) {
    throw reader.error(`pages of ${frames.length} clusters, summaries of ${summaries.length}`);
  }
  return summaries.map(({ start, stop }, i) => {
    const known = new Map<number, ColumnRange | "suppressed">();
    const column = (id: number): ColumnRange | "suppressed" | undefined => {
      if (id >= frames[i].length) return undefined;
      let found = known.get(id);
      if (found === undefined) {
        reader.at = frames[i][id];
        found = readColumnRange(reader, limits);
        known.set(id, found);
      }
      return found;
    };
    return { index: first + i, start, stop, column };
  });
}

function readColumnRange(reader: Reader, limits: Storage): ColumnRange | "suppressed" {
  return reader.listWith((n) => {
    const pages: Page[] = [];
    let elements = 0;
    for (let index = 0; index < n; index++) {
      const count = reader.i32();
      const checked = count < 0;
      const size = Math.abs(count);
      const { position, length } = readLocator(reader, limits, checked ? CHECKSUM : 0);
      const range = { position, length: checked ? length + CHECKSUM : length };
      pages.push({ index, elements: size, range, size: length, checked });
      elements += size;
    }
    const { negative } = reader.i64();
    if (!negative) return { pages, elements, compression: reader.u32() };
    if (n > 0) throw reader.error(`${n} pages of a suppressed column`);
    return "suppressed";
  });
}
