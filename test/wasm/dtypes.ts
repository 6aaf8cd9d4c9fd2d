import type { DType } from "../../src/wasm/dtype.ts";

/** All types of elements. */
export const dtypes: readonly DType[] = [
  "bool",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "float32",
  "float64",
];
