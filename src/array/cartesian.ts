import { AxisError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray, type Records } from "./array.ts";
import { broadcastAll } from "./broadcast.ts";
import { product, productOfAll } from "./cartesian-product.ts";
import { axisFromHere } from "./depth.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import { loadAll } from "./load.ts";
import { localIndexLayout } from "./local-index.ts";
import { regularOffsets } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";

/** Options of {@link cartesian} and {@link argcartesian}. */
export interface CartesianOptions {
  /** Whose elements are paired: 1 (default) those of each list, 0 those of the arrays. */
  readonly axis?: number | undefined;
  /**
   * Which arrays keep a list of their own, so that what goes with one of their elements stays together:
   * `true` for all but the last, or the names or positions of some.
   */
  readonly nested?: boolean | readonly (string | number)[] | null | undefined;
  /** Record name of the products. */
  readonly withName?: string | undefined;
}

const OPTIONS = ["axis", "nested", "withName"] as const;

/** Arrays with names, which become those of the fields, or without, which make tuples. */
export type Factors = readonly AwkwardArray[] | Readonly<Record<string, AwkwardArray>>;

/**
 * Every element of each list with every element of the others, as records; the last turns fastest. A
 * list that is missing leaves nothing, in the first array a missing list.
 *
 * @throws ShapeError when the arrays differ in length
 * @throws AxisError for an axis that none of them has
 * @throws UsageError for a wrong `nested`, and for text in place of lists
 * @see awkward.cartesian
 */
export function cartesian(arrays: Factors, options?: CartesianOptions): Records;
export function cartesian(arrays: Factors, options: CartesianOptions = {}): AwkwardArray {
  knownOptions(options, OPTIONS, "cartesian");
  const { names, layouts } = factorsOf(arrays, "cartesian");
  return scope(() => new AwkwardArray(products(layouts, names, options)));
}

/**
 * The places in their lists of what {@link cartesian} puts together, as int64.
 *
 * @see awkward.argcartesian
 */
export function argcartesian(arrays: Factors, options?: CartesianOptions): Records;
export function argcartesian(arrays: Factors, options: CartesianOptions = {}): AwkwardArray {
  const { names, layouts } = factorsOf(arrays, "argcartesian");
  const { axis = 1 } = knownOptions(options, OPTIONS, "argcartesian");
  return scope(() => {
    const places = layouts.map((layout) => loaded(localIndexLayout(layout, axis)));
    return new AwkwardArray(products(places, names, options));
  });
}

function factorsOf(
  arrays: Factors,
  what: string,
): { readonly names: readonly string[] | undefined; readonly layouts: LoadedLayout[] } {
  const named = !isList(arrays);
  const all: readonly AwkwardArray[] = named ? Object.values(arrays) : arrays;
  if (all.length === 0) throw new UsageError(`${what} takes at least one array`);
  const layouts = all.map((array) => {
    checkArray(array, what);
    return loadAll(array.layout);
  });
  return { names: named ? Object.keys(arrays) : undefined, layouts };
}

function isList(arrays: Factors): arrays is readonly AwkwardArray[] {
  return Array.isArray(arrays);
}

function products(
  layouts: readonly LoadedLayout[],
  names: readonly string[] | undefined,
  { axis = 1, nested = null, withName }: CartesianOptions,
): Layout {
  const level = levelOf(layouts, axis);
  const kept = keptApart(nested, names, layouts.length);
  const record = { fields: names, name: withName };
  if (level === 0) return productOfAll(layouts, kept, record);
  const [made] = broadcastAll(
    layouts,
    (inputs, length, depth) => {
      if (depth !== level) return undefined;
      return [product(inputs as readonly LoadedLayout[], length, kept, record)];
    },
    { rightBroadcast: false, name: "cartesian" },
  );
  const joined = kept.some((one, i) => !one && i < kept.length - 1);
  return joined ? varying(made, level - 1) : made;
}

/** Regular lists of the outermost axes as lists of varying length, as Awkward's flatten leaves them. */
function varying(layout: Layout, axes: number): Layout {
  if (axes === 0) return layout;
  const now = loaded(layout);
  switch (now.kind) {
    case "option":
      return { ...now, content: varying(now.content, axes) };
    case "list":
      return { ...now, content: varying(now.content, axes - 1) };
    case "regular": {
      const offsets = regularOffsets(now.length, now.size);
      return { kind: "list", offsets, content: varying(now.content, axes - 1) };
    }
    default:
      return now;
  }
}

/** The axis from the front, the same for all arrays. */
function levelOf(layouts: readonly LoadedLayout[], axis: number): number {
  const [level, ...others] = layouts.map((layout) => axisFromHere(layout, axis));
  if (level === undefined || level < 0) {
    throw new AxisError(`axis=${axis} is not at one depth in the first array`);
  }
  if (others.some((other) => other !== level)) {
    throw new AxisError(`axis=${axis} is not at one depth in all arrays`);
  }
  const deepest = Math.max(...layouts.map(listDepth));
  if (level >= deepest) {
    throw new AxisError(`axis=${axis} exceeds the depth of the arrays (${deepest})`);
  }
  return level;
}

/** Number of axes down to records; -1 where the types of a union differ in that. */
function listDepth(layout: Layout): number {
  const now = loaded(layout);
  switch (now.kind) {
    case "list":
    case "regular": {
      const inner = listDepth(now.content);
      return inner < 0 ? inner : inner + 1;
    }
    case "option":
      return listDepth(now.content);
    case "union": {
      const depths = now.contents.map(listDepth);
      return depths.every((depth) => depth === depths[0]) ? (depths[0] ?? 1) : -1;
    }
    default:
      return 1;
  }
}

/** Which arrays keep lists of their own. */
function keptApart(
  nested: NonNullable<CartesianOptions["nested"]> | null,
  names: readonly string[] | undefined,
  count: number,
): readonly boolean[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (nested === null || nested === false) return all.map(() => false);
  if (nested === true) return all.map((i) => i < count - 1);
  const [known, last]: [readonly (string | number)[], number] =
    names === undefined ? [all.slice(0, -1), count] : [names, count];
  const unknown = nested.find((one) => !known.includes(one));
  if (unknown !== undefined) {
    throw new UsageError(
      `nested names ${JSON.stringify(unknown)}, but can name ${known.join(", ") || "nothing"}`,
    );
  }
  if (nested.length >= last) {
    throw new UsageError(
      `nested names ${nested.length} of ${count} arrays: leave out at least one`,
    );
  }
  return all.map((i) => nested.includes(names?.[i] ?? i));
}
