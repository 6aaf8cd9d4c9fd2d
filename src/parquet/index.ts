/**
 * Parquet files in and out, as `hepwasm/parquet`; it needs the packages apache-arrow, hyparquet and
 * hyparquet-writer beside hepwasm.
 *
 * @module
 */
export type { Decompressors } from "./decompress.ts";
export { type FromParquetOptions, fromParquet } from "./read.ts";
export { type ToParquetOptions, toParquet } from "./write.ts";
