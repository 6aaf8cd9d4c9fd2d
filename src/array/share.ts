import type { Column } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";
import { columnsOf, type Layout, lazy, unreachable } from "./layout.ts";

/** A second handle on the same elements, with a life of its own. */
export function shareColumn<D extends DType>(column: Column<D>): Column<D> {
  return column.slice(0, column.length);
}

/** The same values under handles of their own; lazy parts stay lazy. */
export function share(layout: Layout): Layout {
  switch (layout.kind) {
    case "flat":
      return { ...layout, data: shareColumn(layout.data) };
    case "list":
      return {
        kind: "list",
        offsets: shareColumn(layout.offsets),
        content: share(layout.content),
        parameters: layout.parameters,
        width: layout.width,
        scattered: layout.scattered,
      };
    case "regular":
      return { ...layout, content: share(layout.content) };
    case "option":
      return { ...layout, index: shareColumn(layout.index), content: share(layout.content) };
    case "record":
      return { ...layout, contents: layout.contents.map(share) };
    case "string":
      return {
        ...layout,
        offsets: shareColumn(layout.offsets),
        data: shareColumn(layout.data),
      };
    case "union":
      return {
        ...layout,
        tags: shareColumn(layout.tags),
        index: shareColumn(layout.index),
        contents: layout.contents.map(share),
      };
    case "empty":
      return layout;
    case "lazy":
      return lazy(
        layout.length,
        () => [],
        () => share(layout.load()),
        layout.behavior,
        layout,
      );
    default:
      return unreachable(layout);
  }
}

/** Makes a layout and frees the temporaries of making it. Nothing lazy may be loaded inside. */
export function tidy<L extends Layout>(make: () => L): L {
  return scope(() => {
    const layout = make();
    return { layout, heldColumns: () => columnsOf(layout) };
  }).layout;
}
