import { UnsupportedError, UsageError } from "../../errors.ts";
import { isCollection } from "../objects/collection.ts";
import {
  isNumberArray,
  isPlainObject,
  type Members,
  type NumberArray,
  type PlainObject,
  type RootValue,
} from "../objects/value.ts";
import { parseTypeName } from "../typename.ts";
import type { ByteWriter } from "./byte-writer.ts";
import {
  type ClassDescription,
  describeClass,
  type MemberDescription,
} from "./class-description.ts";
import { defaultsOf } from "./defaults.ts";
import { writeCollection } from "./write-collection.ts";

/** ROOT's bits of an object that is alive, and on the heap. */
const ALIVE = 0x0300_0000;
/** A referenced object would have the number of its process behind. */
const IS_REFERENCED = 1 << 4;
/** Classes without a version of their own have their checksum instead. */
const FOREIGN = new Set(["ROOT::TIOFeatures"]);

/** ROOT's number of a type behind a pointer that may be null. */
const POINTER = 64;
const LIST_VERSION = 5;
const OBJ_ARRAY_VERSION = 3;
const MAP_VERSION = 3;

/**
 * Writes an object of a described class. Members that it lacks have the values that ROOT gives a new
 * object.
 *
 * @param describe  where its class is looked up
 * @throws UnsupportedError for classes that cannot be written
 * @throws UsageError for members of another type than the class has
 */
export function writeObject(
  out: ByteWriter,
  { className, members }: PlainObject,
  describe: (name: string) => ClassDescription = describeClass,
): void {
  new MemberWriter(out, describe).object(className, members);
}

/** A container that is a key of its own is an object with one member. */
export const CONTAINER_VALUE = "value";

class MemberWriter {
  readonly out: ByteWriter;
  readonly #describe: (name: string) => ClassDescription;

  constructor(out: ByteWriter, describe: (name: string) => ClassDescription) {
    this.out = out;
    this.#describe = describe;
  }

  /** With the header that its class has. */
  object(className: string, members: Members): void {
    const { out } = this;
    const array = arrayTypes[className];
    const collection = CONTAINER_VALUE in members && parseTypeName(className);
    if (collection && isCollection(collection)) {
      const value = members[CONTAINER_VALUE];
      // A text has no header there.
      if (collection.name === "string") out.string(String(value));
      else writeCollection(this, collection, value, className);
    } else if (className === "TObject") this.#tobject(members);
    else if (array !== undefined) this.#array(members.fArray, array);
    else if (className === "TList" || className === "THashList") {
      out.versioned(LIST_VERSION, () => this.#list(members));
    } else if (className === "TMap") {
      out.versioned(MAP_VERSION, () => this.#map(members));
    } else if (className.startsWith("TMatrixTSym<")) {
      this.#symmetric(className.slice("TMatrixTSym".length), members);
    } else if (className === "TObjArray") {
      out.versioned(OBJ_ARRAY_VERSION, () => this.#objArray(members));
    } else {
      const described = this.#describe(className);
      const foreign = FOREIGN.has(className);
      out.versioned(foreign ? 0 : described.version, () => {
        if (foreign) out.u32(described.checksum);
        this.#members(described, members);
      });
    }
  }

  #members({ name, members: described }: ClassDescription, members: Members): void {
    for (const member of described) {
      if (member.kind === "base") this.object(member.name, members);
      else this.#member(member, members, name);
    }
  }

  #member(member: MemberDescription, members: Members, className: string): void {
    const { kind, name, typeName, type } = member;
    const value = members[name] ?? defaultsOf(className)[name];
    const out = this.out;
    switch (kind) {
      case "number":
        if (member.dimensions.length === 0) {
          this.number(value ?? 0, type, name);
          return;
        }
        this.#fixed(value, member);
        return;
      case "string":
        out.string(value === undefined || value === null ? "" : String(value));
        return;
      case "object":
      case "any":
        this.object(typeName, this.#child(value, name));
        return;
      case "pointer":
        if (type === POINTER) {
          this.pointer(value ?? null, name);
          return;
        }
        this.object(typeName.replace("*", ""), this.#child(value, name));
        return;
      case "array":
        this.#counted(value, member, members);
        return;
      case "stl":
        writeCollection(this, parseTypeName(member.typeName), value ?? [], name);
        return;
      default:
        throw new UnsupportedError(`the member "${name}" cannot be written: ${typeName}`, typeName);
    }
  }

  #child(value: RootValue | undefined, name: string): Members {
    if (value === undefined || value === null) return {};
    if (isNumberArray(value)) return { fArray: value };
    if (isPlainObject(value)) return value.members;
    throw new UsageError(`the member "${name}" is no object`);
  }

  /** An object behind a pointer; `name` is the member, for messages. */
  pointer(value: RootValue, name: string): void {
    if (value === null) {
      this.out.u32(0);
      return;
    }
    if (!isPlainObject(value)) throw new UsageError(`the member "${name}" is no object`);
    const { className, members } = value;
    this.out.pointer(value, className, () => this.object(className, members));
  }

  #tobject(members: Members): void {
    this.out.u16(1);
    this.out.u32(Number(members["@fUniqueID"] ?? 0));
    this.out.u32((Number(members["@fBits"] ?? ALIVE) & ~IS_REFERENCED) >>> 0);
  }

  #items(members: Members): readonly RootValue[] {
    return Array.isArray(members.items) ? members.items : [];
  }

  #list(members: Members): void {
    const items = this.#items(members);
    const { options } = members;
    this.#tobject(members);
    this.out.string(String(members.fName ?? ""));
    this.out.i32(items.length);
    for (const [i, item] of items.entries()) {
      this.pointer(item, "items");
      this.out.string(Array.isArray(options) ? String(options[i] ?? "") : "");
    }
  }

  #objArray(members: Members): void {
    const items = this.#items(members);
    this.#tobject(members);
    this.out.string(String(members.fName ?? ""));
    this.out.i32(items.length);
    this.out.i32(Number(members.fLowerBound ?? 0));
    for (const item of items) this.pointer(item, "items");
  }

  #map(members: Members): void {
    const items = this.#items(members);
    this.#tobject(members);
    this.out.string(String(members.fName ?? ""));
    this.out.i32(items.length);
    for (const pair of items) {
      if (!Array.isArray(pair)) throw new UsageError("a TMap has pairs of objects");
      this.pointer(pair[0], "items");
      this.pointer(pair[1], "items");
    }
  }

  /** The header covers the base alone; behind it the upper triangle, row by row. */
  #symmetric(number: string, members: Members): void {
    this.object(`TMatrixTBase${number}`, members);
    const rows = Number(members.fNrows);
    const elements = numbersOf(members.fElements, "fElements");
    if (elements.length !== (rows * (rows + 1)) / 2) {
      throw new UsageError(`a symmetric matrix of ${rows} rows has ${elements.length} elements`);
    }
    this.#numbers(elements, number === "<float>" ? 5 : 8, "fElements");
  }

  #array(value: RootValue | undefined, type: number): void {
    const values = numbersOf(value, "fArray");
    this.out.i32(values.length);
    this.#numbers(values, type, "fArray");
  }

  #fixed(value: RootValue | undefined, member: MemberDescription): void {
    const n = member.dimensions.reduce((product, length) => product * length, 1);
    const values = value === undefined ? new Float64Array(n) : numbersOf(value, member.name);
    if (values.length !== n) {
      throw new UsageError(`the member "${member.name}" has ${values.length} values, not ${n}`);
    }
    this.#numbers(values, member.type % 20, member.name);
  }

  /** A byte tells whether there are any. */
  #counted(value: RootValue | undefined, member: MemberDescription, members: Members): void {
    const { name, more, type } = member;
    const n = Number(members[more[1]] ?? 0);
    const values = numbersOf(value, name);
    if (values.length !== n) {
      throw new UsageError(
        `the member "${name}" has ${values.length} values, and ${more[1]} is ${n}`,
      );
    }
    this.out.u8(n > 0 ? 1 : 0);
    this.#numbers(values, type - 40, name);
  }

  #numbers(values: ArrayLike<number | bigint>, type: number, name: string): void {
    for (let i = 0; i < values.length; i++) this.number(values[i], type, name);
  }

  /** One number, by ROOT's number of its type. */
  number(value: RootValue, type: number, name: string): void {
    const out = this.out;
    if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
      throw new UsageError(`the member "${name}" is no number`);
    }
    switch (type) {
      case 1:
      case 11:
      case 18:
        out.u8(Number(value));
        return;
      case 2:
      case 12:
        out.u16(Number(value));
        return;
      case 3:
      case 6:
      case 13:
      case 15:
        out.u32(Number(value));
        return;
      case 4:
      case 14:
      case 16:
      case 17:
        out.i64(BigInt.asIntN(64, BigInt(value)));
        return;
      case 5:
        out.f32(Number(value));
        return;
      case 8:
        out.f64(Number(value));
        return;
      default:
        throw new UnsupportedError(`the member "${name}" has type ${type}`, `type ${type}`);
    }
  }
}

/** ROOT's number of the type of their elements. */
const arrayTypes: Readonly<Record<string, number>> = {
  TArrayC: 1,
  TArrayS: 2,
  TArrayI: 3,
  TArrayL64: 16,
  TArrayF: 5,
  TArrayD: 8,
};

function numbersOf(value: RootValue | undefined, name: string): NumberArray {
  const array = isPlainObject(value) ? value.members.fArray : value;
  if (array === undefined || array === null) return new Float64Array(0);
  if (!isNumberArray(array)) throw new UsageError(`the member "${name}" is no array of numbers`);
  return array;
}
