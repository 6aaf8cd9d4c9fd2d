import { type Column, columnOf } from "../wasm/column.ts";
import { toList } from "./export.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import { takeLayout } from "./select.ts";

/** Each value once, in the order of appearance, and where it stands. */
export interface Categories {
  readonly index: Column<"int32">;
  readonly content: Layout;
  /** Whether the values may be missing. */
  readonly missing: boolean;
}

/**
 * The dictionary of values that are few; temporaries are left to the scope.
 * @see awkward.str.to_categorical
 */
export function categories(layout: LoadedLayout): Categories {
  const values = toList(layout);
  const seen = new Map<unknown, number>();
  const firsts: number[] = [];
  const index = values.map((value, i) => {
    if (value === null) return -1;
    const key = typeof value === "object" ? JSON.stringify(value) : value;
    let at = seen.get(key);
    if (at === undefined) {
      at = firsts.length;
      seen.set(key, at);
      firsts.push(i);
    }
    return at;
  });
  const missing = layout.kind === "option";
  const taken = loaded(takeLayout({ ...layout, parameters: undefined }, columnOf("int32", firsts)));
  const content = taken.kind === "option" ? takeLayout(taken.content, taken.index) : taken;
  return { index: columnOf("int32", index), content, missing };
}
