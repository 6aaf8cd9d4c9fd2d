import { xxhash3 } from "../../../codec/xxhash3.ts";
import { type Address, offsetAddress } from "../../../wasm/address.ts";
import { type Column, reserve } from "../../../wasm/column.ts";
import { itemSize } from "../../../wasm/dtype.ts";
import { kernels } from "../../../wasm/instance.ts";
import { scope } from "../../../wasm/scope.ts";
import type { Lease } from "../buffer-pool.ts";
import { type Compression, compress, type Packed } from "../compression.ts";
import { keyLength } from "../key-record.ts";
import type { Output } from "../output.ts";
import type { ColumnData } from "./column-data.ts";
import type { PlannedColumn } from "./schema-plan.ts";

/** Bytes of a page before compression, at most: what ROOT allows by default. */
const PAGE_BYTES = 1024 * 1024;
/** Elements of a page are a multiple, so that bits fill bytes. */
const STEP = 64;

/** What stands behind a page. */
const CHECKSUM = 8;
/** What every page's key is called. */
export const PAGE_KEY = { className: "RBlob", name: "", title: "" } as const;
const KEY_ROOM = keyLength(PAGE_KEY, true);

/** A page, out of linear memory. */
export interface PageContent {
  readonly column: PlannedColumn;
  readonly elements: number;
  /** Compressed, or as it is. */
  readonly stored: Packed;
  /** Their memory, with room for a key in front and for the checksum behind, where they were made at once. */
  readonly lease: Lease | undefined;
  /** XXH3-64 of what is stored, where it is known already. */
  readonly checksum: bigint | undefined;
  /** Bytes before compression. */
  readonly length: number;
}

/** The pages of a column in a cluster. */
export function* pagesOf(
  column: PlannedColumn,
  data: ColumnData,
  compression: Compression,
  output: Output,
): Iterable<PageContent> {
  const most = Math.floor((8 * PAGE_BYTES) / column.bits / STEP) * STEP;
  for (let start = 0; start < data.elements; start += most) {
    const elements = Math.min(most, data.elements - start);
    const length = Math.ceil((elements * column.bits) / 8);
    const packed = scope(() => {
      const plain = encoded(column, data, start, elements);
      let lease: Lease | undefined;
      const stored = compress(plain, compression, (packed) => {
        lease = output.lease(KEY_ROOM + packed + CHECKSUM);
        return lease.bytes.subarray(KEY_ROOM, KEY_ROOM + packed);
      });
      // Of bytes that are stored as they are, where they lie.
      const same = stored instanceof Uint8Array && stored.length === plain.length;
      return { stored, lease, checksum: same ? xxhash3(plain.view()) : undefined };
    });
    yield { column, elements, length, ...packed };
  }
}

function encoded(
  { encoding, bits }: PlannedColumn,
  data: ColumnData,
  start: number,
  n: number,
): Column<"uint8"> {
  if (data.kind === "numbers") {
    const from = offsetAddress(data.data.address, start * itemSize(data.data.dtype));
    if (encoding.kind === "plain" || encoding.kind === "characters") {
      return data.data.slice(start, start + n).bytes();
    }
    const out = reserve("uint8", Math.ceil((n * bits) / 8));
    if (encoding.kind === "bits") kernels.root_ntuple_write_bits(from, out.address, n);
    else if (encoding.kind === "zigzag") split(zigzag(from, n, bits), out.address, n, bits);
    else split(from, out.address, n, bits);
    return out;
  }
  const out = reserve("uint8", (n * bits) / 8);
  if (data.kind === "switch") {
    const tags = offsetAddress(data.tags.address, start);
    const index = offsetAddress(data.index.address, start * 4);
    kernels.root_ntuple_write_switch(tags, index, data.targets.address, out.address, n);
    return out;
  }
  const first = data.offsets.at(0) as number;
  const from = offsetAddress(data.offsets.address, start * 4);
  if (encoding.kind === "index") {
    kernels.root_ntuple_write_index(from, first, out.address, n);
    return out;
  }
  const counts = reserve("uint64", n);
  kernels.root_ntuple_write_counts(from, first, counts.address, n);
  split(counts.address, out.address, n, 64);
  return out;
}

function split(from: Address, out: Address, n: number, bits: number): void {
  if (bits === 16) kernels.root_ntuple_write_split_16(from, out, n);
  else if (bits === 32) kernels.root_ntuple_write_split_32(from, out, n);
  else kernels.root_ntuple_write_split_64(from, out, n);
}

function zigzag(from: Address, n: number, bits: number): Address {
  const out: Column = reserve(bits === 16 ? "int16" : bits === 32 ? "int32" : "int64", n);
  if (bits === 16) kernels.root_ntuple_write_zigzag_16(from, out.address, n);
  else if (bits === 32) kernels.root_ntuple_write_zigzag_32(from, out.address, n);
  else kernels.root_ntuple_write_zigzag_64(from, out.address, n);
  return out.address;
}
