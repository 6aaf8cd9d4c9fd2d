import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, type OptionLayout } from "./layout.ts";

/**
 * Values of several types that may be missing, as Awkward has them: the values of each type may be
 * missing. Any other layout stays as it is. Temporaries are left to the scope.
 */
export function optionsOfUnion(layout: OptionLayout): LoadedLayout {
  const union = loaded(layout.content);
  if (union.kind !== "union") return layout;
  const n = layout.index.length;
  const [first] = union.contents;
  const tags = reserve("int8", n);
  const index = reserve("int32", n);
  const missing = lengthOf(first);
  kernels.array_option_union(
    layout.index.address,
    union.tags.address,
    union.index.address,
    tags.address,
    index.address,
    n,
    missing,
  );
  const contents = union.contents.map((content, tag) => optional(content, tag === 0, layout));
  return { ...union, tags, index, contents };
}

/** Elements that may be missing, with one more that is. */
function optional(content: Layout, more: boolean, { parameters }: OptionLayout): OptionLayout {
  const now = loaded(content);
  const n = lengthOf(now);
  const index = reserve("int32", n + Number(more));
  if (now.kind === "option") index.view().set(now.index.view());
  else kernels.array_iota(index.address, n);
  if (more) index.view()[n] = -1;
  return now.kind === "option"
    ? { ...now, index }
    : { kind: "option", index, content: now, parameters };
}
