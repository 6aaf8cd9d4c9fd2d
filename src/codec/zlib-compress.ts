import { kernels } from "../wasm/instance.ts";
import { compressing, copyBytes, type PlainBytes, type TakeBytes } from "./compressing.ts";

/**
 * A zlib stream (RFC 1950), about as small as zlib's level 1 makes it; the same bytes everywhere.
 *
 * @see {@link zlib} for the way back
 */
export function zlibCompress(bytes: PlainBytes): Uint8Array<ArrayBuffer> {
  return zlibCompressTo(bytes, copyBytes);
}

/** The same, and what becomes of it. */
export function zlibCompressTo<T>(bytes: PlainBytes, take: TakeBytes<T>): T {
  const target = bytes.length + Math.ceil(bytes.length / 4096) + 64;
  const work = kernels.codec_deflate_compress_memory();
  return compressing(bytes, { target, work }, kernels.codec_deflate_compress, take);
}
