import type { Column } from "../wasm/column.ts";
import { type DType, isFloat } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { type AwkwardArray, checkArray } from "./array.ts";
import { asList } from "./axis.ts";
import { type CloseOptions, closeColumns } from "./close.ts";
import { compare, logic } from "./compare.ts";
import { fieldOf } from "./field.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, type UnionLayout } from "./layout.ts";
import { loadAll } from "./load.ts";
import { compactContent, rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { dropMissing } from "./present-values.ts";
import { isInteger } from "./promote.ts";
import { sliceLayout } from "./select.ts";
import { equalText } from "./text.ts";
import { unary } from "./ufunc-unary.ts";
import { positionsOfTag, project } from "./union.ts";

/** What counts beside the values. */
export interface EqualityOptions {
  /** Whether dtypes have to be the same (true), or only both integers, or both floating-point. */
  readonly dtypeExact?: boolean | undefined;
  /** Whether record names and other parameters have to be the same (true). */
  readonly checkParameters?: boolean | undefined;
  /** Whether lists of one size differ from lists of varying length (true). */
  readonly checkRegular?: boolean | undefined;
}

const RULES = ["dtypeExact", "checkParameters", "checkRegular"] as const;

/** Options of {@link arrayEqual}. */
export interface ArrayEqualOptions extends EqualityOptions {
  /** Whether NaN equals NaN (false). */
  readonly equalNan?: boolean | undefined;
  /** Whether layouts have to be of the same kinds (true). */
  readonly sameContentTypes?: boolean | undefined;
}

/** Options of {@link almostEqual}. */
export interface AlmostEqualOptions extends EqualityOptions, Omit<CloseOptions, "equalNan"> {}

interface Rules {
  readonly options: EqualityOptions;
  readonly sameKinds: boolean;
  readonly numbers: (a: Column, b: Column, n: number) => Column;
}

/**
 * Whether two arrays have the same type and the same values.
 * @see awkward.array_equal
 */
export function arrayEqual(
  a: AwkwardArray,
  b: AwkwardArray,
  options: ArrayEqualOptions = {},
): boolean {
  const { equalNan = false, sameContentTypes = true } = options;
  knownOptions(options, ["equalNan", "sameContentTypes", ...RULES], "arrayEqual");
  const numbers = (x: Column, y: Column, n: number): Column => {
    const same = compare("equal", x, y, n) as unknown as Column;
    if (!equalNan || !isFloat(x.dtype) || !isFloat(y.dtype)) return same;
    const none = logic("and", unary("isnan", x), unary("isnan", y), n);
    return logic("or", same, none as unknown as Column, n) as unknown as Column;
  };
  const sameKinds = sameContentTypes && options.checkRegular !== false;
  return alike(a, b, { options, sameKinds, numbers }, "arrayEqual");
}

/**
 * Whether two arrays have the same type, and numbers that are close to each other.
 * @see awkward.almost_equal
 */
export function almostEqual(
  a: AwkwardArray,
  b: AwkwardArray,
  options: AlmostEqualOptions = {},
): boolean {
  const { rtol, atol } = knownOptions(options, ["rtol", "atol", ...RULES], "almostEqual");
  const numbers = (x: Column, y: Column, n: number): Column =>
    closeColumns(x, y, n, { rtol, atol });
  return alike(a, b, { options, sameKinds: false, numbers }, "almostEqual");
}

function alike(a: AwkwardArray, b: AwkwardArray, rules: Rules, name: string): boolean {
  checkArray(a, name);
  checkArray(b, name);
  const [left, right] = [loadAll(a.layout), loadAll(b.layout)];
  return scope(() => same(left, right, rules));
}

/** A union of which only one type is used is that type. */
function simple(layout: Layout): LoadedLayout {
  const now = loaded(layout);
  if (now.kind !== "union") return now;
  const used = usedTags(now);
  if (used.length !== 1) return now;
  return loaded(project(now, used[0], positionsOfTag(now.tags, used[0])));
}

/** The tags of a union in their order of appearance. */
function usedTags({ tags, contents }: UnionLayout): number[] {
  const first = contents.map((_, tag) => {
    const positions = positionsOfTag(tags, tag);
    return { tag, at: positions.length > 0 ? positions.view()[0] : -1 };
  });
  return first
    .filter(({ at }) => at >= 0)
    .sort((x, y) => x.at - y.at)
    .map(({ tag }) => tag);
}

function same(a: Layout, b: Layout, rules: Rules): boolean {
  const [left, right] = [simple(a), simple(b)];
  const n = lengthOf(left);
  if (rules.sameKinds && left.kind !== right.kind) return false;
  if (n !== lengthOf(right)) return false;
  if (!sameParameters(left, right, rules.options)) return false;
  if (left.kind === "regular" && right.kind === "regular") {
    return left.size === right.size && same(reached(left), reached(right), rules);
  }
  if (isLists(left) && isLists(right)) {
    if (left.kind !== right.kind && rules.options.checkRegular !== false) return false;
    const [x, y] = [asList(left), asList(right)];
    if (!equalColumns(rebase(x.offsets), rebase(y.offsets))) return false;
    return same(compactContent(x), compactContent(y), rules);
  }
  if (left.kind === "flat" && right.kind === "flat") {
    const [x, y] = [left.data, right.data];
    if (!sameFamily(x.dtype, y.dtype, rules.options.dtypeExact ?? true)) return false;
    return allTrue(rules.numbers(x, y, n), n);
  }
  if (left.kind === "string" && right.kind === "string") {
    return allTrue(equalText(left, right, n) as unknown as Column, n);
  }
  if (left.kind === "option" && right.kind === "option") {
    const there = (index: Column<"int32">): Column =>
      compare("less", index as unknown as Column, 0, n) as unknown as Column;
    if (!allTrue(agree(there(left.index), there(right.index)), n)) return false;
    return same(dropMissing(left), dropMissing(right), rules);
  }
  if (left.kind === "record" && right.kind === "record") {
    if (left.fields.length !== right.fields.length) return false;
    if ((left.tuple ?? false) !== (right.tuple ?? false)) return false;
    return left.fields.every(
      (name) =>
        right.fields.includes(name) &&
        same(
          sliceLayout(fieldOf(left, name), 0, n),
          sliceLayout(fieldOf(right, name), 0, n),
          rules,
        ),
    );
  }
  if (left.kind === "union" && right.kind === "union") return sameUnions(left, right, rules);
  return left.kind === "empty" && right.kind === "empty";
}

/** Unions whose types come in the same order. */
function sameUnions(left: UnionLayout, right: UnionLayout, rules: Rules): boolean {
  const [ours, theirs] = [usedTags(left), usedTags(right)];
  return (
    ours.length === theirs.length &&
    ours.every((tag, i) => {
      const [x, y] = [positionsOfTag(left.tags, tag), positionsOfTag(right.tags, theirs[i])];
      return equalColumns(x, y) && same(project(left, tag, x), project(right, theirs[i], y), rules);
    })
  );
}

function isLists(layout: LoadedLayout): layout is LoadedLayout & { kind: "list" | "regular" } {
  return layout.kind === "list" || layout.kind === "regular";
}

function reached(layout: LoadedLayout & { kind: "regular" }): Layout {
  return sliceLayout(layout.content, 0, layout.size * layout.length);
}

/** What a layout says of itself beside its values. */
function sameParameters(a: LoadedLayout, b: LoadedLayout, options: EqualityOptions): boolean {
  if (options.checkParameters === false) return true;
  const text = ({ parameters }: LoadedLayout): string =>
    JSON.stringify(Object.entries(parameters ?? {}).sort(([x], [y]) => (x < y ? -1 : 1)));
  const name = (layout: LoadedLayout): string | undefined =>
    layout.kind === "record" ? layout.name : undefined;
  const kind = (layout: LoadedLayout): string =>
    layout.kind === "string" ? (layout.bytes ? "bytes" : "text") : "";
  return text(a) === text(b) && name(a) === name(b) && kind(a) === kind(b);
}

function sameFamily(a: DType, b: DType, exact: boolean): boolean {
  if (a === b) return true;
  return !exact && ((isInteger(a) && isInteger(b)) || (isFloat(a) && isFloat(b)));
}

function equalColumns(a: Column<"int32">, b: Column<"int32">): boolean {
  if (a.length !== b.length) return false;
  const pair = [a, b] as unknown as [Column, Column];
  return allTrue(compare("equal", ...pair, a.length) as unknown as Column, a.length);
}

function agree(a: Column, b: Column): Column {
  return compare("equal", a, b, a.length) as unknown as Column;
}

function allTrue(column: Column, n: number): boolean {
  return kernels.array_count_true(column.address, n) === n;
}
