// From the bytes of baskets to columns: checks and addresses here, loops in assembly/root.
import type { Layout } from "../array/layout.ts";
import { FormatError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { offsetsAt, type PackedBasket } from "./basket.ts";
import type {
  FixedInterpretation,
  JaggedInterpretation,
  LeafListInterpretation,
  VectorInterpretation,
} from "./interpretation.ts";

/** Entries `from` to `to - 1` of a basket are wanted. */
export interface Piece {
  readonly basket: PackedBasket;
  readonly from: number;
  readonly to: number;
}

/** Baskets of numbers in fixed dimensions. */
export function decodeFixed(pieces: readonly Piece[], type: FixedInterpretation): Layout {
  const items = product(type.dims);
  const size = itemSize(type.dtype) * items;
  const n = entriesOf(pieces);
  for (const { basket } of pieces) checkStride(basket, size);
  const out = reserve(type.dtype, n * items);
  let at = 0;
  for (const { basket, from, to } of pieces) {
    const bytes = basket.unpack();
    const input = offsetAddress(bytes.address, from * size);
    swap(type.dtype, input, offsetAddress(out.address, at * size), (to - from) * items);
    bytes.dispose();
    at += to - from;
  }
  return inDims(out, type.dims, n);
}

/** Baskets of leaf lists: one column for each member. */
export function decodeLeafList(pieces: readonly Piece[], type: LeafListInterpretation): Layout {
  const n = entriesOf(pieces);
  for (const { basket } of pieces) checkStride(basket, type.stride);
  const columns = type.fields.map(({ dtype, dims }) => reserve(dtype, n * product(dims)));
  let at = 0;
  for (const { basket, from, to } of pieces) {
    const bytes = basket.unpack();
    for (const [i, { dtype, dims, offset }] of type.fields.entries()) {
      const items = product(dims);
      const input = offsetAddress(bytes.address, from * type.stride + offset);
      const out = offsetAddress(columns[i].address, at * items * itemSize(dtype));
      gather(dtype, input, type.stride, items, out, to - from);
    }
    bytes.dispose();
    at += to - from;
  }
  return {
    kind: "record",
    fields: type.fields.map(({ name }) => name),
    contents: type.fields.map(({ dims }, i) => inDims(columns[i], dims, n)),
    length: n,
  };
}

/**
 * Baskets of lists without headers.
 *
 * @param counts  for baskets without offsets: lengths of the lists of entries from `countsStart` on
 */
export function decodeJagged(
  pieces: readonly Piece[],
  type: JaggedInterpretation,
  counts: Column | undefined,
  countsStart: number,
): Layout {
  const items = product(type.dims);
  if (items === 0) throw new FormatError("lists of arrays without elements");
  const size = itemSize(type.dtype) * items;
  const n = entriesOf(pieces);
  const offsets = reserve("int32", n + 1);
  const content = reserve(type.dtype, items * room(pieces, size, 0));
  offsets.view()[0] = 0;
  let at = 0;
  let base = 0;
  for (const piece of pieces) {
    const { basket, from, to } = piece;
    const bytes = basket.unpack();
    const out = offsetAddress(offsets.address, at * 4);
    const start = basket.hasOffsets
      ? listOffsets(piece, bytes, size, base, out)
      : countedOffsets(piece, size, base, out, counts, countsStart);
    at += to - from;
    const stop = offsets.view()[at];
    swap(
      type.dtype,
      offsetAddress(bytes.address, start),
      offsetAddress(content.address, base * size),
      (stop - base) * items,
    );
    bytes.dispose();
    base = stop;
  }
  return { kind: "list", offsets, content: inDims(content, type.dims, content.length / items) };
}

/** Baskets of lists behind headers. */
export function decodeVector(pieces: readonly Piece[], type: VectorInterpretation): Layout {
  const size = itemSize(type.dtype);
  const n = entriesOf(pieces);
  const offsets = reserve("int32", n + 1);
  const content = reserve(type.dtype, room(pieces, size, type.header));
  offsets.view()[0] = 0;
  let at = 0;
  for (const { basket, from, to } of pieces) {
    const bytes = basket.unpack();
    const raw = basket.hasOffsets ? undefined : singleOffset(basket);
    const status = kernels.root_vector(
      size,
      offsetAddress((raw ?? bytes).address, raw ? 0 : offsetsAt(basket, bytes) + 4 * from),
      basket.keylen,
      basket.border,
      to < basket.entries ? 1 : 0,
      type.header,
      bytes.address,
      offsets.view()[at],
      offsetAddress(offsets.address, at * 4),
      content.address,
      to - from,
    );
    bytes.dispose();
    raw?.dispose();
    if (status !== 0) throw badEntry(basket, from + status - 1, "its list");
    at += to - from;
  }
  if (type.dtype === "bool") {
    kernels.root_swap_bool(content.address, content.address, offsets.view()[n]);
  }
  return { kind: "list", offsets, content: { kind: "flat", data: content } };
}

/** Writes the offsets of a piece's lists; returns where the first begins in the basket's bytes. */
function listOffsets(
  { basket, from, to }: Piece,
  bytes: Column<"uint8">,
  size: number,
  base: number,
  out: Address,
): number {
  const stored = offsetsAt(basket, bytes) + 4 * from;
  const status = kernels.root_offsets(
    offsetAddress(bytes.address, stored),
    basket.keylen,
    basket.border,
    to < basket.entries ? 1 : 0,
    size,
    base,
    out,
    to - from,
  );
  if (status !== 0) throw badEntry(basket, from + status - 1, "its offset");
  if (to === from) return 0;
  const view = bytes.view();
  return new DataView(view.buffer, view.byteOffset + stored).getInt32(0) - basket.keylen;
}

/** The same from lengths, where the basket has no offsets. */
function countedOffsets(
  { basket, from, to }: Piece,
  size: number,
  base: number,
  out: Address,
  counts: Column | undefined,
  countsStart: number,
): number {
  const { entries, border, place } = basket;
  if (counts === undefined) {
    throw new FormatError(`${place.path}: it has neither offsets nor lengths of its lists`, {
      path: place.path,
    });
  }
  const limit = Math.floor(border / size);
  const kernel = countKernel(counts.dtype);
  const first = place.start - countsStart;
  const width = itemSize(counts.dtype);
  const all = reserve("int32", entries + 1);
  const lengths = offsetAddress(counts.address, first * width);
  const status = kernel(lengths, limit, 0, all.address, entries);
  if (status !== 0) throw badEntry(basket, status - 1, "the length of its list");
  const start = all.view()[from];
  if (all.view()[entries] * size !== border) {
    throw new FormatError(
      `${place.path}: ${all.view()[entries]} elements of ${size} bytes in ${border} bytes`,
      { path: place.path, at: place.record?.position },
    );
  }
  all.dispose();
  kernel(offsetAddress(lengths, from * width), limit, base, out, to - from);
  return start * size;
}

/** A basket of one entry may come without offsets. */
function singleOffset(basket: PackedBasket): Column<"uint8"> {
  const { place, entries, keylen } = basket;
  if (entries > 1) {
    throw new FormatError(`${place.path}: it has no offsets of its ${entries} entries`, {
      path: place.path,
    });
  }
  const column = reserve("uint8", 4);
  const view = column.view();
  new DataView(view.buffer, view.byteOffset).setInt32(0, keylen);
  return column;
}

/** List elements that the pieces can hold at most; whole baskets hold exactly so many. */
function room(pieces: readonly Piece[], size: number, header: number): number {
  let total = 0;
  for (const { basket, from, to } of pieces) {
    total += Math.max(0, Math.floor((basket.border - header * (to - from)) / size));
  }
  return total;
}

function entriesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { from, to }) => sum + to - from, 0);
}

function checkStride({ place, border, entries }: PackedBasket, size: number): void {
  if (border !== entries * size) {
    throw new FormatError(
      `${place.path}: ${entries} entries of ${size} bytes cannot take ${border} bytes`,
      { path: place.path, at: place.record?.position },
    );
  }
}

function badEntry({ place }: PackedBasket, entry: number, what: string): FormatError {
  const path = `${place.path}:${place.start + entry}`;
  return new FormatError(`${path}: ${what} contradicts the basket's bytes (entry ${entry} of it)`, {
    path,
    at: place.record?.position,
  });
}

function inDims(data: Column, dims: readonly number[], n: number): Layout {
  let layout: Layout = { kind: "flat", data };
  for (let i = dims.length - 1; i >= 0; i--) {
    const length = n * product(dims.slice(0, i));
    layout = { kind: "regular", size: dims[i], length, content: layout };
  }
  return layout;
}

function product(dims: readonly number[]): number {
  return dims.reduce((all, n) => all * n, 1);
}

function swap(dtype: DType, input: Address, out: Address, n: number): void {
  if (dtype === "bool") kernels.root_swap_bool(input, out, n);
  else if (itemSize(dtype) === 1) kernels.root_swap_8(input, out, n);
  else if (itemSize(dtype) === 2) kernels.root_swap_16(input, out, n);
  else if (itemSize(dtype) === 4) kernels.root_swap_32(input, out, n);
  else kernels.root_swap_64(input, out, n);
}

function gather(
  dtype: DType,
  input: Address,
  stride: number,
  items: number,
  out: Address,
  n: number,
): void {
  kernels.root_strided(itemSize(dtype), input, stride, items, out, n);
  if (dtype === "bool") kernels.root_swap_bool(out, out, n * items);
}

function countKernel(dtype: DType): typeof kernels.root_offsets_i32 {
  switch (dtype) {
    case "bool":
    case "uint8":
      return kernels.root_offsets_u8;
    case "int8":
      return kernels.root_offsets_i8;
    case "int16":
      return kernels.root_offsets_i16;
    case "uint16":
      return kernels.root_offsets_u16;
    case "int32":
      return kernels.root_offsets_i32;
    case "uint32":
      return kernels.root_offsets_u32;
    case "int64":
      return kernels.root_offsets_i64;
    case "uint64":
      return kernels.root_offsets_u64;
    default:
      throw new FormatError(`lengths of lists cannot be ${dtype}`);
  }
}
