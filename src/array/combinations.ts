import { UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray, type Records } from "./array.ts";
import { atAxis } from "./at-axis.ts";
import { axisFromHere } from "./depth.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, type RecordLayout } from "./layout.ts";
import { loadDeep } from "./load.ts";
import { localIndexLayout } from "./local-index.ts";
import { regularOffsets } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { takeLayout } from "./select.ts";

/** Options of {@link combinations} and {@link argcombinations}. */
export interface CombinationsOptions {
  /** Whether an element may stand more than once in one combination (no by default). */
  readonly replacement?: boolean | undefined;
  /** Whose elements are combined: 1 (default) those of each list, 0 those of the array. */
  readonly axis?: number | undefined;
  /** Names of the fields, as many as elements in a combination; a tuple by default. */
  readonly fields?: readonly string[] | undefined;
  /** Record name of the combinations. */
  readonly withName?: string | undefined;
}

const OPTIONS = ["replacement", "axis", "fields", "withName"] as const;

/**
 * All combinations of `n` elements of each list, as records, in the order of Python's itertools.
 *
 * @throws UsageError when `n` is below 1, or `fields` are not `n`
 * @throws AxisError for an axis that is not there
 * @see awkward.combinations
 */
export function combinations(
  array: AwkwardArray,
  n: number,
  options?: CombinationsOptions,
): Records;
export function combinations(
  array: AwkwardArray,
  n: number,
  options: CombinationsOptions = {},
): AwkwardArray {
  checkArray(array, "combinations");
  knownOptions(options, OPTIONS, "combinations");
  const plan = planOf(n, options, "combinations");
  const layout = loadDeep(array.layout);
  return scope(() => new AwkwardArray(combine(layout, plan), { metadata: array.metadata }));
}

/**
 * The places in their lists of all combinations of `n` elements of each list, as int64; otherwise as
 * {@link combinations}.
 *
 * @see awkward.argcombinations
 */
export function argcombinations(
  array: AwkwardArray,
  n: number,
  options?: CombinationsOptions,
): Records;
export function argcombinations(
  array: AwkwardArray,
  n: number,
  options: CombinationsOptions = {},
): AwkwardArray {
  checkArray(array, "argcombinations");
  knownOptions(options, OPTIONS, "argcombinations");
  const layout = loadDeep(array.layout);
  return scope(() => {
    const { axis = 1 } = options;
    if (layout.kind === "list" && axisFromHere(layout, axis) === 1) {
      const plan = planOf(n, options, "argcombinations");
      const { offsets, total } = offsetsOf(layout.offsets, plan);
      const places = indexes(layout.offsets, plan, total, "places");
      const contents = places.map((data): Layout => ({ kind: "flat", data }));
      const content = recordOf(contents, total, plan);
      return new AwkwardArray({ kind: "list", offsets, content });
    }
    // As in Awkward, an axis that is not there is told before a wrong `n`.
    const places = localIndexLayout(layout, axis);
    const plan = planOf(n, options, "argcombinations");
    // Places have no axis beyond theirs: from the end it is the last.
    return new AwkwardArray(combine(places, { ...plan, axis: axis < 0 ? -1 : axis }));
  });
}

interface Plan {
  readonly n: number;
  readonly axis: number;
  /** How often more than once an element may be taken. */
  readonly repeats: number;
  readonly fields: readonly string[] | undefined;
  readonly name: string | undefined;
}

function planOf(
  n: number,
  { replacement = false, axis = 1, fields, withName }: CombinationsOptions,
  what: string,
): Plan {
  if (!(Number.isInteger(n) && n >= 1)) throw new UsageError(`${what} of ${n}: n is at least 1`);
  if (fields !== undefined && fields.length !== n) {
    throw new UsageError(`${what} of ${n} have ${n} fields, not ${fields.length}`);
  }
  return { n, axis, repeats: replacement ? n - 1 : 0, fields, name: withName };
}

function combine(layout: Layout, plan: Plan): Layout {
  return atAxis(layout, plan.axis, {
    elements(now) {
      const whole = columnOf("int32", [0, lengthOf(now)]);
      return combined(now, whole, plan);
    },
    lists(list) {
      if (list.kind === "string") {
        throw new UsageError("combinations are not made of the characters of text");
      }
      if (list.kind === "list") {
        const { offsets } = offsetsOf(list.offsets, plan);
        return { kind: "list", offsets, content: combined(list.content, list.offsets, plan) };
      }
      const { size, length } = list;
      const one = columnOf("int32", [0, size]);
      const each = size === 0 ? 0 : offsetsOf(one, plan).total;
      const content = combined(list.content, regularOffsets(length, size), plan);
      return { kind: "regular", size: each, length, content };
    },
    // Awkward puts the fields of the combinations in place of those of the records around them.
    records(record, contents) {
      if (plan.fields !== undefined && plan.fields.length !== contents.length) {
        throw new UsageError(
          `${plan.fields.length} fields for the ${contents.length} of the records around`,
        );
      }
      return recordOf(contents, record.length, plan);
    },
    nothing: () => ({ kind: "empty" }),
  });
}

/** Records of the combinations of the lists of a content. */
function combined(content: Layout, lists: Column<"int32">, plan: Plan): RecordLayout {
  const { total } = offsetsOf(lists, plan);
  const from: LoadedLayout = loaded(content);
  const contents = indexes(lists, plan, total, "index").map((index) =>
    takeLayout(from, index as unknown as Column<"int32">),
  );
  return recordOf(contents, total, plan);
}

function recordOf(
  contents: readonly Layout[],
  length: number,
  { fields, name }: Plan,
): RecordLayout {
  const names = fields ?? contents.map((_, i) => String(i));
  return { kind: "record", fields: names, contents, length, name, tuple: fields === undefined };
}

function offsetsOf(
  lists: Column<"int32">,
  { n, repeats }: Plan,
): { readonly offsets: Column<"int32">; readonly total: number } {
  const count = lists.length - 1;
  const offsets = reserve("int32", count + 1);
  const status = kernels.array_combinations_offsets(
    lists.address,
    offsets.address,
    count,
    n,
    repeats,
  );
  if (status !== 0) {
    throw new UnsupportedError(`there are more than 2^31 combinations of ${n}`, "size");
  }
  return { offsets, total: offsets.view()[count] };
}

/** For each of the `n` elements of a combination a column: positions in the content, or places. */
function indexes(
  lists: Column<"int32">,
  { n, repeats }: Plan,
  total: number,
  what: "index" | "places",
): Column[] {
  // Kernels write 16 bytes at a time, past the end of a column.
  const stride = total + 4;
  if (n * stride > 2 ** 31 - 1) {
    throw new UnsupportedError(`there are more than 2^31 elements of combinations`, "size");
  }
  const out = reserve(what === "index" ? "int32" : "int64", n * stride);
  const state = reserve("int32", n);
  const kernel = kernels[`array_combinations_${what}`];
  kernel(lists.address, out.address, state.address, lists.length - 1, stride, n, repeats);
  return Array.from(
    { length: n },
    (_, k) => out.slice(k * stride, k * stride + total) as unknown as Column,
  );
}
