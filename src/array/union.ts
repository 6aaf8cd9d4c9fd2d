import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type OptionLayout,
  type Parameters,
  type UnionLayout,
} from "./layout.ts";
import { allParameters } from "./parameters.ts";
import { takeLayout } from "./select.ts";
import { share } from "./share.ts";

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

/**
 * Values that may be missing, of values that may be missing themselves: one index for both.
 * Temporaries are left to the scope.
 * @see awkward.contents.IndexedOptionArray.simplified
 */
export function optionOf(
  index: Column<"int32">,
  content: Layout,
  parameters?: Parameters | undefined,
): OptionLayout {
  const now = loaded(content);
  if (now.kind !== "option") return { kind: "option", index, content: now, parameters };
  const joined = reserve("int32", index.length);
  kernels.array_compose_index(index.address, now.index.address, joined.address, index.length);
  return {
    kind: "option",
    index: joined,
    content: share(now.content),
    parameters: allParameters(now.parameters, parameters),
  };
}

/** An index into a content of no more than it reaches, where the content is longer. */
export function trimmed(layout: OptionLayout): OptionLayout {
  const n = layout.index.length;
  if (lengthOf(layout.content) <= n) return layout;
  const { index, positions } = presentPositions(layout.index);
  return { ...layout, index, content: takeLayout(layout.content, positions) };
}

/** The entries of an index that are there: their positions, and an index of those. */
export function presentPositions(given: Column<"int32">): {
  readonly index: Column<"int32">;
  readonly positions: Column<"int32">;
} {
  const n = given.length;
  const index = reserve("int32", n);
  index.view().set(given.view());
  const positions = reserve("int32", kernels.array_count_present(index.address, n));
  kernels.array_number_present(index.address, positions.address, n);
  return { index, positions };
}

/** The same values as values that may be missing. */
export function asOption(layout: Layout): OptionLayout {
  const now = loaded(layout);
  if (now.kind === "option") return now;
  const n = lengthOf(now);
  const index = reserve("int32", n);
  kernels.array_iota(index.address, n);
  return { kind: "option", index, content: now };
}

/** For each type of a union its elements in their order, and where each element is among them. */
export function projected(union: UnionLayout): {
  readonly parts: Layout[];
  readonly place: Column<"int32">;
  /** For each type the number of each element in the union. */
  readonly positions: Column<"int32">[];
} {
  const positions = union.contents.map((_, tag) => positionsOfTag(union.tags, tag));
  const parts = positions.map((places, tag) => project(union, tag, places));
  return { parts, place: numberTags(union.tags), positions };
}

/** The elements of one type of a union, at given positions of it. */
export function project(union: UnionLayout, tag: number, positions: Column<"int32">): Layout {
  const reached = reserve("int32", positions.length);
  const { index } = union;
  kernels.array_gather_32(index.address, positions.address, reached.address, positions.length);
  return takeLayout(union.contents[tag], reached);
}

/** Where the elements of one type lie. */
export function positionsOfTag(tags: Column<"int8">, tag: number): Column<"int32"> {
  const n = tags.length;
  const out = reserve("int32", kernels.array_count_tag(tags.address, n, tag));
  kernels.array_positions_of_tag(tags.address, out.address, n, tag);
  return out;
}

/** A position for each element among those of its type, in their order. */
export function numberTags(tags: Column<"int8">): Column<"int32"> {
  const next = reserve("int32", 128);
  next.view().fill(0);
  const out = reserve("int32", tags.length);
  kernels.array_number_tags(tags.address, next.address, out.address, tags.length);
  return out;
}
