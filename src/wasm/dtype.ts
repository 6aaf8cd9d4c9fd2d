/** Element types of columns, in NumPy's words. `bool` is one byte, 0 or 1. */
export type DType =
  | "bool"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float32"
  | "float64";

/** The typed array that shows a column of each dtype. */
export interface TypedArrays {
  bool: Uint8Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type TypedArray = TypedArrays[DType];

type ArrayConstructor = new (
  buffer: ArrayBufferLike,
  byteOffset?: number,
  length?: number,
) => TypedArray;

const constructors: Record<DType, ArrayConstructor> = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

const sizes: Record<DType, number> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** Bytes of one element. */
export function itemSize(dtype: DType): number {
  return sizes[dtype];
}

/** A typed array of `dtype` over a part of `buffer`. */
export function typedView<D extends DType>(
  dtype: D,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): TypedArrays[D] {
  return new constructors[dtype](buffer, byteOffset, length) as TypedArrays[D];
}

/** The dtype that a typed array shows; a `Uint8Array` is `uint8`. */
export function dtypeOf(array: TypedArray): DType {
  for (const dtype of Object.keys(constructors) as DType[]) {
    if (dtype !== "bool" && array instanceof constructors[dtype]) return dtype;
  }
  throw new TypeError(
    `not a typed array of a column dtype: ${Object.prototype.toString.call(array)}`,
  );
}

/** Whether a value is a typed array that columns can be made of: no clamped bytes, no `DataView`. */
export function isTypedArray(value: unknown): value is TypedArray {
  return Object.values(constructors).some((made) => value instanceof made);
}

/** Whether a name is that of a dtype. */
export function isDType(name: string): name is DType {
  return Object.hasOwn(sizes, name);
}

/** 64-bit integers, which leave as BigInt. */
export function isBig(dtype: DType): dtype is "int64" | "uint64" {
  return dtype === "int64" || dtype === "uint64";
}

export function isFloat(dtype: DType): dtype is "float32" | "float64" {
  return dtype === "float32" || dtype === "float64";
}
