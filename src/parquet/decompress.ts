import type { CompressionCodec } from "hyparquet";
import type { Codec } from "../codec/codec.ts";
import { gzip } from "../codec/gzip.ts";
import { lz4Block } from "../codec/lz4.ts";
import { zstd } from "../codec/zstd.ts";
import { reserve } from "../wasm/column.ts";

/** Functions from compressed bytes and the size of what they hold to that, by Parquet's names. */
export type Decompressors = {
  readonly [name in CompressionCodec]?: (bytes: Uint8Array, length: number) => Uint8Array;
};

/** What is decompressed by our kernels; hyparquet does SNAPPY by itself. */
export const decompressors: Decompressors = {
  GZIP: unpackedBy(gzip),
  LZ4_RAW: unpackedBy(lz4Block),
  ZSTD: unpackedBy(zstd),
};

function unpackedBy(codec: Codec): (bytes: Uint8Array, length: number) => Uint8Array {
  return (bytes, length) => {
    const target = reserve("uint8", length);
    try {
      codec(bytes, target, 0, length);
      return target.toTypedArray();
    } finally {
      target.dispose();
    }
  };
}
