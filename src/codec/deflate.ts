import { CodecError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
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
  inflate("deflate", compressed, [0, compressed.length], targetAddress(target, at, length), length);
}

/**
 * Decompresses the DEFLATE stream in bytes `start` to `stop - 1` of a format around it.
 *
 * @param codec  the format, for the message
 * @throws CodecError
 */
export function inflate(
  codec: string,
  compressed: Uint8Array,
  [start, stop]: readonly [number, number],
  to: Address,
  length: number,
): void {
  const status = withAddress(compressed, (address) =>
    kernels.codec_deflate(offsetAddress(address, start), stop - start, to, length),
  );
  if (status === 0) return;
  throw new CodecError(
    codec,
    `a stream of ${compressed.length} bytes does not decompress to ${length}: ` +
      `stopped at its byte ${start + status - 1}`,
  );
}
