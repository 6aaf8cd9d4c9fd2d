import type { Reader } from "./reader.ts";

/** Structural roles. */
export const PLAIN = 0;
export const COLLECTION = 1;
export const RECORD = 2;
export const VARIANT = 3;
export const STREAMER = 4;

/** A field as described in the header or the footer. */
export interface FieldRecord {
  readonly id: number;
  /** Field that it belongs to; of a top-level field itself. */
  readonly parent: number;
  readonly role: number;
  readonly name: string;
  readonly typename: string;
  readonly description: string;
  /** Elements of a fixed-size array; undefined for one value. */
  readonly size: number | undefined;
  /** The field that it shows under another type. */
  readonly source: number | undefined;
}

/** A column as described in the header or the footer. */
export interface ColumnRecord {
  readonly id: number;
  readonly type: number;
  readonly bits: number;
  readonly field: number;
  /** Which of several representations of the field it belongs to. */
  readonly representation: number;
  /** Elements before it are not stored, and zero. */
  readonly first: number;
  /** Range of values, where it has one. */
  readonly min: number;
  readonly max: number;
}

/** A column of a projected field: one of another field's. */
export interface AliasColumn {
  readonly column: number;
  readonly field: number;
}

/** Fields and columns; identifiers are positions. */
export interface Schema {
  readonly fields: readonly FieldRecord[];
  readonly columns: readonly ColumnRecord[];
  readonly aliases: readonly AliasColumn[];
  /** For fields that ROOT's streamers wrote: lists of streamer infos, as objects of any class. */
  readonly streamerInfos: readonly Uint8Array[];
}

const REPETITIVE = 1;
const PROJECTED = 2;
const TYPE_CHECKSUM = 4;
const DEFERRED = 1;
const RANGE = 2;
/** Kind of extra type information. */
const STREAMER_INFOS = 0;

/**
 * Reads the four lists of a schema description: fields, columns, alias columns, extra type
 * information (of which streamer infos are known; what else there is is passed over).
 *
 * @param before  what is known; identifiers go on behind it
 * @throws FormatError when a field or column belongs to one that is not there
 * @see RNTuple format specification 1.0, "Header Envelope"
 */
export function readSchema(reader: Reader, before: Schema): Schema {
  const fields = [
    ...before.fields,
    ...reader.list((i) => reader.record(() => readField(reader, before.fields.length + i))),
  ];
  const columns = [
    ...before.columns,
    ...reader.list((i) => reader.record(() => readColumn(reader, before.columns.length + i))),
  ];
  const aliases = [
    ...before.aliases,
    ...reader.list(() =>
      reader.record(() => ({ column: reader.u32(), field: reader.u32() }) as AliasColumn),
    ),
  ];
  const extra = reader.list(() => reader.record(() => readStreamerInfos(reader)));
  for (const { id, source } of fields) {
    if (source !== undefined && source >= fields.length) {
      throw reader.error(`field ${id} shows field ${source} of ${fields.length}`);
    }
  }
  for (const { id, field } of columns) {
    if (field >= fields.length) {
      throw reader.error(`column ${id} belongs to field ${field} of ${fields.length}`);
    }
  }
  for (const { column, field } of aliases) {
    if (column >= columns.length || field >= fields.length) {
      throw reader.error(
        `field ${field} of ${fields.length} shows column ${column} of ${columns.length}`,
      );
    }
  }
  const found = extra.filter((bytes) => bytes !== undefined);
  return { fields, columns, aliases, streamerInfos: [...before.streamerInfos, ...found] };
}

function readStreamerInfos(reader: Reader): Uint8Array | undefined {
  if (reader.u32() !== STREAMER_INFOS) return undefined;
  reader.skip(4);
  reader.string();
  return reader.blob();
}

function readField(reader: Reader, id: number): FieldRecord {
  reader.skip(8);
  const parent = reader.u32();
  // So parents have no cycles.
  if (parent > id) throw reader.error(`field ${id} belongs to field ${parent} behind it`, -4);
  const role = reader.u16();
  const flags = reader.u16();
  const name = reader.string();
  const typename = reader.string();
  reader.string();
  const description = reader.string();
  const size = flags & REPETITIVE ? reader.u64() : undefined;
  const source = flags & PROJECTED ? reader.u32() : undefined;
  if (flags & TYPE_CHECKSUM) reader.skip(4);
  return { id, parent, role, name, typename, description, size, source };
}

function readColumn(reader: Reader, id: number): ColumnRecord {
  const type = reader.u16();
  const bits = reader.u16();
  const field = reader.u32();
  const flags = reader.u16();
  const representation = reader.u16();
  const first = flags & DEFERRED ? reader.i64().value : 0;
  const [min, max] = flags & RANGE ? [reader.f64(), reader.f64()] : [0, 0];
  return { id, type, bits, field, representation, first, min, max };
}
