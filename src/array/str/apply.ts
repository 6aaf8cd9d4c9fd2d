import { UnsupportedError } from "../../errors.ts";
import { type Column, columnFrom, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { AwkwardArray, checkArray } from "../array.ts";
import type { Layout, StringLayout } from "../layout.ts";
import { loadAll } from "../load.ts";
import { changeWithin } from "../walk.ts";

/** Text within an array, replaced wherever it lies; all else stays as it is. */
export function applyToText(
  array: AwkwardArray,
  name: string,
  change: (text: StringLayout, n: number) => Layout,
): AwkwardArray {
  checkArray(array, `str.${name}`);
  const layout = loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now) =>
      now.kind === "string" ? change(now, now.offsets.length - 1) : undefined,
    );
    return new AwkwardArray(made, { behavior: array.behavior, metadata: array.metadata });
  });
}

/** Whether any text has characters beyond ASCII. */
export function isWide({ offsets, data, bytes }: StringLayout): boolean {
  if (bytes) return false;
  const view = offsets.view();
  const [start, stop] = [view[0], view[view.length - 1]];
  return kernels.array_text_is_ascii(data.slice(start, stop).address, stop - start) === 0;
}

/** Bytes of a text, as kernels take them. */
export function bytesOf(text: string): Column<"uint8"> {
  return columnFrom(new TextEncoder().encode(text), "uint8");
}

export function flatLayout(data: Column<"bool" | "int64">): Layout {
  return { kind: "flat", data: data as unknown as Column };
}

/**
 * Text that a kernel makes in two calls: the first finds the offsets and returns the number of bytes, the
 * second writes.
 */
export function builtText(
  like: StringLayout,
  n: number,
  write: (offsets: Column<"int32">["address"], out: Column<"uint8">["address"]) => number,
): StringLayout {
  const offsets = reserve("int32", n + 1);
  const nowhere = 0 as Column<"uint8">["address"];
  const total = write(offsets.address, nowhere);
  if (total < 0) throw new UnsupportedError("text of more than 2^31 bytes", "size");
  const data = reserve("uint8", total);
  write(offsets.address, data.address);
  return { ...like, offsets, data };
}

/** Text of parts of another, given by where they begin and end in its data. */
export function partsOf(
  text: StringLayout,
  starts: Column<"int32">,
  stops: Column<"int32">,
): StringLayout {
  const n = starts.length;
  const offsets = reserve("int32", n + 1);
  kernels.array_text_part_offsets(starts.address, stops.address, offsets.address, n);
  const data = reserve("uint8", offsets.view()[n]);
  kernels.array_text_copy_parts(starts.address, stops.address, text.data.address, data.address, n);
  return { ...text, offsets, data };
}
