// Classes that ROOT knows without a file's help. Some writers describe trees but not their leaves.
import type { StreamerElement, StreamerInfo } from "./jsroot.ts";

// Numbers of types in streamer infos.
const SHORT = 2;
const INT = 3;
const FLOAT = 5;
const DOUBLE = 8;
const CHAR = 1;
const LONG64 = 16;
const BOOL = 18;
const OBJECT_POINTER = 64;

function member(fName: string, fType: number, fTypeName: string): StreamerElement {
  return {
    _typename: "TStreamerBasicType",
    fName,
    fTitle: "",
    fType,
    fTypeName,
    fArrayLength: 0,
    fArrayDim: 0,
  };
}

function base(fName: string, fBaseVersion: number): StreamerElement {
  const common = { _typename: "TStreamerBase", fTitle: "", fType: 0, fTypeName: "BASE" };
  return { ...common, fName, fBaseVersion, fArrayLength: 0, fArrayDim: 0 };
}

function info(fName: string, fClassVersion: number, arr: StreamerElement[]): StreamerInfo {
  return { fName, fClassVersion, fCheckSum: 0, fElements: { arr } };
}

function leaf(fName: string, fType: number, fTypeName: string): StreamerInfo {
  const range = [member("fMinimum", fType, fTypeName), member("fMaximum", fType, fTypeName)];
  return info(fName, 1, [base("TLeaf", 2), ...range]);
}

/** @see ROOT tree/tree/inc/TLeaf.h and its classes */
export const standardStreamers: readonly StreamerInfo[] = [
  info("TLeaf", 2, [
    base("TNamed", 1),
    member("fLen", INT, "int"),
    member("fLenType", INT, "int"),
    member("fOffset", INT, "int"),
    member("fIsRange", BOOL, "bool"),
    member("fIsUnsigned", BOOL, "bool"),
    { ...member("fLeafCount", OBJECT_POINTER, "TLeaf*"), _typename: "TStreamerObjectPointer" },
  ]),
  leaf("TLeafB", CHAR, "char"),
  leaf("TLeafS", SHORT, "short"),
  leaf("TLeafI", INT, "int"),
  leaf("TLeafL", LONG64, "Long64_t"),
  leaf("TLeafG", LONG64, "Long64_t"),
  leaf("TLeafF", FLOAT, "float"),
  leaf("TLeafD", DOUBLE, "double"),
  leaf("TLeafC", INT, "int"),
  leaf("TLeafO", BOOL, "bool"),
  info("TLeafElement", 1, [
    base("TLeaf", 2),
    member("fID", INT, "int"),
    member("fType", INT, "int"),
  ]),
];
