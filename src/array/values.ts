import { UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, isDType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { convert } from "./convert.ts";
import { type ArrayLike, elementwise } from "./elementwise.ts";
import { type Layout, lengthOf } from "./layout.ts";
import { loadAll } from "./load.ts";
import { type Operand, prepare } from "./operand.ts";
import { knownOptions } from "./option-names.ts";
import { checkFits, floatType, isIntegral, type Scalar } from "./promote.ts";
import { repeat } from "./select.ts";
import { shareColumn } from "./share.ts";
import { binary } from "./ufunc.ts";
import { unary } from "./ufunc-unary.ts";
import { Float } from "./value.ts";
import { changeWithin } from "./walk.ts";

/** The numbers of an array, wherever they lie, each column replaced by what `change` makes of it. */
function changeNumbers(array: AwkwardArray, change: (data: Column) => Column): AwkwardArray {
  const layout = loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now) =>
      now.kind === "flat" ? { ...now, data: change(now.data) } : undefined,
    );
    return new AwkwardArray(made, { behavior: array.behavior, metadata: array.metadata });
  });
}

/** @throws UnsupportedError for a dtype that columns cannot have */
function checkDType(dtype: string): asserts dtype is DType {
  if (!isDType(dtype)) throw new UnsupportedError(`there are no columns of ${dtype}`, "dtype");
}

/**
 * The numbers as another dtype; text stays. Integers keep their lower bits, floating-point numbers are
 * cut towards 0.
 *
 * @param options.includingUnknown  whether arrays of no known type take it, too
 * @throws UnsupportedError for a dtype that there is not
 * @see awkward.values_astype
 */
export function valuesAstype(
  array: AwkwardArray,
  to: DType,
  options: { readonly includingUnknown?: boolean | undefined } = {},
): AwkwardArray {
  checkArray(array, "valuesAstype");
  const { includingUnknown = false } = knownOptions(options, ["includingUnknown"], "valuesAstype");
  checkDType(to);
  const layout = loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now) => {
      if (now.kind === "empty" && includingUnknown) return none(to);
      return now.kind === "flat" ? { kind: "flat", data: convert(now.data, to) } : undefined;
    });
    return new AwkwardArray(made, { behavior: array.behavior, metadata: array.metadata });
  });
}

function none(dtype: DType): Layout {
  return { kind: "flat", data: reserve(dtype, 0) };
}

/** Options of {@link fullLike} and its kin. */
export interface LikeOptions {
  /** The dtype of the new numbers, and of text; that of the old ones by default. */
  readonly dtype?: DType | undefined;
  /** Whether arrays of no known type take it, too. */
  readonly includingUnknown?: boolean | undefined;
}

const LIKE_OPTIONS = ["dtype", "includingUnknown"] as const;

/**
 * An array of the same structure with one value for all; text becomes the value as text, or as number
 * if a dtype is given.
 *
 * @throws OverflowError for an integer that a dtype does not hold
 * @see awkward.full_like
 */
export function fullLike(
  array: AwkwardArray,
  value: Scalar,
  options: LikeOptions = {},
): AwkwardArray {
  checkArray(array, "fullLike");
  knownOptions(options, LIKE_OPTIONS, "fullLike");
  return filledLike(array, value, pythonText(value), options);
}

/** A number as Python writes it. */
function pythonText(value: Scalar): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return value instanceof Float && Number.isInteger(value.value) ? `${value.value}.0` : `${value}`;
}

/** An array of the same structure with 1 for all numbers. @see awkward.ones_like */
export function onesLike(array: AwkwardArray, options: LikeOptions = {}): AwkwardArray {
  checkArray(array, "onesLike");
  knownOptions(options, LIKE_OPTIONS, "onesLike");
  return filledLike(array, 1, "1", options);
}

/** An array of the same structure with 0 for all numbers, and no text. @see awkward.zeros_like */
export function zerosLike(array: AwkwardArray, options: LikeOptions = {}): AwkwardArray {
  checkArray(array, "zerosLike");
  knownOptions(options, LIKE_OPTIONS, "zerosLike");
  return filledLike(array, 0, "", options);
}

function filledLike(
  array: AwkwardArray,
  value: Scalar,
  text: string,
  { dtype, includingUnknown = false }: LikeOptions,
): AwkwardArray {
  if (dtype !== undefined) {
    checkDType(dtype);
    checkFits(value, dtype);
  }
  const layout = loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now) => {
      switch (now.kind) {
        case "flat":
          return { ...now, data: filled(value, dtype ?? now.data.dtype, now.data.length) };
        case "empty":
          return dtype !== undefined && includingUnknown ? none(dtype) : undefined;
        case "string": {
          const n = lengthOf(now);
          if (dtype !== undefined) return { kind: "flat", data: filled(value, dtype, n) };
          const bytes = new TextEncoder().encode(text);
          const one = { ...now, offsets: columnOf("int32", [0, bytes.length]) };
          const data = reserve("uint8", bytes.length);
          data.view().set(bytes);
          return repeated({ ...one, data }, n);
        }
        default:
          return undefined;
      }
    });
    return new AwkwardArray(made, { behavior: array.behavior, metadata: array.metadata });
  });
}

/** One element many times. */
function repeated(one: Layout, n: number): Layout {
  const offsets = columnOf("int32", [0, n]);
  return repeat(one, offsets);
}

/** A column of one value, cast to its dtype. */
function filled(value: Scalar, dtype: DType, n: number): Column {
  checkFits(value, dtype);
  const cast = isIntegral(value) ? dtype : "float64";
  const one = columnOf(cast, [typeof value === "boolean" ? Number(value) : value.valueOf()]);
  const column = convert(one as unknown as Column, dtype);
  const out = reserve(dtype, n);
  const view = out.view() as Float64Array;
  view.fill(column.view()[0] as number);
  return out;
}

/** Numbers or arrays in the place of those that are not finite. */
export interface NanToNumOptions {
  /** In place of NaN (0). */
  readonly nan?: ArrayLike | undefined;
  /** In place of infinity (the largest number of the dtype). */
  readonly posinf?: ArrayLike | null | undefined;
  /** In place of -infinity (the lowest number of the dtype). */
  readonly neginf?: ArrayLike | null | undefined;
}

/** The largest numbers. */
const LARGEST = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };

/**
 * Finite numbers in place of NaN and infinities; integers stay.
 * @see awkward.nan_to_num
 */
export function nanToNum(array: AwkwardArray, options: NanToNumOptions = {}): AwkwardArray {
  checkArray(array, "nanToNum");
  const {
    nan = 0,
    posinf,
    neginf,
  } = knownOptions(options, ["nan", "posinf", "neginf"], "nanToNum");
  const replace = (data: Column, ...others: readonly (Operand | undefined)[]): Column => {
    if (!isFloat(data.dtype)) return shareColumn(data);
    const { dtype } = data;
    const largest = LARGEST[dtype];
    const [a, b, c] = [others[0] ?? 0, others[1] ?? largest, others[2] ?? -largest];
    return scope(() => {
      const [x, y, z] = [prepare(a, dtype), prepare(b, dtype), prepare(c, dtype)];
      const out = reserve<DType>(dtype, data.length);
      kernels.array_nan_to_num(
        itemSize(dtype),
        data.address,
        x.column.address,
        x.step,
        y.column.address,
        y.step,
        z.column.address,
        z.step,
        out.address,
        data.length,
      );
      return out;
    });
  };
  const others = [nan, posinf ?? undefined, neginf ?? undefined];
  if (!others.some((one) => one instanceof AwkwardArray)) {
    return changeNumbers(array, (data) => replace(data, ...(others as (Scalar | undefined)[])));
  }
  const given = others.filter((one) => one !== undefined);
  return elementwise(
    [array, ...given],
    ([data, ...operands]) => {
      const next = operands[Symbol.iterator]();
      const ordered = others.map((one) => (one === undefined ? undefined : next.next().value));
      return replace(data as Column, ...(ordered as (Operand | undefined)[]));
    },
    { name: "nanToNum" },
  );
}

/**
 * Numbers rounded to a number of decimals, halves to the even digit.
 *
 * @param options.decimals  places after the point (0); below 0 places before it
 * @throws UnsupportedError for bool, which NumPy gives as float16
 * @see awkward.round, numpy.round
 */
export function round(
  array: AwkwardArray,
  options: { readonly decimals?: number | undefined } = {},
): AwkwardArray {
  checkArray(array, "round");
  const { decimals = 0 } = knownOptions(options, ["decimals"], "round");
  if (!Number.isInteger(decimals)) throw new UsageError("decimals is an integer");
  const power = new Float(Number(`1e${Math.abs(decimals)}`));
  return changeNumbers(array, (data) => {
    const n = data.length;
    const { dtype } = data;
    if (dtype === "bool") floatType(dtype);
    if (!isFloat(dtype)) {
      if (decimals >= 0) return shareColumn(data);
      const scaled = unary("rint", binary("true_divide", data, power, n));
      return convert(binary("multiply", scaled, power, n), dtype);
    }
    if (decimals === 0) return unary("rint", data);
    const [up, down] =
      decimals > 0
        ? (["multiply", "true_divide"] as const)
        : (["true_divide", "multiply"] as const);
    return binary(down, unary("rint", binary(up, data, power, n)), power, n);
  });
}
