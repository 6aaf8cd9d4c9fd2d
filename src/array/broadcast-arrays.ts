import { UsageError } from "../errors.ts";
import { type Column, columnOf } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, type Records } from "./array.ts";
import { broadcastAll } from "./broadcast.ts";
import type { ParametersRule } from "./broadcast-parameters.ts";
import type { ArrayLike } from "./elementwise.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import { loadAll } from "./load.ts";
import { knownOptions } from "./option-names.ts";
import { isScalar, scalarType } from "./promote.ts";
import { share } from "./share.ts";
import { stringOf } from "./text.ts";

/** Options of {@link broadcastArrays}. */
export interface BroadcastArraysOptions {
  /** Levels that are broadcast: 1 lengths alone; all by default. */
  readonly depthLimit?: number | null | undefined;
  /** Whether values beside lists of varying length stand for each of their elements (true). */
  readonly leftBroadcast?: boolean | undefined;
  /** Whether regular arrays are aligned at the last axis, as NumPy's are (true). */
  readonly rightBroadcast?: boolean | undefined;
  /** Which parameters and record names the results have (`"intersect"`). */
  readonly broadcastParametersRule?: ParametersRule | undefined;
}

const OPTIONS = [
  "depthLimit",
  "leftBroadcast",
  "rightBroadcast",
  "broadcastParametersRule",
] as const;

const RULES: ReadonlySet<string> = new Set(["intersect", "one_to_one", "all_or_nothing", "none"]);

/**
 * The arrays as they are seen by elementwise functions: all with the lists of the deepest.
 *
 * @throws ShapeError naming the first list that differs
 * @see awkward.broadcast_arrays
 */
export function broadcastArrays(
  arrays: readonly (ArrayLike | string)[],
  options?: BroadcastArraysOptions,
): Records[];
export function broadcastArrays(
  arrays: readonly (ArrayLike | string)[],
  options: BroadcastArraysOptions = {},
): AwkwardArray[] {
  const { depthLimit = null, ...rules } = knownOptions(options, OPTIONS, "broadcastArrays");
  if (arrays.length === 0) return [];
  const { broadcastParametersRule: rule = "intersect" } = rules;
  if (!RULES.has(rule))
    throw new UsageError(`"${rule}" is no rule of parameters: ${[...RULES].join(", ")}`);
  const inputs = arrays.map((one) => {
    if (one instanceof AwkwardArray) return loadAll(one.layout);
    if (isScalar(one) || typeof one === "string") return one;
    throw new UsageError("broadcastArrays takes arrays, numbers and text");
  });
  return scope(() => {
    const layouts = inputs.map((one): Layout => {
      if (typeof one === "string") return stringOf(one);
      if (!isScalar(one)) return one;
      return { kind: "flat", data: columnOf(scalarType(one), [one.valueOf()]) as Column };
    });
    const made = broadcastAll(
      layouts,
      (now, _, depth, repeated) => {
        const all = now as readonly LoadedLayout[];
        const innermost = all.every((one) => isInnermost(one) && !repeated.has(one));
        return depth === depthLimit || innermost ? [...all] : undefined;
      },
      { ...rules, name: "broadcastArrays" },
    );
    return made.map((layout, i) => {
      const one = arrays[i];
      const attributes = one instanceof AwkwardArray ? one : {};
      return new AwkwardArray(share(layout), attributes);
    });
  });
}

/** Values without lists of their own that are all there. */
function isInnermost(layout: LoadedLayout): boolean {
  if (layout.kind === "union") {
    return layout.contents.every((content) => depthOne(loaded(content)));
  }
  return layout.kind !== "option" && depthOne(layout);
}

function depthOne(layout: LoadedLayout): boolean {
  if (layout.kind === "option") return depthOne(loaded(layout.content));
  return layout.kind !== "list" && layout.kind !== "regular";
}
