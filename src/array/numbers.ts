import type { Column } from "../wasm/column.ts";
import { AwkwardArray } from "./array.ts";
import { convert } from "./convert.ts";
import { type Layout, loaded } from "./layout.ts";
import { missingWhere } from "./option.ts";
import { share, shareColumn } from "./share.ts";

/**
 * Other numbers in the same structure: lists, missing values, fields and types stay. Temporaries are
 * left to the caller's scope.
 */
export function overNumbers(layout: Layout, change: (numbers: Column) => Layout): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return change(now.data);
    case "list":
      return {
        kind: "list",
        offsets: shareColumn(now.offsets),
        content: overNumbers(now.content, change),
      };
    case "option":
      return missingWhere(shareColumn(now.index), overNumbers(now.content, change));
    case "regular":
      return { ...now, content: overNumbers(now.content, change) };
    case "record":
      return { ...now, contents: now.contents.map((content) => overNumbers(content, change)) };
    case "union":
    case "string":
    case "empty":
      return share(now);
    default:
      return now satisfies never;
  }
}

/** The same numbers as float64. */
export function asDoubles(array: AwkwardArray): AwkwardArray {
  const wide = overNumbers(array.layout, (data) => ({
    kind: "flat",
    data: convert(data, "float64") as unknown as Column,
  }));
  return new AwkwardArray(wide, array);
}
