import type { Members, PlainObject } from "../objects/value.ts";
import { ByteWriter } from "./byte-writer.ts";
import {
  type ClassDescription,
  describeClass,
  type MemberDescription,
  parseClasses,
  withParts,
} from "./class-description.ts";
import { writeObject } from "./write-object.ts";

/** The classes that describe classes, in the form of `classTable`. */
const own = parseClasses(`
TStreamerInfo|9|00000000
 base|TNamed||67|0|1:00000000|
 number|fCheckSum|unsigned int|13|4||
 number|fClassVersion|int|3|4||
 pointer|fElements|TObjArray*|64|8||
TStreamerElement|4|00000000
 base|TNamed||67|0|1:00000000|
 number|fType|int|3|4||
 number|fSize|int|3|4||
 number|fArrayLength|int|3|4||
 number|fArrayDim|int|3|4||
 number|fMaxIndex|int|23|20|5|
 string|fTypeName|TString|65|24||
TStreamerBase|3|00000000
 base|TStreamerElement||0|0|4:00000000|
 number|fBaseVersion|int|3|4||
TStreamerBasicType|2|00000000
 base|TStreamerElement||0|0|4:00000000|
TStreamerBasicPointer|2|00000000
 base|TStreamerElement||0|0|4:00000000|
 number|fCountVersion|int|3|4||
 string|fCountName|TString|65|24||
 string|fCountClass|TString|65|24||
TStreamerString|2|00000000
 base|TStreamerElement||0|0|4:00000000|
TStreamerObject|2|00000000
 base|TStreamerElement||0|0|4:00000000|
TStreamerObjectAny|2|00000000
 base|TStreamerElement||0|0|4:00000000|
TStreamerObjectPointer|2|00000000
 base|TStreamerElement||0|0|4:00000000|
TStreamerSTL|3|00000000
 base|TStreamerElement||0|0|4:00000000|
 number|fSTLtype|int|3|4||
 number|fCtype|int|3|4||
`);

const elementClasses: Readonly<Record<MemberDescription["kind"], string>> = {
  base: "TStreamerBase",
  number: "TStreamerBasicType",
  array: "TStreamerBasicPointer",
  string: "TStreamerString",
  object: "TStreamerObject",
  any: "TStreamerObjectAny",
  pointer: "TStreamerObjectPointer",
  stl: "TStreamerSTL",
};

/** ROOT marks streamer infos as ones that it made itself. */
const INFO_BITS = 0x0301_0000;
const MAX_DIMENSIONS = 5;

/**
 * The record that describes classes and all that they are made of: a TList of TStreamerInfo.
 *
 * @param described  classes beside ROOT's, all of them
 * @param keylen  length of the key in front of it
 */
export function streamerInfos(
  classNames: Iterable<string>,
  described: ReadonlyMap<string, ClassDescription>,
  keylen: number,
): Uint8Array {
  const items = [...withParts(classNames), ...described.values()]
    // ROOT describes no TString.
    .filter(({ name }) => name !== "TString")
    .map(infoOf);
  const out = new ByteWriter(keylen);
  const list = { className: "TList", members: { items } };
  writeObject(out, list, (name) => own.get(name) ?? describeClass(name));
  return out.bytes();
}

function infoOf({ name, version, checksum, members }: ClassDescription): PlainObject {
  const elements = { className: "TObjArray", members: { items: members.map(elementOf) } };
  return {
    className: "TStreamerInfo",
    members: {
      "@fBits": INFO_BITS,
      fName: name,
      fCheckSum: checksum,
      fClassVersion: version,
      fElements: elements,
    },
  };
}

function elementOf(member: MemberDescription): PlainObject {
  const { kind, name, typeName, type, size, dimensions, more, title } = member;
  const indices = new Int32Array(MAX_DIMENSIONS);
  indices.set(dimensions);
  // The place of the second dimension holds the checksum of a base class.
  if (kind === "base") indices[1] = Number.parseInt(more[1], 16) | 0;
  const members: Members = {
    fName: name,
    fTitle: title,
    fType: type,
    fSize: size,
    fArrayLength: dimensions.length === 0 ? 0 : dimensions.reduce((n, length) => n * length, 1),
    fArrayDim: dimensions.length,
    fMaxIndex: indices,
    fTypeName: typeName,
    ...moreOf(kind, more),
  };
  return { className: elementClasses[kind], members };
}

function moreOf(kind: MemberDescription["kind"], more: readonly string[]): Members {
  switch (kind) {
    case "base":
      return { fBaseVersion: Number(more[0]) };
    case "array":
      return { fCountVersion: Number(more[0]), fCountName: more[1], fCountClass: more[2] };
    case "stl":
      return { fSTLtype: Number(more[0]), fCtype: Number(more[1]) };
    default:
      return {};
  }
}
