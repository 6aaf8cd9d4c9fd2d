import { PositionError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { convert } from "./convert.ts";
import { type Layout, loaded } from "./layout.ts";
import { isInteger } from "./promote.ts";

/** Positions as plain numbers or as a flat array of integers. */
export type Positions = readonly number[] | { readonly layout: Layout };

/** A flat column of integers. Loads; call it before a scope is opened. @throws UsageError */
export function positionColumn(index: Positions): Column | readonly number[] {
  if (!("layout" in index)) {
    const bad = index.find((value) => !Number.isInteger(value));
    if (bad !== undefined) throw new UsageError(`${bad} is no position: positions are integers`);
    return index;
  }
  const now = loaded(index.layout);
  if (now.kind !== "flat" || !isInteger(now.data.dtype)) {
    const what = now.kind === "flat" ? now.data.dtype : `${now.kind}s`;
    throw new UsageError(`positions are a flat array of integers, not of ${what}`);
  }
  return now.data;
}

/**
 * Positions from 0 of positions that may count from the end; temporaries are left to the scope.
 * @throws PositionError for one that is not there
 */
export function resolvePositions(
  index: Column | readonly number[],
  length: number,
): Column<"int32"> {
  const wide =
    "address" in index
      ? convert(index, "int64")
      : columnOf(
          "int64",
          index.map((value) => value),
        );
  const out = reserve("int32", wide.length);
  const status = kernels.array_resolve_index(wide.address, out.address, wide.length, length);
  if (status !== 0) {
    const bad = wide.at(status - 1);
    throw new PositionError(`no element ${bad} in an array of ${length}`, length, bad);
  }
  return out;
}
