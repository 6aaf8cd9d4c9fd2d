import { type Column, reserve } from "../wasm/column.ts";
import { type DType, isFloat } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { shareColumn } from "./share.ts";

/** Element types as kernel names spell them; bool is u8. */
export const suffixes = {
  bool: "u8",
  int8: "i8",
  uint8: "u8",
  int16: "i16",
  uint16: "u16",
  int32: "i32",
  uint32: "u32",
  int64: "i64",
  uint64: "u64",
  float32: "f32",
  float64: "f64",
} as const;

type Converter = `array_convert_${string}`;

/**
 * The dtype between two without a kernel of their own. Numbers become integers as C does it on the
 * machines that NumPy runs on: narrow ones through int32, uint32 through int64.
 */
function stepTo(from: "float32" | "float64", to: DType): DType {
  if (from === "float32") return "float64";
  return to === "uint32" ? "int64" : "int32";
}

/** Narrowing and reinterpreting in two steps, where there is no kernel in one. */
const sameBits: Partial<Record<DType, DType>> = {
  bool: "int8",
  uint8: "int8",
  uint16: "int16",
  uint32: "int32",
  uint64: "int64",
};

/**
 * The elements of a column as another dtype, in a column of its own (or a second handle where they
 * are the same). Integers keep their lower bits; floating-point numbers are cut towards 0.
 *
 * @see numpy.ndarray.astype
 */
export function convert<D extends DType>(column: Column, dtype: D): Column<D> {
  if (column.dtype === dtype) return shareColumn(column) as unknown as Column<D>;
  if (dtype === "bool") return truth(column) as unknown as Column<D>;
  const from = suffixes[column.dtype];
  if (from === suffixes[dtype]) return column.reinterpret(dtype);
  const name: Converter = `array_convert_${from}_${suffixes[dtype]}`;
  if (name in kernels) {
    const out = reserve(dtype, column.length);
    kernels[name as "array_convert_f32_f64"](column.address, out.address, column.length);
    return out;
  }
  if (isFloat(column.dtype)) {
    return through(convert(column, stepTo(column.dtype, dtype)), dtype);
  }
  const signed = sameBits[dtype];
  const signless = sameBits[column.dtype];
  if (signed !== undefined && column.dtype === signed) return column.reinterpret(dtype);
  if (signed !== undefined) return through(convert(column, signed), dtype);
  if (signless !== undefined) return through(column.reinterpret(signless), dtype);
  return through(convert(column, isFloat(dtype) ? "float64" : "int32"), dtype);
}

function through<D extends DType>(step: Column, dtype: D): Column<D> {
  try {
    return convert(step, dtype);
  } finally {
    step.dispose();
  }
}

/** Whether each element differs from 0 (NaN does), as bool. */
export function truth(column: Column): Column<"bool"> {
  if (column.dtype === "bool") return shareColumn(column) as unknown as Column<"bool">;
  const out = reserve("bool", column.length);
  const type = suffixes[sameBits[column.dtype] ?? column.dtype] as "i8" | "i16" | "f32";
  kernels[`array_nonzero_${type}`](column.address, out.address, column.length);
  return out;
}
