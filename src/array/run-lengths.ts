import { UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { depthsOf } from "./depth.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, nameOf } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll } from "./load.ts";
import { compactContent, rebase } from "./offsets.ts";
import { dropMissing, presence } from "./present-values.ts";
import { changeWithin } from "./walk.ts";

/**
 * How often each value stands in a row, within each innermost list: `[1, 1, 2]` gives `[2, 1]`. NaN
 * differs from itself; missing values and lists are passed over.
 *
 * @returns int64
 * @see awkward.run_lengths
 */
export function runLengths(array: AwkwardArray): AwkwardArray {
  checkArray(array, "runLengths");
  const layout = loadAll(array.layout);
  const { metadata } = array;
  return scope(() => {
    const made = changeWithin(layout, (now) => {
      const { least, branches } = depthsOf(now);
      if (branches || least > 2) return undefined;
      const given = now.kind === "option" ? loaded(dropMissing(now)) : now;
      if (least === 1) return lengths(starts(given));
      if (given.kind !== "list" && given.kind !== "regular") return undefined;
      const lists = listsOf(given);
      const { offsets, content } = presentIn(rebase(lists.offsets), loaded(compactContent(lists)));
      const mask = starts(content);
      const n = offsets.length - 1;
      kernels.array_mark_starts(offsets.address, mask.address, n);
      const runs = reserve("int32", n + 1);
      kernels.array_mask_offsets(offsets.address, mask.address, runs.address, n);
      return { kind: "list", offsets: runs, content: lengths(mask) };
    });
    return new AwkwardArray(made, { metadata });
  });
}

/** Lists without their missing elements. */
function presentIn(
  offsets: Column<"int32">,
  content: LoadedLayout,
): { readonly offsets: Column<"int32">; readonly content: LoadedLayout } {
  if (content.kind !== "option") return { offsets, content };
  const mask = presence(content.index);
  const own = reserve("int32", offsets.length);
  kernels.array_mask_offsets(offsets.address, mask.address, own.address, offsets.length - 1);
  return { offsets: own, content: loaded(dropMissing(content)) };
}

/** Where an element differs from the one before it. */
function starts(layout: LoadedLayout): Column<"bool"> {
  const n = lengthOf(layout);
  const mask = reserve("bool", n);
  switch (layout.kind) {
    case "empty":
      return mask;
    case "flat": {
      const { data } = layout;
      const { dtype } = data;
      if (dtype === "float64") kernels.array_run_starts_f64(data.address, mask.address, n);
      else if (dtype === "float32") kernels.array_run_starts_f32(data.address, mask.address, n);
      else {
        const bits = (8 * itemSize(dtype)) as 8 | 16 | 32 | 64;
        kernels[`array_run_starts_${bits}`](data.address, mask.address, n);
      }
      return mask;
    }
    case "string": {
      const { offsets, data } = layout;
      kernels.array_run_starts_text(offsets.address, data.address, mask.address, n);
      return mask;
    }
    default:
      throw new UnsupportedError(`runs of ${nameOf(layout)}`, "runLengths");
  }
}

/** Distances between the marks. */
function lengths(mask: Column<"bool">): Layout {
  const n = mask.length;
  const count = kernels.array_count_true(mask.address, n);
  const places = reserve("int32", count);
  kernels.array_positions(mask.address, places.address, n);
  const out = reserve("int64", count);
  kernels.array_gaps(places.address, out.address, count, n);
  return { kind: "flat", data: out as unknown as Column };
}
