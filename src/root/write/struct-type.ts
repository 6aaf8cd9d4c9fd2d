import { NotFoundError, UsageError } from "../../errors.ts";
import { type DType, itemSize } from "../../wasm/dtype.ts";
import { ByteWriter } from "./byte-writer.ts";
import { checksumOf } from "./checksum.ts";
import type { ClassDescription, MemberDescription } from "./class-description.ts";
import { numberType, numberTypes } from "./number-type.ts";

/** A class whose objects stand in lists, and hold numbers. */
export interface StructType {
  /** In ROOT's spelling. */
  readonly className: string;
  readonly fields: readonly StructField[];
  /** An object with zeros for numbers: byte counts and checksums. */
  readonly pattern: Uint8Array;
  /** The class and its base. */
  readonly classes: readonly ClassDescription[];
}

/** A member of a class, and where it lies in an object's bytes. */
export interface StructField {
  readonly name: string;
  readonly dtype: DType;
  readonly at: number;
}

/** A type of numbers in C++, and ROOT's number of it. */
export const cppNumbers: Readonly<Record<DType, readonly [string, number]>> = {
  bool: ["bool", 18],
  int8: ["char", 1],
  uint8: ["unsigned char", 11],
  int16: ["short", 2],
  uint16: ["unsigned short", 12],
  int32: ["int", 3],
  uint32: ["unsigned int", 13],
  int64: ["Long64_t", 16],
  uint64: ["ULong64_t", 17],
  float32: ["float", 5],
  float64: ["double", 8],
};

/** What the links of ATLAS hold: the collection's key, and the position in it. */
const linkBase = classOf("ElementLinkBase", undefined, [
  { name: "m_persKey", dtype: "uint32" },
  { name: "m_persIndex", dtype: "uint32" },
]);

/**
 * The class that `ElementLink<…>` or `Name[field: type, …]` names; undefined for other words.
 *
 * @param where  the branch, for messages
 * @throws NotFoundError for an unknown type of a field
 * @throws UsageError for fields that no class can have
 */
export function structType(text: string, where: string): StructType | undefined {
  const link = /^ElementLink<[^[\]]+>$/.exec(text);
  if (link !== null) return structOf(classOf(rootSpelling(text), linkBase, []), linkBase);
  const found = /^([A-Za-z_][\w:<>, ]*)\[([^[\]]*)\]$/.exec(text);
  if (found === null || !found[2].includes(":")) return undefined;
  const fields = found[2].split(",").map((one) => {
    const [name, type, more] = one.split(":").map((part) => part.trim().replaceAll('"', ""));
    if (!/^[A-Za-z_]\w*$/.test(name) || type === undefined || more !== undefined) {
      throw new UsageError(`${where}: "${one.trim()}" is no field of a class: name and type are`);
    }
    const dtype = numberType(type);
    if (dtype === undefined) throw new NotFoundError("type", type, numberTypes, where);
    return { name, dtype };
  });
  if (new Set(fields.map(({ name }) => name)).size !== fields.length) {
    throw new UsageError(`${where}: "${text}" has two fields of one name`);
  }
  return structOf(classOf(rootSpelling(found[1]), undefined, fields));
}

/** ROOT has blanks between closing brackets, and none elsewhere. */
export function rootSpelling(name: string): string {
  return name
    .trim()
    .replace(/\s*([<>,])\s*/g, "$1")
    .replace(/>(?=>)/g, "> ");
}

interface Field {
  readonly name: string;
  readonly dtype: DType;
}

type DescribedStruct = ClassDescription & { readonly fields: readonly Field[] };

/** A class without a version of its own. */
function classOf(
  name: string,
  base: DescribedStruct | undefined,
  fields: readonly Field[],
): DescribedStruct {
  const plain = { dimensions: [], title: "" } as const;
  const members: MemberDescription[] = fields.map(({ name: member, dtype }) => {
    const [typeName, type] = cppNumbers[dtype];
    return {
      ...plain,
      kind: "number",
      name: member,
      typeName,
      type,
      size: itemSize(dtype),
      more: [],
    };
  });
  if (base !== undefined) {
    const more = ["-1", base.checksum.toString(16)];
    const typeName = "BASE";
    members.unshift({ ...plain, kind: "base", name: base.name, typeName, type: 0, size: 0, more });
  }
  return { name, version: 1, checksum: checksumOf(name, members), members, fields };
}

function structOf(described: DescribedStruct, base?: DescribedStruct): StructType {
  const out = new ByteWriter();
  const fields: StructField[] = [];
  const write = (own: DescribedStruct, inner: DescribedStruct | undefined): void => {
    // Version 0: the checksum stands for it.
    out.versioned(0, () => {
      out.u32(own.checksum);
      if (inner !== undefined) write(inner, undefined);
      for (const field of own.fields) {
        fields.push({ ...field, at: out.length });
        out.raw(new Uint8Array(itemSize(field.dtype)));
      }
    });
  };
  write(described, base);
  const classes = base === undefined ? [described] : [described, base];
  return { className: described.name, fields, pattern: out.bytes().slice(), classes };
}
