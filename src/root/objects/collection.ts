import { UnsupportedError } from "../../errors.ts";
import type { StreamerElement } from "../jsroot.ts";
import { numberType, showTypeName, type TypeName } from "../typename.ts";
import { bareClassName } from "./classes.ts";
import type { MemberReader } from "./member.ts";
import type { ObjectReader } from "./reader.ts";
import { type OpenMembers, openMembers, type RootValue } from "./value.ts";

/** Set in the version where the members of the elements lie together. */
const MEMBERWISE = 0x4000;

const LISTS = new Set(
  "vector list deque forward_list set multiset unordered_set unordered_multiset RVec ROOT::VecOps::RVec ROOT::RVec".split(
    " ",
  ),
);
const MAPS = new Set("map unordered_map".split(" "));
const MULTIMAPS = new Set("multimap unordered_multimap".split(" "));

/** Whether a type is std::string or a container of the standard library. */
export function isCollection({ name }: TypeName): boolean {
  const container = LISTS.has(name) || MAPS.has(name) || MULTIMAPS.has(name);
  return container || name === "string" || name === "bitset";
}

/** A member that is a container, with the header that it has there. */
export function collectionMember(element: StreamerElement, type: TypeName): MemberReader {
  const { fName, fArrayLength = 0 } = element;
  const read = (reader: ObjectReader, contents: Contents): RootValue => {
    if (fArrayLength === 0) return contents(reader);
    reader.buffer.checkCount(fArrayLength, 1);
    return Array.from({ length: fArrayLength }, () => contents(reader));
  };
  return {
    one: (reader, members) =>
      withHeader(reader, type, (contents) => {
        members[fName] = read(reader, contents);
      }),
    // One header for all.
    many: (reader, all) =>
      withHeader(reader, type, (contents) => {
        for (const members of all) members[fName] = read(reader, contents);
      }),
  };
}

/** A container that is a key of its own. A string has no header there. */
export function topCollection(reader: ObjectReader, type: TypeName): RootValue {
  if (type.name === "string") return reader.buffer.string();
  let out: RootValue = null;
  withHeader(reader, type, (contents) => {
    out = contents(reader);
  });
  return out;
}

/** Reads the contents of a container, without its header. */
type Contents = (reader: ObjectReader) => RootValue;

function withHeader(
  reader: ObjectReader,
  type: TypeName,
  read: (contents: Contents) => void,
): void {
  const { buffer } = reader;
  if (!buffer.hasByteCount()) {
    // Old ROOT wrote members without a header; there are keys without one as well.
    read((r) => itemsOf(r, type));
    return;
  }
  const header = buffer.version();
  if ((header.number & MEMBERWISE) === 0) read((r) => itemsOf(r, type));
  else {
    const version = memberwiseVersion(reader);
    read((r) => memberwise(r, type, version));
  }
  buffer.finish(header, showTypeName(type));
}

/** The version of the elements' class, or the checksum of one that has no version. */
interface ClassVersion {
  readonly version: number;
  readonly checksum: number | undefined;
}

function memberwiseVersion({ buffer }: ObjectReader): ClassVersion {
  const version = buffer.i16();
  return { version, checksum: version <= 0 ? buffer.u32() : undefined };
}

/** The elements one after another. */
function itemsOf(reader: ObjectReader, type: TypeName): RootValue {
  const { buffer } = reader;
  const { name, args } = type;
  if (name === "string") return buffer.string();
  return buffer.nested(() => {
    if (name === "bitset") return bits(reader);
    if (args.length === 0) throw unsupported(reader, type);
    if (LISTS.has(name)) {
      const number = args[0].pointers > 0 ? undefined : numberType(args[0]);
      if (number === "bool") return bits(reader);
      if (number !== undefined) return buffer.numbers(number, buffer.i32());
      const n = buffer.count(1);
      return Array.from({ length: n }, () => item(reader, args[0]));
    }
    if (args.length < 2) throw unsupported(reader, type);
    const n = buffer.count(2);
    const pairs = Array.from({ length: n }, (): [RootValue, RootValue] => [
      item(reader, args[0]),
      item(reader, args[1]),
    ]);
    return MAPS.has(name) ? new Map(pairs) : pairs;
  });
}

function bits({ buffer }: ObjectReader): RootValue {
  return Array.from(buffer.numbers("uint8", buffer.i32()) as Uint8Array, (bit) => bit !== 0);
}

/** One element. Numbers, texts and containers have no header there, objects do. */
function item(reader: ObjectReader, type: TypeName): RootValue {
  const { buffer } = reader;
  if (type.pointers > 0) return reader.pointer();
  if (type.name === "TString") return buffer.string();
  if (isCollection(type)) return itemsOf(reader, type);
  const number = numberType(type);
  if (number !== undefined) return buffer.number(number);
  if (type.name === "Double32_t") return buffer.f32();
  const className = bareClassName(showClass(type));
  // Enumerations, too, have no description; they are integers.
  if (type.name !== "pair" || reader.classes.find(className) !== undefined) {
    return reader.object(className);
  }
  const version = buffer.version();
  const members = openMembers();
  members.first = item(reader, type.args[0]);
  members.second = item(reader, type.args[1]);
  buffer.finish(version, className);
  return { className, members };
}

/** The first member of all elements, then the second, … */
function memberwise(
  reader: ObjectReader,
  type: TypeName,
  { version, checksum }: ClassVersion,
): RootValue {
  const { buffer } = reader;
  const { name, args } = type;
  if (MAPS.has(name) || MULTIMAPS.has(name)) {
    const n = buffer.count(1);
    const keys = n === 0 ? [] : columnOf(reader, args[0], n);
    const values = n === 0 ? [] : columnOf(reader, args[1], n);
    const pairs = keys.map((key, i): [RootValue, RootValue] => [key, values[i]]);
    return MAPS.has(name) ? new Map(pairs) : pairs;
  }
  if (!LISTS.has(name) || args.length === 0) throw unsupported(reader, type);
  const n = buffer.count(1);
  if (n === 0) return [];
  const className = bareClassName(showClass(args[0]));
  const all = Array.from({ length: n }, openMembers);
  const info =
    (checksum === undefined ? undefined : reader.classes.findChecksum(className, checksum)) ??
    reader.classes.find(className, version);
  if (info !== undefined) {
    buffer.nested(() => {
      for (const member of reader.membersOf(info)) member.many(reader, all);
    });
  } else if (args[0].name === "pair" && args[0].args.length === 2) {
    pairColumns(reader, args[0].args, all);
  } else reader.describe(className, version);
  return all.map((members) => ({ className, members }));
}

function pairColumns(
  reader: ObjectReader,
  args: readonly TypeName[],
  all: readonly OpenMembers[],
): void {
  const first = columnOf(reader, args[0], all.length);
  const second = columnOf(reader, args[1], all.length);
  for (const [i, members] of all.entries()) {
    members.first = first[i];
    members.second = second[i];
  }
}

/** `n` values of one member. Containers and texts have one header for all. */
function columnOf(reader: ObjectReader, type: TypeName, n: number): RootValue[] {
  reader.buffer.checkCount(n, 1);
  const out: RootValue[] = [];
  if (type.pointers === 0 && isCollection(type)) {
    withHeader(reader, type, (contents) => {
      for (let i = 0; i < n; i++) out.push(contents(reader));
    });
    return out;
  }
  for (let i = 0; i < n; i++) out.push(item(reader, type));
  return out;
}

/** A class name as streamer infos spell it. */
function showClass({ name, args, pointers }: TypeName): string {
  const inner = args.length > 0 ? `<${args.map(showClass).join(",")}>` : "";
  return name + inner + "*".repeat(pointers);
}

function unsupported(reader: ObjectReader, type: TypeName): UnsupportedError {
  const name = showTypeName(type);
  return new UnsupportedError(reader.buffer.error(`a ${name} cannot be read`).message, name);
}
