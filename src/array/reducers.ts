import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, isFloat } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { rangeOf } from "./broadcast.ts";
import { suffixes, truth } from "./convert.ts";
import type { Layout } from "./layout.ts";
import { isUnsigned, type Scalar } from "./promote.ts";

/** One kind of reduction: of each list of a column, and of a whole column. */
export interface Reducer {
  readonly name: string;
  /** One value per list; temporaries are left to the caller's scope. */
  readonly lists: (offsets: Column<"int32">, content: Column) => Layout;
  /** `null` where an empty column has no result. */
  readonly whole: (column: Column) => Scalar | null;
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
  lists: (offsets, content) => ({ kind: "flat", data: sumLists(offsets, content) }),
  whole(column) {
    if (column.dtype === "float32") {
      return kernels.array_total_f32(column.address, column.length);
    }
    if (column.dtype === "float64") {
      return kernels.array_total_f64(column.address, column.length);
    }
    return sumLists(columnOf("int32", [0, column.length]), column).at(0);
  },
};

/** Address at which element 0 of a column would lie whose element `start` lies at `address`. */
function before(address: Address, start: number): Address {
  return offsetAddress(address, -start);
}

/** Whether any, or each, element of a list differs from 0. */
export function truthOf(which: "any" | "all"): Reducer {
  return {
    name: which,
    lists(offsets, content) {
      const { start, stop } = rangeOf(offsets);
      const bools = truth(content.slice(start, stop));
      const n = offsets.length - 1;
      const out = reserve("bool", n);
      kernels[`array_${which}`](offsets.address, before(bools.address, start), out.address, n);
      return { kind: "flat", data: out as unknown as Column };
    },
    whole(column) {
      const found = kernels.array_count_true(truth(column).address, column.length);
      return which === "any" ? found > 0 : found === column.length;
    },
  };
}

/** Largest or smallest element; in a list NaN never wins, of a whole column it always does. */
export function extreme(which: "max" | "min", maskIdentity: boolean): Reducer {
  return {
    name: which,
    lists(offsets, content) {
      const n = offsets.length - 1;
      const out = reserve(content.dtype, n);
      const kernel = kernels[`array_${which}_${suffixes[content.dtype]}`];
      kernel(offsets.address, content.address, out.address, n);
      if (content.dtype === "bool") clampToBool(out);
      const data: Layout = { kind: "flat", data: out };
      if (!maskIdentity) return data;
      const index = reserve("int32", n);
      kernels.array_nonempty(offsets.address, index.address, n);
      return { kind: "option", index, content: data };
    },
    whole(column) {
      if (column.length === 0) return maskIdentity ? null : identityOf(which, column);
      const out = reserve(column.dtype, 1);
      const kernel = kernels[`array_${which}imum_of_${suffixes[column.dtype]}`];
      kernel(column.address, out.address, column.length);
      return out.at(0);
    },
  };
}

/** The identity of uint8, 255, is `true` for bool. */
function clampToBool(column: Column): void {
  const view = column.view() as Uint8Array;
  for (let i = 0; i < view.length; i++) if (view[i] > 1) view[i] = 1;
}

function identityOf(which: "max" | "min", column: Column): Scalar {
  const { lists } = extreme(which, false);
  const layout = lists(columnOf("int32", [0, 0]), column);
  return layout.kind === "flat" ? layout.data.at(0) : 0;
}

/** Number of elements, as int64. */
export const count: Reducer & { readonly lists: (offsets: Column<"int32">) => Layout } = {
  name: "count",
  lists(offsets) {
    const n = offsets.length - 1;
    const out = reserve("int64", n);
    kernels.array_num(offsets.address, out.address, n);
    return { kind: "flat", data: out as unknown as Column };
  },
  whole: (column) => column.length,
};
