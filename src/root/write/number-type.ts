import { type DType, isDType } from "../../wasm/dtype.ts";

/** NumPy's short names. */
const short: Readonly<Record<string, DType>> = {
  "?": "bool",
  i1: "int8",
  u1: "uint8",
  i2: "int16",
  u2: "uint16",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "uint64",
  f4: "float32",
  f8: "float64",
};

/** Names of all types of numbers. */
export const numberTypes: readonly DType[] = Object.values(short);

/** The type of numbers of a name in full or as NumPy shortens it; undefined for other names. */
export function numberType(name: string): DType | undefined {
  if (Object.hasOwn(short, name)) return short[name];
  return isDType(name) ? name : undefined;
}
