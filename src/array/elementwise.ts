import { DTypeError, UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray } from "./array.ts";
import { broadcastAll, flatColumns, type Input } from "./broadcast.ts";
import type { LoadedLayout, RecordLayout, StringLayout } from "./layout.ts";
import { loadDeep } from "./load.ts";
import type { Operand } from "./operand.ts";
import { isScalar, type Scalar } from "./promote.ts";
import { stringOf } from "./text.ts";

/** An operand of elementwise functions: an array of numbers of any nesting, or one number. */
export type ArrayLike = AwkwardArray | Scalar;

/** What else {@link elementwise} is told. */
export interface ElementwiseOptions {
  /** The function's name, for errors. */
  readonly name?: string | undefined;
  /** What the arguments are called in errors; their numbers by default. */
  readonly labels?: readonly string[] | undefined;
  /** What becomes of two columns of text; others refuse them. */
  readonly text?: ((a: StringLayout, b: StringLayout, length: number) => Column) | undefined;
}

/**
 * Runs `column` on the flat columns of arrays that are broadcast together.
 *
 * @param arrays  at least one of them an array; records are refused
 * @returns an array with the lists of the deepest argument
 * @throws ShapeError naming the first list that differs; UsageError for records; DTypeError for text
 */
export function elementwise(
  arrays: readonly (ArrayLike | string)[],
  column: (operands: readonly Operand[], length: number) => Column,
  options: ElementwiseOptions = {},
): AwkwardArray {
  const [result] = elementwiseAll(arrays, (flat, length) => [column(flat, length)], options);
  return result;
}

/** As {@link elementwise}, for functions of several results. */
export function elementwiseAll(
  arrays: readonly (ArrayLike | string)[],
  columns: (operands: readonly Operand[], length: number) => Column[],
  { name, labels, text }: ElementwiseOptions = {},
): AwkwardArray[] {
  const inputs = arrays.map((one) => inputOf(one, text !== undefined));
  const metadata = arrays.find((one) => one instanceof AwkwardArray)?.metadata;
  return scope(() => {
    const given = inputs.map((input) => (typeof input === "string" ? stringOf(input) : input));
    const layouts = broadcastAll(
      given,
      (now, length) => {
        const made = textOf(now, length, name, text);
        if (made !== undefined) return [{ kind: "flat", data: made }];
        if (now.every((one) => isScalar(one) || one.kind === "flat")) {
          return columns(flatColumns(now, length), length).map((data) => ({ kind: "flat", data }));
        }
        refuseNames(now, name);
        return undefined;
      },
      { allowRecords: false, name, labels },
    );
    return layouts.map((layout) => new AwkwardArray(layout, { metadata }));
  });
}

/** An operand in memory. @throws UsageError for what is none */
function inputOf(array: ArrayLike | string, text: boolean): Input | string {
  if (array instanceof AwkwardArray) return loadDeep(array.layout);
  if (isScalar(array) || (text && typeof array === "string")) return array;
  throw new UsageError(
    `an array or a number is needed, not ${array === null ? "null" : typeof array}`,
  );
}

/** Two columns of text together; `undefined` where not all are. */
function textOf(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
  name: string | undefined,
  text: ElementwiseOptions["text"],
): Column | undefined {
  const arrays = inputs.filter((one): one is LoadedLayout => !isScalar(one));
  if (!arrays.every((one): one is StringLayout => one.kind === "string")) return undefined;
  const [a, b] = arrays;
  if (text !== undefined && arrays.length === 2 && inputs.length === 2) return text(a, b, length);
  throw new DTypeError(`${name ?? "this"} takes numbers, not text`);
}

/** Records with a name, all of them, have no such function: their behaviour has to offer it. */
function refuseNames(inputs: readonly (LoadedLayout | Scalar)[], name: string | undefined): void {
  const arrays = inputs.filter((one): one is LoadedLayout => !isScalar(one));
  const named = (one: LoadedLayout): one is RecordLayout =>
    one.kind === "record" && one.name !== undefined;
  if (!arrays.every(named)) return;
  const names = arrays.map((one) => one.name).join(", ");
  throw new DTypeError(`there is no ${name ?? "such function"} of records named ${names}`);
}
