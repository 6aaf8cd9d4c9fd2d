import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import type { Axis } from "./axis.ts";
import type { AxisSelection } from "./locators.ts";

/** What to take of each axis: by name or position, or a list in the order of the axes. */
export type Selection =
  | Readonly<Record<string | number, AxisSelection>>
  | readonly (AxisSelection | undefined)[];

/** A selection as a list, one for each axis. @throws ShapeError, NotFoundError, UsageError */
export function selectionList(
  axes: readonly Axis[],
  selection: Selection,
): (AxisSelection | undefined)[] {
  if (Array.isArray(selection)) {
    if (selection.length !== axes.length) {
      throw new ShapeError(
        `this histogram has ${axes.length} axes, not ${selection.length}`,
        axes.length,
        selection.length,
      );
    }
    return [...(selection as readonly (AxisSelection | undefined)[])];
  }
  const list = new Array<AxisSelection | undefined>(axes.length).fill(undefined);
  const seen = new Set<number>();
  for (const [name, each] of Object.entries(selection as Record<string, AxisSelection>)) {
    const named = axes.some((axis) => axis.name === name);
    const at = axisPosition(axes, !named && /^-?\d+$/.test(name) ? Number(name) : name);
    if (seen.has(at)) throw new UsageError(`axis ${at} is selected twice, by name and position`);
    seen.add(at);
    list[at] = each;
  }
  return list;
}

/** The position of an axis; negative ones count from the end. @throws NotFoundError, UsageError */
export function axisPosition(axes: readonly Axis[], which: string | number): number {
  if (typeof which === "number") {
    const at = which < 0 ? which + axes.length : which;
    if (Number.isInteger(at) && at >= 0 && at < axes.length) return at;
    throw new UsageError(`this histogram has ${axes.length} axes: there is no axis ${which}`);
  }
  const named = axes.findIndex((axis) => axis.name === which && which !== "");
  if (named >= 0) return named;
  const names = axes.map((axis) => axis.name).filter((name) => name !== "");
  throw new NotFoundError("axis", which, names, "this histogram");
}
