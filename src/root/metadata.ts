import type { StreamedObject } from "./jsroot.ts";

// TTree, TBranch and TLeaf as they are streamed. Only what is used, and nothing is sure: a damaged
// file may lack any of it. 64-bit integers beyond 2^53 are BigInt.

export interface ObjArray<T> {
  readonly arr: readonly (T | null)[];
}

export interface RawTree extends StreamedObject {
  readonly fName: string;
  readonly fTitle: string;
  readonly fEntries: number | bigint;
  readonly fBranches?: ObjArray<RawBranch>;
  /** TNamed: a name and an expression. */
  readonly fAliases?: ObjArray<unknown> | null;
  /** TFriendElement. */
  readonly fFriends?: ObjArray<unknown> | null;
}

export interface RawBranch extends StreamedObject {
  readonly fName: string;
  readonly fTitle: string;
  /** `100 * algorithm + level`. */
  readonly fCompress: number;
  readonly fEntries: number | bigint;
  readonly fTotBytes: number | bigint;
  readonly fZipBytes: number | bigint;
  readonly fBranches?: ObjArray<RawBranch>;
  readonly fLeaves?: ObjArray<RawLeaf>;
  /** Baskets that lie in the tree itself; `null` for those on file. */
  readonly fBaskets?: ObjArray<RawBasket>;
  readonly fWriteBasket: number;
  readonly fBasketBytes: ArrayLike<number>;
  readonly fBasketEntry: ArrayLike<number | bigint>;
  readonly fBasketSeek: ArrayLike<number | bigint>;
  /** Another file that holds the baskets; empty for this one. */
  readonly fFileName?: string;
  // TBranchElement:
  readonly fClassName?: string;
  readonly fParentName?: string;
  readonly fClassVersion?: number;
  readonly fCheckSum?: number;
  /** Number of the element in the class's streamer info; negative for a whole object. */
  readonly fID?: number;
  /** 0 leaf, 1 base, 2 object, 3 TClonesArray, 4 STL collection, 31 and 41 members of those. */
  readonly fType?: number;
  readonly fStreamerType?: number;
}

export interface RawLeaf extends StreamedObject {
  readonly fName: string;
  readonly fTitle: string;
  /** Product of the fixed dimensions. */
  readonly fLen: number;
  readonly fLenType: number;
  readonly fIsUnsigned: boolean | number;
  /** The leaf that counts the elements of this one. */
  readonly fLeafCount: RawLeaf | null;
  // TLeafElement:
  readonly fType?: number;
}

/** A basket that was not full when the tree was written: part of the tree's object, uncompressed. */
export interface RawBasket {
  readonly fKeylen: number;
  readonly fNevBuf: number;
  readonly fLast: number;
  /** Offsets of entries, the key's length included. */
  readonly fEntryOffset?: Int32Array;
  /** The content without its key. */
  readonly fBufferRef?: { readonly arr: DataView | null };
}

/** The objects that are there. */
export function items<T>(list: ObjArray<T> | null | undefined): T[] {
  if (!Array.isArray(list?.arr)) return [];
  return list.arr.filter((item): item is T => typeof item === "object" && item !== null);
}

/** Whether a branch has what every branch has. */
export function isWhole(branch: Partial<RawBranch>): boolean {
  const { fName, fTitle, fCompress, fEntries, fTotBytes, fZipBytes, fWriteBasket } = branch;
  const { fBasketBytes, fBasketEntry, fBasketSeek, fClassName = "", fParentName = "" } = branch;
  return (
    [fName, fTitle, fClassName, fParentName].every((text) => typeof text === "string") &&
    [fCompress, fWriteBasket].every((n) => typeof n === "number") &&
    [fEntries, fTotBytes, fZipBytes].every((n) => Number(n) >= 0) &&
    [fBasketBytes, fBasketEntry, fBasketSeek].every((list) => typeof list?.length === "number")
  );
}
