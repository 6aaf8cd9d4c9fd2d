import { CodecError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress, withAddress } from "./codec.ts";

/** What each status of the kernel means, from 1 (`assembly/codec/zstd/status.ts`). */
const reasons: readonly string[] = [
  "the input ends early",
  "not a Zstandard frame (magic number)",
  "a reserved bit or block type is set",
  "the frame needs a dictionary, which is not supported",
  "it decompresses to more",
  "it decompresses to less",
  "the content has not the size that the frame states",
  "the content's XXH64 checksum differs: damaged",
  "damaged: a block is larger than the window or 128 kB",
  "damaged: impossible sizes of a literals section",
  "damaged: a Huffman tree or stream is invalid",
  "damaged: an FSE table is invalid",
  "damaged: a sequences section is invalid",
  "damaged: an offset reaches before the frame's start",
];

/**
 * Zstandard frames: one or several, skippable ones among them, without dictionary. Content sizes
 * and checksums are verified where frames have them. Nothing is written outside the elements.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see RFC 8878
 */
export function zstd(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length;
  const status = withAddress(compressed, (from) => kernels.codec_zstd(from, n, to, length));
  if (status !== 0) {
    throw new CodecError("zstd", `${reasons[status - 1]} (${n} bytes that should give ${length})`);
  }
}
