import { UsageError } from "../../../errors.ts";
import { type DType, itemSize } from "../../../wasm/dtype.ts";
import { COLLECTION, PLAIN, RECORD, VARIANT } from "../../ntuple/schema.ts";
import { cppName, type FieldType } from "./field-type.ts";

/** How the elements of a column lie in its pages. */
export type Encoding =
  | { readonly kind: "plain" | "split" | "zigzag"; readonly dtype: DType }
  | { readonly kind: "bits" | "characters" | "index" | "split-index" | "switch" };

/** A column that is written. */
export interface PlannedColumn {
  readonly id: number;
  readonly field: number;
  readonly encoding: Encoding;
  /** The number of its type, and bits of an element. */
  readonly type: number;
  readonly bits: number;
}

/** A field that is written, in the order of the header. */
export interface FieldDescription {
  readonly parent: number;
  readonly role: number;
  readonly name: string;
  readonly typename: string;
  readonly size: number | undefined;
}

/** A field with its columns and those below it. */
export interface PlannedField {
  readonly path: string;
  readonly type: FieldType;
  readonly columns: readonly PlannedColumn[];
  readonly children: readonly PlannedField[];
}

/** Fields and columns of an RNTuple. */
export interface SchemaPlan {
  readonly top: readonly PlannedField[];
  readonly fields: readonly FieldDescription[];
  readonly columns: readonly PlannedColumn[];
}

/** Numbers of column types. @see RNTuple format specification 1.0, "Column Description" */
const BIT = 0x00;
const CHAR = 0x02;
const INDEX = 0x0f;
const SWITCH = 0x10;
const SPLIT_INDEX = 0x1b;
const plainTypes: Readonly<Record<DType, number>> = {
  bool: BIT,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  float32: 0x0c,
  float64: 0x0d,
};
const splitTypes: Partial<Record<DType, number>> = {
  int16: 0x11,
  uint16: 0x12,
  int32: 0x13,
  uint32: 0x14,
  int64: 0x15,
  uint64: 0x16,
  float32: 0x18,
  float64: 0x19,
};

/** What ROOT takes for a name's end, a path, or nothing that can be seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what names may not have
const FORBIDDEN = /[\u0000-\u0020\u007f./\\]/;

/**
 * The fields and columns of some types.
 *
 * @param split  whether pages are compressed, so that elements are split, as ROOT does
 * @throws UsageError for names that ROOT refuses, or none at all
 */
export function planSchema(
  types: ReadonlyMap<string, FieldType>,
  ntuple: string,
  split: boolean,
): SchemaPlan {
  const fields: FieldDescription[] = [];
  const columns: PlannedColumn[] = [];
  const column = (field: number, encoding: Encoding, type: number, bits: number): PlannedColumn => {
    const planned = { id: columns.length, field, encoding, type, bits };
    columns.push(planned);
    return planned;
  };
  const indexColumn = (field: number): PlannedColumn =>
    split
      ? column(field, { kind: "split-index" }, SPLIT_INDEX, 64)
      : column(field, { kind: "index" }, INDEX, 64);

  const numbers = (field: number, dtype: DType): PlannedColumn => {
    if (dtype === "bool") return column(field, { kind: "bits" }, BIT, 1);
    const bits = 8 * itemSize(dtype);
    const type = split ? splitTypes[dtype] : undefined;
    if (type === undefined) return column(field, { kind: "plain", dtype }, plainTypes[dtype], bits);
    const kind = dtype.startsWith("int") ? "zigzag" : "split";
    return column(field, { kind, dtype }, type, bits);
  };

  const plan = (
    type: FieldType,
    name: string,
    path: string,
    above: number | undefined,
  ): PlannedField => {
    const id = fields.length;
    const parent = above ?? id;
    const size = type.kind === "regular" ? type.size : undefined;
    fields.push({ parent, role: roles[type.kind], name, typename: cppName(type), size });
    const planned = { path, type };
    switch (type.kind) {
      case "number":
        return { ...planned, columns: [numbers(id, type.dtype)], children: [] };
      case "string": {
        const own = [indexColumn(id), column(id, { kind: "characters" }, CHAR, 8)];
        return { ...planned, columns: own, children: [] };
      }
      case "list":
      case "option": {
        const own = [indexColumn(id)];
        return { ...planned, columns: own, children: [plan(type.content, "_0", path, id)] };
      }
      case "regular":
        return { ...planned, columns: [], children: [plan(type.content, "_0", path, id)] };
      case "record": {
        if (!type.tuple) checkNames(type.fields, `"${path}" of "${ntuple}"`);
        const children = type.contents.map((content, i) => {
          const { fields: names, tuple } = type;
          return plan(content, tuple ? `_${i}` : names[i], `${path}.${names[i]}`, id);
        });
        return { ...planned, columns: [], children };
      }
      case "union": {
        const own = [column(id, { kind: "switch" }, SWITCH, 96)];
        const children = type.contents.map((content, i) => plan(content, `_${i}`, path, id));
        return { ...planned, columns: own, children };
      }
      default:
        return type satisfies never;
    }
  };

  checkNames([...types.keys()], `"${ntuple}"`);
  const top = [...types].map(([name, type]) => plan(type, name, name, undefined));
  return { top, fields, columns };
}

const roles: Readonly<Record<FieldType["kind"], number>> = {
  number: PLAIN,
  string: PLAIN,
  regular: PLAIN,
  list: COLLECTION,
  option: COLLECTION,
  record: RECORD,
  union: VARIANT,
};

function checkNames(names: readonly string[], where: string): void {
  if (names.length === 0) throw new UsageError(`${where} would have no fields`);
  for (const [i, name] of names.entries()) {
    if (name === "" || FORBIDDEN.test(name)) {
      throw new UsageError(
        `${where}: "${name}" is no name of a field: it is empty, or has a blank, ".", "/" or "\\"`,
      );
    }
    if (names.indexOf(name) !== i) throw new UsageError(`${where}: two fields "${name}"`);
  }
}
