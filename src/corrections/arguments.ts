import { AwkwardArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { elementwise } from "../array/elementwise.ts";
import { isScalar, type Scalar } from "../array/promote.ts";
import { Float } from "../array/value.ts";
import { CorrectionError, DTypeError, ShapeError, UsageError } from "../errors.ts";
import { Column, columnFrom, reserve } from "../wasm/column.ts";
import { isTypedArray, type TypedArray } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";
import { BLOCK } from "./opcodes.ts";
import type { Single } from "./single-call.ts";
import { kindOf } from "./tool-arguments.ts";
import type { Variable } from "./variable.ts";

/**
 * What a correction is evaluated on: numbers and texts, which stand for all objects, and columns of one value
 * per object. Plain arrays are flat lists of numbers.
 */
export type Argument = Scalar | string | TypedArray | readonly number[] | AwkwardArray | Column;

/** An input as the kernel takes it: a column of n, or a block of one value. */
export interface Input {
  /** float64 for real inputs, int64 for integers and texts. */
  readonly column: Column;
  /** Bytes from element to element: 0 for a block of one value. */
  readonly step: 0 | 8;
  /** The text itself, for errors. */
  readonly text?: string | undefined;
}

/** What a result has the form of. */
export type Result<A extends readonly Argument[]> =
  Extract<A[number], AwkwardArray> extends never
    ? Extract<A[number], Column> extends never
      ? Extract<A[number], TypedArray | readonly number[]> extends never
        ? number
        : Float64Array
      : Column<"float64">
    : AwkwardArray;

/** Computes from inputs. */
export interface Compute {
  /** A column of n. */
  readonly many: (inputs: readonly Input[], n: number) => Column<"float64">;
  /** The value of one object. */
  readonly single: (inputs: readonly Single[]) => number;
}

/** What a correction and a stack of them say of their arguments. */
export interface Signature {
  readonly name: string;
  readonly inputs: readonly Variable[];
  /** Texts that categories know. */
  readonly texts: ReadonlyMap<string, number>;
}

/**
 * Calls `compute` on arguments: once, on flat columns. Arrays of lists are broadcast as Awkward does it.
 *
 * @throws ShapeError for too few or many arguments, and for columns of different lengths
 * @throws CorrectionError for a scalar of another type than its input
 */
export function evaluate<A extends readonly Argument[]>(
  signature: Signature,
  args: A,
  compute: Compute,
): Result<A> {
  return evaluateAny(signature, args, compute) as Result<A>;
}

function evaluateAny(
  signature: Signature,
  args: readonly Argument[],
  compute: Compute,
): number | Float64Array | Column<"float64"> | AwkwardArray {
  const { inputs, name } = signature;
  if (args.length !== inputs.length) {
    throw new ShapeError(
      `"${name}" takes ${inputs.length} inputs (${inputs.map((input) => input.name).join(", ")}), ` +
        `not ${args.length}`,
      inputs.length,
      args.length,
    );
  }
  if (args.every(isSingle)) {
    return compute.single(args.map((arg, i) => singleOf(arg, inputs[i], signature)));
  }
  const arrays = args.some((arg) => arg instanceof AwkwardArray);
  if (arrays) return overArrays(signature, args, compute);
  const columns = args.some((arg) => arg instanceof Column);
  let length: number | undefined;
  for (const [i, arg] of args.entries()) {
    if (isSingle(arg)) continue;
    checkColumn(arg, inputs[i]);
    // As in NumPy one element stands for all.
    if (length === undefined || length === 1) length = arg.length;
    if (arg.length !== length && arg.length !== 1) {
      throw new ShapeError(
        `columns of ${length} and ${arg.length} elements ("${inputs[i].name}" of "${name}")`,
        length,
        arg.length,
      );
    }
  }
  const n = length as number;
  const run = (): Column<"float64"> =>
    compute.many(
      args.map((arg, i) => inputOf(arg, inputs[i], signature, n)),
      n,
    );
  if (columns) return scope(run);
  return scope(() => run().toTypedArray());
}

function overArrays(
  signature: Signature,
  args: readonly Argument[],
  compute: Compute,
): AwkwardArray {
  const { inputs, name } = signature;
  return scope(() => {
    const many = args.flatMap((arg, i) => {
      if (isSingle(arg)) return [];
      if (arg instanceof AwkwardArray) return [arg];
      checkColumn(arg, inputs[i]);
      const data = arg instanceof Column ? arg : columnFrom(typedOf(arg));
      return [new AwkwardArray({ kind: "flat", data })];
    });
    for (const [i, arg] of args.entries()) {
      if (arg instanceof AwkwardArray && inputs[i].type === "string") refuseTexts(inputs[i]);
    }
    const labels = inputs.flatMap((input, i) => (isSingle(args[i]) ? [] : [`"${input.name}"`]));
    const options = { name: `"${name}"`, labels };
    return elementwise(
      many,
      (columns, n) => {
        let next = 0;
        const now = args.map((arg, i) =>
          inputOf(isSingle(arg) ? arg : (columns[next++] as Column), inputs[i], signature, n),
        );
        return compute.many(now, n) as unknown as Column;
      },
      options,
    );
  });
}

function isSingle(arg: Argument): arg is Scalar | string {
  return typeof arg === "string" || isScalar(arg);
}

function checkColumn(
  arg: TypedArray | readonly number[] | Column | AwkwardArray,
  input: Variable,
): void {
  const isColumn = arg instanceof AwkwardArray || arg instanceof Column || isTypedArray(arg);
  if (!isColumn && !Array.isArray(arg)) {
    throw new UsageError(`"${input.name}" is a number, a text or an array, not ${kindOf(arg)}`);
  }
  if (input.type === "string") refuseTexts(input);
  if (Array.isArray(arg) && !arg.every((item) => typeof item === "number")) {
    throw new ShapeError(
      `"${input.name}" is a plain array of something else than numbers: make an array of lists with ak.array`,
    );
  }
}

function refuseTexts(input: Variable): never {
  throw new ShapeError(
    `"${input.name}" is a text, which stands for all objects: evaluate once for each text`,
  );
}

function typedOf(arg: TypedArray | readonly number[]): TypedArray {
  return Array.isArray(arg) ? Float64Array.from(arg) : (arg as TypedArray);
}

function inputOf(
  arg: Exclude<Argument, AwkwardArray> | AwkwardArray,
  variable: Variable,
  signature: Signature,
  n: number,
): Input {
  if (isSingle(arg)) return singleInput(arg, variable, signature, n);
  if (arg instanceof AwkwardArray) throw new DTypeError("arrays of lists are broadcast first");
  const column = arg instanceof Column ? arg : columnFrom(typedOf(arg));
  const dtype = variable.type === "int" ? "int64" : "float64";
  const values = convert(column, dtype) as unknown as Column;
  if (values.length === 1 && n !== 1) return spread(values, Math.min(n, BLOCK) + 1);
  return { column: values, step: 8 };
}

/** A block of a column's only value. */
function spread(column: Column, length: number): Input {
  const value = column.view()[0];
  if (typeof value === "bigint") return integerBlock(value, length);
  const block = reserve("float64", length);
  block.view().fill(value);
  return { column: block as unknown as Column, step: 0 };
}

/** One value as the kernel takes it. */
function singleOf(value: Scalar | string, variable: Variable, { texts }: Signature): Single {
  const { name, type } = variable;
  if (typeof value === "string") {
    if (type !== "string") throw wrongType(variable, "a text");
    return { value: BigInt(texts.get(value) ?? -1), text: value };
  }
  if (type === "string") throw wrongType(variable, "a number");
  if (type === "int") return { value: integerOf(value, variable) };
  if (typeof value === "bigint" || typeof value === "boolean") {
    throw wrongType({ name, type }, "an integer");
  }
  return { value: Number(value) };
}

/** A block of one value, as long as the kernel reads. */
function singleInput(
  given: Scalar | string,
  variable: Variable,
  signature: Signature,
  n: number,
): Input {
  const { value, text } = singleOf(given, variable, signature);
  const length = Math.min(n, BLOCK) + 1;
  if (typeof value === "bigint") return { ...integerBlock(value, length), text };
  const column = reserve("float64", length);
  column.view().fill(value);
  return { column: column as unknown as Column, step: 0 };
}

function integerBlock(value: bigint, length: number): Input {
  const column = reserve("int64", length);
  column.view().fill(value);
  return { column: column as unknown as Column, step: 0 };
}

/** A whole JavaScript number is an integer, as is a BigInt; `ak.float(2)` is not. */
function integerOf(value: Scalar, variable: Variable): bigint {
  if (value instanceof Float || (typeof value === "number" && !Number.isInteger(value))) {
    throw wrongType(variable, "a real number");
  }
  const integer = BigInt(value as number | bigint | boolean);
  if (BigInt.asIntN(64, integer) !== integer) {
    throw new CorrectionError("", `"${variable.name}" is an integer of 64 bits; ${integer} is not`);
  }
  return integer;
}

function wrongType({ name, type }: Pick<Variable, "name" | "type">, got: string): CorrectionError {
  const needed = { int: "an integer", real: "a real number", string: "a text" }[type];
  return new CorrectionError("", `"${name}" is ${needed}, not ${got}`);
}
