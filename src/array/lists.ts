import type { Column } from "../wasm/column.ts";
import type { ListLayout, LoadedLayout } from "./layout.ts";
import { regularOffsets } from "./offsets.ts";

/** Lists of one size, and strings, as lists of varying length: strings of characters. */
export function listsOf(
  layout: LoadedLayout & { kind: "list" | "regular" | "string" },
): ListLayout {
  switch (layout.kind) {
    case "list":
      return layout;
    case "regular": {
      const offsets = regularOffsets(layout.length, layout.size);
      return { kind: "list", offsets, content: layout.content };
    }
    case "string": {
      const parameters = { __array__: layout.bytes ? "byte" : "char" };
      const data = layout.data as unknown as Column;
      return { kind: "list", offsets: layout.offsets, content: { kind: "flat", data, parameters } };
    }
    default:
      return layout satisfies never;
  }
}
