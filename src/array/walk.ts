import { type Layout, type LoadedLayout, loaded, unreachable } from "./layout.ts";
import { simplifyUnion } from "./merge.ts";
import { compactContent, rebase } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { sliceLayout } from "./select.ts";
import { share, shareColumn } from "./share.ts";

/**
 * Replaces a layout, or leaves it to be walked (`undefined`).
 *
 * @param depth  1 for the array itself, one more for each list around
 * @param within  the layout with its contents walked
 */
export type Change = (
  layout: LoadedLayout,
  depth: number,
  within: () => Layout,
) => Layout | undefined;

/**
 * Walks an array from the outside in, with handles of its own in the result; what nothing replaces
 * stays as it is. Temporaries are left to the scope of the caller, after `loadAll`.
 *
 * @see awkward._do.recursively_apply
 */
export function changeWithin(layout: Layout, change: Change, depth = 1): Layout {
  const now = loaded(layout);
  const within = (): Layout => walked(now, change, depth);
  return change(now, depth, within) ?? within();
}

function walked(now: LoadedLayout, change: Change, depth: number): Layout {
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
      return share(now);
    case "list": {
      const content = changeWithin(compactContent(now), change, depth + 1);
      return { kind: "list", offsets: rebase(now.offsets), content, parameters: now.parameters };
    }
    case "regular": {
      const reached = sliceLayout(now.content, 0, now.size * now.length);
      return { ...now, content: changeWithin(reached, change, depth + 1) };
    }
    case "option": {
      const content = changeWithin(now.content, change, depth);
      const option = missingWhere(shareColumn(now.index), content);
      const { parameters, unmasked } = now;
      return option.kind === "option" && option.content === content
        ? { ...option, parameters, unmasked }
        : { ...option, parameters };
    }
    case "record": {
      const contents = now.contents.map((content) =>
        changeWithin(sliceLayout(content, 0, now.length), change, depth),
      );
      return { ...now, contents };
    }
    case "union": {
      const contents = now.contents.map((content) => changeWithin(content, change, depth));
      const { tags, index } = now;
      const union = { ...now, tags: shareColumn(tags), index: shareColumn(index), contents };
      return simplifyUnion(union, false);
    }
    default:
      return unreachable(now);
  }
}
