import { ShapeError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray, type Records } from "./array.ts";
import type { Behavior } from "./behavior.ts";
import { broadcastAll, type Input } from "./broadcast.ts";
import { purelistDepth } from "./depth.ts";
import type { ArrayLike } from "./elementwise.ts";
import { fieldOf } from "./field.ts";
import { filledLayout } from "./filled.ts";
import {
  fieldsOf,
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type Parameters,
  type RecordLayout,
} from "./layout.ts";
import { loadAll } from "./load.ts";
import { checkSameLists } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { isScalar } from "./promote.ts";
import { share } from "./share.ts";

/** Options of {@link zip} that {@link zipNoBroadcast} has, too. */
export interface RecordOptions {
  /** Record name. */
  readonly withName?: string | undefined;
  /** What the records can do; its name is the record name. */
  readonly behavior?: Behavior | undefined;
  /** What the records say of themselves. */
  readonly parameters?: Parameters | undefined;
}

const OPTIONS = ["withName", "behavior", "parameters"] as const;

/** Options of {@link zip}. */
export interface ZipOptions extends RecordOptions {
  /** Levels of lists that are walked together; all by default. 1 keeps the fields as they are. */
  readonly depthLimit?: number | null | undefined;
  /** Whether records are missing where one of their fields is, instead of having missing fields. */
  readonly optiontypeOutsideRecord?: boolean | undefined;
  /** Whether regular arrays are aligned at the last axis, as NumPy's are. */
  readonly rightBroadcast?: boolean | undefined;
}

/** Arrays by the names of their fields, or in the order of a tuple. */
export type Zipped = Readonly<Record<string, ArrayLike>> | readonly ArrayLike[];

/**
 * Joins arrays as the fields of records, or of tuples: lists of equal lengths become lists of records;
 * a number beside a list goes with each of its elements. With `depthLimit: 1` nothing is loaded.
 *
 * @throws ShapeError naming the first list that differs
 * @see awkward.zip
 */
export function zip(arrays: Zipped, options?: ZipOptions): Records;
export function zip(arrays: Zipped, options: ZipOptions = {}): AwkwardArray {
  knownOptions(
    options,
    [...OPTIONS, "depthLimit", "optiontypeOutsideRecord", "rightBroadcast"],
    "zip",
  );
  const { depthLimit = null, optiontypeOutsideRecord = false, rightBroadcast = false } = options;
  const values: readonly ArrayLike[] = Object.values(arrays);
  if (values.length === 0) throw new UsageError("zip takes at least one field");
  const metadata = values.find((value) => value instanceof AwkwardArray)?.metadata;
  const limit = depthLimit ?? Number.POSITIVE_INFINITY;
  if (!(limit >= 1)) throw new UsageError("depthLimit is at least 1");
  const record = recordMaker(arrays, options);
  const inputs: Input[] = values.map((value) => {
    if (isScalar(value)) return value;
    checkArray(value, "zip");
    return limit === 1 && !optiontypeOutsideRecord ? value.layout : loadAll(value.layout);
  });
  const lengths = inputs.filter((input): input is Layout => !isScalar(input)).map(lengthOf);
  const plain = limit === 1 && !optiontypeOutsideRecord && !rightBroadcast;
  if (plain && lengths.length > 0 && lengths.every((length) => length === lengths[0])) {
    return scope(() => {
      const contents = inputs.map((input) => whole(input, lengths[0]));
      return new AwkwardArray(record(contents, lengths[0]), { metadata });
    });
  }
  if (lengths.length === 0) {
    return scope(
      () =>
        new AwkwardArray(
          record(
            inputs.map((input) => whole(input, 1)),
            1,
          ),
        ),
    );
  }
  const all = inputs.map((input) => (isScalar(input) ? input : loadAll(input)));
  return scope(() => {
    // As in Awkward, a number is an array of one here, which does not go into regular dimensions.
    const [layout] = broadcastAll(
      all.map((input) => (isScalar(input) ? filledLayout(input, 1) : input)),
      (now, length, depth) => {
        const flat = now.every((one) => isScalar(one) || purelistDepth(one) === 1);
        if (depth < 1 || !(depth === limit || flat)) return undefined;
        const missing = now.some((one) => !isScalar(one) && one.kind === "option");
        if (optiontypeOutsideRecord && missing) return undefined;
        return [
          record(
            now.map((one) => whole(one, length)),
            length,
          ),
        ];
      },
      { rightBroadcast, name: "zip" },
    );
    return new AwkwardArray(layout, { metadata });
  });
}

function recordMaker(
  arrays: Zipped,
  { withName, behavior, parameters }: RecordOptions,
): (contents: readonly Layout[], length: number) => RecordLayout {
  const tuple = Array.isArray(arrays) ? true : undefined;
  const fields = Object.keys(arrays);
  const name = behavior?.name ?? withName;
  return (contents, length) => ({
    kind: "record",
    fields,
    contents,
    length,
    name,
    behavior,
    tuple,
    parameters,
  });
}

/** A field of its own handles; a scalar as a column. */
function whole(input: Input, length: number): Layout {
  return isScalar(input) ? filledLayout(input, length) : share(input);
}

/**
 * Joins flat arrays, or lists of the same lengths, as the fields of records, without walking them: the
 * lists of the first are those of all.
 *
 * @throws ShapeError where lengths differ, UsageError for arrays of another structure
 * @see awkward.zip_no_broadcast
 */
export function zipNoBroadcast(
  arrays: Readonly<Record<string, AwkwardArray>> | readonly AwkwardArray[],
  options: RecordOptions = {},
): AwkwardArray {
  const values: readonly AwkwardArray[] = Object.values(arrays);
  for (const value of values) checkArray(value, "zipNoBroadcast");
  if (values.length === 0) throw new UsageError("zipNoBroadcast takes at least one field");
  knownOptions(options, OPTIONS, "zipNoBroadcast");
  const record = recordMaker(arrays, options);
  const layouts = values.map((value) => loadAll(value.layout));
  const { metadata } = values[0];
  return scope(() => {
    const flats = layouts.filter((one) => one.kind === "flat");
    if (flats.length === layouts.length) return new AwkwardArray(flat(flats), { metadata });
    const lists = layouts.filter((one) => one.kind === "list");
    if (lists.length < layouts.length) {
      throw new UsageError("zipNoBroadcast takes flat arrays, or lists of numbers");
    }
    const contents = lists.map((one, i) => {
      if (one.offsets.length !== lists[0].offsets.length) throw different();
      checkSameLists(lists[0].offsets, one.offsets, 0, i);
      const content = loaded(one.content);
      if (content.kind !== "flat") throw new UsageError("zipNoBroadcast takes lists of numbers");
      const view = one.offsets.view();
      return { kind: "flat", data: content.data.slice(view[0], view[view.length - 1]) } as const;
    });
    const { offsets } = lists[0];
    const own = offsets.view()[0] === 0 ? offsets.slice(0, offsets.length) : undefined;
    if (own === undefined) throw new UsageError("zipNoBroadcast takes lists that begin at 0");
    return new AwkwardArray({ kind: "list", offsets: own, content: flat(contents) }, { metadata });
  });

  function flat(columns: readonly LoadedLayout[]): Layout {
    const lengths = columns.map(lengthOf);
    if (lengths.some((length) => length !== lengths[0])) throw different();
    return record(columns.map(share), lengths[0]);
  }
}

function different(): ShapeError {
  return new ShapeError("zipNoBroadcast takes arrays of one length");
}

/**
 * The fields of records, each as an array of its own; the array itself where it has none.
 *
 * @throws ShapeError for values of several types with different fields
 * @see awkward.unzip
 */
export function unzip(array: AwkwardArray): Records[];
export function unzip(array: AwkwardArray): AwkwardArray[] {
  checkArray(array, "unzip");
  const names = array.fields;
  checkUnions(array.layout, names);
  if (names.length === 0) return [array];
  const { metadata } = array;
  return names.map((name) => new AwkwardArray(fieldOf(array.layout, name), { metadata }));
}

function checkUnions(layout: Layout, names: readonly string[]): void {
  const now = loaded(layout);
  if (now.kind === "record") return;
  if (now.kind === "union") {
    for (const content of now.contents) {
      const own = fieldsOf(content);
      if (own.length === names.length && own.every((name) => names.includes(name))) continue;
      throw new ShapeError("values of several types with different fields are not unzipped");
    }
  } else if ("content" in now) checkUnions(now.content, names);
}
