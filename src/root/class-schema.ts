// From C++ type names and streamer infos to schemas, as ROOT streams them.
import type { StreamerElement, StreamerInfo, Streamers } from "./jsroot.ts";
import { numberOfType } from "./leaf.ts";
import { packing } from "./packed-float.ts";
import type { Counter, Member, ObjectSchema, Schema } from "./schema.ts";
import { specialClass, undescribedClass } from "./special-classes.ts";
import { numberType, parseTypeName, type TypeName } from "./typename.ts";

/** Why a type cannot be read, in words. */
export class UnreadableType extends Error {}

/** Deeper than any class; deeper ones come from damaged files. */
const MAX_DEPTH = 40;

/** More members than any class has, those of its members included. */
const MAX_MEMBERS = 5000;

/** Bases of a class, and theirs. */
const MAX_BASES = 1000;

/** Members of all schemas made for one file, a damaged one's included: some seconds of work. */
const MAX_MEMBERS_OF_FILE = 5_000_000;

const spent = new WeakMap<Streamers, number>();

const LISTS = new Set(
  (
    "vector RVec ROOT::VecOps::RVec ROOT::RVec VecOps::RVec list forward_list deque set multiset " +
    "unordered_set unordered_multiset"
  ).split(" "),
);

const MAPS = new Set("map multimap unordered_map unordered_multimap".split(" "));

/** Classes whose objects hold objects of any class. */
const CONTAINERS = new Set(
  "TClonesArray TObjArray TList THashList TSeqCollection TCollection TMap THashTable TExMap TOrdCollection TSortedList TBtree TTree TBranch TFile TDirectory TDirectoryFile".split(
    " ",
  ),
);

/** Where a description stands. */
interface Place {
  readonly streamers: Streamers;
  /** Other streamer infos than the newest, where the objects are of those. */
  readonly versions: ReadonlyMap<string, StreamerInfo>;
  /** The classes around, outermost first. */
  readonly within: readonly string[];
  /** Members so far, in all. */
  readonly size: { members: number };
}

/**
 * The schema of one value.
 *
 * @param framed  whether a collection or text may be in a frame: members of classes and branches
 *   are, elements of collections are not
 * @throws UnreadableType
 */
export function schemaOf(
  type: TypeName,
  framed: boolean,
  streamers: Streamers,
  versions: ReadonlyMap<string, StreamerInfo>,
): Schema {
  const make = (): Schema => {
    const before = spent.get(streamers) ?? 0;
    if (before > MAX_MEMBERS_OF_FILE) {
      throw new UnreadableType("the classes of the file's branches have too many members in all");
    }
    const size = { members: 0 };
    try {
      return typeSchema(type, framed, { streamers, versions, within: [], size });
    } finally {
      spent.set(streamers, before + size.members);
    }
  };
  if (versions.size > 0) return make();
  const known = schemas.get(streamers) ?? new Map<string, Schema>();
  schemas.set(streamers, known);
  const key = `${framed ? "framed " : ""}${typeText(type)}`;
  const schema = known.get(key) ?? make();
  known.set(key, schema);
  return schema;
}

/** Trees have many branches of few types. */
const schemas = new WeakMap<Streamers, Map<string, Schema>>();

function typeSchema(type: TypeName, framed: boolean, place: Place): Schema {
  const { name, args } = type;
  if (place.within.length > MAX_DEPTH) throw new UnreadableType("its type is nested too deeply");
  if (type.pointers > 0) {
    if (name === "char" && type.pointers === 1) {
      return { kind: "text", lengthBytes: 4, framed: false };
    }
    throw new UnreadableType("only the data say of which class an object behind a pointer is");
  }
  const dtype = numberType(type);
  if (dtype !== undefined) return { kind: "number", dtype };
  if (name === "Double32_t") return packing("Double32_t", "");
  if (name === "Float16_t") throw new UnreadableType("a Float16_t in a collection has no size");
  if (name === "string") return { kind: "text", lengthBytes: 1, framed };
  if (name === "TString") return { kind: "text", lengthBytes: 1, framed: false };
  if (name === "bitset") return list({ kind: "number", dtype: "bool" }, framed);
  const inside = { ...place, within: [...place.within, ""] };
  if (LISTS.has(name) && args.length > 0) return list(typeSchema(args[0], false, inside), framed);
  if (MAPS.has(name) && args.length > 1) {
    return list({ ...pair(["0", "1"], args, false, inside), tuple: true }, framed);
  }
  if (name === "array" && args.length === 2) {
    const content = typeSchema(args[0], false, inside);
    return arrayOf(content, Number(args[1].name), false);
  }
  return classSchema(type, place);
}

function list(content: Schema, framed: boolean): Schema {
  return { kind: "list", content, framed };
}

/** An array of fixed size; its elements cannot be nothing, or any number of them would be read. */
function arrayOf(content: Schema, size: number, framed: boolean): Schema {
  if (!(Number.isInteger(size) && size > 0 && size < 2 ** 28)) {
    throw new UnreadableType(`an array of ${size} elements`);
  }
  return { kind: "array", size, content, framed };
}

/** Members of a pair are framed as those of any class, where they are stored one by one. */
function pair(
  names: readonly [string, string],
  args: readonly TypeName[],
  framed: boolean,
  place: Place,
): ObjectSchema {
  const members = names.map(
    (name, i): Member => ({ name, schema: typeSchema(args[i], true, place) }),
  );
  return { kind: "object", className: "pair", framed, version: -1, checksum: 0, members };
}

function classSchema(type: TypeName, place: Place): Schema {
  const className = typeText(type);
  const special = specialClass(type);
  if (special !== undefined) return special;
  if (CONTAINERS.has(type.name)) {
    throw new UnreadableType(
      `only the data say of which classes the objects of a ${type.name} are`,
    );
  }
  const info = place.versions.get(className) ?? newestInfo(className, place.streamers);
  const within = { ...place, within: [...place.within, className] };
  if (info === undefined) {
    if (type.name === "pair" && type.args.length === 2) {
      return pair(["first", "second"], type.args, true, within);
    }
    const usual = undescribedClass(type);
    if (usual !== undefined) return usual;
    throw new UnreadableType(`the file does not describe the class ${className}`);
  }
  if (info.fElements?.arr[0]?.fName === "This") {
    throw new UnreadableType(`the file does not say what the collection ${className} holds`);
  }
  if (place.within.includes(className)) {
    throw new UnreadableType(`objects of class ${className} hold objects of their own class`);
  }
  return infoSchema(info, within, counters(info, place.streamers, new Set()));
}

/** Counters of a class and its bases, by name: those that an array refers to. */
type Counters = Map<string, Counter>;

function counters(
  info: StreamerInfo,
  streamers: Streamers,
  seen: Set<StreamerInfo>,
  found: Counters = new Map(),
): Counters {
  if (seen.has(info) || seen.size > MAX_BASES) return found;
  seen.add(info);
  for (const element of info.fElements?.arr ?? []) {
    const { fCountName } = element;
    if (fCountName) found.set(fCountName, { name: fCountName });
    if (element._typename !== "TStreamerBase") continue;
    const base = newestInfo(classKey(element.fName), streamers);
    if (base !== undefined) counters(base, streamers, seen, found);
  }
  return found;
}

function infoSchema(info: StreamerInfo, place: Place, counts: Counters): ObjectSchema {
  const members: Member[] = [];
  for (const element of info.fElements?.arr ?? []) {
    if (++place.size.members > MAX_MEMBERS) throw new UnreadableType("it has too many members");
    members.push(memberOf(element, info, place, counts));
  }
  const { fClassVersion, fCheckSum } = info;
  const className = classKey(info.fName);
  const framed = true;
  return {
    kind: "object",
    className,
    framed,
    version: fClassVersion,
    checksum: fCheckSum >>> 0,
    members,
  };
}

/** @see ROOT TStreamerInfoReadBuffer.cxx */
function memberOf(
  element: StreamerElement,
  info: StreamerInfo,
  place: Place,
  counts: Counters,
): Member {
  const { _typename: kind, fName: name } = element;
  if (kind === "TStreamerBase") return { schema: baseSchema(element, place, counts) };
  if (isSkippedPointer(element)) return { schema: repeated({ kind: "pointer" }, element, false) };
  if (isSkippedContainer(element)) return { schema: { kind: "opaque" } };
  return { name, schema: elementSchema(element, info, place, counts) };
}

function baseSchema(element: StreamerElement, place: Place, counts: Counters): Schema {
  const type = parseTypeName(element.fName);
  const className = typeText(type);
  if (specialClass(type) !== undefined || CONTAINERS.has(type.name)) {
    return classSchema(type, place);
  }
  const base = place.versions.get(className) ?? baseInfo(element, className, place.streamers);
  if (base === undefined) return { kind: "opaque" };
  if (place.within.includes(className)) {
    throw new UnreadableType(`the class ${className} is its own base`);
  }
  return infoSchema(base, { ...place, within: [...place.within, className] }, counts);
}

function baseInfo(
  { fBaseVersion }: StreamerElement,
  className: string,
  streamers: Streamers,
): StreamerInfo | undefined {
  const infos = infosOf(className, streamers);
  return (
    infos.find(({ fClassVersion }) => fClassVersion === fBaseVersion) ??
    newestInfo(className, streamers)
  );
}

// Numbers of types in streamer infos (TVirtualStreamerInfo::EReadWrite).
const OFFSET_ARRAY = 20;
const OFFSET_POINTER = 40;
const CHAR_STAR = 7;
const DOUBLE32 = 9;
const BITS = 15;
const FLOAT16 = 19;
/** `T*` with the comment `//->`: the object is part of the one around. */
const INLINE_POINTERS = new Set([63, 68, 83, 88]);
const POINTERS = new Set([64, 69, 84, 89]);

function isSkippedPointer({ _typename, fType }: StreamerElement): boolean {
  return _typename.endsWith("Pointer") && POINTERS.has(fType);
}

/** A list behind a pointer, such as the functions of a histogram. */
function isSkippedContainer({ _typename, fType, fTypeName }: StreamerElement): boolean {
  const { name } = parseTypeName(fTypeName);
  return _typename.endsWith("Pointer") && INLINE_POINTERS.has(fType) && CONTAINERS.has(name);
}

function elementSchema(
  element: StreamerElement,
  info: StreamerInfo,
  place: Place,
  counts: Counters,
): Schema {
  const { _typename: kind, fTypeName, fType } = element;
  const where = `its member ${info.fName}::${element.fName}`;
  switch (kind) {
    case "TStreamerBasicType":
      return repeated(basicSchema(element, fType % OFFSET_ARRAY, where, counts), element, false);
    case "TStreamerBasicPointer": {
      const content = basicSchema(element, fType - OFFSET_POINTER, where, new Map());
      return countedBy(element, content, "flagged", false, where, counts);
    }
    case "TStreamerLoop": {
      const type = parseTypeName(fTypeName);
      if (type.pointers > 1) throw new UnreadableType(`${where} is an array of pointers`);
      const content = typeSchema({ ...type, pointers: 0 }, true, place);
      return countedBy(element, content, "plain", true, where, counts);
    }
    case "TStreamerSTL":
    case "TStreamerSTLstring": {
      const several = (element.fArrayLength ?? 0) > 0;
      return repeated(typeSchema(parseTypeName(fTypeName), !several, place), element, true);
    }
    case "TStreamerObject":
    case "TStreamerObjectAny":
    case "TStreamerString":
      return repeated(typeSchema(parseTypeName(fTypeName), true, place), element, false);
    case "TStreamerObjectPointer":
    case "TStreamerObjectAnyPointer": {
      if (!INLINE_POINTERS.has(fType)) break;
      const type = parseTypeName(fTypeName);
      return repeated(typeSchema({ ...type, pointers: 0 }, true, place), element, false);
    }
    default:
  }
  throw new UnreadableType(`${where} is streamed in a way of its own (${kind} ${fType})`);
}

/** A number in the streamer info; `fType` without the offsets for arrays and pointers. */
export function basicSchema(
  { fTypeName, fTitle, fName }: StreamerElement,
  fType: number,
  where: string,
  counts: Counters = new Map(),
): Schema {
  const { name } = parseTypeName(fTypeName);
  if (fType === DOUBLE32 || name === "Double32_t") return packing("Double32_t", fTitle);
  // 19 is also 39 - 20, that of arrays.
  if (fType === FLOAT16 || name === "Float16_t") return packing("Float16_t", fTitle);
  if (fType === CHAR_STAR) return { kind: "text", lengthBytes: 4, framed: false };
  if (fType === BITS) return { kind: "bits" };
  const bool = name === "bool" || name === "Bool_t";
  const dtype = bool ? "bool" : numberOfType(fType);
  if (dtype === undefined) throw new UnreadableType(`${where} has type number ${fType}`);
  return { kind: "number", dtype, counter: counts.get(fName) };
}

function repeated(content: Schema, { fArrayLength = 0 }: StreamerElement, framed: boolean): Schema {
  return fArrayLength > 0 ? arrayOf(content, fArrayLength, framed) : content;
}

function countedBy(
  element: StreamerElement,
  content: Schema,
  how: "plain" | "flagged",
  framed: boolean,
  where: string,
  counts: Counters,
): Schema {
  const counter = counts.get(element.fCountName ?? "");
  if (counter === undefined) throw new UnreadableType(`${where} has no counter`);
  return { kind: "counted", content, counter, how, framed };
}

const indexes = new WeakMap<Streamers, Map<string, StreamerInfo[]>>();

/** All versions of a class that the file describes. */
export function infosOf(className: string, streamers: Streamers): readonly StreamerInfo[] {
  let index = indexes.get(streamers);
  if (index === undefined) {
    index = new Map();
    for (const info of streamers.infos) {
      const key = classKey(info.fName);
      const known = index.get(key);
      if (known === undefined) index.set(key, [info]);
      else known.push(info);
    }
    indexes.set(streamers, index);
  }
  return index.get(className) ?? [];
}

function newestInfo(className: string, streamers: Streamers): StreamerInfo | undefined {
  let found: StreamerInfo | undefined;
  for (const info of infosOf(className, streamers)) {
    if (found === undefined || info.fClassVersion > found.fClassVersion) found = info;
  }
  return found;
}

/** A class's name without blanks and `std::`. */
export function classKey(name: string): string {
  return typeText(parseTypeName(name));
}

function typeText({ name, args, pointers }: TypeName): string {
  const kept = args.filter(({ name: arg }) => arg !== "allocator");
  return name + (kept.length > 0 ? `<${kept.map(typeText).join(",")}>` : "") + "*".repeat(pointers);
}
