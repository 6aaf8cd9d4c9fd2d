import { ShapeError, UnsupportedError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { asList } from "./axis.ts";
import { convert } from "./convert.ts";
import {
  type EmptyLayout,
  type FlatLayout,
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
  type OptionLayout,
  type Parameters,
  type RecordLayout,
  type RegularLayout,
  type StringLayout,
  type UnionLayout,
} from "./layout.ts";
import { mergeable } from "./mergeable.ts";
import { rangeOf } from "./offsets.ts";
import { allParameters, commonParameters } from "./parameters.ts";
import { promote } from "./promote.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";
import { asOption, optionsOfUnion, trimmed } from "./union.ts";

// Temporaries are left to the scope that the caller opens; what is made has handles of its own.

/**
 * The elements of arrays of one type one after another.
 * @see awkward.contents.Content._mergemany
 */
export function merge(layouts: readonly Layout[]): Layout {
  let all = layouts.map(loaded);
  if (all[0].kind === "empty") {
    const known = all.filter(({ kind }) => kind !== "empty");
    if (known.length === 0) return all[0];
    all = known;
  }
  if (all.length === 1) return share(all[0]);
  if (all.some(({ kind }) => kind === "union")) return joinUnions(all);
  if (all.some(({ kind }) => kind === "option")) return mergeOptions(all);
  const known = all.filter(
    (one): one is Exclude<LoadedLayout, EmptyLayout> => one.kind !== "empty",
  );
  const [first] = known;
  switch (first.kind) {
    case "flat":
      return mergeNumbers(known.map((one) => as<FlatLayout>(one, "flat")));
    case "string":
      return mergeStrings(known.map((one) => as<StringLayout>(one, "string")));
    case "record":
      return mergeRecords(known.map((one) => as<RecordLayout>(one, "record")));
    case "regular":
      // An array of no known type among them makes the lists vary, as it does in Awkward.
      if (all.every((one) => one.kind === "regular" && one.size === first.size)) {
        return mergeRegular(all as RegularLayout[], first.size);
      }
      return mergeLists(known);
    default:
      return mergeLists(known);
  }
}

function as<L extends LoadedLayout>(layout: LoadedLayout, kind: L["kind"]): L {
  if (layout.kind !== kind) {
    throw new ShapeError(`${nameOf(layout)} are of another structure and cannot be joined here`);
  }
  return layout as L;
}

function total(layouts: readonly Layout[]): number {
  const sum = layouts.reduce((count, layout) => count + lengthOf(layout), 0);
  if (sum > 2 ** 31 - 1) throw new UnsupportedError(`${sum} elements are more than 2^31`, "size");
  return sum;
}

function common(layouts: readonly LoadedLayout[]): LoadedLayout["parameters"] {
  return layouts.map((one) => one.parameters).reduce(commonParameters);
}

function mergeNumbers(layouts: readonly FlatLayout[]): Layout {
  const data = joinColumns(layouts.map((one) => one.data));
  return { kind: "flat", data, parameters: common(layouts) };
}

/** Columns one after another, in the dtype that NumPy promotes them to. */
export function joinColumns(columns: readonly Column[]): Column {
  const dtype = columns.map((column) => column.dtype).reduce(promote);
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  if (length > 2 ** 31 - 1) {
    throw new UnsupportedError(`${length} elements are more than 2^31`, "size");
  }
  const out = reserve(dtype, length);
  let at = 0;
  for (const column of columns) {
    const part = convert(column, dtype);
    const bytes = part.bytes().view();
    out.bytes().view().set(bytes, at);
    at += bytes.length;
  }
  return out;
}

function mergeStrings(layouts: readonly StringLayout[]): Layout {
  const { offsets, contents } = joinOffsets(
    layouts.map(({ offsets, data }) => ({
      offsets,
      content: { kind: "flat", data: data as unknown as Column },
    })),
  );
  const data = joinColumns(contents.map((one) => (one as FlatLayout).data)) as Column<"uint8">;
  return { ...layouts[0], offsets, data, parameters: common(layouts), size: undefined };
}

function mergeLists(layouts: readonly LoadedLayout[]): Layout {
  const { offsets, contents } = joinOffsets(layouts.map(asList));
  return { kind: "list", offsets, content: merge(contents), parameters: common(layouts) };
}

function joinOffsets(
  lists: readonly { readonly offsets: Column<"int32">; readonly content: Layout }[],
): { offsets: Column<"int32">; contents: Layout[] } {
  const count = lists.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
  const offsets = reserve("int32", count + 1);
  offsets.view()[0] = 0;
  let [at, elements] = [0, 0];
  const contents = lists.map((list) => {
    const { start, stop } = rangeOf(list.offsets);
    const { address, length } = list.offsets;
    const to = offsets.slice(at, at + length).address;
    kernels.array_shift_offsets(address, to, length, elements - start);
    at += length - 1;
    elements += stop - start;
    return sliceLayout(list.content, start, stop);
  });
  if (elements > 2 ** 31 - 1) {
    throw new UnsupportedError(`${elements} elements are more than 2^31`, "size");
  }
  return { offsets, contents };
}

function mergeRegular(layouts: readonly RegularLayout[], size: number): Layout {
  const contents = layouts.map((one) => sliceLayout(one.content, 0, one.length * size));
  const length = total(layouts);
  return {
    kind: "regular",
    size,
    length,
    content: merge(contents),
    parameters: common(layouts),
  };
}

function mergeRecords(layouts: readonly RecordLayout[]): Layout {
  const [first] = layouts;
  const contents = first.fields.map((name) =>
    merge(
      layouts.map((record) => {
        const at = record.fields.indexOf(name);
        if (at < 0) {
          throw new ShapeError(
            `records of different fields cannot be joined: ${first.fields.join(", ")} and ` +
              record.fields.join(", "),
          );
        }
        return sliceLayout(record.contents[at], 0, record.length);
      }),
    ),
  );
  return { ...first, contents, length: total(layouts), parameters: common(layouts) };
}

function mergeOptions(layouts: readonly LoadedLayout[]): Layout {
  const known = layouts.filter(({ kind }) => kind !== "empty");
  const index = reserve("int32", total(known));
  let [at, elements] = [0, 0];
  const contents = known.map((layout) => {
    const length = lengthOf(layout);
    const to = index.slice(at, at + length).address;
    at += length;
    if (layout.kind === "option") {
      const own = trimmed(layout);
      kernels.array_shift_index(own.index.address, to, length, elements);
      elements += lengthOf(own.content);
      return own.content;
    }
    kernels.array_iota(to, length);
    kernels.array_shift_index(to, to, length, elements);
    elements += length;
    return layout;
  });
  const options = known.filter((one): one is OptionLayout => one.kind === "option");
  return { kind: "option", index, content: merge(contents), parameters: common(options) };
}

/** Types in one union, as Awkward has it: tags are 8 bits wide. */
const MOST = 128;

/** Parts of a union that is being made. */
interface Parts {
  readonly tags: Column<"int8">;
  readonly index: Column<"int32">;
  readonly contents: readonly Layout[];
}

/**
 * A union without unions in it, whose types differ: contents of one type are merged, and a single
 * type needs no union.
 *
 * @param options.mergebool  whether booleans are numbers
 * @see awkward.contents.UnionArray.simplified
 */
export function unionOf(
  { tags, index, contents }: Parts,
  {
    mergebool = false,
    parameters,
  }: { mergebool?: boolean; parameters?: Parameters | undefined } = {},
): Layout {
  const n = tags.length;
  const out = { tags: reserve("int8", n), index: reserve("int32", n) };
  const merged: Layout[] = [];
  let said = parameters;
  const place = (content: Layout): { to: number; base: number } => {
    const to = merged.findIndex((one) => mergeable(one, content, mergebool));
    if (to >= 0) {
      const base = lengthOf(merged[to]);
      merged[to] = merge([merged[to], content]);
      return { to, base };
    }
    if (merged.length === MOST)
      throw new UnsupportedError("a union has at most 128 types", "union");
    merged.push(content);
    return { to: merged.length - 1, base: 0 };
  };
  for (const [from, given] of contents.entries()) {
    const now = loaded(given);
    const content = now.kind === "option" ? optionsOfUnion(now) : now;
    if (content.kind !== "union") {
      const same = merged.indexOf(content);
      const { to, base } = same >= 0 ? { to: same, base: 0 } : place(content);
      kernels.array_retag(
        tags.address,
        index.address,
        n,
        from,
        to,
        base,
        out.tags.address,
        out.index.address,
      );
      continue;
    }
    said = allParameters(content.parameters, said);
    const places = content.contents.map(place);
    const newTags = columnOf(
      "int32",
      places.map(({ to }) => to),
    );
    const shifts = columnOf(
      "int32",
      places.map(({ base }) => base),
    );
    kernels.array_retag_inner(
      tags.address,
      index.address,
      n,
      from,
      content.tags.address,
      content.index.address,
      newTags.address,
      shifts.address,
      out.tags.address,
      out.index.address,
    );
  }
  return finished(out, merged, said);
}

function finished(
  { tags, index }: { tags: Column<"int8">; index: Column<"int32"> },
  merged: readonly Layout[],
  parameters: Parameters | undefined,
): Layout {
  if (merged.length === 1) {
    const taken = loaded(takeLayout(merged[0], index));
    const all = allParameters(taken.parameters, parameters);
    return all === undefined ? taken : ({ ...taken, parameters: all } as Layout);
  }
  const some = merged.some((one) => loaded(one).kind === "option");
  const contents = merged.map((one) => share(some ? asOption(one) : one));
  return { kind: "union", tags, index, contents, parameters };
}

/** Arrays of which some are unions, one after another. */
export function joinUnions(layouts: readonly LoadedLayout[]): Layout {
  const known = layouts.filter(({ kind }) => kind !== "empty");
  const n = known.reduce((sum, layout) => sum + lengthOf(layout), 0);
  const tags = reserve("int8", n);
  const index = reserve("int32", n);
  const contents: Layout[] = [];
  let at = 0;
  for (const given of known) {
    const layout = given.kind === "option" ? optionsOfUnion(given) : given;
    const length = lengthOf(layout);
    const place = tags.slice(at, at + length);
    const positions = index.slice(at, at + length);
    if (layout.kind === "union") {
      kernels.array_shift_tags(layout.tags.address, place.address, length, contents.length);
      positions.view().set(layout.index.view());
      contents.push(...layout.contents);
    } else {
      place.view().fill(contents.length);
      kernels.array_iota(positions.address, length);
      contents.push(layout);
    }
    if (contents.length > MOST) {
      throw new UnsupportedError("a union has at most 128 types", "union");
    }
    at += length;
  }
  return unionOf({ tags, index, contents });
}

/**
 * Values of as few types as can be: unions within unions are dissolved, contents that can lie
 * together are joined; what is left is of several types, or of one and no union any more.
 *
 * @param mergebool  whether bool joins numbers
 */
export function simplifyUnion(union: UnionLayout, mergebool: boolean): Layout {
  return unionOf(union, { mergebool, parameters: union.parameters });
}
