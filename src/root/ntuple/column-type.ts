import type { Address } from "../../wasm/address.ts";
import type { DType } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import type { ColumnRecord } from "./schema.ts";

/** Decodes `n` elements of a page into `out`. */
type Decode = (page: Address, out: Address, n: number, column: ColumnRecord) => void;

/** Ends of lists, as offsets from `base` on; see `assembly/root/ntuple-index.ts`. */
type DecodeIndex = (page: Address, base: number, limit: number, out: Address, n: number) => number;

/** How the elements of a column are stored, and what they become. */
export interface ColumnType {
  readonly name: string;
  /** Bits of an element: the least and the most. */
  readonly bits: readonly [number, number];
  readonly dtype?: DType;
  /** For numbers whose pages are not the elements themselves. */
  readonly decode?: Decode;
  /** For index columns. */
  readonly decodeIndex?: DecodeIndex;
}

function numbers(name: string, bits: number, dtype: DType, decode?: Decode): ColumnType {
  return { name, bits: [bits, bits], dtype, ...(decode && { decode }) };
}

function index(name: string, bits: 32 | 64, decodeIndex: DecodeIndex): ColumnType {
  return { name, bits: [bits, bits], dtype: bits === 64 ? "int64" : "int32", decodeIndex };
}

/** The type of switch columns: 64 bits of index, 32 bits of tag. */
const SWITCH: ColumnType = { name: "Switch", bits: [96, 96] };

/**
 * By number.
 * @see RNTuple format specification 1.0, "Column Description"
 */
const types: readonly ColumnType[] = [
  numbers("Bit", 1, "bool", (page, out, n) => kernels.root_ntuple_bits(page, out, n)),
  numbers("Byte", 8, "uint8"),
  numbers("Char", 8, "uint8"),
  numbers("Int8", 8, "int8"),
  numbers("UInt8", 8, "uint8"),
  numbers("Int16", 16, "int16"),
  numbers("UInt16", 16, "uint16"),
  numbers("Int32", 32, "int32"),
  numbers("UInt32", 32, "uint32"),
  numbers("Int64", 64, "int64"),
  numbers("UInt64", 64, "uint64"),
  numbers("Real16", 16, "float32", (page, out, n) => kernels.root_ntuple_real_16(page, out, n)),
  numbers("Real32", 32, "float32"),
  numbers("Real64", 64, "float64"),
  index("Index32", 32, (page, base, limit, out, n) =>
    kernels.root_ntuple_index_32(page, base, limit, out, n),
  ),
  index("Index64", 64, (page, base, limit, out, n) =>
    kernels.root_ntuple_index_64(page, base, limit, out, n),
  ),
  SWITCH,
  numbers("SplitInt16", 16, "int16", (page, out, n) => kernels.root_ntuple_zigzag_16(page, out, n)),
  numbers("SplitUInt16", 16, "uint16", (page, out, n) =>
    kernels.root_ntuple_split_16(page, out, n),
  ),
  numbers("SplitInt32", 32, "int32", (page, out, n) => kernels.root_ntuple_zigzag_32(page, out, n)),
  numbers("SplitUInt32", 32, "uint32", (page, out, n) =>
    kernels.root_ntuple_split_32(page, out, n),
  ),
  numbers("SplitInt64", 64, "int64", (page, out, n) => kernels.root_ntuple_zigzag_64(page, out, n)),
  numbers("SplitUInt64", 64, "uint64", (page, out, n) =>
    kernels.root_ntuple_split_64(page, out, n),
  ),
  numbers("SplitReal16", 16, "float32", (page, out, n) =>
    kernels.root_ntuple_real_split_16(page, out, n),
  ),
  numbers("SplitReal32", 32, "float32", (page, out, n) =>
    kernels.root_ntuple_split_32(page, out, n),
  ),
  numbers("SplitReal64", 64, "float64", (page, out, n) =>
    kernels.root_ntuple_split_64(page, out, n),
  ),
  index("SplitIndex32", 32, (page, base, limit, out, n) =>
    kernels.root_ntuple_index_split_32(page, base, limit, out, n),
  ),
  index("SplitIndex64", 64, (page, base, limit, out, n) =>
    kernels.root_ntuple_index_split_64(page, base, limit, out, n),
  ),
  {
    name: "Real32Trunc",
    bits: [10, 31],
    dtype: "float32",
    decode: (page, out, n, { bits }) => kernels.root_ntuple_trunc(page, bits, out, n),
  },
  {
    name: "Real32Quant",
    bits: [1, 32],
    dtype: "float32",
    decode: (page, out, n, { bits, min, max }) =>
      kernels.root_ntuple_quant(page, bits, min, max, out, n),
  },
];

/** The type of a column; undefined where it is unknown. */
export function typeOf(column: ColumnRecord): ColumnType | undefined {
  return types[column.type];
}

export function isSwitch(column: ColumnRecord): boolean {
  return types[column.type] === SWITCH;
}

export function isIndex(column: ColumnRecord): boolean {
  return types[column.type]?.decodeIndex !== undefined;
}

/** Bytes of a page of `n` elements when decompressed. */
export function pageBytes(column: ColumnRecord, n: number): number {
  return Math.ceil((n * column.bits) / 8);
}

/** Why a column cannot be read; undefined where it can. */
export function reasonAgainst(column: ColumnRecord): string | undefined {
  const type = typeOf(column);
  if (type === undefined) return `columns of type ${column.type} are unknown`;
  const [least, most] = type.bits;
  if (column.bits >= least && column.bits <= most) return undefined;
  return `a column of type ${type.name} with ${column.bits} bits`;
}

const FLOATS: readonly DType[] = ["float32", "float64"];

/**
 * The dtype that holds the values of both, as NumPy promotes: where a field's representations
 * differ.
 * @see numpy.result_type
 */
export function promoted(a: DType, b: DType): DType {
  if (a === b || b === "bool") return a;
  if (a === "bool") return b;
  const size = (dtype: DType): number => Number(/\d+/.exec(dtype)?.[0]);
  if (FLOATS.includes(a) || FLOATS.includes(b)) {
    const small = [a, b].every((dtype) => dtype === "float32" || size(dtype) <= 16);
    return small ? "float32" : "float64";
  }
  const [first, second] = size(a) >= size(b) ? [a, b] : [b, a];
  if (first[0] === second[0]) return first;
  // Signed and unsigned: one that holds both, or a real of double precision.
  if (first[0] === "i" && size(first) > size(second)) return first;
  const bits = 2 * Math.max(size(first), size(second));
  return bits > 64 ? "float64" : (`int${bits}` as DType);
}
