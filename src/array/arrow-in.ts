import * as arrow from "apache-arrow";
import { FormatError, UnsupportedError } from "../errors.ts";
import { columnFrom, reserve } from "../wasm/column.ts";
import { isDType, type TypedArray } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import type { AwkwardArray } from "./array.ts";
import type { BufferSource } from "./buffer-reader.ts";
import { concatenate } from "./concatenate.ts";
import { convert } from "./convert.ts";
import type { FormRecord, IndexWidth } from "./form.ts";
import { fromBuffers } from "./from-buffers.ts";
import { toBuffers } from "./to-buffers.ts";

/** What a field says of its values. */
interface Said {
  readonly nullable: boolean;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The values of one piece of a column, or of one batch of records. */
export function decode(data: arrow.Data, said: Said): AwkwardArray {
  const reader = new DataReader();
  const form = reader.read(data, said, "");
  return fromBuffers(form, data.length, reader.container);
}

/** Pieces one behind the other; one more at least, without elements, is expected of a column of none. */
export function joined(parts: readonly AwkwardArray[]): AwkwardArray {
  if (parts.length === 1) return parts[0];
  const some = parts.filter((part) => part.length > 0);
  if (some.length === 0) return parts[0];
  return some.length === 1 ? some[0] : concatenate(some);
}

/** Makes a form of Awkward's of Arrow's data; buffers are taken as they are where they fit. */
class DataReader {
  readonly container: Record<string, BufferSource> = {};
  #next = 0;

  #put(attribute: string, buffer: BufferSource, key: string): void {
    this.container[`${key}-${attribute}`] = buffer;
  }

  /** @param at  names of the fields down to here, for messages */
  read(data: arrow.Data, said: Said, at: string): FormRecord {
    if (data.type instanceof arrow.Null) return this.#nulls(data.length);
    if (data.type instanceof arrow.Dictionary) return this.#dictionary(data, said, at);
    const { nullCount } = data;
    if (!said.nullable && nullCount === 0) return this.#values(data, said, at);
    const form_key = this.#key();
    const content = this.#values(data, said, at);
    if (nullCount === 0) return { class: "UnmaskedArray", content, form_key };
    this.#put("mask", validity(data), form_key);
    return { class: "ByteMaskedArray", mask: "i8", valid_when: true, content, form_key };
  }

  #key(): string {
    return `node${this.#next++}`;
  }

  #nulls(length: number): FormRecord {
    const form_key = this.#key();
    this.#put("index", new Int32Array(length).fill(-1), form_key);
    const content = { class: "EmptyArray", form_key: this.#key() };
    return { class: "IndexedOptionArray", index: "i32", content, form_key };
  }

  #values(data: arrow.Data, { metadata }: Said, at: string): FormRecord {
    const { type } = data;
    const form_key = this.#key();
    if (type instanceof arrow.Bool) {
      this.#put("data", unpacked(data.values, data.offset, data.length), form_key);
      return { class: "NumpyArray", primitive: "bool", form_key };
    }
    const number = numberType(type);
    if (number !== undefined) {
      this.#put("data", (data.values as TypedArray | undefined) ?? new Uint8Array(0), form_key);
      return { class: "NumpyArray", primitive: number, form_key };
    }
    const text = textType(type);
    if (text !== undefined) {
      const offsets = this.#offsets(data, form_key);
      const content = this.#bytes(data.values as Uint8Array | undefined, text);
      const parameters = { __array__: text };
      return { class: "ListOffsetArray", offsets, content, parameters, form_key };
    }
    if (type instanceof arrow.FixedSizeBinary) {
      const content = this.#bytes(data.values as Uint8Array | undefined, "bytestring");
      const parameters = { __array__: "bytestring" };
      return { class: "RegularArray", size: type.byteWidth, content, parameters, form_key };
    }
    if (type instanceof arrow.FixedSizeList) {
      const content = this.read(child(data, 0), type.children[0], `${at}[]`);
      return { class: "RegularArray", size: type.listSize, content, form_key };
    }
    if (isList(type)) {
      const offsets = this.#offsets(data, form_key);
      const content = this.read(child(data, 0), type.children[0], `${at}[]`);
      return { class: "ListOffsetArray", offsets, content, form_key };
    }
    if (type instanceof arrow.Struct) {
      const fields = type.children as arrow.Field[];
      const contents = fields.map((field, i) =>
        this.read(child(data, i), field, at === "" ? nameOf(field) : `${at}.${nameOf(field)}`),
      );
      const { tuple, parameters } = recordSaid(metadata);
      const names = tuple ? null : fields.map(nameOf);
      return { class: "RecordArray", fields: names, contents, parameters, form_key };
    }
    throw new UnsupportedError(
      `${at === "" ? "the values" : `"${at}"`} of Arrow type ${type}: there are no arrays of it`,
      "type",
    );
  }

  #offsets(data: arrow.Data, key: string): IndexWidth {
    const offsets = data.valueOffsets as Int32Array | BigInt64Array | undefined;
    const some = offsets === undefined || offsets.length === 0 ? Int32Array.of(0) : offsets;
    this.#put("offsets", some, key);
    return some instanceof BigInt64Array ? "i64" : "i32";
  }

  #bytes(values: Uint8Array | undefined, text: "string" | "bytestring"): FormRecord {
    const form_key = this.#key();
    this.#put("data", values ?? new Uint8Array(0), form_key);
    const parameters = { __array__: text === "string" ? "char" : "byte" };
    return { class: "NumpyArray", primitive: "uint8", parameters, form_key };
  }

  /** The values that a dictionary's indices name. */
  #dictionary(data: arrow.Data, said: Said, at: string): FormRecord {
    const { dictionary } = data;
    if (dictionary === undefined) throw new FormatError(`"${at}" has no dictionary`);
    const form_key = this.#key();
    const missing = data.nullCount > 0;
    this.#put("index", positions(data), form_key);
    // Its pieces are one after the other what the indices count.
    const content = scope(() => {
      const parts = dictionary.data.map((part) =>
        decode(part as arrow.Data, { nullable: part.nullCount > 0, metadata: said.metadata }),
      );
      return joined(parts);
    });
    try {
      const { form, container } = toBuffers(content, { formKey: `${form_key}-{id}` });
      Object.assign(this.container, container);
      const indexed = { index: "i32" as const, content: form, form_key };
      if (missing || said.nullable) return { class: "IndexedOptionArray", ...indexed };
      return { class: "IndexedArray", ...indexed };
    } finally {
      content.dispose();
    }
  }
}

/** What lists or records hold; columns of tables without batches come without. */
function child(data: arrow.Data, i: number): arrow.Data {
  return data.children[i] ?? new arrow.Data((data.type.children as arrow.Field[])[i].type, 0, 0, 0);
}

/** Streams leave an empty name out, for which the library gives `null`. */
function nameOf(field: arrow.Field): string {
  return (field.name as string | null) ?? "";
}

/** Which elements are there, as 0 and 1. */
function validity(data: arrow.Data): Uint8Array {
  return unpacked(data.nullBitmap, data.offset, data.length);
}

/** Bits as bytes of 0 and 1. */
function unpacked(bits: Uint8Array, first: number, n: number): Uint8Array {
  const skip = first % 8;
  const start = (first - skip) / 8;
  const needed = Math.ceil((skip + n) / 8);
  if (bits.length < start + needed) {
    throw new FormatError(`${bits.length} bytes of bits end before bit ${first + n}`);
  }
  let flags = new Uint8Array(0);
  scope(() => {
    const column = columnFrom(bits.subarray(start, start + needed), "uint8");
    const out = reserve("uint8", n);
    kernels.array_unpack_bits(column.address, skip, out.address, n);
    flags = Uint8Array.from(out.view());
    return undefined;
  });
  return flags;
}

/** A dictionary's indices as int32, -1 where missing. */
function positions(data: arrow.Data): Int32Array {
  let index = new Int32Array(0);
  const n = data.length;
  scope(() => {
    const given = convert(columnFrom((data.values as TypedArray).subarray(0, n)), "int32");
    if (data.nullCount === 0) {
      index = Int32Array.from(given.view());
      return undefined;
    }
    const flags = columnFrom(validity(data), "uint8");
    const there = reserve("int32", n);
    kernels.array_mask_index(flags.address, there.address, n, 1);
    const out = reserve("int32", n);
    kernels.array_compose_index(there.address, given.address, out.address, n);
    index = Int32Array.from(out.view());
    return undefined;
  });
  return index;
}

function numberType(type: arrow.DataType): string | undefined {
  if (type instanceof arrow.Int) {
    const name = `${type.isSigned ? "int" : "uint"}${type.bitWidth}`;
    return isDType(name) ? name : undefined;
  }
  if (!(type instanceof arrow.Float)) return undefined;
  if (type.precision === arrow.Precision.SINGLE) return "float32";
  return type.precision === arrow.Precision.DOUBLE ? "float64" : undefined;
}

function textType(type: arrow.DataType): "string" | "bytestring" | undefined {
  if (type instanceof arrow.Utf8 || type instanceof arrow.LargeUtf8) return "string";
  const bytes = type instanceof arrow.Binary || type instanceof arrow.LargeBinary;
  return bytes ? "bytestring" : undefined;
}

/** Lists, also with 64-bit offsets; a map is a list of records of keys and values. */
function isList(type: arrow.DataType): boolean {
  return (
    type instanceof arrow.List || type instanceof arrow.LargeList || type instanceof arrow.Map_
  );
}

/** What Awkward's extension type says of records. */
function recordSaid(metadata: ReadonlyMap<string, string>): {
  readonly tuple: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
} {
  const text = metadata.get("ARROW:extension:metadata");
  if (metadata.get("ARROW:extension:name") !== "awkward" || text === undefined) {
    return { tuple: false, parameters: {} };
  }
  let said: { record_is_tuple?: unknown; node_parameters?: Record<string, unknown> | null };
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new FormatError("what Awkward says of a field is no JSON", { cause: error });
  }
  return { tuple: said.record_is_tuple === true, parameters: said.node_parameters ?? {} };
}
