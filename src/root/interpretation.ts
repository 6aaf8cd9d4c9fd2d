import { type DType, itemSize } from "../wasm/dtype.ts";
import type { StreamerElement, Streamers } from "./jsroot.ts";
import { isObjectBits, isPointerArray, leafType, packedType } from "./leaf.ts";
import { items, type RawBranch, type RawLeaf } from "./metadata.ts";
import type { Counter, Member } from "./schema.ts";
import { memberOf } from "./streamer-element.ts";
import {
  isMemberOfMany,
  leafSchema,
  type StructuredInterpretation,
  structuredBits,
  structuredObject,
  structuredPacked,
  structuredRecord,
  structuredText,
} from "./structured.ts";
import { cppNames, numberType, parseTypeName, showTypeName, type TypeName } from "./typename.ts";

/** Numbers in fixed dimensions: `dims` is empty for one number. */
export interface Numbers {
  readonly dtype: DType;
  readonly dims: readonly number[];
}

/** One number or array of fixed size per entry. uproot: AsDtype. */
export interface FixedInterpretation extends Numbers {
  readonly kind: "fixed";
}

/** A list per entry without headers, its length in another branch. uproot: AsJagged. */
export interface JaggedInterpretation extends Numbers {
  readonly kind: "jagged";
  /** Name of the leaf that holds the lengths. */
  readonly counter: string;
}

/** A list of numbers per entry behind a header. uproot: AsJagged with header_bytes. */
export interface VectorInterpretation {
  readonly kind: "vector";
  readonly dtype: DType;
  /** Bytes in front of the elements: 10 for `std::vector`, 1 for an array behind a pointer. */
  readonly header: 10 | 1;
}

/** A member of a leaf list. */
export interface LeafField extends Numbers {
  readonly name: string;
  /** Bytes of the entry before it. */
  readonly offset: number;
}

/** A leaf list: a record of fixed size per entry. uproot: AsDtype with names. */
export interface LeafListInterpretation {
  readonly kind: "leaflist";
  readonly fields: readonly LeafField[];
  /** Bytes of an entry. */
  readonly stride: number;
}

/** An object whose members are branches of their own. uproot: AsGrouped. */
export interface GroupedInterpretation {
  readonly kind: "grouped";
}

/** What cannot be read yet, with the reason in words. */
export interface UnsupportedInterpretation {
  readonly kind: "unsupported";
  readonly reason: string;
}

/** How the bytes of a branch become an array. */
export type Interpretation =
  | FixedInterpretation
  | JaggedInterpretation
  | VectorInterpretation
  | LeafListInterpretation
  | StructuredInterpretation
  | GroupedInterpretation
  | UnsupportedInterpretation;

/** An interpretation and the type's name in uproot's spelling. */
export interface Interpreted {
  readonly interpretation: Interpretation;
  readonly typename: string;
}

/**
 * Finds out how a branch is stored, from its class, its leaves and the streamer infos.
 * @see uproot 5.7 interpretation/identify.py, `interpretation_of`
 */
export function interpret(branch: RawBranch, top: boolean, streamers: Streamers): Interpreted {
  const element = top ? undefined : memberOf(branch, streamers);
  const declared = top && branch.fClassName !== undefined ? branch.fClassName : typeOf(element);
  if (items(branch.fBranches).length > 0) return interpretGroup(declared);
  const leaves = items(branch.fLeaves);
  if (leaves.length === 0) return unsupported("unknown", "it has no leaf");
  if (leaves.length > 1) return interpretLeafList(leaves);
  const [leaf] = leaves;
  if (typeof leaf.fTitle !== "string" || typeof leaf.fLen !== "number") {
    return unsupported("unknown", `its leaf (${leaf._typename}) is not described by the file`);
  }
  if (leaf._typename !== "TLeafElement" && branch._typename !== "TBranchObject") {
    return interpretLeaf(leaf);
  }
  if (isObjectBits(leaf)) return interpretBits(leaf);
  const type = leafType(leaf);
  if (type !== undefined) return interpretNumbers(leaf, type);
  const packed = packedType(leaf);
  if (packed !== undefined) return interpretPacked(leaf, packed, element?.fTitle ?? "");
  return interpretObject(branch, leaf, declared, element, streamers);
}

/** The type of a member; of a base class, that class. */
function typeOf(element: StreamerElement | undefined): string | undefined {
  return element?._typename === "TStreamerBase" ? element.fName : element?.fTypeName;
}

function interpretGroup(declared: string | undefined): Interpreted {
  const typename = declared === undefined ? "unknown" : showTypeName(parseTypeName(declared));
  // Its own baskets hold the number of objects of each entry.
  if (typename === "TClonesArray") {
    return { interpretation: { kind: "fixed", dtype: "int32", dims: [] }, typename: "int32_t" };
  }
  return { interpretation: { kind: "grouped" }, typename };
}

function interpretLeaf(leaf: RawLeaf): Interpreted {
  const type = leafType(leaf);
  if (type !== undefined) return interpretNumbers(leaf, type);
  if (leaf._typename === "TLeafC") return { interpretation: structuredText(), typename: "char*" };
  const packed = packedType(leaf);
  if (packed !== undefined) return interpretPacked(leaf, packed, leaf.fTitle);
  return unsupported("unknown", `leaves of class ${leaf._typename} are not supported`);
}

function interpretBits(leaf: RawLeaf): Interpreted {
  const counter = leaf.fLeafCount?.fName;
  return {
    interpretation: structuredBits(counter),
    typename: counter === undefined ? "uint32_t" : "uint32_t[]",
  };
}

/** @param title  that may begin with the range */
function interpretPacked(
  leaf: RawLeaf,
  type: "Double32_t" | "Float16_t",
  title: string,
): Interpreted {
  const dims = dimsOf(leaf);
  const counter = leaf.fLeafCount?.fName;
  return {
    interpretation: structuredPacked(type, title, dims, counter),
    typename: `${type}${counter === undefined ? "" : "[]"}${showDims(dims)}`,
  };
}

function interpretNumbers(leaf: RawLeaf, dtype: DType): Interpreted {
  const dims = dimsOf(leaf);
  const name = cppNames[dtype];
  if (leaf.fLeafCount === null || leaf.fLeafCount === undefined) {
    return { interpretation: { kind: "fixed", dtype, dims }, typename: name + showDims(dims) };
  }
  return {
    interpretation: { kind: "jagged", dtype, dims, counter: leaf.fLeafCount.fName },
    typename: `${name}[]${showDims(dims)}`,
  };
}

function interpretLeafList(leaves: readonly RawLeaf[]): Interpreted {
  const fields: LeafField[] = [];
  let stride = 0;
  if (leaves.some((leaf) => leaf.fLeafCount)) return interpretCountedLeaves(leaves);
  for (const leaf of leaves) {
    const dtype = leafType(leaf);
    if (dtype === undefined) {
      return unsupported(
        "unknown",
        `a leaf list with ${leaf._typename} ("${leaf.fName}") is not supported`,
      );
    }
    const dims = dimsOf(leaf);
    const bytes = dims.reduce((product, n) => product * n, itemSize(dtype));
    if (bytes !== leaf.fLen * leaf.fLenType) {
      return unsupported("unknown", `its leaf "${leaf.fName}" contradicts its own length`);
    }
    fields.push({ name: leaf.fName, dtype, dims, offset: stride });
    stride += leaf.fLen * leaf.fLenType;
  }
  const members = fields.map(
    ({ name, dtype, dims }) => `${cppNames[dtype]}${showDims(dims)} ${name};`,
  );
  return {
    interpretation: { kind: "leaflist", fields, stride },
    typename: `struct {${members.join(" ")}}`,
  };
}

/** A leaf list with arrays whose length is another leaf of it: `n/I:x[n]/F`. */
function interpretCountedLeaves(leaves: readonly RawLeaf[]): Interpreted {
  const counters = new Map<RawLeaf, Counter>();
  for (const { fLeafCount } of leaves) {
    if (fLeafCount) counters.set(fLeafCount, { name: fLeafCount.fName });
  }
  const members: Member[] = [];
  const names: string[] = [];
  for (const [i, leaf] of leaves.entries()) {
    const { fName: name, fLeafCount } = leaf;
    const dtype = leafType(leaf);
    const dims = dimsOf(leaf);
    const at = fLeafCount ? leaves.indexOf(fLeafCount) : 0;
    // What counts is one number, in front of what it counts.
    const fits = (!fLeafCount || (at >= 0 && at < i)) && !(counters.has(leaf) && dims.length > 0);
    if (dtype === undefined || !fits) {
      const what = dtype === undefined ? leaf._typename : "an array counted elsewhere";
      return unsupported("unknown", `a leaf list with ${what} ("${name}") is not supported`);
    }
    const counter = fLeafCount ? counters.get(fLeafCount) : undefined;
    members.push({ name, schema: leafSchema(dtype, dims, counter, counters.get(leaf)) });
    names.push(`${cppNames[dtype]}${fLeafCount ? "[]" : ""}${showDims(dims)} ${name};`);
  }
  return {
    interpretation: structuredRecord(members),
    typename: `struct {${names.join(" ")}}`,
  };
}

function interpretObject(
  branch: RawBranch,
  leaf: RawLeaf,
  declared: string | undefined,
  element: StreamerElement | undefined,
  streamers: Streamers,
): Interpreted {
  if (declared === undefined) return unsupported("unknown", "its class is not described");
  const type = parseTypeName(declared);
  if (element?._typename === "TStreamerBase") {
    return unsupported(showTypeName(type), "it holds a base class whose members have no branches");
  }
  const dims = dimsOf(leaf);
  const pointed = isPointerArray(leaf) ? numberType({ ...type, pointers: 0 }) : undefined;
  if (pointed !== undefined && isMemberOfMany(branch)) {
    const reason = "each object's array has a length that another branch holds";
    return unsupported(`${cppNames[pointed]}[][]`, reason);
  }
  if (pointed !== undefined) {
    return {
      interpretation: { kind: "vector", dtype: pointed, header: 1 },
      typename: `${cppNames[pointed]}[]`,
    };
  }
  const isList = leaf.fLeafCount || dims.length > 0 || (element?.fArrayLength ?? 0) > 0;
  const dtype = vectorOfNumbers(type);
  if (dtype !== undefined && branch._typename === "TBranchElement" && !isList) {
    const typename = showTypeName(type);
    return { interpretation: { kind: "vector", dtype, header: 10 }, typename };
  }
  return structuredObject({ branch, type, element, dims, streamers });
}

/** Types that are streamed alike. */
const VECTORS = new Set(["vector", "RVec", "ROOT::VecOps::RVec"]);

function vectorOfNumbers(type: TypeName): DType | undefined {
  if (!VECTORS.has(type.name) || type.pointers > 0 || type.args.length === 0) return undefined;
  return numberType(type.args[0]);
}

function unsupported(typename: string, reason: string): Interpreted {
  return { interpretation: { kind: "unsupported", reason }, typename };
}

/** More than anyone uses; each is a level of the array. */
const MAX_DIMS = 20;

/** Fixed dimensions: those of the title where they agree with the leaf's length. */
function dimsOf(leaf: RawLeaf): number[] {
  const dims = [...String(leaf.fTitle).matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
  const size = dims.reduce((product, n) => product * n, 1);
  if (size === leaf.fLen && dims.length <= MAX_DIMS) return dims;
  return leaf.fLen > 1 ? [leaf.fLen] : [];
}

function showDims(dims: readonly number[]): string {
  return dims.map((n) => `[${n}]`).join("");
}
