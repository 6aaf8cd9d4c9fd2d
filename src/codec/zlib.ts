import { CodecError } from "../errors.ts";
import { offsetAddress } from "../wasm/address.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress, withAddress } from "./codec.ts";

/** Method and flags (RFC 1950, section 2.2). */
const HEADER = 2;
/** The Adler-32 of the decompressed bytes, big-endian. */
const TRAILER = 4;

/**
 * The zlib format (RFC 1950), as ROOT stores it behind the header of a `ZL` frame, its Adler-32
 * verified.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see Python's zlib.decompress
 */
export function zlib(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length;
  if (n < HEADER + TRAILER) throw new CodecError("zlib", `${n} bytes are too few for a stream`);
  checkHeader(compressed[0], compressed[1]);
  const { buffer, byteOffset } = compressed;
  const stored = new DataView(buffer, byteOffset + n - TRAILER, TRAILER).getUint32(0);
  withAddress(compressed, (address) => {
    const stream = offsetAddress(address, HEADER);
    const status = kernels.codec_deflate(stream, n - HEADER - TRAILER, to, length);
    if (status !== 0) {
      throw new CodecError(
        "zlib",
        `a stream of ${n} bytes does not decompress to ${length}: ` +
          `stopped at its byte ${HEADER + status - 1}`,
      );
    }
  });
  const actual = kernels.codec_adler32(to, length) >>> 0;
  if (actual !== stored) {
    throw new CodecError(
      "zlib",
      `checksum differs: the stream says ${hex(stored)}, its ${length} bytes give ${hex(actual)}`,
    );
  }
}

/** @throws CodecError when the first two bytes begin no stream that stands alone */
function checkHeader(method: number, flags: number): void {
  if ((method * 256 + flags) % 31 !== 0) {
    throw new CodecError("zlib", `${hex(method * 256 + flags, 4)} is no zlib header`);
  }
  if ((method & 15) !== 8) throw new CodecError("zlib", `unknown method ${method & 15}`);
  if (method >> 4 > 7) throw new CodecError("zlib", "window above 32 kB");
  if ((flags & 0x20) !== 0) throw new CodecError("zlib", "needs a preset dictionary");
}

function hex(value: number, digits = 8): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
