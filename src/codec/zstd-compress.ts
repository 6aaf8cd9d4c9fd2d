import { kernels } from "../wasm/instance.ts";
import { compressing, copyBytes, type PlainBytes, type TakeBytes } from "./compressing.ts";

/** Bytes of a block, at most. */
const BLOCK = 131_072;

/**
 * A Zstandard frame that states its size and ends with its checksum. About as small as level 3 of the
 * reference makes it; the same bytes everywhere.
 *
 * @see {@link zstd} for the way back; RFC 8878
 */
export function zstdCompress(bytes: PlainBytes): Uint8Array<ArrayBuffer> {
  return zstdCompressTo(bytes, copyBytes);
}

/** The same, and what becomes of it. */
export function zstdCompressTo<T>(bytes: PlainBytes, take: TakeBytes<T>): T {
  const n = bytes.length;
  const target = n + 4 * Math.min(n, BLOCK) + Math.ceil(n / 8192) + 64;
  const work = kernels.codec_zstd_compress_memory(n);
  return compressing(bytes, { target, work }, kernels.codec_zstd_compress, take);
}
