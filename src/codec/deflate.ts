import { CodecError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress, withAddress } from "./codec.ts";

/**
 * A DEFLATE stream (RFC 1951) without anything around it, as ROOT stored it behind the header of a
 * `CS` frame: what ROOT wrote until its versions 5. It has no checksum.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see Python's zlib.decompress with wbits -15
 */
export function deflate(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length;
  withAddress(compressed, (address) => {
    const status = kernels.codec_deflate(address, n, to, length);
    if (status === 0) return;
    throw new CodecError(
      "deflate",
      `a stream of ${n} bytes does not decompress to ${length}: stopped at its byte ${status - 1}`,
    );
  });
}
