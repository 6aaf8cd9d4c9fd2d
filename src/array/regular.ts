import { ShapeError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { axisError } from "./axis.ts";
import { posAxis } from "./depth.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type OptionLayout,
  type RegularLayout,
} from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll } from "./load.ts";
import { compactContent, rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share, shareColumn } from "./share.ts";
import { numberTags, positionsOfTag, presentPositions, project } from "./union.ts";
import { changeWithin } from "./walk.ts";

/** Which lists are meant: those at an axis (1 by default), or all (`null`). */
export interface ListAxis {
  readonly axis?: number | null | undefined;
}

/**
 * Lists that all have one length as lists of that size: their type says it.
 *
 * @throws ShapeError naming the first list of another length; AxisError when there is no such axis
 * @see awkward.to_regular
 */
export function toRegular<Given extends AwkwardArray>(array: Given, options?: ListAxis): Given;
export function toRegular(array: AwkwardArray, options: ListAxis = {}): AwkwardArray {
  checkArray(array, "toRegular");
  const { axis = 1 } = knownOptions(options, ["axis"], "toRegular");
  const layout = loadAll(array.layout);
  if (axis !== null && posAxis(layout, axis, 1) === 0) return array;
  return scope(() => {
    const made = changeWithin(layout, (now, depth, within) => {
      if (now.kind === "option") return reachedOnly(now, (content) => change(content, depth));
      return step(now, depth, within);
    });
    return new AwkwardArray(made, array);
  });

  function change(layout: Layout, depth: number): Layout {
    return changeWithin(
      layout,
      (now, own, within) => {
        if (now.kind === "option") return reachedOnly(now, (content) => change(content, own));
        return step(now, own, within);
      },
      depth,
    );
  }

  function step(now: LoadedLayout, depth: number, within: () => Layout): Layout | undefined {
    if (axis === null) {
      if (now.kind === "string") return regular(now);
      return now.kind === "list" ? regular(loaded(within())) : undefined;
    }
    const level = posAxis(now, axis, depth);
    if (now.kind === "list" || now.kind === "regular" || now.kind === "string") {
      if (level === depth) return now.kind === "regular" ? share(now) : regular(now);
      if (now.kind === "string") throw axisError(axis, depth + 1);
      return undefined;
    }
    checkLeaf(now, axis, depth);
    return undefined;
  }
}

/** The content of an index from its first place to its last, as Awkward looks at it. */
function reachedOnly(option: OptionLayout, change: (content: Layout) => Layout): Layout {
  const { address, length } = option.index;
  if (option.masked && lengthOf(option.content) === length) {
    return { ...option, content: change(option.content) };
  }
  const last = kernels.array_largest(address, length);
  const first = last < 0 ? 0 : kernels.array_least(address, length);
  const index = reserve("int32", length);
  kernels.array_shift_index(address, index.address, length, -first);
  const content = change(sliceLayout(option.content, first, last + 1));
  return { ...option, index, content };
}

function checkLeaf(now: LoadedLayout, axis: number, depth: number): void {
  const leaf = now.kind === "flat" || now.kind === "empty";
  if (leaf || (now.kind === "record" && now.fields.length === 0)) throw axisError(axis, depth);
}

function regular(layout: LoadedLayout): Layout {
  if (layout.kind === "regular") return layout;
  if (layout.kind !== "list" && layout.kind !== "string") throw new Error("lists stay lists");
  const lists = listsOf(layout);
  const { offsets } = lists;
  const n = offsets.length - 1;
  const view = offsets.view();
  const size = n === 0 ? 0 : view[1] - view[0];
  const status = kernels.array_check_lengths(offsets.address, n, size);
  if (status !== 0) {
    const own = view[status] - view[status - 1];
    throw new ShapeError(
      `lists are not of one length: list ${status - 1} has ${own} elements, the first ${size}`,
      size,
      own,
    );
  }
  if (layout.kind === "string") return { ...layout, offsets: shareColumn(offsets), size };
  const { parameters } = layout;
  const content = compactContent(lists);
  return { kind: "regular", size, length: n, content, parameters };
}

/**
 * Lists of one size as lists whose length may vary.
 *
 * @throws AxisError when there is no such axis
 * @see awkward.from_regular
 */
export function fromRegular<Given extends AwkwardArray>(array: Given, options?: ListAxis): Given;
export function fromRegular(array: AwkwardArray, options: ListAxis = {}): AwkwardArray {
  checkArray(array, "fromRegular");
  const { axis = 1 } = knownOptions(options, ["axis"], "fromRegular");
  const layout = loadAll(array.layout);
  if (axis !== null && posAxis(layout, axis, 1) === 0) return array;
  return scope(() => {
    const made = changeWithin(layout, (now, depth, within) => {
      if (axis === null) return now.kind === "regular" ? varying(loaded(within())) : undefined;
      const level = posAxis(now, axis, depth);
      if (now.kind === "list" || now.kind === "regular" || now.kind === "string") {
        if (level === depth) return now.kind === "regular" ? varying(now) : share(now);
        if (now.kind === "string") throw axisError(axis, depth + 1);
        return undefined;
      }
      checkLeaf(now, axis, depth);
      return undefined;
    });
    return new AwkwardArray(made, array);
  });
}

function varying(layout: LoadedLayout): Layout {
  const { offsets } = listsOf(layout as RegularLayout);
  const { content, length, size, parameters } = layout as RegularLayout;
  return { kind: "list", offsets, content: sliceLayout(content, 0, length * size), parameters };
}

/**
 * The same array in no more memory than it needs: contents without what is not reached, offsets from 0.
 * @see awkward.to_packed
 */
export function toPacked<Given extends AwkwardArray>(array: Given): Given;
export function toPacked(array: AwkwardArray): AwkwardArray {
  checkArray(array, "toPacked");
  const layout = loadAll(array.layout);
  return scope(() => new AwkwardArray(packed(layout), array));
}

function packed(layout: Layout): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string": {
      const all = reserve("int32", lengthOf(now));
      kernels.array_iota(all.address, all.length);
      return takeLayout(now, all);
    }
    case "empty":
      return now;
    case "list": {
      const { parameters } = now;
      const offsets = rebase(now.offsets);
      return { kind: "list", offsets, content: packed(compactContent(now)), parameters };
    }
    case "regular":
      return { ...now, content: packed(sliceLayout(now.content, 0, now.length * now.size)) };
    case "option": {
      const { index, positions } = presentPositions(now.index);
      return { ...now, index, content: packed(takeLayout(now.content, positions)) };
    }
    case "record": {
      const contents = now.contents.map((one) => packed(sliceLayout(one, 0, now.length)));
      return { ...now, contents };
    }
    case "union": {
      const contents = now.contents.map((_, tag) =>
        packed(project(now, tag, positionsOfTag(now.tags, tag))),
      );
      return { ...now, tags: shareColumn(now.tags), index: numberTags(now.tags), contents };
    }
    default:
      return now satisfies never;
  }
}
