import * as arrow from "apache-arrow";
import { parquetSchema, type SchemaTree } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { AwkwardArray, checkArray } from "../array/array.ts";
import { toArrow } from "../array/arrow.ts";
import { type Layout, loaded } from "../array/layout.ts";
import { loadAll } from "../array/load.ts";
import { UnsupportedError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { ARROW, AWKWARD, guideFor } from "./guide.ts";

/** Options of {@link toParquet}. */
export interface ToParquetOptions {
  /** "snappy" by default. */
  readonly compression?: "snappy" | "none" | undefined;
  /** Rows of a row group, 1,000,000 by default. */
  readonly rowGroupSize?: number | undefined;
}

/**
 * The bytes of a Parquet file of an array: the fields of records are its columns, anything else is its
 * one column, of no name. Only what may be missing is optional. Arrow's schema goes along, so that
 * lists of fixed size, tuples and names of records come back here and in Awkward.
 *
 * @throws UnsupportedError for values of several types, and for records without fields; UsageError for
 *   options that make no sense
 * @see awkward.to_parquet
 */
export function toParquet(
  array: AwkwardArray,
  { compression = "snappy", rowGroupSize = 1_000_000 }: ToParquetOptions = {},
): Uint8Array {
  checkArray(array, "toParquet");
  checkOptions(compression, rowGroupSize);
  const whole = loadAll(array.layout);
  const flat = whole.kind === "record" && whole.tuple !== true;
  if (flat && whole.fields.length === 0) throw noFields();
  const { schema } = describe(whole);
  const guides = schema.fields.map(guideFor);
  const fields = guides.map(({ field }) => elementsOf(field, field.name));
  const columnData: ColumnSource[] = [];
  scope(() => {
    const columns = flat ? whole.contents : [whole];
    for (const [i, content] of columns.entries()) {
      const column = new AwkwardArray(content).slice(0, array.length);
      columnData.push({ name: fields[i][0].name, data: valuesOf(column.layout) });
    }
    return undefined;
  });
  const said = guides.map((guide) => [guide.field.name, guide.said]);
  const writer = new ByteWriter();
  const codec = compression === "none" ? ("UNCOMPRESSED" as const) : ("SNAPPY" as const);
  const file = new ParquetWriter({
    writer,
    schema: [{ name: "schema", num_children: fields.length }, ...fields.flat()],
    codec,
    statistics: false,
    kvMetadata: [
      { key: ARROW, value: schemaText(guides.map(({ field }) => field)) },
      { key: AWKWARD, value: JSON.stringify(Object.fromEntries(said)) },
      ...[...schema.metadata].map(([key, value]) => ({ key, value })),
    ],
    createdBy: "hepwasm",
  });
  file.write({ columnData, rowGroupSize });
  // Awkward takes no file without row groups.
  if (array.length === 0) {
    const columns = emptyColumns(parquetSchema({ schema: file.schema }), codec);
    file.row_groups.push({ columns, total_byte_size: 0n, num_rows: 0n });
  }
  file.finish();
  return writer.getBytes().slice();
}

function checkOptions(compression: unknown, rowGroupSize: unknown): void {
  if (compression !== "snappy" && compression !== "none") {
    throw new UsageError(`compression is "snappy" or "none", not ${JSON.stringify(compression)}`);
  }
  if (!(Number.isSafeInteger(rowGroupSize) && (rowGroupSize as number) > 0)) {
    throw new UsageError(`rowGroupSize is a whole number above 0, not ${String(rowGroupSize)}`);
  }
}

function noFields(): UnsupportedError {
  return new UnsupportedError("Parquet has no records without fields", "type");
}

/** The columns of a row group without rows. */
function emptyColumns(
  { element, children, path }: SchemaTree,
  codec: "UNCOMPRESSED" | "SNAPPY",
): ParquetWriter["row_groups"][number]["columns"] {
  if (element.type === undefined) return children.flatMap((child) => emptyColumns(child, codec));
  const meta_data = {
    type: element.type,
    encodings: ["PLAIN" as const],
    path_in_schema: path,
    codec,
    num_values: 0n,
    total_uncompressed_size: 0n,
    total_compressed_size: 0n,
    data_page_offset: 4n,
  };
  return [{ file_offset: 4n, meta_data }];
}

/** What Arrow says of such values. */
function describe(layout: Layout): arrow.Table {
  let table: arrow.Table | undefined;
  scope(() => {
    table = toArrow(new AwkwardArray(layout).slice(0, 0));
    return undefined;
  });
  return table as arrow.Table;
}

/** Parquet's description of a field of Arrow's. */
function elementsOf(field: arrow.Field, name: string): SchemaElement[] {
  const { type, nullable } = field;
  const repetition_type = nullable ? ("OPTIONAL" as const) : ("REQUIRED" as const);
  const plain = { name, repetition_type };
  if (type instanceof arrow.List || type instanceof arrow.FixedSizeList) {
    const group = { ...plain, num_children: 1, converted_type: "LIST" as const };
    const repeated = { name: "list", repetition_type: "REPEATED" as const, num_children: 1 };
    return [
      { ...group, logical_type: { type: "LIST" } },
      repeated,
      ...elementsOf(type.children[0], "element"),
    ];
  }
  if (type instanceof arrow.Struct) {
    const { children } = type as arrow.Struct;
    if (children.length === 0) {
      throw noFields();
    }
    const fields = (children as arrow.Field[]).flatMap((child) => elementsOf(child, child.name));
    return [{ ...plain, num_children: children.length }, ...fields];
  }
  return [{ ...plain, ...leafOf(type) }];
}

function leafOf(type: arrow.DataType): Partial<SchemaElement> {
  if (type instanceof arrow.Null) return { type: "INT32", logical_type: { type: "NULL" } };
  if (type instanceof arrow.Bool) return { type: "BOOLEAN" };
  if (type instanceof arrow.Float) {
    return { type: type.precision === arrow.Precision.SINGLE ? "FLOAT" : "DOUBLE" };
  }
  if (type instanceof arrow.Utf8) {
    return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
  }
  if (type instanceof arrow.Binary) return { type: "BYTE_ARRAY" };
  if (type instanceof arrow.FixedSizeBinary) {
    return { type: "FIXED_LEN_BYTE_ARRAY", type_length: type.byteWidth };
  }
  if (type instanceof arrow.Int) {
    const { bitWidth, isSigned } = type;
    return {
      type: bitWidth === 64 ? "INT64" : "INT32",
      // Not the logical type beside it: the library writes its width as a type that Arrow refuses.
      converted_type: `${isSigned ? "" : "U"}INT_${bitWidth}` as "INT_8",
    };
  }
  throw new UnsupportedError(`Arrow type ${type} is not written to Parquet`, "type");
}

/** Values as the writer takes them. */
function valuesOf(layout: Layout): ColumnSource["data"] {
  const now = loaded(layout);
  // 32-bit integers without sign are taken one by one only.
  if (now.kind === "flat" && now.data.dtype !== "bool" && now.data.dtype !== "uint32") {
    return now.data.toTypedArray() as ColumnSource["data"];
  }
  return new AwkwardArray(recordsOnly(now)).toList();
}

/** Tuples as records: they leave as objects then. */
function recordsOnly(layout: Layout): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "record":
      return { ...now, tuple: undefined, contents: now.contents.map(recordsOnly) };
    case "list":
      return { ...now, content: recordsOnly(now.content), heads: undefined };
    case "regular":
    case "option":
      return { ...now, content: recordsOnly(now.content) };
    default:
      return now;
  }
}

/** The message that an Arrow stream of this schema begins with. */
function schemaText(fields: arrow.Field[]): string {
  const stream = arrow.tableToIPC(new arrow.Table(new arrow.Schema(fields)));
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const message = stream.subarray(0, 8 + view.getInt32(4, true));
  let text = "";
  for (const byte of message) text += String.fromCharCode(byte);
  return btoa(text);
}
