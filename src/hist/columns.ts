import { AwkwardArray } from "../array/array.ts";
import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { type Axis, intCategoryAxis, strCategoryAxis } from "./axis.ts";
import { Hist } from "./hist.ts";
import type { Numbers, Values } from "./source.ts";
import type { StorageKind } from "./storage.ts";

/**
 * A histogram of columns: an axis for each that is named, or one given by its name. A column that is
 * only named becomes an axis of its categories in order, of names or integers.
 *
 * @param options  `weight`: the name of the column of weights; `storage`: "double" if not given
 * @throws UsageError on columns that are missing or hold neither names nor integers
 * @see hist.Hist.from_columns
 */
export function fromColumns(
  columns: Readonly<Record<string, Values>>,
  axes: readonly (string | Axis)[],
  options: { readonly weight?: string; readonly storage?: StorageKind } = {},
): Hist {
  const { weight, storage = "double" } = knownOptions(
    options,
    ["weight", "storage"],
    "fromColumns",
  );
  const column = (name: string): Values => {
    const values = name === "" ? undefined : columns[name];
    if (values !== undefined) return values;
    throw new UsageError(`every axis has the name of a column: ${Object.keys(columns).join(", ")}`);
  };
  const made = axes.map((axis) =>
    typeof axis === "string" ? categories(axis, column(axis)) : axis,
  );
  const values = made.map(({ name }) => column(name));
  const weights = weight === undefined ? undefined : (column(weight) as Numbers);
  return new Hist(made, storage).fill(values, { weight: weights });
}

function categories(name: string, values: Values): Axis {
  const list = values instanceof AwkwardArray ? values.toList() : Array.from(values as never[]);
  const distinct = [...new Set<unknown>(list)];
  if (distinct.every((each): each is string => typeof each === "string")) {
    return strCategoryAxis(distinct.sort(), { name });
  }
  const numbers = distinct.map((each) => (typeof each === "bigint" ? Number(each) : each));
  if (numbers.every((each): each is number => Number.isSafeInteger(each))) {
    return intCategoryAxis(
      numbers.sort((a, b) => a - b),
      { name },
    );
  }
  throw new UsageError(`column "${name}" holds neither names nor integers: give its axis`);
}
