import { type Layout, unreachable } from "../../array/layout.ts";
import type { Lot } from "../../codec/unpacking.ts";
import { FormatError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { dispose, keep, scope } from "../../wasm/scope.ts";
import type { ReadOptions } from "../source.ts";
import { AlikeLists } from "./alike.ts";
import { decodeNumbers, decodeVariants, type Lists, openOffsets, type Variants } from "./decode.ts";
import type { Field, FieldColumn, VariantField } from "./field.ts";
import { before, elementsOf, fromStart, isWhole, type Level, piecesOf, unreadOf } from "./level.ts";
import type { Page } from "./page-list.ts";
import type { PageReader } from "./page-reader.ts";
import { decodeStreamed } from "./streamed.ts";

/**
 * What lists hold is read along with their offsets when a cluster that is cut has at most so many
 * bytes of it: they cost less than another round trip.
 */
const AHEAD = 2 ** 20;

/** For pages of index columns: most repeat those of another field, and are not decompressed at all. */
const ALONE = 0;

/** Pages, and how many bytes each has when decompressed. */
export type Wanted = Map<Page, number>;

/** Offsets that the fields of one call share, and the levels below them. */
export class Known {
  readonly lists: Map<Level, Map<string, Lists>> = new Map<Level, Map<string, Lists>>();
  readonly variants: Map<Level, Map<string, Variants>> = new Map<Level, Map<string, Variants>>();
  readonly repeated: Map<Level, Map<number, Level>> = new Map<Level, Map<number, Level>>();
  readonly alike: Map<Level, AlikeLists> = new Map<Level, AlikeLists>();

  dispose(): void {
    for (const lists of this.alike.values()) lists.dispose();
    for (const all of this.lists.values()) dispose(all);
    for (const all of this.variants.values()) dispose(all);
  }
}

/** Some fields: which pages they need, and what becomes of them. */
export class Reading {
  readonly #pages: PageReader;
  readonly #known: Known;
  /** What other threads unpack of each field. */
  readonly lots: Map<Field, Lot[]> = new Map<Field, Lot[]>();

  constructor(pages: PageReader, known: Known) {
    this.#pages = pages;
    this.#known = known;
  }

  /**
   * Fetches what the fields need.
   * @throws what the source or the format gives, with nothing left
   */
  async fetch(fields: readonly Field[], level: Level, options: ReadOptions): Promise<this> {
    try {
      for (let open = true; open; ) {
        const wanted: Wanted = new Map();
        const perField: Wanted[] = [];
        open = false;
        for (const field of fields) {
          const mine: Wanted = new Map();
          if (this.collect(field, level, mine)) open = true;
          for (const [page, length] of mine) {
            // Of several fields the first uses it.
            if (wanted.has(page)) mine.delete(page);
            else wanted.set(page, length);
          }
          perField.push(mine);
        }
        if (wanted.size > 0) await this.#pages.fetch(wanted.keys(), options);
        for (const [i, lot] of this.#pages.share(perField).entries()) {
          const lots = this.lots.get(fields[i]) ?? [];
          this.lots.set(fields[i], [...lots, lot]);
        }
      }
      return this;
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /**
   * Adds the pages of a field that are not there yet.
   * @returns whether others may follow from what is in them
   */
  collect(field: Field, level: Level, wanted: Wanted): boolean {
    switch (field.kind) {
      case "streamed": {
        const { index, bytes } = field;
        return this.#collectLists(index, level, wanted, (below, pages) => {
          this.#need(bytes, below, pages);
          return false;
        });
      }
      case "leaf":
        this.#need(field.column, level, wanted);
        return false;
      case "cardinality":
        if (!this.#known.lists.get(level)?.has(keyOf(field.index))) {
          this.#need(field.index, before(level), wanted, ALONE);
        }
        return false;
      case "string": {
        const { index, characters } = field;
        return this.#collectLists(index, level, wanted, (below, pages) => {
          this.#need(characters, below, pages);
          return false;
        });
      }
      case "list":
      case "option":
        return this.#collectLists(field.index, level, wanted, (below, pages) =>
          this.collect(field.content, below, pages),
        );
      case "regular":
        return this.collect(field.content, this.#times(level, field.size), wanted);
      case "record": {
        let open = false;
        for (const content of field.contents) {
          if (this.collect(content, level, wanted)) open = true;
        }
        return open;
      }
      case "variant":
        return this.#collectVariants(field, level, wanted);
      default:
        return unreachable(field);
    }
  }

  /** The array of a field whose pages are there. */
  build(field: Field, level: Level): Layout {
    switch (field.kind) {
      case "leaf":
        return { kind: "flat", data: decodeNumbers(this.#pages, field.column, field.dtype, level) };
      case "cardinality": {
        const { offsets } = this.#listsOf(field.index, level);
        const n = elementsOf(level);
        const data: Column = reserve(field.dtype, n);
        if (field.dtype === "int64") {
          kernels.root_ntuple_lengths_i64(offsets.address, data.address, n);
        } else {
          kernels.root_ntuple_lengths_i32(offsets.address, data.address, n);
        }
        return { kind: "flat", data };
      }
      case "string": {
        const { offsets, content } = this.#listsOf(field.index, level);
        const data = decodeNumbers(this.#pages, field.characters, "uint8", content);
        return { kind: "string", offsets: shared(offsets), data: data as Column<"uint8"> };
      }
      case "streamed": {
        const { offsets, content } = this.#listsOf(field.index, level);
        const data = decodeNumbers(this.#pages, field.bytes, "uint8", content);
        const path = `${this.#pages.where}:${field.bytes.path}`;
        return decodeStreamed(field, offsets, data as Column<"uint8">, path);
      }
      case "list": {
        const { offsets, content } = this.#listsOf(field.index, level);
        return {
          kind: "list",
          offsets: shared(offsets),
          content: this.build(field.content, content),
        };
      }
      case "option": {
        const { offsets, content } = this.#listsOf(field.index, level);
        const index = reserve("int32", elementsOf(level));
        const status = kernels.root_ntuple_option(offsets.address, index.address, index.length);
        if (status !== 0) {
          const path = `${this.#pages.where}:${field.index.path}`;
          throw new FormatError(`${path}: value ${status - 1} of this range is there twice`, {
            path,
          });
        }
        return { kind: "option", index, content: this.build(field.content, content) };
      }
      case "regular": {
        const { size } = field;
        const content = this.build(field.content, this.#times(level, size));
        return { kind: "regular", size, length: elementsOf(level), content };
      }
      case "record": {
        const contents = field.contents.map((content) => this.build(content, level));
        const { fields, tuple } = field;
        return { kind: "record", fields, contents, length: elementsOf(level), tuple };
      }
      case "variant":
        return this.#buildVariant(field, level);
      default:
        return unreachable(field);
    }
  }

  dispose(): void {
    this.#pages.dispose();
  }

  #collectLists(
    index: FieldColumn,
    level: Level,
    wanted: Wanted,
    collect: (below: Level, pages: Wanted) => boolean,
  ): boolean {
    const lists = this.#known.lists.get(level)?.get(keyOf(index));
    if (lists !== undefined) return collect(lists.content, wanted);
    const ready = this.#need(index, before(level), wanted, ALONE);
    if (isWhole(level)) return collect(unreadOf(level.spans), wanted);
    if (ready) return collect(this.#listsOf(index, level).content, wanted);
    this.#ahead(level, wanted, collect);
    return true;
  }

  #collectVariants(field: VariantField, level: Level, wanted: Wanted): boolean {
    const { tag, contents } = field;
    const collect = (levels: readonly Level[], pages: Wanted): boolean => {
      let open = false;
      for (const [i, content] of contents.entries()) {
        if (this.collect(content, levels[i], pages)) open = true;
      }
      return open;
    };
    const alike = (below: Level, pages: Wanted): boolean =>
      collect(
        contents.map(() => below),
        pages,
      );
    const known = this.#known.variants.get(level)?.get(keyOf(tag));
    if (known !== undefined) return collect(known.contents, wanted);
    const ready = this.#need(tag, fromStart(level), wanted);
    if (isWhole(level)) return alike(unreadOf(level.spans), wanted);
    if (ready) return collect(this.#variantsOf(field, level).contents, wanted);
    this.#ahead(level, wanted, alike);
    return true;
  }

  /** Pages below lists that are not read: of whole clusters, and of those where they are small. */
  #ahead(level: Level, wanted: Wanted, collect: (below: Level, pages: Wanted) => boolean): void {
    for (const span of level.spans) {
      const pages: Wanted = new Map();
      collect(unreadOf([{ ...span, whole: true }]), pages);
      let bytes = 0;
      for (const { size } of pages.keys()) bytes += size;
      if (span.whole || bytes <= AHEAD)
        for (const [page, length] of pages) wanted.set(page, length);
    }
  }

  /** Adds the pages of a column that are not there; tells whether all are. */
  #need(column: FieldColumn, level: Level, wanted: Wanted, alone?: typeof ALONE): boolean {
    let ready = true;
    for (const { pages } of piecesOf(column, level, this.#pages.where)) {
      for (const placed of pages) {
        if (this.#pages.has(placed) || this.#pages.isDirect(placed)) continue;
        wanted.set(placed.page, alone ?? placed.length);
        ready = false;
      }
    }
    return ready;
  }

  #times(level: Level, size: number): Level {
    if (level.unread) return level;
    return cached(this.#known.repeated, level, size, () => ({
      spans: level.spans.map((span) => ({ ...span, from: span.from * size, to: span.to * size })),
      perEntry: level.perEntry === undefined ? undefined : level.perEntry * size,
      unread: false,
    }));
  }

  #listsOf(index: FieldColumn, level: Level): Lists {
    const { alike, lists } = this.#known;
    return cached(lists, level, keyOf(index), () => {
      const before = alike.get(level) ?? new AlikeLists();
      alike.set(level, before);
      const pieces = openOffsets(this.#pages, index, level);
      return keep(scope(() => before.lists(this.#pages, pieces, level)));
    });
  }

  #variantsOf({ tag, contents }: VariantField, level: Level): Variants {
    return cached(this.#known.variants, level, keyOf(tag), () =>
      keep(scope(() => decodeVariants(this.#pages, tag, level, contents.length))),
    );
  }

  /**
   * As uproot shows variants: the first content is the missing value of those that hold none, the
   * others may be missing, though they never are.
   */
  #buildVariant(field: VariantField, level: Level): Layout {
    const { tags, index, contents } = this.#variantsOf(field, level);
    const nothing = reserve("int32", 1);
    nothing.view().fill(-1);
    const alternatives = field.contents.map((content, i): Layout => {
      const layout = this.build(content, contents[i]);
      if (layout.kind === "option" || layout.kind === "union") return layout;
      return { kind: "option", index: identity(elementsOf(contents[i])), content: layout };
    });
    return {
      kind: "union",
      tags: shared(tags),
      index: shared(index),
      contents: [{ kind: "option", index: nothing, content: { kind: "empty" } }, ...alternatives],
    };
  }
}

function cached<K, V>(maps: Map<Level, Map<K, V>>, level: Level, key: K, make: () => V): V {
  let map = maps.get(level);
  if (map === undefined) {
    map = new Map();
    maps.set(level, map);
  }
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function keyOf({ records }: FieldColumn): string {
  return records.map(({ id }) => id).join();
}

/** Another handle on the same elements. */
function shared<D extends "int8" | "int32">(column: Column<D>): Column<D> {
  return column.slice(0, column.length);
}

function identity(n: number): Column<"int32"> {
  const index = reserve("int32", n);
  const view = index.view();
  for (let i = 0; i < n; i++) view[i] = i;
  return index;
}
