import { DTypeError, ShapeError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { alignRegular } from "./align.ts";
import { annotations, type ParametersRule } from "./broadcast-parameters.ts";
import { fieldOf } from "./field.ts";
import {
  type Layout,
  type ListLayout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
  type RecordLayout,
  type UnionLayout,
} from "./layout.ts";
import { loadDeep } from "./load.ts";
import { simplifyUnion } from "./merge.ts";
import { checkSameLists, compactContent, rebase, regularOffsets } from "./offsets.ts";
import { combineOptions, missingWhere } from "./option.ts";
import { isScalar, type Scalar } from "./promote.ts";
import { repeat, sliceLayout, takeLayout } from "./select.ts";
import { numberTags, positionsOfTag, project } from "./union.ts";

export { loadDeep } from "./load.ts";
export { rangeOf, rebase } from "./offsets.ts";

/** What takes part in a broadcast: an array, or one value for all. */
export type Input = Layout | Scalar;

/** The inputs at one level of nesting. */
export type Inputs = readonly (LoadedLayout | Scalar)[];

/** Makes the innermost layout from those of the inputs, all of `length`. */
export type Leaf = (inputs: Inputs, length: number) => Layout;

/**
 * Makes the results from the inputs at one level, all of `length`, or goes on within them
 * (`undefined`).
 *
 * @param depth  1 for the arrays themselves, one more for each list around
 * @param repeated  inputs that are records chosen for this level, which Awkward has behind an index
 */
export type Action = (
  inputs: Inputs,
  length: number,
  depth: number,
  repeated: ReadonlySet<unknown>,
) => Layout[] | undefined;

/** Goes on with other inputs. */
export type Next = (inputs: Inputs, action: Action, plain?: boolean) => Layout[];

/** How arrays are broadcast. */
export interface BroadcastOptions {
  /** Whether values beside lists of varying length stand for each of their elements (default). */
  readonly leftBroadcast?: boolean | undefined;
  /** Whether regular arrays are aligned at the last axis, as NumPy's are (default). */
  readonly rightBroadcast?: boolean | undefined;
  /** Whether the fields of records are walked (default), or records refused. */
  readonly allowRecords?: boolean | undefined;
  /** Which parameters and record names the results have (what all inputs say alike). */
  readonly broadcastParametersRule?: ParametersRule | undefined;
  /** What is named in errors. */
  readonly name?: string | undefined;
  /** What the arguments are called there; their numbers by default. */
  readonly labels?: readonly string[] | undefined;
  /**
   * What becomes of inputs of which some may be missing, in place of missing results. `next` walks on
   * from here with an action of its own; `plain` then has missing results for what is missing.
   */
  readonly missing?: ((inputs: Inputs, length: number, next: Next) => Layout[]) | undefined;
}

/**
 * Walks arrays of different nesting together, as Awkward broadcasts, and makes one layout of them. Where
 * no input has lists or missing values any more, or at `depth`, `leaf` is called once.
 *
 * @param inputs  at least one array
 * @param depth  levels to walk; all by default
 * @throws ShapeError naming the first list that differs
 * @see broadcastAll
 */
export function broadcast(inputs: readonly Input[], leaf: Leaf, depth: number = Infinity): Layout {
  const [layout] = broadcastAll(inputs, (now, length, level) => {
    const nested = (input: LoadedLayout | Scalar): boolean =>
      !isScalar(input) && (isList(input) || input.kind === "option");
    return level >= 1 && (level >= depth || !now.some(nested)) ? [leaf(now, length)] : undefined;
  });
  return layout;
}

/**
 * Walks arrays of different nesting together, as Awkward broadcasts: lists must have equal lengths;
 * a value beside a list stands for each of its elements; an array, or regular dimension, of one
 * stands for any number. Where all dimensions are regular they are aligned at the last axis, as
 * NumPy's are. A value is missing where one of the inputs misses it. The fields of records are walked
 * one after another.
 *
 * @param inputs  at least one array, all in memory (`loadDeep`, or `loadAll` where records are walked)
 * @param action  asked at each level; the number of its results is that of the whole
 * @throws ShapeError naming the first list that differs
 *
 * Temporaries are left to the scope that the caller opens.
 * @see awkward._broadcasting.broadcast_and_apply
 */
export function broadcastAll(
  inputs: readonly Input[],
  action: Action,
  options: BroadcastOptions = {},
): Layout[] {
  const now = inputs.map((input) => (isScalar(input) ? input : loadDeep(input)));
  if (!now.some(isLayout)) throw new UsageError("at least one argument must be an array");
  // The arrays are the lists of an array of one: so that their lengths follow the rules of lists.
  const packed = now.map((input): LoadedLayout | Scalar =>
    isScalar(input) ? input : { kind: "regular", size: lengthOf(input), length: 1, content: input },
  );
  return walk(packed, { action, options }, 0).map((layout) => {
    const list = loaded(layout);
    if (list.kind !== "regular") throw new Error("arrays are lists of an array of one");
    return sliceLayout(list.content, 0, list.size);
  });
}

function isLayout<L extends Layout>(input: L | Scalar): input is L {
  return !isScalar(input);
}

/** What stays the same all the way down. */
interface Walk {
  readonly action: Action;
  /** Records chosen on the way to this level; `undefined` where there are none. */
  readonly repeated?: ReadonlySet<unknown> | undefined;
  readonly options: BroadcastOptions;
}

function walk(given: Inputs, how: Walk, depth: number): Layout[] {
  const inputs = how.options.rightBroadcast === false ? given : alignRegular(given);
  const arrays = inputs.filter(isLayout);
  const length = commonLength(inputs, how);
  const made = how.action(inputs, length, depth, how.repeated ?? NONE);
  if (made !== undefined) return made;
  if (arrays.some(({ kind }) => kind === "empty")) {
    return walk(inputs.map(emptyNumbers), how, depth);
  }
  if (how.repeated !== undefined) return walk(inputs, { ...how, repeated: undefined }, depth);
  if (arrays.some(({ kind }) => kind === "union")) return walkUnions(inputs, length, how, depth);
  if (arrays.some(({ kind }) => kind === "option")) {
    const { missing, name } = how.options;
    if (missing !== undefined) {
      return missing(inputs, length, (next, action, plain = false) => {
        const options = { name, missing: plain ? undefined : missing };
        return walk(next.map(loadedInput), { action, options }, depth);
      });
    }
    const { index, contents } = combineOptions(inputs, length);
    const now = contents.map(loadedInput);
    return walk(now, { ...how, repeated: recordsAmong(now) }, depth).map((content) =>
      missingWhere(index, content),
    );
  }
  if (arrays.some(({ kind }) => kind === "list")) return walkLists(inputs, how, depth);
  if (arrays.some(({ kind }) => kind === "regular")) return walkRegular(inputs, length, how, depth);
  if (arrays.some(({ kind }) => kind === "record")) return walkRecords(inputs, length, how, depth);
  const what = arrays.map(nameOf).join(" and ");
  throw new UsageError(`cannot broadcast ${what}${within(how)}`);
}

const NONE: ReadonlySet<unknown> = new Set();

/** The records among inputs; `undefined` where there are none. */
function recordsAmong(inputs: Inputs): ReadonlySet<unknown> | undefined {
  const records = inputs.filter((input) => !isScalar(input) && input.kind === "record");
  return records.length > 0 ? new Set(records) : undefined;
}

function within({ options }: Walk): string {
  return options.name === undefined ? "" : ` in ${options.name}`;
}

function loadedInput(input: LoadedLayout | Scalar): LoadedLayout | Scalar {
  return isScalar(input) ? input : loadDeep(input);
}

/** Nothing of unknown type counts as no numbers. */
function emptyNumbers(input: LoadedLayout | Scalar): LoadedLayout | Scalar {
  if (isScalar(input) || input.kind !== "empty") return input;
  return { kind: "flat", data: reserve<DType>("float64", 0) };
}

function isList(layout: LoadedLayout): boolean {
  return layout.kind === "list" || layout.kind === "regular";
}

function labelOf(i: number, { options: { labels } }: Walk): string {
  return labels?.[i] ?? `argument ${i}`;
}

/** @throws ShapeError where lengths differ */
function commonLength(inputs: Inputs, how: Walk): number {
  let first: number | undefined;
  for (const [i, input] of inputs.entries()) {
    if (isScalar(input)) continue;
    const length = lengthOf(input);
    first ??= length;
    if (length === first) continue;
    throw new ShapeError(
      `cannot broadcast arrays of lengths ${first} and ${length} (${labelOf(i, how)})${within(how)}`,
      first,
      length,
    );
  }
  return first ?? 0;
}

/** A list structure of offsets and content that begin at 0. */
function walkLists(inputs: Inputs, how: Walk, depth: number): Layout[] {
  const first = inputs.findIndex((input) => !isScalar(input) && input.kind === "list");
  const { offsets } = inputs[first] as ListLayout;
  const whose = (i: number): string => labelOf(i, how);
  const contents = inputs.map((input, i) => {
    if (isScalar(input)) return input;
    if (input.kind === "list") {
      if (i !== first) checkSameLists(offsets, input.offsets, whose(first), whose(i));
      return loadDeep(compactContent(input));
    }
    if (input.kind !== "regular") {
      if (how.options.leftBroadcast === false) return input;
      return loadDeep(repeat(input, offsets));
    }
    const content = sliceLayout(input.content, 0, input.length * input.size);
    // Lists of one stand for lists of any length.
    if (input.size === 1) return loadDeep(repeat(content, offsets));
    checkSameLists(offsets, regularOffsets(input.length, input.size), whose(first), whose(i));
    return loadDeep(content);
  });
  // Records beside the lists were repeated.
  const beside = contents.filter((_, i) => listsAmong(inputs[i]) === undefined);
  const results = walk(contents, { ...how, repeated: recordsAmong(beside) }, depth + 1);
  const said = annotations(
    inputs.map(listsAmong),
    results.length,
    how.options.broadcastParametersRule,
  );
  return results.map((content, i) => ({
    kind: "list",
    offsets: rebase(offsets),
    content,
    parameters: said[i].parameters,
  }));
}

/** An input where it is lists. */
function listsAmong(input: LoadedLayout | Scalar): LoadedLayout | undefined {
  return !isScalar(input) && isList(input) ? input : undefined;
}

function walkRegular(inputs: Inputs, length: number, how: Walk, depth: number): Layout[] {
  const sizes = inputs.flatMap((input) =>
    !isScalar(input) && input.kind === "regular" ? [input.size] : [],
  );
  const size = sizes.includes(0) ? 0 : Math.max(...sizes);
  const contents = inputs.map((input, i) => {
    if (isScalar(input) || input.kind !== "regular") return input;
    if (size === 0) return loadDeep(sliceLayout(input.content, 0, 0));
    const content = sliceLayout(input.content, 0, length * input.size);
    if (input.size === size) return loadDeep(content);
    if (input.size === 1) return loadDeep(repeat(content, regularOffsets(length, size)));
    const what = depth === 0 ? "arrays of lengths" : "lists of";
    const which = depth === 0 ? ` (${labelOf(i, how)})` : "";
    throw new ShapeError(
      `cannot broadcast ${what} ${size} and ${input.size}${which}${within(how)}`,
      size,
      input.size,
    );
  });
  const results = walk(contents, how, depth + 1);
  const said = annotations(
    inputs.map(listsAmong),
    results.length,
    how.options.broadcastParametersRule,
  );
  return results.map((content, i) => ({
    kind: "regular",
    size,
    length,
    content,
    parameters: said[i].parameters,
  }));
}

/** The fields one after another, by name. */
function walkRecords(inputs: Inputs, length: number, how: Walk, depth: number): Layout[] {
  const records = inputs.filter((input) => !isScalar(input) && input.kind === "record");
  const [first] = records as RecordLayout[];
  if (how.options.allowRecords === false) {
    throw new UsageError(`cannot broadcast ${nameOf(first)}${within(how)}`);
  }
  for (const record of records as RecordLayout[]) {
    if ((record.tuple ?? false) !== (first.tuple ?? false)) {
      throw new DTypeError(`cannot broadcast a tuple against a record${within(how)}`);
    }
    const same = record.fields.length === first.fields.length;
    if (first.tuple || (same && first.fields.every((name) => record.fields.includes(name))))
      continue;
    throw new ShapeError(
      `cannot broadcast records of the fields ${first.fields.join(", ")} and ` +
        `${record.fields.join(", ")}${within(how)}`,
      first.fields,
      record.fields,
    );
  }
  const columns = first.fields.map((name) =>
    walk(
      inputs.map((input) => {
        if (isScalar(input) || input.kind !== "record") return input;
        return loadDeep(sliceLayout(fieldOf(input, name), 0, length));
      }),
      how,
      depth,
    ),
  );
  const results = columns[0]?.length ?? 1;
  const among = inputs.map((one) => (isScalar(one) || one.kind !== "record" ? undefined : one));
  const said = annotations(among, results, how.options.broadcastParametersRule);
  const { fields, tuple } = first;
  return said.map((one, i) => ({
    kind: "record",
    fields,
    tuple,
    contents: columns.map((column) => column[i]),
    length,
    ...one,
  }));
}

/** Each combination of types by itself. */
function walkUnions(inputs: Inputs, length: number, how: Walk, depth: number): Layout[] {
  const tags = reserve("int8", length);
  tags.view().fill(0);
  const unions = inputs.filter((input) => !isScalar(input) && input.kind === "union");
  let combinations = 1;
  for (const { tags: own, contents } of unions as UnionLayout[]) {
    kernels.array_combine_tags(tags.address, own.address, length, contents.length);
    combinations *= contents.length;
  }
  const parts = Array.from({ length: combinations }, (_, combination) => {
    const positions = positionsOfTag(tags, combination);
    let divisor = combinations;
    const contents = inputs.map((input) => {
      if (isScalar(input)) return input;
      if (input.kind !== "union") return loadDeep(takeLayout(input, positions));
      divisor /= input.contents.length;
      const tag = Math.floor(combination / divisor) % input.contents.length;
      return loadDeep(project(input, tag, positions));
    });
    return walk(contents, how, depth);
  });
  const index = numberTags(tags);
  return parts[0].map((_, i) =>
    simplifyUnion({ kind: "union", tags, index, contents: parts.map((part) => part[i]) }, false),
  );
}

/** The columns of a leaf's inputs. @throws UsageError for records */
export function flatColumns(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
): (Column | Scalar)[] {
  return inputs.map((input) => {
    if (isScalar(input)) return input;
    if (input.kind === "flat")
      return input.data.length === length ? input.data : input.data.slice(0, length);
    throw new UsageError(`numbers are needed here, not ${nameOf(input)}`);
  });
}
