import { offsetAddress } from "../../wasm/address.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { keep } from "../../wasm/scope.ts";
import { decodeOffsets, type Lists, type Opened } from "./decode.ts";
import type { Level } from "./level.ts";
import type { OpenPage, PageReader } from "./page-reader.ts";

/** Columns that are compared with the next one at most. */
const MOST = 4;

/** An index column that was decoded. */
interface Decoded {
  readonly lists: Lists;
  /**
   * What its pages have on file, one after another; undefined where nothing is compressed, or pages
   * were not fetched.
   */
  readonly stored: Column<"uint8"> | undefined;
}

/**
 * Lists of one level. The members of a collection that is not stored as such have index columns of
 * their own with the same content (`lep_pt`, `lep_eta` …): where an index column has on file the very
 * bytes of one before it, it is not decompressed again; where it has the same offsets, they are
 * shared.
 */
export class AlikeLists {
  /** By encoding and sizes of the pages. */
  readonly #decoded = new Map<string, Decoded[]>();

  /**
   * Decodes an index column, or finds the one that is the same. Checksums are verified in any case.
   * @throws what `decodeOffsets` throws
   */
  lists(reader: PageReader, pieces: readonly Opened[], level: Level): Lists {
    const key = keyOf(pieces);
    let before = this.#decoded.get(key);
    if (before === undefined) {
      before = [];
      this.#decoded.set(key, before);
    }
    const pages = pieces.flatMap(({ open }) => open);
    const packed =
      pages.some(({ frames }) => frames.length > 0) &&
      pages.every(({ bytes }) => bytes !== undefined);
    const found = packed ? sameBytes(reader, pieces, before) : undefined;
    if (found !== undefined) return found.lists;
    const lists = decodeOffsets(reader, pieces, level);
    const same = before.find((one) => sameOffsets(one.lists, lists));
    if (same !== undefined) {
      lists.offsets.dispose();
      return same.lists;
    }
    if (before.length < MOST) {
      before.push({ lists, stored: packed ? storedBytes(pages) : undefined });
    }
    return lists;
  }

  dispose(): void {
    for (const all of this.#decoded.values()) for (const { stored } of all) stored?.dispose();
  }
}

function keyOf(pieces: readonly Opened[]): string {
  const parts = pieces.map(({ record, open, zeros }) => [
    record.type,
    zeros,
    ...open.flatMap(({ start, page }) => [start, page.elements, page.size]),
  ]);
  return parts.join(";");
}

function sameBytes(
  reader: PageReader,
  pieces: readonly Opened[],
  before: readonly Decoded[],
): Decoded | undefined {
  let left = before;
  let at = 0;
  for (const { open } of pieces) {
    for (const page of open) {
      if (left.length === 0) return undefined;
      const { size } = page.page;
      const address = reader.stored(page);
      const from = at;
      left = left.filter(
        ({ stored }) =>
          stored !== undefined &&
          kernels.root_same_bytes(address, offsetAddress(stored.address, from), size) === 1,
      );
      at += size;
    }
  }
  return left[0];
}

function sameOffsets(one: Lists, other: Lists): boolean {
  const n = one.offsets.length;
  if (other.offsets.length !== n || !sameSpans(one.content, other.content)) return false;
  return kernels.root_same_bytes(one.offsets.address, other.offsets.address, 4 * n) === 1;
}

function sameSpans(one: Level, other: Level): boolean {
  return (
    one.spans.length === other.spans.length &&
    one.spans.every(({ from, to, whole }, i) => {
      const span = other.spans[i];
      return from === span.from && to === span.to && whole === span.whole;
    })
  );
}

function storedBytes(pages: readonly OpenPage[]): Column<"uint8"> {
  const total = pages.reduce((sum, { page }) => sum + page.size, 0);
  const stored = keep(reserve("uint8", total));
  let at = 0;
  for (const { page, bytes } of pages) {
    if (bytes !== undefined) stored.view().set(bytes.subarray(0, page.size), at);
    at += page.size;
  }
  return stored;
}
