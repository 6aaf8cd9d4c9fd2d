import { FormatError } from "../../errors.ts";
import { offsetAddress } from "../../wasm/address.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { type DType, isBig, itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { typeOf } from "./column-type.ts";
import type { FieldColumn } from "./field.ts";
import {
  before,
  elementsOf,
  fromStart,
  type Level,
  type Piece,
  piecesOf,
  type Span,
} from "./level.ts";
import type { OpenPage, PageReader } from "./page-reader.ts";

/** Offsets of lists are 32-bit integers. */
const MAX_OFFSET = 2 ** 31 - 1;

/** A piece with its pages, and how many elements they and the zeros before them hold. */
export interface Opened extends Piece {
  readonly open: readonly OpenPage[];
  /** Zeros of the span. */
  readonly zeros: number;
  readonly held: number;
}

function openPieces(reader: PageReader, column: FieldColumn, level: Level): Opened[] {
  return piecesOf(column, level, reader.where).map((piece) => {
    const { span, missing } = piece;
    const open = reader.open(piece, column);
    const zeros = Math.max(0, Math.min(span.to, missing) - span.from);
    let held = zeros;
    for (const { page } of open) held += page.elements;
    return { ...piece, open, zeros, held };
  });
}

/** Elements of the first page in front of the first span. Other spans begin with their cluster. */
function lead([first]: readonly Opened[]): number {
  if (first === undefined || first.open.length === 0 || first.zeros > 0) return 0;
  return Math.max(0, first.span.from - first.open[0].start);
}

/**
 * The numbers of a level.
 *
 * @throws FormatError, MemoryError
 */
export function decodeNumbers(
  reader: PageReader,
  column: FieldColumn,
  dtype: DType,
  level: Level,
): Column {
  const pieces = openPieces(reader, column, level);
  if (pieces.some(({ record }) => typeOf(record)?.dtype !== dtype)) {
    return decodeMixed(reader, column, dtype, pieces);
  }
  return decodeAlike(reader, dtype, pieces, elementsOf(level));
}

function decodeAlike(
  reader: PageReader,
  dtype: DType,
  pieces: readonly Opened[],
  wanted: number,
): Column {
  let held = 0;
  for (const piece of pieces) held += piece.held;
  const out = reserve(dtype, held);
  const size = itemSize(dtype);
  let at = 0;
  for (const { open, zeros, record } of pieces) {
    if (zeros > 0) zero(out, at, zeros);
    at += zeros;
    const decode = typeOf(record)?.decode;
    for (const page of open) {
      if (decode === undefined) {
        const bytes = out.bytes();
        reader.unpackInto(page, bytes, at * size);
        bytes.dispose();
      } else {
        const from = reader.unpack(page);
        decode(from, offsetAddress(out.address, at * size), page.page.elements, record);
      }
      at += page.page.elements;
    }
  }
  return part(out, lead(pieces), wanted);
}

/** Representations of different dtypes: each cluster by itself, then converted. */
function decodeMixed(
  reader: PageReader,
  column: FieldColumn,
  dtype: DType,
  pieces: readonly Opened[],
): Column {
  let wanted = 0;
  for (const { span } of pieces) wanted += span.to - span.from;
  const out = reserve(dtype, wanted);
  let at = 0;
  for (const piece of pieces) {
    const own = typeOf(piece.record)?.dtype;
    if (own === undefined) throw new Error(`"${column.path}" has no numbers`);
    const n = piece.span.to - piece.span.from;
    const values = decodeAlike(reader, own, [piece], n);
    convert(values, out, at);
    values.dispose();
    at += n;
  }
  return out;
}

function convert(values: Column, out: Column, at: number): void {
  const from = values.view();
  const to = out.view() as Float64Array;
  if (isBig(values.dtype) === isBig(out.dtype)) {
    to.set(from as Float64Array, at);
    return;
  }
  const into = to as unknown as (number | bigint)[];
  const big = isBig(out.dtype);
  for (let i = 0; i < from.length; i++) into[at + i] = big ? BigInt(from[i]) : Number(from[i]);
}

/** Elements `start` to `start + n - 1`; the column itself is freed where they are not all. */
function part<D extends DType>(column: Column<D>, start: number, n: number): Column<D> {
  if (start === 0 && n === column.length) return column;
  const slice = column.slice(start, start + n);
  column.dispose();
  return slice;
}

function zero(column: Column, at: number, n: number): void {
  const view = column.view();
  if (isBig(column.dtype)) (view as BigInt64Array).fill(0n, at, at + n);
  else (view as Float64Array).fill(0, at, at + n);
}

/** Lists: where they lie, and the level of their contents. */
export interface Lists {
  /** i32[n + 1], from 0. */
  readonly offsets: Column<"int32">;
  readonly content: Level;
}

/** The pages that hold the offsets of the lists of a level. */
export function openOffsets(reader: PageReader, column: FieldColumn, level: Level): Opened[] {
  return openPieces(reader, column, before(level));
}

/**
 * Offsets of the lists of a level, counted on from cluster to cluster.
 *
 * @param pieces  those of `openOffsets`
 * @throws FormatError when they run backwards, or hold more than 2^31 - 1 elements
 */
export function decodeOffsets(reader: PageReader, pieces: readonly Opened[], level: Level): Lists {
  let held = 1;
  for (const piece of pieces) held += piece.held;
  const out = reserve("int32", held);
  out.view()[0] = 0;
  const skipped = lead(pieces) + (level.spans.length > 0 && level.spans[0].from > 0 ? 1 : 0);
  const ends: number[] = [];
  let at = 1;
  let base = 0;
  for (const [i, { open, zeros, record, span }] of pieces.entries()) {
    const end = at + (i === 0 ? lead(pieces) : 0) + span.to - span.from;
    out.view().fill(base, at, at + zeros);
    at += zeros;
    const decode = typeOf(record)?.decodeIndex;
    if (decode === undefined) throw new Error("these pages are no index column");
    for (const page of open) {
      const from = reader.unpack(page);
      const n = page.page.elements;
      // The value before a page in the middle of a cluster is unknown: any is possible.
      const status = decode(from, base, MAX_OFFSET, offsetAddress(out.address, at * 4), n);
      if (status !== 0) throw badIndex(page, status - 1);
      at += n;
    }
    if (span.to > span.from) base = out.view()[end - 1];
    ends.push(base);
  }
  const n = elementsOf(level);
  const offsets = part(out, skipped, n + 1);
  const origin = offsets.view()[0];
  if (origin !== 0) kernels.root_ntuple_rebase(offsets.address, offsets.address, n + 1);
  const content = level.spans.map((span, i): Span => {
    const start = i === 0 ? 0 : ends[i - 1];
    const from = i === 0 ? origin : 0;
    return { ...span, from, to: ends[i] - start };
  });
  return { offsets, content: { spans: content, perEntry: undefined, unread: false } };
}

function badIndex(page: OpenPage, element: number): Error {
  const message = `${page.path}: list ${page.start + element} of the cluster ends before it begins, or beyond 2^31 - 1`;
  return new FormatError(message, { path: page.path, at: page.page.range.position });
}

/** Variants: which alternative each holds, where, and the level of each alternative. */
export interface Variants {
  /** 0 for no value, then 1 to the number of alternatives. */
  readonly tags: Column<"int8">;
  readonly index: Column<"int32">;
  readonly contents: readonly Level[];
}

/**
 * Tags and indices of the variants of a level.
 *
 * @param count  alternatives
 * @throws FormatError when a tag is unknown, or an index not the next one
 */
export function decodeVariants(
  reader: PageReader,
  column: FieldColumn,
  level: Level,
  count: number,
): Variants {
  // Indices count on from the cluster's start, so its pages are read from there.
  const pieces = openPieces(reader, column, fromStart(level));
  const n = elementsOf(level);
  const tags = reserve("int8", n);
  const index = reserve("int32", n);
  const next = reserve("int32", count + 1);
  const base = reserve("int32", count + 1);
  const contents: Span[][] = Array.from({ length: count }, () => []);
  const totals = new Array<number>(count + 1).fill(0);
  let at = 0;
  for (const [i, { open, span, missing }] of pieces.entries()) {
    const { from } = level.spans[i];
    next.view().fill(0);
    const zeros = Math.max(0, Math.min(span.to, missing) - from);
    tags.view().fill(0, at, at + zeros);
    index.view().fill(0, at, at + zeros);
    at += zeros;
    let firsts = Array.from(next.view());
    base.view().set(totals);
    for (const page of open) {
      const address = reader.unpack(page);
      const stop = Math.min(page.page.elements, span.to - page.start);
      const skip = Math.min(stop, Math.max(0, from - page.start));
      const run = (start: number, to: number, passed: number): void => {
        const status = kernels.root_ntuple_switch(
          offsetAddress(address, start * 12),
          count,
          next.address,
          passed,
          base.address,
          offsetAddress(tags.address, at),
          offsetAddress(index.address, at * 4),
          to - start,
        );
        if (status !== 0) throw badVariant(page, start + status - 1);
        at += to - start - passed;
      };
      if (skip > 0) {
        run(0, skip, skip);
        firsts = Array.from(next.view());
        base.view().set(totals.map((total, tag) => total - firsts[tag]));
      }
      run(skip, stop, 0);
    }
    const after = next.view();
    for (let tag = 1; tag <= count; tag++) {
      const range = { from: firsts[tag], to: after[tag] };
      contents[tag - 1].push({ ...level.spans[i], ...range });
      totals[tag] += range.to - range.from;
    }
  }
  next.dispose();
  base.dispose();
  return {
    tags,
    index,
    contents: contents.map((all) => ({ spans: all, perEntry: undefined, unread: false })),
  };
}

function badVariant(page: OpenPage, element: number): Error {
  const message = `${page.path}: variant ${page.start + element} of the cluster has an unknown tag, or not the next index`;
  return new FormatError(message, { path: page.path, at: page.page.range.position });
}
