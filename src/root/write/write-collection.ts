import { UnsupportedError, UsageError } from "../../errors.ts";
import { isCollection } from "../objects/collection.ts";
import { isNumberArray, isPlainObject, type Members, type RootValue } from "../objects/value.ts";
import { numberType, showTypeName, type TypeName } from "../typename.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { checksumOf } from "./checksum.ts";
import type { MemberDescription } from "./class-description.ts";
import { cppNumbers, rootSpelling } from "./struct-type.ts";

/** ROOT's version of its descriptions, of any container. */
const VERSION = 9;
/** Set in the version where the members of the elements lie together. */
const MEMBERWISE = 0x4000;

/** Writes what containers hold. */
export interface ElementWriter {
  readonly out: ByteWriter;
  /** One number, by ROOT's number of its type. */
  number(value: RootValue, type: number, name: string): void;
  /** With the header that its class has. */
  object(className: string, members: Members): void;
}

/**
 * A container of the standard library with its header: lists as arrays, maps as `Map` or pairs. Pairs
 * are written as ROOT has them, all that comes first before all that comes second.
 *
 * @param name  for messages
 * @throws UnsupportedError for contents that cannot be written
 * @throws UsageError for values of another type
 */
export function writeCollection(
  writer: ElementWriter,
  type: TypeName,
  value: RootValue | undefined,
  name: string,
): void {
  const { out } = writer;
  const pairs = pairType(type);
  if (pairs === undefined) {
    out.versioned(VERSION, () => writeContents(writer, type, value ?? [], name));
    return;
  }
  const entries = pairsOf(value ?? [], name);
  out.versioned(VERSION | MEMBERWISE, () => {
    out.u16(0);
    out.u32(pairChecksum(pairs));
    out.i32(entries.length);
    if (entries.length === 0) return;
    for (const [i, one] of pairs.entries()) {
      const column = entries.map((entry) => entry[i]);
      const write = (): void => {
        for (const element of column) writeElement(writer, one, element, name);
      };
      // Containers and texts have one header for all.
      if (isCollection(one)) out.versioned(VERSION, write);
      else write();
    }
  });
}

/** The two types of a map, or of a list of pairs. */
function pairType({ name, args }: TypeName): readonly TypeName[] | undefined {
  if (/map$/.test(name)) return args.slice(0, 2);
  const [first] = args;
  return first?.name === "pair" && first.pointers === 0 ? first.args : undefined;
}

function pairsOf(value: RootValue, name: string): (readonly RootValue[])[] {
  if (value instanceof Map) return [...value];
  if (!Array.isArray(value)) throw new UsageError(`"${name}" is neither a map nor an array`);
  return value.map((pair) => {
    if (isPlainObject(pair)) return [pair.members.first, pair.members.second];
    if (Array.isArray(pair) && pair.length === 2) return pair;
    throw new UsageError(`"${name}" has an element that is no pair`);
  });
}

function pairChecksum(types: readonly TypeName[]): number {
  const names = types.map(rootName);
  const plain = { kind: "number", type: 0, size: 0, dimensions: [], more: [], title: "" } as const;
  const members = ["first", "second"].map(
    (name, i): MemberDescription => ({ ...plain, name, typeName: names[i] }),
  );
  return checksumOf(rootSpelling(`pair<${names.join(",")}>`), members);
}

/** As ROOT spells a type. */
function rootName({ name, args, pointers }: TypeName): string {
  const inner = args.length === 0 ? "" : `<${args.map(rootName).join(",")}>`;
  return rootSpelling(name + inner) + "*".repeat(pointers);
}

/** The elements behind their number; a text. */
function writeContents(
  writer: ElementWriter,
  type: TypeName,
  value: RootValue,
  name: string,
): void {
  const { out } = writer;
  if (type.name === "string") {
    out.string(String(value));
    return;
  }
  if (type.name === "bitset" || type.args.length === 0 || pairType(type) !== undefined) {
    const shown = showTypeName(type);
    throw new UnsupportedError(`"${name}" cannot be written: it holds ${shown}`, shown);
  }
  if (!Array.isArray(value) && !isNumberArray(value)) {
    throw new UsageError(`"${name}" is no array`);
  }
  out.i32(value.length);
  for (const element of value) writeElement(writer, type.args[0], element, name);
}

/** Numbers, texts and containers have no header there, objects do. */
function writeElement(writer: ElementWriter, type: TypeName, value: RootValue, name: string): void {
  const number = numberType(type);
  if (number !== undefined) {
    writer.number(value, cppNumbers[number][1], name);
    return;
  }
  if (type.name === "TString") {
    writer.out.string(String(value));
    return;
  }
  if (isCollection(type)) {
    writeContents(writer, type, value, name);
    return;
  }
  if (type.pointers > 0 || !isPlainObject(value)) {
    const shown = showTypeName(type);
    throw new UnsupportedError(`"${name}" cannot be written: it holds ${shown}`, shown);
  }
  writer.object(value.className, value.members);
}
