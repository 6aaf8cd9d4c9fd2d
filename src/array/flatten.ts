import { UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { atLists, depthOf, resolveAxis } from "./axis.ts";
import { compactContent, loadDeep, rebase } from "./broadcast.ts";
import { type Layout, type LoadedLayout, loaded, nameOf, type OptionLayout } from "./layout.ts";
import { filterLayout, sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";

/**
 * Joins the lists of one axis with those around them: by default (axis 1) lists of elements become
 * their elements. `axis: null` removes all lists. Missing lists and, with `null`, missing values
 * are left out. Memory is shared where the elements are adjacent.
 *
 * @throws UsageError when the array is not so deep
 * @see awkward.flatten
 */
export function flatten(
  array: AwkwardArray,
  { axis = 1 }: { readonly axis?: number | null | undefined } = {},
): AwkwardArray {
  checkArray(array, "flatten");
  const layout = loadDeep(array.layout);
  if (axis === null) {
    return scope(() => new AwkwardArray({ kind: "flat", data: flattenAll(layout) }));
  }
  const level = resolveAxis(axis, depthOf(layout));
  return scope(() => new AwkwardArray(flattenAt(layout, level), { metadata: array.metadata }));
}

function flattenAt(layout: LoadedLayout, axis: number): Layout {
  if (axis === 0) return layout.kind === "option" ? dropMissing(layout) : share(layout);
  if (axis === 1) {
    const lists = layout.kind === "option" ? loaded(dropMissing(layout)) : layout;
    if (lists.kind === "list") return share(compactContent(lists));
    if (lists.kind === "regular") return sliceLayout(lists.content, 0, lists.length * lists.size);
  }
  return atLists(layout, axis - 1, (outer) => {
    const inner = loaded(compactContent(outer));
    const lists = inner.kind === "option" ? undefined : inner;
    if (lists?.kind !== "list" && lists?.kind !== "regular") {
      throw new UsageError("lists that may be missing cannot be flattened at an inner axis yet");
    }
    const offsets = rebase(outer.offsets);
    const joined = reserve("int32", offsets.length);
    if (lists.kind === "regular") {
      const view = joined.view();
      offsets.view().forEach((offset, i) => {
        view[i] = offset * lists.size;
      });
      return { kind: "list", offsets: joined, content: share(lists.content) };
    }
    const { address, length } = offsets;
    kernels.array_gather_32(lists.offsets.address, address, joined.address, length);
    return { kind: "list", offsets: joined, content: share(lists.content) };
  });
}

/**
 * All numbers of an array in one column of its own, without lists and missing values.
 * @throws UsageError for records
 */
export function flattenAll(layout: Layout): Column {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return now.data.slice(0, now.data.length);
    case "string":
    case "union":
      throw new UsageError(`numbers are needed here, not ${nameOf(now)}`);
    case "empty":
      return reserve("float64", 0);
    case "list":
      return flattenAll(compactContent(now));
    case "regular":
      return flattenAll(sliceLayout(now.content, 0, now.length * now.size));
    case "option":
      return flattenAll(dropMissing(now));
    case "record":
      throw new UsageError(
        `numbers are needed here, not records: take one of the fields ${now.fields.join(", ")}`,
      );
    default:
      return now satisfies never;
  }
}

/** The elements that are not missing. */
export function dropMissing(layout: OptionLayout): Layout {
  const kept = kernels.array_count_present(layout.index.address, layout.index.length);
  if (kept === layout.index.length) return takeLayout(layout.content, layout.index);
  const mask = presence(layout.index);
  const index = filterLayout({ kind: "flat", data: layout.index as unknown as Column }, mask, kept);
  return takeLayout(layout.content, flattenAll(index) as Column<"int32">);
}

/** Which entries of an index are there. */
export function presence(index: Column<"int32">): Column<"bool"> {
  const mask = reserve("bool", index.length);
  kernels.array_is_present(index.address, mask.address, index.length);
  return mask;
}
