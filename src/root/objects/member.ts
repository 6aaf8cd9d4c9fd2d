import { UnsupportedError } from "../../errors.ts";
import type { DType } from "../../wasm/dtype.ts";
import type { StreamerElement, StreamerInfo } from "../jsroot.ts";
import { parseTypeName } from "../typename.ts";
import { bareClassName, withoutStars } from "./classes.ts";
import { collectionMember, isCollection } from "./collection.ts";
import { packedFloat } from "./packed.ts";
import type { ObjectReader } from "./reader.ts";
import type { OpenMembers, RootValue } from "./value.ts";

/** How a member is read: of one object, or of many objects whose members lie together. */
export interface MemberReader {
  one(reader: ObjectReader, members: OpenMembers): void;
  many(reader: ObjectReader, all: readonly OpenMembers[]): void;
}

/** TVirtualStreamerInfo::EReadWrite */
const numbers: Record<number, DType> = {
  1: "int8",
  2: "int16",
  3: "int32",
  4: "int64",
  5: "float32",
  6: "int32",
  8: "float64",
  10: "uint8",
  11: "uint8",
  12: "uint16",
  13: "uint32",
  14: "uint64",
  15: "uint32",
  16: "int64",
  17: "uint64",
  18: "bool",
};
const CHAR_STAR = 7;
const DOUBLE32 = 9;
const FLOAT16 = 19;
const ARRAY = 20;
const POINTER = 40;
const STREAM_LOOP = 501;
/** From here on: members that are not on file. */
const ARTIFICIAL = 1000;

/** How the members of a class are read, in order. */
export function memberReaders(info: StreamerInfo): MemberReader[] {
  const out: MemberReader[] = [];
  for (const element of info.fElements?.arr ?? []) {
    if (element.fType >= 0 && element.fType < ARTIFICIAL) out.push(memberReader(element));
  }
  return out;
}

function memberReader(element: StreamerElement): MemberReader {
  if (element._typename === "TStreamerBase") return baseReader(element);
  const { fType } = element;
  const kind = fType % ARRAY;
  const group = fType - kind;
  if (fType < POINTER + ARRAY) {
    if (kind === DOUBLE32 || kind === FLOAT16) return packedReader(element, group);
    const dtype = numbers[kind];
    if (dtype !== undefined) return numberReader(element, dtype, group);
    if (fType === CHAR_STAR) {
      return simple(element, ({ buffer }) => buffer.text(Math.max(buffer.i32(), 0)));
    }
  }
  const type = parseTypeName(bareClassName(element.fTypeName));
  if (isCollection(type) && fType !== STREAM_LOOP) return collectionMember(element, type);
  return objectReader(element);
}

const WHOLE_BASES = new Set(["TObject", "TNamed"]);

/** Reads a base class. Where many objects lie together, its members do too. */
function baseReader(element: StreamerElement): MemberReader {
  const className = bareClassName(element.fName);
  const type = parseTypeName(className);
  if (isCollection(type)) return collectionMember({ ...element, fName: "items" }, type);
  return {
    one: (reader, members) => reader.into(className, members),
    many(reader, all) {
      // ROOT calls the streamers of TObject and TNamed for each object.
      if (WHOLE_BASES.has(className) || reader.classes.find(className) === undefined) {
        for (const members of all) reader.into(className, members);
        return;
      }
      const info = reader.describe(className, element.fBaseVersion);
      for (const member of reader.membersOf(info)) member.many(reader, all);
    },
  };
}

/** A member that is read alike wherever it is. */
function simple(
  { fName }: StreamerElement,
  read: (reader: ObjectReader, members: OpenMembers) => RootValue,
): MemberReader {
  const one: MemberReader["one"] = (reader, members) => {
    members[fName] = read(reader, members);
  };
  return {
    one,
    many(reader, all) {
      for (const members of all) one(reader, members);
    },
  };
}

function numberReader(element: StreamerElement, dtype: DType, group: number): MemberReader {
  if (group === 0) return simple(element, ({ buffer }) => buffer.number(dtype));
  if (group === ARRAY) {
    const n = element.fArrayLength ?? 0;
    return simple(element, ({ buffer }) => buffer.numbers(dtype, n));
  }
  return simple(element, (reader, members) => {
    const n = pointed(element, reader, members);
    return reader.buffer.numbers(dtype, n);
  });
}

/** The length of an array behind a pointer: the flag in front says whether it is there. */
function pointed(element: StreamerElement, { buffer }: ObjectReader, members: OpenMembers): number {
  const { fCountName = "", fName } = element;
  if (buffer.u8() === 0) return 0;
  const n = members[fCountName];
  if (typeof n !== "number") throw buffer.error(`"${fName}" has no member "${fCountName}"`);
  return n;
}

function packedReader(element: StreamerElement, group: number): MemberReader {
  const double = element.fType % ARRAY === DOUBLE32;
  const { size, read } = packedFloat(element, double);
  if (group === 0) return simple(element, ({ buffer }) => read(buffer));
  return simple(element, (reader, members) => {
    const { buffer } = reader;
    const n = group === ARRAY ? (element.fArrayLength ?? 0) : pointed(element, reader, members);
    buffer.checkCount(n, size);
    const out = double ? new Float64Array(n) : new Float32Array(n);
    for (let i = 0; i < n; i++) out[i] = read(buffer);
    return out;
  });
}

/** kObject, kAny, kObjectp, kAnyp: the object lies here. */
const INLINE = new Set([61, 62, 63, 68]);
/** kObjectP, kAnyP, kAnyPnoVT: a pointer. */
const POINTERS = new Set([64, 69, 70]);
const STRING = 65;
/** kTObject, kTNamed */
const PLAIN = new Set([66, 67]);

function objectReader(element: StreamerElement): MemberReader {
  const { fType, fTypeName, fArrayLength = 0 } = element;
  const className = withoutStars(bareClassName(fTypeName));
  const inArray = fType > 80 && fType < 100;
  const kind = inArray ? fType - ARRAY : fType;
  if (INLINE.has(kind)) {
    const one = (reader: ObjectReader): RootValue =>
      className === "TString" ? reader.buffer.string() : reader.object(className);
    return simple(element, inArray || fArrayLength > 0 ? repeated(fArrayLength, one) : one);
  }
  if (POINTERS.has(kind)) {
    const one = (reader: ObjectReader): RootValue => reader.pointer();
    return simple(element, inArray || fArrayLength > 0 ? repeated(fArrayLength, one) : one);
  }
  if (kind === STRING || PLAIN.has(kind)) {
    const one = (reader: ObjectReader): RootValue =>
      kind === STRING ? reader.buffer.string() : reader.object(className);
    return simple(element, inArray ? headed(repeated(fArrayLength, one), className) : one);
  }
  if (fType === STREAM_LOOP || fType === STREAM_LOOP + ARRAY) return loopReader(element);
  return streamedReader(element);
}

type Read = (reader: ObjectReader, members: OpenMembers) => RootValue;

function repeated(n: number, one: (reader: ObjectReader) => RootValue): Read {
  return (reader) => {
    reader.buffer.checkCount(n, 1);
    return Array.from({ length: n }, () => one(reader));
  };
}

/** Reads what has a header with its end in front. */
function headed(read: Read, what: string): Read {
  return (reader, members) => {
    const version = reader.buffer.version();
    const value = read(reader, members);
    reader.buffer.finish(version, what);
    return value;
  };
}

/** An array of objects whose length is another member: `T* x; //[n]`, `T** x; //[n]`. */
function loopReader(element: StreamerElement): MemberReader {
  const { fTypeName, fCountName = "", fName, fArrayLength = 0 } = element;
  const bare = bareClassName(fTypeName);
  const className = withoutStars(bare);
  const pointers = bare.endsWith("**");
  const one = (reader: ObjectReader): RootValue => {
    if (pointers) return reader.pointer();
    return className === "TString" ? reader.buffer.string() : reader.object(className);
  };
  const read: Read = (reader, members) => {
    const n = members[fCountName];
    if (typeof n !== "number") throw reader.buffer.error(`"${fName}" has no "${fCountName}"`);
    return repeated(n * Math.max(fArrayLength, 1), one)(reader, members);
  };
  return simple(element, headed(read, className));
}

/** A member with a streamer of its own: only its length is known. */
function streamedReader(element: StreamerElement): MemberReader {
  const { fName, fTypeName } = element;
  return simple(element, ({ buffer }) => {
    const { stop } = buffer.version();
    if (stop === undefined) {
      throw new UnsupportedError(
        buffer.error(`the member "${fName}" (${fTypeName}) has a streamer of its own`).message,
        fTypeName,
      );
    }
    return buffer.raw(stop - buffer.at);
  });
}
