import { UsageError } from "../errors.ts";
import { Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { type Action, broadcastAll, type Input, type Inputs, type Next } from "./broadcast.ts";
import { logic } from "./compare.ts";
import { truth } from "./convert.ts";
import type { ArrayLike } from "./elementwise.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { loadAll } from "./load.ts";
import { simplifyUnion } from "./merge.ts";
import { type Operand, prepare } from "./operand.ts";
import { missingWhere } from "./option.ts";
import { knownOptions } from "./option-names.ts";
import { isScalar, promote, type Scalar, scalarType } from "./promote.ts";
import { rectangular } from "./rectangle.ts";
import { positions, takeLayout } from "./select.ts";
import { share } from "./share.ts";
import { stringOf } from "./text.ts";

/** Options of {@link where}. */
export interface WhereOptions {
  /** Whether bool among numbers becomes numbers (true), or values of two types. */
  readonly mergebool?: boolean | undefined;
}

/**
 * The positions where a regular array differs from 0, of each axis an array.
 * @throws ShapeError for lists of different lengths
 * @see awkward.where, numpy.nonzero
 */
export function where(condition: AwkwardArray): AwkwardArray[];
/**
 * The elements of `x` where the condition holds, else those of `y`: numbers, text, lists or records, as
 * far as the condition is nested. A text of its own stands for each element (in Awkward for a list of its
 * characters). Values of different types are a union; missing where the condition, or what
 * it selects, is missing.
 *
 * @throws ShapeError naming the first list that differs
 * @see awkward.where
 */
export function where<X extends AwkwardArray, Y extends AwkwardArray>(
  condition: AwkwardArray,
  x: X,
  y: Y,
  options?: WhereOptions,
): X | Y;
export function where(
  condition: AwkwardArray,
  x: ArrayLike | string,
  y: ArrayLike | string,
  options?: WhereOptions,
): AwkwardArray;
export function where(
  condition: AwkwardArray,
  x?: ArrayLike | string,
  y?: ArrayLike | string,
  options: WhereOptions = {},
): AwkwardArray | AwkwardArray[] {
  checkArray(condition, "where");
  const { mergebool = true } = knownOptions(options, ["mergebool"], "where");
  if (x === undefined && y === undefined) return nonzero(condition);
  const inputs = [x, y, condition].map((one): Input | string => {
    if (one instanceof AwkwardArray) return loadAll(one.layout);
    if (isScalar(one) || typeof one === "string") return one;
    throw new UsageError(
      "where takes a condition, or a condition and two arrays, numbers or texts",
    );
  });
  const arrays = [x, y].filter((one): one is AwkwardArray => one instanceof AwkwardArray);
  const { behavior, metadata } = arrays[0] ?? { behavior: undefined, metadata: condition.metadata };
  return scope(() => {
    const given = inputs.map((one) => (typeof one === "string" ? stringOf(one) : one));
    const [layout] = broadcastAll(given, selecting(mergebool), {
      name: "where",
      missing: (now, length, next) => withMissing(now, length, mergebool, next),
    });
    return new AwkwardArray(share(layout), { behavior, metadata });
  });
}

function selecting(mergebool: boolean): Action {
  return ([x, y, condition], length) => {
    if (isScalar(condition) || condition.kind !== "flat") return undefined;
    const holds = truth(condition.data);
    return [choose(holds, x, y, length, mergebool)];
  };
}

/** One of two inputs for each element. */
function choose(
  holds: Column<"bool">,
  x: LoadedLayout | Scalar,
  y: LoadedLayout | Scalar,
  n: number,
  mergebool: boolean,
): Layout {
  const [left, right] = [operandOf(x), operandOf(y)];
  if (left !== undefined && right !== undefined) {
    const [a, b] = [typeOf(left), typeOf(right)];
    if (mergebool || (a === "bool") === (b === "bool")) {
      const dtype = promote(a, b);
      const [p, q] = [prepare(left, dtype), prepare(right, dtype)];
      const out = reserve<DType>(dtype, n);
      const { address } = out;
      kernels.array_choose(
        itemSize(dtype),
        holds.address,
        p.column.address,
        p.step,
        q.column.address,
        q.step,
        address,
        n,
      );
      return { kind: "flat", data: out };
    }
  }
  const tags = logic("xor", holds as unknown as Column, true, n);
  const index = reserve("int32", n);
  kernels.array_iota(index.address, n);
  const contents = [whole(x, n), whole(y, n)];
  return simplifyUnion(
    { kind: "union", tags: tags.reinterpret("int8"), index, contents },
    mergebool,
  );
}

/** A column or scalar; `undefined` for anything else. */
function operandOf(input: LoadedLayout | Scalar): Operand | undefined {
  if (isScalar(input)) return input;
  return input.kind === "flat" ? input.data : undefined;
}

/** Scalars are strong here: int64 or float64 or bool. */
function typeOf(operand: Operand): DType {
  return operand instanceof Column ? operand.dtype : scalarType(operand);
}

/** A scalar as a column. */
function whole(input: LoadedLayout | Scalar, n: number): Layout {
  if (!isScalar(input)) return input;
  const column = reserve(scalarType(input), n);
  const view = column.view() as Float64Array;
  view.fill(columnOf(column.dtype, [input.valueOf()]).view()[0] as number);
  return { kind: "flat", data: column };
}

/**
 * Inputs of which some may be missing while the condition still has lists: selected as if nothing were
 * missing, and so are the masks; then each number is missing where its mask says so.
 */
function withMissing(
  [x, y, condition]: Inputs,
  n: number,
  mergebool: boolean,
  next: Next,
): Layout[] {
  const [a, b, c] = [x, y, condition].map((one) => dense(one, n));
  const select = selecting(mergebool);
  const [values] = next([a.values, b.values, c.values], select);
  const [masks] = next([a.missing, b.missing, c.values], select);
  const [all] = next(
    [loaded(masks), c.missing],
    ([one, two], length) => {
      if (isScalar(one) || isScalar(two) || one.kind !== "flat" || two.kind !== "flat") {
        return undefined;
      }
      return [{ kind: "flat", data: logic("or", one.data, two.data, length) as unknown as Column }];
    },
    true,
  );
  return next(
    [loaded(values), loaded(all)],
    ([one, flags], length) => {
      if (isScalar(one) || isScalar(flags) || flags.kind !== "flat") return undefined;
      if (one.kind !== "flat" && one.kind !== "string" && one.kind !== "empty") return undefined;
      const index = reserve("int32", length);
      kernels.array_mask_index(flags.data.address, index.address, length, 0);
      return [missingWhere(index, one)];
    },
    true,
  );
}

/** Values with any in place of the missing ones, and where they are missing. */
function dense(
  input: LoadedLayout | Scalar,
  n: number,
): {
  values: LoadedLayout | Scalar;
  missing: LoadedLayout;
} {
  const missing = reserve("bool", n);
  const flags: LoadedLayout = { kind: "flat", data: missing as unknown as Column };
  if (isScalar(input) || input.kind !== "option") {
    missing.view().fill(0);
    return { values: input, missing: flags };
  }
  kernels.array_is_missing(input.index.address, missing.address, n);
  const content = loaded(input.content);
  const length = lengthOf(content);
  if (length === 0) return { values: nothing(content, n), missing: flags };
  const index = reserve("int32", n);
  kernels.array_dense_index(input.index.address, index.address, n, length);
  return { values: loaded(takeLayout(content, index)), missing: flags };
}

/** Something in the place of values that are all missing. */
function nothing(content: LoadedLayout, n: number): LoadedLayout | Scalar {
  if (content.kind === "flat" || content.kind === "empty") {
    const data = reserve(content.kind === "flat" ? content.data.dtype : "bool", n);
    data.bytes().view().fill(0);
    return { kind: "flat", data };
  }
  if (content.kind !== "list") return false;
  return { ...content, offsets: columnOf("int32", new Int32Array(n + 1)) };
}

/** Positions of what differs from 0; what is missing does not. */
function nonzero(condition: AwkwardArray): AwkwardArray[] {
  const layout = loadAll(condition.layout);
  return scope(() => {
    let now = rectangular(layout, "where of a condition alone");
    const sizes = [lengthOf(now)];
    while (now.kind === "regular") {
      sizes.push(now.size);
      now = loaded(now.content);
    }
    if (now.kind === "option") {
      const data = loaded(now.content);
      const filled = reserve("bool", now.index.length);
      const flags = truth((data as LoadedLayout & { kind: "flat" }).data);
      const no = columnOf("bool", [0]);
      const { address, length } = now.index;
      kernels.array_fill_8(flags.address, address, no.address, filled.address, length);
      now = { kind: "flat", data: filled as unknown as Column };
    }
    if (now.kind !== "flat") throw new UsageError("where takes numbers");
    const mask = truth(now.data);
    const kept = kernels.array_count_true(mask.address, mask.length);
    const found = positions(mask, kept);
    return sizes.map((size, axis) => {
      const stride = sizes.slice(axis + 1).reduce((product, one) => product * one, 1);
      const out = reserve<DType>("int64", kept);
      kernels.array_unravel(found.address, out.address, kept, stride, Math.max(size, 1));
      return new AwkwardArray({ kind: "flat", data: out });
    });
  });
}
