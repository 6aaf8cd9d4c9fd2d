import { ShapeError, UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { Layout, ListLayout } from "./layout.ts";
import { sliceLayout } from "./select.ts";
import { shareColumn } from "./share.ts";

/** Offsets of `length` lists of `size`. */
export function regularOffsets(length: number, size: number): Column<"int32"> {
  if (length * size > 2 ** 31 - 1) {
    throw new UnsupportedError(`${length} lists of ${size} are more than 2^31 elements`, "size");
  }
  const offsets = reserve("int32", length + 1);
  kernels.array_regular_offsets(offsets.address, length, size);
  return offsets;
}

/** First and last offset. */
export function rangeOf(offsets: Column<"int32">): { start: number; stop: number } {
  const view = offsets.view();
  return { start: view[0], stop: view[view.length - 1] };
}

/** The same lists with offsets that begin at 0. */
export function rebase(offsets: Column<"int32">): Column<"int32"> {
  if (rangeOf(offsets).start === 0) return shareColumn(offsets);
  const out = reserve("int32", offsets.length);
  kernels.array_rebase_offsets(offsets.address, out.address, offsets.length);
  return out;
}

/** The content that the lists reach, without what lies before and behind. */
export function compactContent(list: ListLayout): Layout {
  const { start, stop } = rangeOf(list.offsets);
  return sliceLayout(list.content, start, stop);
}

/**
 * @param nameA, nameB  whose lists they are: the number of an argument, or a name
 * @throws ShapeError naming the first list that differs
 */
export function checkSameLists(
  a: Column<"int32">,
  b: Column<"int32">,
  nameA: number | string,
  nameB: number | string,
): void {
  if (a.address === b.address && a.length === b.length) return;
  const n = a.length - 1;
  const status = kernels.array_compare_lists(a.address, b.address, n);
  if (status === 0) return;
  const i = status - 1;
  const count = (offsets: Column<"int32">): number => {
    const view = offsets.view();
    return view[i + 1] - view[i];
  };
  const [whose, other] = [nameA, nameB].map((one) =>
    typeof one === "number" ? `argument ${one}` : one,
  );
  throw new ShapeError(
    `cannot broadcast lists of different lengths: list ${i} has ${count(a)} elements in ` +
      `${whose} and ${count(b)} in ${other}`,
    count(a),
    count(b),
  );
}
