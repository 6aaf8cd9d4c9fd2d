import type { DType } from "../wasm/dtype.ts";
import type { RawLeaf } from "./metadata.ts";

/** Signed and unsigned dtype of the leaf classes of plain branches. */
const byClass: Record<string, readonly [DType, DType]> = {
  TLeafO: ["bool", "bool"],
  TLeafB: ["int8", "uint8"],
  TLeafS: ["int16", "uint16"],
  TLeafI: ["int32", "uint32"],
  TLeafG: ["int64", "uint64"],
  TLeafL: ["int64", "uint64"],
  TLeafF: ["float32", "float32"],
  TLeafD: ["float64", "float64"],
};

/** By the number of a type in streamer infos (TVirtualStreamerInfo::EReadWrite). */
const byNumber: Record<number, DType> = {
  1: "int8",
  2: "int16",
  3: "int32",
  4: "int64",
  5: "float32",
  6: "uint32", // a counter, as uproot has it
  8: "float64",
  11: "uint8",
  12: "uint16",
  13: "uint32",
  14: "uint64",
  15: "uint32", // bits of a TObject
  16: "int64",
  17: "uint64",
  18: "bool",
};

/** The dtype of a number in a streamer info; `undefined` for any other type. */
export function numberOfType(fType: number): DType | undefined {
  return byNumber[fType];
}

/** Arrays of fixed length have the number of their element plus this. */
const OFFSET_ARRAY = 20;
const OFFSET_POINTER = 40;
const DOUBLE32 = 9;
const BITS = 15;
const FLOAT16 = 19;

/** A member such as `float* x; //[n]`: an array whose length is another member. */
export function isPointerArray(leaf: RawLeaf): boolean {
  const type = leaf.fType ?? -1;
  return type > OFFSET_POINTER && type < OFFSET_POINTER + 20 && leaf.fLeafCount !== null;
}

/** The dtype of a leaf of numbers; `undefined` for any other. */
export function leafType(leaf: RawLeaf): DType | undefined {
  if (leaf._typename === "TLeafElement") {
    const type = leaf.fType ?? -1;
    return byNumber[type > OFFSET_ARRAY && type < OFFSET_POINTER ? type - OFFSET_ARRAY : type];
  }
  if (!Object.hasOwn(byClass, leaf._typename)) return undefined;
  return byClass[leaf._typename][leaf.fIsUnsigned ? 1 : 0];
}

/** Whether a leaf holds bits of TObjects, which are of 4 or 6 bytes each. */
export function isObjectBits(leaf: RawLeaf): boolean {
  return leaf._typename === "TLeafElement" && leaf.fType === BITS;
}

/** Numbers that are stored with fewer bits than they have. */
export function packedType(leaf: RawLeaf): "Double32_t" | "Float16_t" | undefined {
  if (leaf._typename === "TLeafD32") return "Double32_t";
  if (leaf._typename === "TLeafF16") return "Float16_t";
  if (leaf._typename !== "TLeafElement") return undefined;
  const type = leaf.fType ?? -1;
  if (type === DOUBLE32 || type === DOUBLE32 + OFFSET_ARRAY) return "Double32_t";
  return type === FLOAT16 || type === FLOAT16 + OFFSET_ARRAY ? "Float16_t" : undefined;
}
