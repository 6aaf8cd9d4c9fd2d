import { ShapeError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { axisError } from "./axis.ts";
import { convert } from "./convert.ts";
import { posAxis } from "./depth.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll } from "./load.ts";
import { compactContent, rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { presentElements } from "./present.ts";
import { isInteger } from "./promote.ts";
import { share } from "./share.ts";
import { changeWithin } from "./walk.ts";

/**
 * Lengths of the lists that are to be made: of all of them, or of each, as an array of integers or a
 * plain list; `null` for a missing list.
 */
export type Counts = number | readonly (number | bigint | null)[] | AwkwardArray;

/**
 * Lists of the elements of an axis, the inverse of `flatten`: `counts` says how many are in each. At an
 * inner axis the new lists must not cross those that are there.
 *
 * @throws ShapeError when the counts do not fit
 * @see awkward.unflatten
 */
export function unflatten<Given extends AwkwardArray>(
  array: Given,
  counts: Counts,
  options?: { readonly axis?: number | undefined },
): Given;
export function unflatten(
  array: AwkwardArray,
  counts: Counts,
  options: { readonly axis?: number | undefined } = {},
): AwkwardArray {
  checkArray(array, "unflatten");
  const { axis = 0 } = knownOptions(options, ["axis"], "unflatten");
  const layout = loadAll(array.layout);
  const given = typeof counts === "number" || isList(counts) ? counts : countsOf(counts);
  return scope(() => {
    const cut = cutter(isList(given) ? countsOfList(given) : given, axis);
    const made = axis === 0 || posAxis(layout, axis, 1) === 0 ? cut.lists(layout) : inner();
    cut.finish();
    return new AwkwardArray(made, array);

    function inner(): Layout {
      return changeWithin(layout, change);

      function change(now: LoadedLayout, depth: number): Layout | undefined {
        // As Awkward packs an index: elements that stand twice get counts of their own.
        if (now.kind === "option" && !now.masked && !now.unmasked) {
          const { index, content } = presentElements(now);
          return { ...now, index, content: changeWithin(content, change, depth) };
        }
        const lists = now.kind === "list" || now.kind === "regular" || now.kind === "string";
        if (lists && posAxis(now, axis, depth) === depth) return within(now);
        if (now.kind === "flat" || now.kind === "empty") throw axisError(axis, depth);
        return undefined;
      }
    }

    function within(now: LoadedLayout & { kind: "list" | "regular" | "string" }): Layout {
      const outer = listsOf(now);
      const content = loaded(cut.lists(compactContent(outer)));
      const list = content.kind === "option" ? loaded(content.content) : content;
      const { offsets } = listsOf(list as LoadedLayout & { kind: "list" | "regular" });
      const own = rebase(outer.offsets);
      const places = reserve("int32", own.length);
      const status = kernels.array_search_right(
        offsets.address,
        offsets.length,
        own.address,
        places.address,
        own.length,
      );
      if (status !== 0) throw misfit(axis);
      places.view()[0] = 0;
      return { kind: "list", offsets: places, content };
    }
  });
}

function misfit(axis: number): ShapeError {
  return new ShapeError(`the counts do not fit the array at axis ${axis}`);
}

/** Counts as int64, and the lists that are missing. */
interface CountColumn {
  readonly counts: Column;
  /** i32, negative where a list is missing. */
  readonly index: Column<"int32"> | undefined;
}

type CountList = Extract<Counts, readonly unknown[]>;

function isList(counts: unknown): counts is CountList {
  return Array.isArray(counts);
}

function countsOf(array: AwkwardArray): CountColumn {
  checkArray(array, "unflatten");
  const now = loadAll(array.layout);
  const content = now.kind === "option" ? loaded(now.content) : now;
  const index = now.kind === "option" ? now.index : undefined;
  if (content.kind === "empty") return { counts: reserve("int64", 0) as unknown as Column, index };
  if (content.kind === "flat" && isInteger(content.data.dtype)) {
    return { counts: content.data, index };
  }
  // What ak.array makes of plain numbers are floats, which Awkward refuses as well.
  const why =
    content.kind === "flat"
      ? `, not of ${content.data.dtype}: ak.valuesAstype(counts, "int64") makes integers, and a plain list such as [2, 0, 1] is taken too`
      : "";
  throw new UsageError(`counts are a number, or a flat array of integers${why}`);
}

function countsOfList(list: CountList): CountColumn {
  const bad = list.find(
    (one) => one !== null && typeof one !== "bigint" && !Number.isSafeInteger(one),
  );
  if (bad !== undefined || list.includes(undefined as never)) {
    throw new UsageError(
      `${bad} is no count: counts are whole numbers, or null for a missing list`,
    );
  }
  const present = list.filter((one) => one !== null);
  const counts = columnOf("int64", present.map(BigInt)) as unknown as Column;
  if (present.length === list.length) return { counts, index: undefined };
  let next = 0;
  const places = list.map((one) => (one === null ? -1 : next++));
  return { counts, index: columnOf("int32", places) };
}

/** Cuts contents into lists, one after another: each takes the counts that the last left. */
function cutter(
  given: number | CountColumn,
  axis: number,
): { lists(content: Layout): Layout; finish(): void } {
  if (typeof given === "number") {
    return {
      lists: (content) => {
        const n = lengthOf(content);
        if (!(Number.isInteger(given) && given >= 0 && given <= n)) {
          throw new ShapeError(`${n} elements are not cut into lists of ${given}`, n, given);
        }
        const length = given === 0 ? 0 : Math.floor(n / given);
        return { kind: "regular", size: given, length, content: share(content) };
      },
      finish: () => undefined,
    };
  }
  const { index } = given;
  const n = index?.length ?? given.counts.length;
  const counts = convert(given.counts, "int64");
  const offsets = reserve("int32", n + 1);
  const total = kernels.array_count_offsets(
    counts.address,
    (index ?? offsets).address,
    offsets.address,
    n,
    Number(index !== undefined),
  );
  if (total < 0) throw new ShapeError(`count ${-1 - total} is negative`);
  if (total > 2 ** 31 - 1) throw misfit(axis);
  let at = 0;
  return {
    lists: (content) => {
      const length = lengthOf(content);
      const view = offsets.view();
      const start = view[at];
      let stop = at;
      // The last offset that the content reaches, empty lists behind it included.
      stop += kernels.array_reach(offsets.slice(at, n + 1).address, n - at, start + length);
      if (view[stop] !== start + length) throw misfit(axis);
      const own = rebase(offsets.slice(at, stop + 1));
      const first = at;
      at = stop;
      const list: Layout = { kind: "list", offsets: own, content: share(content) };
      if (index === undefined) return list;
      const all = reserve("int32", stop - first);
      kernels.array_iota(all.address, all.length);
      kernels.array_join_missing(index.slice(first, stop).address, all.address, all.length);
      return { kind: "option", index: all, content: list };
    },
    finish: () => {
      if (at !== n) throw misfit(axis);
    },
  };
}
