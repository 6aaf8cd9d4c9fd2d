import * as arrow from "apache-arrow";
import { UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, lengthOf, loaded, type RecordLayout, type StringLayout } from "./layout.ts";
import { rangeOf, rebase, regularOffsets } from "./offsets.ts";
import { presentElements } from "./present.ts";
import { sliceLayout, takeLayout } from "./select.ts";

/** Values in Arrow's layout, and what a field says of them. */
export interface Encoded {
  readonly data: arrow.Data;
  readonly nullable: boolean;
  readonly metadata: Map<string, string>;
}

const numbers: Readonly<Record<DType, new () => arrow.DataType>> = {
  bool: arrow.Bool,
  int8: arrow.Int8,
  uint8: arrow.Uint8,
  int16: arrow.Int16,
  uint16: arrow.Uint16,
  int32: arrow.Int32,
  uint32: arrow.Uint32,
  int64: arrow.Int64,
  uint64: arrow.Uint64,
  float32: arrow.Float32,
  float64: arrow.Float64,
};

type DataBuffers = NonNullable<ConstructorParameters<typeof arrow.Data>[4]>;

/** Buffers of {@link arrow.Data}, under names. */
interface Parts {
  readonly offsets?: Int32Array;
  readonly values?: ArrayBufferView;
  readonly children?: readonly arrow.Data[];
}

function dataOf(type: arrow.DataType, length: number, parts: Parts): arrow.Data {
  const buffers = {
    [arrow.BufferType.OFFSET]: parts.offsets,
    [arrow.BufferType.DATA]: parts.values,
  } as unknown as DataBuffers;
  return new arrow.Data(type, 0, length, 0, buffers, [...(parts.children ?? [])]);
}

/** Flags as Arrow's bits. */
function packed(flags: Column<"bool">): Uint8Array {
  const bits = reserve("uint8", Math.ceil(flags.length / 8));
  kernels.array_pack_bits(flags.address, bits.address, flags.length);
  return bits.view().slice() as Uint8Array;
}

/**
 * The values of a loaded layout in Arrow's buffers, copied out of linear memory. Temporaries are left
 * to the scope.
 *
 * @throws UnsupportedError for values of several types
 */
export function encode(layout: Layout): Encoded {
  const now = loaded(layout);
  const plain = (data: arrow.Data): Encoded => ({ data, nullable: false, metadata: new Map() });
  switch (now.kind) {
    case "flat": {
      const { data } = now;
      const values =
        data.dtype === "bool" ? packed(data as unknown as Column<"bool">) : data.view().slice();
      return plain(dataOf(new numbers[data.dtype](), data.length, { values }));
    }
    case "string": {
      const { start, stop } = rangeOf(now.offsets);
      if (now.bytes && now.size !== undefined) {
        const values = now.data.view().slice(start, stop);
        return plain(dataOf(new arrow.FixedSizeBinary(now.size), lengthOf(now), { values }));
      }
      const type = now.bytes ? new arrow.Binary() : new arrow.Utf8();
      const offsets = rebase(now.offsets).view().slice() as Int32Array;
      const values = now.data.view().slice(start, stop);
      return plain(dataOf(type, lengthOf(now), { offsets, values }));
    }
    case "list": {
      const { start, stop } = rangeOf(now.offsets);
      const content = encode(sliceLayout(now.content, start, stop));
      const offsets = rebase(now.offsets).view().slice() as Int32Array;
      const type = new arrow.List(fieldNamed("item", content));
      return plain(dataOf(type, lengthOf(now), { offsets, children: [content.data] }));
    }
    case "regular": {
      const content = encode(sliceLayout(now.content, 0, now.length * now.size));
      const type = new arrow.FixedSizeList(now.size, fieldNamed("item", content));
      return plain(dataOf(type, now.length, { children: [content.data] }));
    }
    case "record": {
      const { fields, children } = encodeFields(now);
      const data = dataOf(new arrow.Struct(fields), now.length, { children });
      return { data, nullable: false, metadata: recordMetadata(now) };
    }
    case "option": {
      const { index } = now;
      const content = loaded(now.content);
      if (content.kind === "option") return encode(spread(content, index));
      if (content.kind === "empty") {
        const data = dataOf(new arrow.Null(), index.length, {});
        return { data, nullable: true, metadata: new Map() };
      }
      const present = reserve("bool", index.length);
      kernels.array_is_present(index.address, present.address, index.length);
      const { data, metadata } = encode(spread(content, index));
      const missing = index.length - kernels.array_count_true(present.address, index.length);
      const bits = missing === 0 ? undefined : packed(present);
      const buffers = {
        [arrow.BufferType.OFFSET]: data.valueOffsets,
        [arrow.BufferType.DATA]: data.values,
        [arrow.BufferType.VALIDITY]: bits,
      } as unknown as DataBuffers;
      const known = new arrow.Data(data.type, 0, data.length, missing, buffers, data.children);
      return { data: known, nullable: true, metadata };
    }
    case "empty":
      return plain(dataOf(new arrow.Null(), 0, {}));
    case "union":
      throw new UnsupportedError(
        "Arrow and Parquet are written from values of one type, not from a union",
        "layout",
      );
    default:
      return now satisfies never;
  }
}

/** The fields of records, each as long as the records are. */
export function encodeFields(record: RecordLayout): {
  readonly fields: arrow.Field[];
  readonly children: arrow.Data[];
} {
  const encoded = record.contents.map((one) => encode(sliceLayout(one, 0, record.length)));
  return {
    fields: encoded.map((one, i) => fieldNamed(record.fields[i], one)),
    children: encoded.map((one) => one.data),
  };
}

function fieldNamed(name: string, { data, nullable, metadata }: Encoded): arrow.Field {
  return new arrow.Field(name, data.type, nullable || data.type instanceof arrow.Null, metadata);
}

/** What Awkward's extension type says of a node: names of records, and that they are tuples. */
function recordMetadata({ name, tuple }: RecordLayout): Map<string, string> {
  if (name === undefined && tuple !== true) return new Map();
  const said = {
    mask_type: null,
    node_type: "RecordArray",
    mask_parameters: null,
    node_parameters: name === undefined ? {} : { __record__: name },
    record_is_tuple: tuple === true,
    record_is_scalar: false,
  };
  return new Map([
    ["ARROW:extension:name", "awkward"],
    ["ARROW:extension:metadata", JSON.stringify(said)],
  ]);
}

/**
 * As many elements as `index` has entries: that at each position, and anything of the type where the
 * position is negative. Lists and text are empty there, so that nothing is stored for them.
 */
function spread(content: Layout, index: Column<"int32">): Layout {
  const now = loaded(content);
  const n = index.length;
  switch (now.kind) {
    case "list":
    case "string": {
      if (now.kind === "string" && now.bytes && now.size !== undefined) {
        return spreadBytes(now, now.size, index);
      }
      const compact = presentElements({ kind: "option", index, content: now }).content;
      if (compact.kind !== "list" && compact.kind !== "string") return compact;
      const ranks = reserve("int32", n + 1);
      kernels.array_ranks(index.address, ranks.address, n);
      const offsets = reserve("int32", n + 1);
      kernels.array_gather_32(compact.offsets.address, ranks.address, offsets.address, n + 1);
      return compact.kind === "list"
        ? { kind: "list", offsets, content: compact.content }
        : { ...compact, offsets };
    }
    case "record":
      return { ...now, length: n, contents: now.contents.map((one) => spread(one, index)) };
    case "regular": {
      const elements = reserve("int32", n * now.size);
      kernels.array_elements_of_regular(index.address, elements.address, n, now.size);
      return { ...now, length: n, content: spread(now.content, elements) };
    }
    case "option": {
      const both = reserve("int32", n);
      kernels.array_compose_index(index.address, now.index.address, both.address, n);
      return { kind: "option", index: both, content: now.content };
    }
    case "empty":
      return { kind: "option", index, content: now };
    case "flat": {
      if (now.data.length === 0) {
        const data = reserve<DType>(now.data.dtype, n);
        data.bytes().view().fill(0);
        return { kind: "flat", data };
      }
      const first = reserve("int32", n);
      kernels.array_present_or_first(index.address, first.address, n);
      return takeLayout(now, first);
    }
    case "union":
      return now;
    default:
      return now satisfies never;
  }
}

/** {@link spread} of bytes that all have one length, which Arrow stores for missing ones, too. */
function spreadBytes(bytes: StringLayout, size: number, index: Column<"int32">): Layout {
  const { start, stop } = rangeOf(bytes.offsets);
  const data = bytes.data.slice(start, stop) as unknown as Column;
  const length = lengthOf(bytes);
  const lists = spread({ kind: "regular", size, length, content: { kind: "flat", data } }, index);
  const content = lists.kind === "regular" ? lists.content : lists;
  if (content.kind !== "flat") return bytes;
  const offsets = regularOffsets(index.length, size);
  return { ...bytes, offsets, data: content.data as unknown as Column<"uint8"> };
}
