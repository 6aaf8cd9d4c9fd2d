import { AxisError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { axisFromHere } from "./depth.ts";
import {
  type Layout,
  type ListLayout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type RecordLayout,
  type RegularLayout,
  type StringLayout,
} from "./layout.ts";
import { compactContent, rebase } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { presentElements } from "./present.ts";
import { sliceLayout } from "./select.ts";
import { shareColumn } from "./share.ts";

/** What to do where an axis lies. */
export interface AtAxis {
  /** With the layout whose elements the axis counts; `undefined` to go on into its contents. */
  readonly elements: (layout: LoadedLayout) => Layout | undefined;
  /** With lists whose elements the axis counts; by default `elements` of their content. */
  readonly lists?: (list: ListLayout | RegularLayout | StringLayout) => Layout;
  /** With records on the way there; by default what becomes of their fields, under the same names. */
  readonly records?: (record: RecordLayout, contents: readonly Layout[]) => Layout;
  /** Whether records without fields count as values, which have no inner axis. */
  readonly leafRecords?: boolean;
  /** With nothing of no type, wherever the axis is; by default as `elements` of numbers. */
  readonly nothing?: () => Layout;
}

/**
 * Replaces a layout at an axis, through lists, missing values, the fields of records and the types of
 * unions. An axis from the end is that of each field where fields differ in depth. Temporaries are left
 * to the caller's scope.
 *
 * @throws AxisError where there is no such axis
 */
export function atAxis(layout: Layout, axis: number, change: AtAxis): Layout {
  const now = loaded(layout);
  if (now.kind === "empty" && change.nothing !== undefined) return change.nothing();
  const here = axisFromHere(now, axis);
  if (here === 0) {
    const changed = change.elements(now);
    if (changed !== undefined) return changed;
  }
  const next = axis > 0 ? axis - 1 : axis;
  switch (now.kind) {
    case "list":
      if (here === 1 && change.lists !== undefined) return change.lists(now);
      return {
        kind: "list",
        offsets: rebase(now.offsets),
        content: atAxis(compactContent(now), next, change),
      };
    case "regular": {
      if (here === 1 && change.lists !== undefined) return change.lists(now);
      const { size, length } = now;
      const content = sliceLayout(now.content, 0, size * length);
      return { kind: "regular", size, length, content: atAxis(content, next, change) };
    }
    case "option": {
      const { index, content } = presentElements(now);
      return missingWhere(index, atAxis(content, axis, change));
    }
    case "record": {
      if (here !== 0 && change.leafRecords && now.fields.length === 0) throw noAxis(axis);
      const contents = now.contents.map((content) =>
        atAxis(sliceLayout(content, 0, now.length), axis, change),
      );
      return change.records?.(now, contents) ?? { ...now, contents };
    }
    case "union":
      return {
        ...now,
        tags: shareColumn(now.tags),
        index: shareColumn(now.index),
        contents: allOptions(now.contents.map((content) => atAxis(content, axis, change))),
      };
    case "string":
      if (here === 1 && change.lists !== undefined) return change.lists(now);
      throw noAxis(axis);
    case "flat":
    case "empty":
      throw noAxis(axis);
    default:
      return now satisfies never;
  }
}

/** If one type of a union has missing values, all have. */
function allOptions(contents: readonly Layout[]): readonly Layout[] {
  if (!contents.some(({ kind }) => kind === "option")) return contents;
  return contents.map((content) => {
    if (content.kind === "option") return content;
    const index = reserve("int32", lengthOf(content));
    kernels.array_iota(index.address, index.length);
    return { kind: "option", index, content };
  });
}

function noAxis(axis: number): AxisError {
  return new AxisError(`axis=${axis} exceeds the depth of this array`);
}
