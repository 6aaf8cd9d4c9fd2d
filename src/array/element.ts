import { ShapeError } from "../errors.ts";
import { toText } from "./export.ts";
import { type Layout, loaded, unreachable } from "./layout.ts";
import { sliceLayout } from "./select.ts";

/** A part of an array: the layout of a list, or of a record as an array of one. */
export interface Part {
  readonly kind: "list" | "record";
  readonly layout: Layout;
}

/** An element of an array without its own class: a list or record is a {@link Part}. */
export type ElementOrPart = number | bigint | boolean | string | Uint8Array | null | Part;

export function isPart(element: ElementOrPart): element is Part {
  return typeof element === "object" && element !== null && "kind" in element;
}

/** Element `i`, which is there; `null` where it is missing. */
export function elementOf(layout: Layout, i: number): ElementOrPart {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return now.data.at(i);
    case "list": {
      const view = now.offsets.view();
      return { kind: "list", layout: sliceLayout(now.content, view[i], view[i + 1]) };
    }
    case "regular":
      return {
        kind: "list",
        layout: sliceLayout(now.content, i * now.size, (i + 1) * now.size),
      };
    case "record":
      return { kind: "record", layout: sliceLayout(now, i, i + 1) };
    case "string": {
      const view = now.offsets.view();
      return toText(now, view[i], view[i + 1]);
    }
    case "union":
      return elementOf(now.contents[now.tags.view()[i]], now.index.view()[i]);
    case "empty":
      throw new ShapeError("an array of nothing has no elements");
    case "option": {
      const position = now.index.at(i) as number;
      return position < 0 ? null : elementOf(now.content, position);
    }
    default:
      return unreachable(now);
  }
}
