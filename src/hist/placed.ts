import { UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type Axis, axisExtent, axisSize } from "./axis.ts";
import type { Locator } from "./locate.ts";
import { fillCounts, fillRow, type Row } from "./row.ts";
import { BLOCK, ROW } from "./scratch.ts";
import { blockOf, columnSource, type Source } from "./source.ts";
import type { Contents } from "./storage.ts";
import type { StringFinder } from "./strings.ts";

/** Where the entries lie on one axis. */
export type Placed =
  | { readonly kind: "constant"; readonly code: number }
  | { readonly kind: "codes"; readonly codes: Column<"int32"> }
  | { readonly kind: "strings"; readonly finder: StringFinder }
  | { readonly kind: "located"; readonly source: Source; readonly locator: () => Locator };

/** Strings looked up before they are added: their codes stay in the second cache. */
const STRINGS = 4 * BLOCK;

/** A fill along one axis in a single pass. @returns false where there is none */
export function fillOne(
  contents: Contents,
  position: number,
  placed: Placed,
  row: Row,
  { weight, n }: { readonly weight: Source | undefined; readonly n: number },
): boolean {
  const axis = contents.axes[position];
  if (placed.kind === "constant") return false;
  if (placed.kind === "located") {
    return fillRow(contents, axis, row, { source: placed.source, codes: false, weight, n });
  }
  if (placed.kind === "codes") {
    const source = columnSource(placed.codes as Column);
    return fillRow(contents, axis, row, { source, codes: true, weight, n });
  }
  return fillStrings(contents, axis, row, placed.finder, weight, n);
}

/** Codes of many strings stay in the second cache where they are added right after the look-up. */
function fillStrings(
  contents: Contents,
  axis: Axis,
  row: Row,
  finder: StringFinder,
  weight: Source | undefined,
  n: number,
): boolean {
  const { count: counts, offsets } = finder;
  const { storage } = contents;
  const whole = storage === "int64" || storage === "atomicInt64";
  if (counts !== undefined && axisExtent(axis) < ROW && !(whole && weight !== undefined)) {
    const kernel = {
      cells: axisSize(axis) + 1,
      first: 0,
      readsValues: (dtype: string): dtype is "int32" => dtype === "int32",
      readsWeights: () => false,
      count: (at: Address, _: string, many: number, into: Address) => counts(at, many, into),
    };
    const input = { source: columnSource(offsets as Column), weight, n };
    if (fillCounts(contents, axis, row, input, kernel)) return true;
  }
  const parts = weight === undefined || weight.kind === "constant";
  const room = reserve("int32", parts ? Math.min(n, 2 * STRINGS) : n);
  try {
    const source = columnSource(room as Column);
    for (let start = 0; start < n; ) {
      // The last part is not short: a row takes all of them or none.
      const count = parts && n - start >= 2 * STRINGS ? STRINGS : n - start;
      finder.find(room.address, start, count);
      if (!fillRow(contents, axis, row, { source, codes: true, weight, n: count })) return false;
      start += count;
    }
  } finally {
    room.dispose();
  }
  return true;
}

/** The codes of a block of entries. */
export function codesOf(
  placed: Placed,
  start: number,
  count: number,
  codes: Column<"int32">,
  values: Column<"float64">,
): Address {
  if (placed.kind === "codes") return offsetAddress(placed.codes.address, start * 4);
  if (placed.kind === "constant") throw new UsageError("a constant has one code");
  if (placed.kind === "strings") {
    placed.finder.find(codes.address, start, count);
    return codes.address;
  }
  const block = blockOf(placed.source, start, count, values);
  placed.locator().locate(block, codes.address, 0, count, values.address);
  return codes.address;
}
