import { UnsupportedError } from "../../errors.ts";
import { type Column, columnOf, reserve } from "../../wasm/column.ts";
import { itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { broadcast, loadDeep } from "../broadcast.ts";
import {
  type FlatLayout,
  isLeaf,
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type OptionLayout,
} from "../layout.ts";
import { share } from "../share.ts";

/** Whether values may be missing anywhere in a layout. */
export function hasMissing(layout: Layout): boolean {
  const now = loaded(layout);
  if (now.kind === "option") return true;
  return isLeaf(now) || now.kind === "record" ? false : hasMissing(now.content);
}

/** Elements of `content` at `index`, missing where it is negative; never an option of an option. */
export function optional(index: Column<"int32">, content: Layout): OptionLayout {
  const now = loaded(content);
  if (now.kind !== "option") return { kind: "option", index, content: share(now) };
  const through = reserve("int32", index.length);
  kernels.array_index_through(index.address, now.index.address, through.address, index.length);
  return optional(through, now.content);
}

/** The numbers of a layout, with 0 for missing ones, and whether each is there. */
export function withPresence(layout: Layout): { values: Layout; presence: Layout } {
  const now = loadDeep(layout);
  if (isLeaf(now)) return { values: now, presence: bools(lengthOf(now), true) };
  if (now.kind === "record") throw new UnsupportedError("records cannot be chosen from", "record");
  if (now.kind === "option") return filled(now);
  const { values, presence } = withPresence(now.content);
  return now.kind === "list"
    ? {
        values: { kind: "list", offsets: now.offsets, content: values },
        presence: { kind: "list", offsets: now.offsets, content: presence },
      }
    : { values: { ...now, content: values }, presence: { ...now, content: presence } };
}

function filled({ index, content }: OptionLayout): { values: Layout; presence: Layout } {
  const now = loaded(content);
  if (now.kind !== "flat") {
    throw new UnsupportedError("lists that may be missing cannot be chosen from", "option");
  }
  const { dtype } = now.data;
  const values = reserve(dtype, index.length);
  const bits = (8 * itemSize(dtype)) as 8 | 16 | 32 | 64;
  const { address } = columnOf(dtype, [0]);
  kernels[`array_fill_${bits}`](
    now.data.address,
    index.address,
    address,
    values.address,
    index.length,
  );
  const presence = reserve("bool", index.length);
  kernels.array_is_present(index.address, presence.address, index.length);
  return { values: { kind: "flat", data: values }, presence: flat(presence) };
}

/** Values with those missing for which `presence`, of the same lists, is false. */
export function maskMissing(values: Layout, presence: Layout): Layout {
  return broadcast([values, presence], ([value, there], n) => {
    const mask = (there as FlatLayout).data;
    const index = reserve("int32", n);
    kernels.array_index_where(mask.address, index.address, n);
    return optional(index, value as LoadedLayout);
  });
}

function bools(length: number, value: boolean): Layout {
  const column = reserve("bool", length);
  column.view().fill(value ? 1 : 0);
  return flat(column);
}

function flat(column: Column<"bool">): FlatLayout {
  return { kind: "flat", data: column as unknown as Column };
}

/** A mask of events without missing entries, which count as false. */
export function missingAsFalse(layout: Layout): Layout {
  const now = loaded(layout);
  return now.kind === "option" ? filled(now).values : now;
}
