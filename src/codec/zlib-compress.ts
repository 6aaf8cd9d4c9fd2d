import { kernels } from "../wasm/instance.ts";
import { compressing, type PlainBytes } from "./compressing.ts";

/**
 * A zlib stream (RFC 1950), about as small as zlib's level 1 makes it; the same bytes everywhere.
 *
 * @see {@link zlib} for the way back
 */
export function zlibCompress(bytes: PlainBytes): Uint8Array<ArrayBuffer> {
  const target = bytes.length + Math.ceil(bytes.length / 4096) + 64;
  const work = kernels.codec_deflate_compress_memory();
  return compressing(bytes, { target, work }, kernels.codec_deflate_compress);
}
