// Classes whose bytes no streamer info describes, as ROOT's own code writes them.
import type { DType } from "../../wasm/dtype.ts";
import type { ObjectReader } from "./reader.ts";
import { type OpenMembers, openMembers, type RootValue } from "./value.ts";

/** How a class is read. */
export interface SpecialClass {
  /** It has no header of its own. */
  readonly headless?: boolean;
  read(reader: ObjectReader, members: OpenMembers, version: number, className: string): void;
}

const IS_ON_HEAP = 1 << 24;
const IS_REFERENCED = 1 << 4;
const HAS_UUID = 1 << 5;
const BYPASS_STREAMER = 1 << 12;
const BYTE_COUNT_VERSION = 0x4000;

/** TObject.cxx `Streamer` */
function tobject({ buffer }: ObjectReader, members: OpenMembers): void {
  // A byte count in front is rare, and not needed.
  if ((buffer.u16() & BYTE_COUNT_VERSION) !== 0) buffer.take(4);
  members["@fUniqueID"] = buffer.u32();
  const bits = buffer.u32();
  // As ROOT sets it of every object that it reads.
  members["@fBits"] = bits | IS_ON_HEAP;
  if ((bits & IS_REFERENCED) !== 0) buffer.u16();
}

function list(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  if (version <= 3) {
    throw buffer.error(`a TList of version ${version}: versions from 4 on can be read`);
  }
  tobject(reader, members);
  members.fName = buffer.string();
  const n = buffer.count(5);
  members.fSize = n;
  const items: RootValue[] = [];
  const options: string[] = [];
  for (let i = 0; i < n; i++) {
    items.push(reader.pointer());
    options.push(buffer.string());
  }
  members.items = items;
  members.options = options;
}

/** TCollection.cxx, and its classes without a streamer of their own. */
function collection(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  if (version > 2) tobject(reader, members);
  if (version > 1) members.fName = buffer.string();
  const n = buffer.count(4);
  members.fSize = n;
  members.items = Array.from({ length: n }, () => reader.pointer());
}

function objArray(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  if (version > 2) tobject(reader, members);
  members.fName = version > 1 ? buffer.string() : "";
  const n = buffer.i32();
  members.fSize = n;
  members.fLowerBound = buffer.i32();
  buffer.checkCount(n, 4);
  members.items = Array.from({ length: n }, () => reader.pointer());
}

function clonesArray(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  if (version > 2) tobject(reader, members);
  members.fName = version > 1 ? buffer.string() : "";
  const [className, classVersion] = buffer.string().split(";");
  const n = Math.abs(buffer.i32());
  members.fSize = n;
  members.fLowerBound = buffer.i32();
  buffer.checkCount(n, 1);
  if ((Number(members["@fBits"] ?? 0) & BYPASS_STREAMER) === 0) {
    members.items = Array.from({ length: n }, () =>
      buffer.u8() === 0 ? null : reader.object(className),
    );
    return;
  }
  const all = Array.from({ length: n }, openMembers);
  if (n > 0) {
    const info = reader.describe(className, Number(classVersion ?? 0));
    for (const member of reader.membersOf(info)) member.many(reader, all);
  }
  members.items = all.map((one) => ({ className, members: one }));
}

function map(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  if (version > 2) tobject(reader, members);
  if (version > 1) members.fName = buffer.string();
  const n = buffer.count(8);
  members.fSize = n;
  members.items = Array.from({ length: n }, () => [reader.pointer(), reader.pointer()]);
}

/** RooLinkedList.cxx */
function linkedList(reader: ObjectReader, members: OpenMembers, version: number): void {
  const { buffer } = reader;
  tobject(reader, members);
  const n = buffer.count(4);
  members.items = Array.from({ length: n }, () => reader.pointer());
  if (version > 1) members._name = buffer.string();
}

function refArray(reader: ObjectReader, members: OpenMembers): void {
  const { buffer } = reader;
  tobject(reader, members);
  members.fName = buffer.string();
  const n = buffer.i32();
  members.fSize = n;
  members.fLowerBound = buffer.i32();
  buffer.u16();
  members.fUIDs = buffer.numbers("uint32", n);
}

/** TRef.cxx: a TObject, and what tells the process that it belongs to. */
function ref(reader: ObjectReader, members: OpenMembers): void {
  const { buffer } = reader;
  tobject(reader, members);
  if ((Number(members["@fBits"]) & HAS_UUID) !== 0) members.fUUID = buffer.string();
  else members.fPID = buffer.u16();
}

function array(dtype: DType): SpecialClass {
  return {
    headless: true,
    read({ buffer }, members) {
      const n = buffer.i32();
      members.fN = n;
      members.fArray = buffer.numbers(dtype, n);
    },
  };
}

/** TMatrixTSym.cxx: the header covers the base alone; behind it the upper triangle, row by row. */
function symmetric(dtype: DType, number: string): SpecialClass {
  return {
    headless: true,
    read(reader, members) {
      const { buffer } = reader;
      reader.into(`TMatrixTBase<${number}>`, members);
      const rows = Number(members.fNrows);
      members.fElements = buffer.numbers(dtype, (rows * (rows + 1)) / 2);
    },
  };
}

const datime: SpecialClass = {
  headless: true,
  read({ buffer }, members) {
    members.fDatime = buffer.u32();
  },
};

/** Of classes that ROOT writes as nothing. */
const nothing: SpecialClass = { headless: true, read() {} };

/** By class name. */
export const specialClasses: ReadonlyMap<string, SpecialClass> = new Map<string, SpecialClass>([
  ["TObject", { headless: true, read: tobject }],
  ["TList", { read: list }],
  ["THashList", { read: list }],
  ["TCollection", { read: collection }],
  ["TSeqCollection", { read: collection }],
  ["TOrdCollection", { read: collection }],
  ["TObjArray", { read: objArray }],
  ["TClonesArray", { read: clonesArray }],
  ["TMap", { read: map }],
  ["TRefArray", { read: refArray }],
  ["RooLinkedList", { read: linkedList }],
  ["TRef", { headless: true, read: ref }],
  ["TArrayC", array("int8")],
  ["TArrayS", array("int16")],
  ["TArrayI", array("int32")],
  ["TArrayL", array("int64")],
  ["TArrayL64", array("int64")],
  ["TArrayF", array("float32")],
  ["TArrayD", array("float64")],
  ["TMatrixTSym<double>", symmetric("float64", "double")],
  ["TMatrixTSym<float>", symmetric("float32", "float")],
  ["TDatime", datime],
  ["TQObject", nothing],
]);
