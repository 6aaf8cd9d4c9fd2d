import { UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, loaded, nameOf, type OptionLayout } from "./layout.ts";
import { compactContent } from "./offsets.ts";
import { filterLayout, sliceLayout, takeLayout } from "./select.ts";

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
