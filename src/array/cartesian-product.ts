import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, type UnionLayout } from "./layout.ts";
import { merge } from "./merge.ts";
import { compactContent, rebase, regularOffsets } from "./offsets.ts";
import { takeLayout } from "./select.ts";

// The products of the lists of each entry. Temporaries are left to the caller's scope.

/** What the products are: fields, or a tuple; and a record name. */
interface Record {
  readonly fields: readonly string[] | undefined;
  readonly name: string | undefined;
}

/** One array: which list each entry has, and what the lists are made of. */
interface Factor {
  /** -1 where the list is missing. i32[n] */
  readonly index: Column<"int32">;
  readonly offsets: Column<"int32">;
  readonly content: Layout;
  /** Lengths of the lists, 0 where missing. i32[n] */
  readonly lengths: Column<"int32">;
  /** Whether a list may be missing. */
  readonly option: boolean;
  /** Size of regular lists; `undefined` where lengths vary. */
  readonly size: number | undefined;
  /** A value in place of a list: a list of one. */
  readonly single: boolean;
}

function recordOf(contents: readonly Layout[], length: number, { fields, name }: Record): Layout {
  const names = fields ?? contents.map((_, i) => String(i));
  return { kind: "record", fields: names, contents, length, name, tuple: fields === undefined };
}

/** The elements of arrays themselves with each other. @see awkward.cartesian with axis=0 */
export function productOfAll(
  layouts: readonly LoadedLayout[],
  nested: readonly boolean[],
  record: Record,
): Layout {
  const lengths = layouts.map(lengthOf);
  const total = checked(lengths.reduce((a, b) => a * b, 1));
  const contents = layouts.map((layout, i) => {
    const inner = lengths.slice(i + 1).reduce((a, b) => a * b, 1);
    const outer = lengths.slice(0, i).reduce((a, b) => a * b, 1);
    return takeLayout(layout, placesAmong(lengths[i], outer, inner, total));
  });
  let out = recordOf(contents, total, record);
  // As in Awkward: in lists of as many as the next array has, and of those none of nothing.
  for (let i = layouts.length - 1; i >= 0; i--) {
    if (!nested[i]) continue;
    const size = lengths[i + 1];
    const length = size === 0 ? 0 : Math.floor(lengthOf(out) / size);
    out = { kind: "regular", size, length, content: out };
  }
  return out;
}

function placesAmong(length: number, outer: number, inner: number, total: number): Column<"int32"> {
  const out = reserve("int32", total);
  const one = (value: number): Column<"int32"> => {
    const column = reserve("int32", 1);
    column.view()[0] = value;
    return column;
  };
  const lists = regularOffsets(1, length);
  kernels.array_cartesian_index(
    lists.address,
    one(0).address,
    one(outer).address,
    one(total === 0 ? 0 : inner).address,
    out.address,
    1,
  );
  return out;
}

/**
 * The products of the lists of `n` entries.
 *
 * @param layouts  lists of each array, of length `n`; values in place of lists count as lists of one
 * @param nested  which arrays keep lists of their own
 */
export function product(
  layouts: readonly LoadedLayout[],
  n: number,
  nested: readonly boolean[],
  record: Record,
): Layout {
  const factors = layouts.map((layout, i) => factorOf(layout, n, layouts.length - 1 - i));
  const before = products(factors, n);
  const after = products([...factors].reverse(), n).reverse();
  checkSingles(factors, before, n);
  const total = sumOf(before[factors.length], n);
  const contents = factors.map(({ index, offsets, content }, i): Layout => {
    const lists = [offsets.address, index.address] as const;
    const [outer, inner] = [before[i].address, after[i + 1].address];
    const now = loaded(content);
    if (now.kind === "flat") {
      const { data } = now;
      const values = reserve(data.dtype, total);
      const size = itemSize(data.dtype);
      const { address } = values;
      kernels.array_cartesian_values(size, ...lists, outer, inner, data.address, address, n);
      return { kind: "flat", data: values };
    }
    const out = reserve("int32", total);
    kernels.array_cartesian_index(...lists, outer, inner, out.address, n);
    return takeLayout(now, out);
  });
  let out = recordOf(contents, total, record);
  // Runs of arrays whose lists are joined to one; from the innermost. Regular lists around joined ones
  // become lists of varying length, as in Awkward's flatten.
  let joined = false;
  for (let last = factors.length - 1; last >= 0; ) {
    let first = last;
    while (first > 0 && !nested[first - 1]) first--;
    joined ||= first < last;
    out = listsOf(factors.slice(first, last + 1), before[first], out, n, joined);
    last = first - 1;
  }
  return out;
}

/** Products of the first 0, 1, 2 … lengths of each entry. */
function products(factors: readonly Factor[], n: number): Column<"int32">[] {
  const ones = reserve("int32", n);
  ones.view().fill(1);
  const out = [ones];
  for (const { lengths } of factors) {
    const next = reserve("int32", n);
    const last = out[out.length - 1];
    checkStatus(kernels.array_multiply_counts(last.address, lengths.address, next.address, n));
    out.push(next);
  }
  return out;
}

/** Lists of the products of a run of arrays, as often as each entry stands. */
function listsOf(
  run: readonly Factor[],
  times: Column<"int32">,
  content: Layout,
  n: number,
  joined: boolean,
): Layout {
  const [first] = run;
  const lengths = products(run, n)[run.length];
  let present = times;
  if (first.option) {
    present = reserve("int32", n);
    kernels.array_count_where_present(first.index.address, times.address, present.address, n);
  }
  const size = joined ? undefined : first.size;
  const lists = regularOrList(size, present, lengths, content, n);
  if (!first.option) return lists;
  const index = reserve("int32", sumOf(times, n));
  kernels.array_repeated_present(first.index.address, times.address, index.address, n);
  return { kind: "option", index, content: lists };
}

function regularOrList(
  size: number | undefined,
  times: Column<"int32">,
  lengths: Column<"int32">,
  content: Layout,
  n: number,
): Layout {
  const count = sumOf(times, n);
  if (size !== undefined) return { kind: "regular", size, length: count, content };
  const offsets = reserve("int32", count + 1);
  checkStatus(kernels.array_repeated_offsets(times.address, lengths.address, offsets.address, n));
  return { kind: "list", offsets, content };
}

/** @param after  how many arrays follow */
function factorOf(layout: LoadedLayout, n: number, after: number): Factor {
  const index = reserve("int32", n);
  let lists = layout;
  if (layout.kind === "option") {
    kernels.array_shift_index(layout.index.address, index.address, n, 0);
    lists = loaded(layout.content);
  } else kernels.array_iota(index.address, n);
  const option = layout.kind === "option";
  const values = lists.kind === "union" && hasValues(lists);
  if (lists.kind === "union") lists = loaded(listsOfUnion(lists));
  const { offsets, content, size, single } = listsOrSingles(lists, after);
  const lengths = reserve("int32", n);
  kernels.array_lengths(offsets.address, index.address, lengths.address, n);
  return { index, offsets, content, lengths, option, size, single: single || values };
}

/** Whether values stand among the lists of a union. */
function hasValues({ tags, contents }: UnionLayout): boolean {
  return contents.some((content, tag) => {
    const { kind } = loaded(content);
    return (
      kind !== "list" &&
      kind !== "regular" &&
      kernels.array_count_tag(tags.address, tags.length, tag) > 0
    );
  });
}

function listsOrSingles(
  lists: LoadedLayout,
  after: number,
): Pick<Factor, "offsets" | "content" | "size" | "single"> {
  switch (lists.kind) {
    case "list":
      return {
        offsets: rebase(lists.offsets),
        content: compactContent(lists),
        size: undefined,
        single: false,
      };
    case "regular": {
      const { size, length } = lists;
      return { offsets: regularOffsets(length, size), content: lists.content, size, single: false };
    }
    case "string":
      throw new UsageError("cartesian makes no products of the characters of text");
    case "empty": {
      const content: Layout = { kind: "flat", data: reserve("float64", 0) as unknown as Column };
      return { offsets: regularOffsets(0, 1), content, size: 1, single: true };
    }
    default: {
      const content = spaced(lists, after);
      return { offsets: regularOffsets(lengthOf(lists), 1), content, size: 1, single: true };
    }
  }
}

/**
 * As Awkward does with records in place of lists: the elements of lists in their fields become lists of
 * one, once for each array that follows.
 */
function spaced(layout: Layout, after: number): Layout {
  const now = loaded(layout);
  if (now.kind !== "record" || after === 0) return now;
  return { ...now, contents: now.contents.map(within) };

  function within(field: Layout): Layout {
    const one = loaded(field);
    switch (one.kind) {
      case "list":
      case "regular": {
        let content: Layout = one.content;
        for (let i = 0; i < after; i++) {
          content = { kind: "regular", size: 1, length: lengthOf(content), content };
        }
        return { ...one, content };
      }
      case "option":
        return { ...one, content: within(one.content) };
      case "record":
        return { ...one, contents: one.contents.map(within) };
      default:
        return one;
    }
  }
}

/** Lists and values in place of lists as lists of one type. */
function listsOfUnion(union: UnionLayout): Layout {
  const lists = union.contents.map((content) => {
    const now = loaded(content);
    if (now.kind === "list" || now.kind === "regular") return now;
    return { kind: "list", offsets: regularOffsets(lengthOf(now), 1), content: now } as const;
  });
  const merged = merge(lists);
  const starts = lists.map((_, tag) =>
    lists.slice(0, tag).reduce((sum, one) => sum + lengthOf(one), 0),
  );
  const n = union.tags.length;
  const index = reserve("int32", n);
  kernels.array_tagged_positions(
    union.tags.address,
    union.index.address,
    columnOf("int32", starts).address,
    index.address,
    n,
  );
  return takeLayout(merged, index);
}

/**
 * Where values in place of lists meet regular lists of a later array, Awkward aligns both as NumPy does,
 * which fails unless those have one element.
 */
function checkSingles(
  factors: readonly Factor[],
  before: readonly Column<"int32">[],
  n: number,
): void {
  const single = factors.findIndex((factor) => factor.single);
  if (single < 0) return;
  for (let i = single + 1; i < factors.length; i++) {
    const { size } = factors[i];
    if (size === undefined || size === 1 || sumOf(before[i], n) === 0) continue;
    throw new ShapeError(
      `values of argument ${single} do not go with the lists of ${size} of argument ${i}: ` +
        "put the lists first",
      1,
      size,
    );
  }
}

function sumOf(counts: Column<"int32">, n: number): number {
  return checked(kernels.array_sum_counts(counts.address, n));
}

function checked(total: number): number {
  if (total < 0 || total > 2 ** 31 - 1) throw tooMany();
  return total;
}

function checkStatus(status: number): void {
  if (status !== 0) throw tooMany();
}

function tooMany(): UnsupportedError {
  return new UnsupportedError("there are more than 2^31 products", "size");
}
