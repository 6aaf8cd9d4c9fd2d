import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { convert, suffixes, truth } from "./convert.ts";
import { rangeOf } from "./offsets.ts";
import { isUnsigned, type Scalar } from "./promote.ts";
import { binary } from "./ufunc.ts";

/**
 * One kind of reduction: of each list of a column, and of a whole column where that goes another way.
 * Temporaries are left to the caller's scope.
 */
export interface Reducer {
  readonly name: string;
  /** The dtype that columns of no type stand for. */
  readonly untyped: DType;
  /** Whether results are places in a list, of the list as it was before elements were left out. */
  readonly places?: boolean;
  /** One value per list. */
  readonly lists: (
    offsets: Column<"int32">,
    content: Column,
    places?: Column<"int32"> | undefined,
  ) => Column;
  /** One value of all. */
  readonly whole?: (column: Column) => Column;
}

/** float32 and float64 stay; bool and signed integers sum to int64, unsigned ones to uint64. */
function sumType(dtype: DType): DType {
  if (isFloat(dtype)) return dtype;
  return isUnsigned(dtype) ? "uint64" : "int64";
}

function sumLists(offsets: Column<"int32">, content: Column): Column {
  const n = offsets.length - 1;
  const out = reserve(sumType(content.dtype), n);
  const type = content.dtype === "uint64" ? "i64" : suffixes[content.dtype];
  const kernel = kernels[`array_sum_${type as Exclude<typeof type, "u64">}`];
  kernel(offsets.address, content.address, out.address, n);
  return out;
}

/**
 * Sum. Of lists: in the order of the list, in the column's own precision, as Awkward; of a whole
 * column: pairwise, as NumPy. The bits are theirs.
 */
export const sum: Reducer = {
  name: "sum",
  untyped: "float64",
  lists: sumLists,
  whole(column) {
    const { dtype, address, length } = column;
    if (dtype === "float32") return columnOf(dtype, [kernels.array_total_f32(address, length)]);
    if (dtype === "float64") return columnOf(dtype, [kernels.array_total_f64(address, length)]);
    return sumLists(columnOf("int32", [0, length]), column);
  },
};

/** Sum in float64, whatever the column holds. */
export const sumFloat64: Reducer = {
  name: "sum",
  untyped: "float64",
  lists: (offsets, content) => sumLists(...asFloat64(offsets, content)),
  whole: (column) => (sum.whole as (column: Column) => Column)(convert(column, "float64")),
};

function square(column: Column): Column {
  return binary("multiply", column, column, column.length);
}

/** Lists as float64, each element changed, with offsets from 0. */
function asFloat64(
  offsets: Column<"int32">,
  content: Column,
  change: (column: Column) => Column = (column) => column,
): [Column<"int32">, Column] {
  const { start, stop } = rangeOf(offsets);
  const wide = change(convert(content.slice(start, stop), "float64"));
  if (start === 0) return [offsets, wide];
  const from0 = reserve("int32", offsets.length);
  kernels.array_rebase_offsets(offsets.address, from0.address, offsets.length);
  return [from0, wide];
}

/** Sum of squared distances from the mean, in float64: the numerator of a variance, in two passes. */
export const squaredDistances: Reducer = {
  name: "var",
  untyped: "float64",
  lists(offsets, content) {
    const n = offsets.length - 1;
    const [from0, wide] = asFloat64(offsets, content);
    const sums = sumLists(from0, wide);
    const means = binary("true_divide", sums, count.lists(from0, wide), n);
    const out = reserve("float64", n);
    kernels.array_squared_distances(from0.address, wide.address, means.address, out.address, n);
    return out as unknown as Column;
  },
  whole(column) {
    const wide = convert(column, "float64");
    const { length } = wide;
    const mean = kernels.array_total_f64(wide.address, length) / length;
    const squares = square(binary("subtract", wide as Column, mean, length));
    return columnOf("float64", [kernels.array_total_f64(squares.address, length)]);
  },
};

/** Sum of the powers of a whole exponent, in float64; each multiplied up from the left. */
export function sumOfPowers(exponent: number): Reducer {
  const raise = (column: Column): Column => {
    let power = binary("power", column, 0, column.length);
    for (let i = 0; i < exponent; i++) power = binary("multiply", power, column, column.length);
    return power;
  };
  return {
    name: "moment",
    untyped: "float64",
    lists: (offsets, content) => sumLists(...asFloat64(offsets, content, raise)),
    whole: (column) => (sum.whole as (column: Column) => Column)(raise(convert(column, "float64"))),
  };
}

/** Product, in the order of the list, of the same dtype as a sum. */
export const prod: Reducer = {
  name: "prod",
  untyped: "float64",
  lists(offsets, content) {
    const n = offsets.length - 1;
    const dtype = sumType(content.dtype);
    const out = reserve(dtype, n);
    const type = isFloat(dtype) ? suffixes[dtype] : "i64";
    const wide = convert(content, dtype);
    kernels[`array_prod_${type as "i64" | "f32" | "f64"}`](
      offsets.address,
      wide.address,
      out.address,
      n,
    );
    return out;
  },
};

/** Address at which element 0 of a column would lie whose element `start` lies at `address`. */
function before(address: Address, start: number): Address {
  return offsetAddress(address, -start);
}

/** Which elements of the lists differ from 0, and where the first element of the content would be. */
function truthOfLists(offsets: Column<"int32">, content: Column): Address {
  const { start, stop } = rangeOf(offsets);
  return before(truth(content.slice(start, stop)).address, start);
}

/** Whether any, or each, element of a list differs from 0. */
export function truthOf(which: "any" | "all"): Reducer {
  return {
    name: which,
    untyped: "bool",
    lists(offsets, content) {
      const n = offsets.length - 1;
      const out = reserve("bool", n);
      const bools = truthOfLists(offsets, content);
      kernels[`array_${which}`](offsets.address, bools, out.address, n);
      return out as unknown as Column;
    },
  };
}

/** Number of elements that differ from 0, as int64; NaN does. */
export const countNonzero: Reducer = {
  name: "countNonzero",
  untyped: "float64",
  lists(offsets, content) {
    const n = offsets.length - 1;
    const out = reserve("int64", n);
    const bools = truthOfLists(offsets, content);
    kernels.array_count_true_lists(offsets.address, bools, out.address, n);
    return out as unknown as Column;
  },
};

/** Number of elements, as int64. */
export const count: Reducer = {
  name: "count",
  untyped: "int64",
  lists(offsets) {
    const n = offsets.length - 1;
    const out = reserve("int64", n);
    kernels.array_num(offsets.address, out.address, n);
    return out as unknown as Column;
  },
};

/**
 * Largest or smallest element; in a list NaN never wins, of a whole column it always does.
 *
 * @param initial  what the search begins with, in place of the least (greatest) of the dtype
 */
export function extreme(which: "max" | "min", initial?: Scalar | undefined): Reducer {
  return {
    name: which,
    untyped: "float64",
    lists(offsets, content) {
      const n = offsets.length - 1;
      const out = reserve(content.dtype, n);
      const kernel = kernels[`array_${which}_${suffixes[content.dtype]}`];
      kernel(offsets.address, content.address, out.address, n);
      // The identity of uint8, 255, is `true` of bool; Awkward has no initial value for bool.
      if (content.dtype === "bool") return truth(out.reinterpret("uint8")) as unknown as Column;
      return from(out, initial);
    },
    whole(column) {
      if (column.length === 0) {
        // Awkward starts from an infinity, which is true of bool.
        if (initial === undefined && column.dtype === "bool") return columnOf("bool", [true]);
        return this.lists(columnOf("int32", [0, 0]), column);
      }
      const out = reserve(column.dtype, 1);
      const kernel = kernels[`array_${which}imum_of_${suffixes[column.dtype]}`];
      kernel(column.address, out.address, column.length);
      return from(out, column.dtype === "bool" ? booleanOf(initial) : initial);
    },
  };

  function from(values: Column, start: Scalar | undefined): Column {
    return start === undefined
      ? values
      : binary(which === "max" ? "maximum" : "minimum", values, start, values.length);
  }
}

function booleanOf(value: Scalar | undefined): Scalar | undefined {
  return value === undefined ? undefined : Boolean(value);
}

/** The place in its list of the first largest or smallest element, as int64; -1 where there is none. */
export function place(which: "argmax" | "argmin"): Reducer {
  return {
    name: which,
    untyped: "int64",
    places: true,
    lists(offsets, content, places) {
      const n = offsets.length - 1;
      const out = reserve("int64", n);
      const { dtype } = content;
      const wide = itemSize(dtype) < 4 ? convert(content, "int32") : content;
      const type = suffixes[wide.dtype] as "i32" | "u32" | "i64" | "u64" | "f32" | "f64";
      kernels[`array_${which}_${type}`](offsets.address, wide.address, out.address, n);
      if (places !== undefined) {
        kernels.array_place_positions(offsets.address, places.address, out.address, n);
      }
      return out as unknown as Column;
    },
  };
}
