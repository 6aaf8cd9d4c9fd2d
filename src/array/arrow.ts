/**
 * Arrow's tables and streams, as `hepwasm/arrow`; it needs the package apache-arrow beside hepwasm.
 *
 * @module
 */

import * as arrow from "apache-arrow";
import { FormatError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { decode, joined } from "./arrow-in.ts";
import { encode, encodeFields } from "./arrow-out.ts";
import { loadAll } from "./load.ts";
import { knownOptions } from "./option-names.ts";

/**
 * An array as a table: the fields of records are its columns, anything else is its one column, of no
 * name (`toArrow(array).getChildAt(0)` is the vector). Whole buffers are copied; what may be missing
 * is nullable. Names of records within, and tuples, go along as Awkward's extension type has them.
 *
 * @throws UnsupportedError for values of several types
 * @see awkward.to_arrow_table
 */
export function toArrow(array: AwkwardArray): arrow.Table {
  checkArray(array, "toArrow");
  const layout = loadAll(array.layout);
  let table: arrow.Table | undefined;
  scope(() => {
    if (layout.kind === "record" && layout.tuple !== true) {
      const { fields, children } = encodeFields(layout);
      const { name } = layout;
      const record = name === undefined ? null : { __record__: name };
      const said = [{ record_is_scalar: false }, { RecordArray: record }];
      const schema = new arrow.Schema(fields, new Map([["ak:parameters", JSON.stringify(said)]]));
      table = tableOf(schema, layout.length, children);
    } else {
      const { data, nullable, metadata } = encode(layout);
      const field = new arrow.Field("", data.type, nullable, metadata);
      table = tableOf(new arrow.Schema([field]), data.length, [data]);
    }
    return undefined;
  });
  return table as arrow.Table;
}

function tableOf(schema: arrow.Schema, length: number, children: arrow.Data[]): arrow.Table {
  const data = new arrow.Data(new arrow.Struct(schema.fields), 0, length, 0, undefined, children);
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, data)]);
}

/**
 * An array from a table (records; a single column of no name as what it holds), or from a vector.
 * Batches are joined, dictionaries are applied; nullable columns give options.
 *
 * @throws UnsupportedError for a type that there are no arrays of (dates, decimals, unions, float16 …)
 * @see awkward.from_arrow
 */
export function fromArrow(source: arrow.Table | arrow.Vector): AwkwardArray {
  return scope(() => {
    if (source instanceof arrow.Vector) {
      const { nullCount, data } = source;
      const said = { nullable: nullCount > 0, metadata: new Map<string, string>() };
      return joined(data.map((part) => decode(part, said)));
    }
    const { schema, batches } = source;
    const said = { nullable: false, metadata: new Map<string, string>() };
    const parts = batches.map((batch) => decode(batch.data, said));
    const all = joined(parts);
    if (all.fields.length === 1 && all.fields[0] === "") return all.field("");
    const name = recordName(schema.metadata.get("ak:parameters"));
    const { layout } = all;
    if (name === undefined || layout.kind !== "record") return all;
    return new AwkwardArray({ ...layout, name });
  });
}

/** The name of a table's records, as Awkward writes it into the schema. */
export function recordName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new FormatError("a table's ak:parameters are no JSON", { cause: error });
  }
  if (!Array.isArray(said)) return undefined;
  for (const one of said) {
    const name: unknown = one?.RecordArray?.__record__;
    if (typeof name === "string") return name;
  }
  return undefined;
}

/**
 * The bytes of {@link toArrow}'s table.
 *
 * @param options.format  a stream (default) or a file, which can be read at any place
 */
export function toArrowIpc(
  array: AwkwardArray,
  options: { readonly format?: "stream" | "file" | undefined } = {},
): Uint8Array {
  const { format = "stream" } = knownOptions(options, ["format"], "toArrowIpc");
  return arrow.tableToIPC(toArrow(array), format);
}

/**
 * An array from the bytes of an Arrow stream or file.
 *
 * @throws FormatError for what is neither
 * @see awkward.from_feather
 */
export function fromArrowIpc(bytes: Uint8Array | ArrayBuffer): AwkwardArray {
  let table: arrow.Table;
  try {
    table = arrow.tableFromIPC(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  } catch (error) {
    throw new FormatError(`no Arrow stream or file: ${(error as Error).message}`, { cause: error });
  }
  return fromArrow(table);
}
