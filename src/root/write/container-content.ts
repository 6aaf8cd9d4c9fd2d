import { UnsupportedError } from "../../errors.ts";
import { type Address, offsetAddress } from "../../wasm/address.ts";
import { type Column, columnFrom, reserve } from "../../wasm/column.ts";
import { itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import type { ContainerValues } from "./container-values.ts";
import type { StructType } from "./struct-type.ts";
import { swapNumbers } from "./swap-numbers.ts";

/** Bytes of an offset, and of a list's length. */
const OFFSET = 4;
/** Of an entry: a byte count and a version as well. */
const OUTERMOST = 10;
/** A byte count has 30 bits. */
const MOST_BYTES = 2 ** 30 - 1;

/** Bytes of elements one after another: all of one size, or with their first bytes. */
interface Streamed {
  readonly bytes: Column<"uint8">;
  readonly starts: Column<"int32"> | undefined;
  readonly size: number;
}

/**
 * The bytes of entries `start` to `stop - 1` as ROOT streams containers object by object, and where
 * each entry begins. In the caller's scope.
 *
 * @throws UnsupportedError when these take more bytes than a basket has
 */
export function containerContent(
  values: ContainerValues,
  start: number,
  stop: number,
): { readonly bytes: Column<"uint8">; readonly starts: Column<"int32"> } {
  const { levels } = values;
  // The lists of each level that these entries hold, the elements of the innermost last.
  const ranges = [{ start, stop }];
  for (const level of levels) {
    const view = level.view();
    const outer = ranges[ranges.length - 1];
    ranges.push({ start: view[outer.start], stop: view[outer.stop] });
  }
  const inner = ranges[levels.length];
  let streamed = elements(values, inner.start, inner.stop);
  for (let depth = levels.length - 1; depth >= 0; depth--) {
    const { start: first, stop: last } = ranges[depth];
    const n = last - first;
    const at = offsetAddress(levels[depth].address, first * OFFSET);
    const length = streamed.bytes.length + n * (depth === 0 ? OUTERMOST : OFFSET);
    if (length > MOST_BYTES) {
      const what = `${n} entries of ${length} bytes do not fit into a basket`;
      throw new UnsupportedError(`${what}: 2^30 - 1 bytes do`, "entries of 1 GiB");
    }
    const bytes = reserve("uint8", length);
    const starts = reserve("int32", n + 1);
    const { bytes: input, starts: before, size } = streamed;
    const from = (before ?? input).address;
    const outermost = depth === 0 ? 1 : 0;
    const [to, places] = [bytes.address, starts.address];
    kernels.root_write_lists(at, input.address, size, from, outermost, to, places, n);
    streamed = { bytes, starts, size: 0 };
  }
  return streamed as Streamed & { readonly starts: Column<"int32"> };
}

/** The innermost elements. */
function elements(values: ContainerValues, start: number, stop: number): Streamed {
  const { type, columns, texts } = values;
  const { content } = type;
  const n = stop - start;
  if (texts !== undefined && n > 0) {
    const view = texts.view();
    const bytes = reserve("uint8", view[stop] - view[start] + 5 * n);
    const starts = reserve("int32", n + 1);
    const at = offsetAddress(texts.address, start * OFFSET);
    kernels.root_write_strings(at, columns[0].address, bytes.address, starts.address, n);
    return { bytes: bytes.slice(0, starts.at(n) as number), starts, size: 0 };
  }
  if (typeof content !== "string") return objects(content, columns, start, n);
  const [numbers] = columns;
  const size = itemSize(numbers.dtype);
  const bytes = reserve("uint8", n * size);
  swapNumbers(offsetAddress(numbers.address, start * size), bytes.address, n, size);
  return { bytes, starts: undefined, size };
}

function objects(
  { pattern, fields }: StructType,
  columns: readonly Column[],
  start: number,
  n: number,
): Streamed {
  const size = pattern.length;
  const bytes = reserve("uint8", n * size);
  const same = columnFrom(pattern);
  kernels.root_write_pattern(same.address, size, bytes.address, n);
  for (const [i, { at }] of fields.entries()) {
    const { address, dtype } = columns[i];
    const width = itemSize(dtype);
    const out = offsetAddress(bytes.address, at);
    scatter(offsetAddress(address, start * width), out, size, n, width);
  }
  return { bytes, starts: undefined, size };
}

function scatter(input: Address, out: Address, stride: number, n: number, width: number): void {
  switch (width) {
    case 1:
      kernels.root_scatter_8(input, out, stride, n);
      break;
    case 2:
      kernels.root_scatter_16(input, out, stride, n);
      break;
    case 4:
      kernels.root_scatter_32(input, out, stride, n);
      break;
    default:
      kernels.root_scatter_64(input, out, stride, n);
  }
}
