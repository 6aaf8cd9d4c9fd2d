import { FormatError } from "../../errors.ts";
import { freshBytes } from "../read-buffers.ts";
import type { ByteRange, ByteSource, FetchOptions } from "../source.ts";

/** Where pages and envelopes are. */
export interface Storage {
  readonly source: ByteSource;
  /** Larger payloads are split over several keys; 0 for no limit, as uproot writes. */
  readonly maxKeySize: number;
}

/** Bytes of a position. */
const POSITION = 8;

/**
 * Into how many keys a payload is split. The first one ends with the positions of the others; all
 * but the last are full.
 *
 * @returns 1 where it is not split; `undefined` where the positions do not fit into a key
 * @see RNTuple format specification 1.0, "Anchor schema", and ROOT's RNTupleFileWriter::WriteBlob
 */
export function keysOf(length: number, maxKeySize: number): number | undefined {
  if (maxKeySize === 0 || length <= maxKeySize) return 1;
  let n = Math.ceil(length / maxKeySize);
  if ((n - 1) * POSITION > n * maxKeySize - length) n++;
  return (n - 1) * POSITION < maxKeySize ? n : undefined;
}

/**
 * Reads payloads in the order given, in one request, and a second one for the later parts of those
 * that are split.
 *
 * @throws FormatError when a part lies outside the file; SourceError
 */
export async function readPayloads(
  { source, maxKeySize }: Storage,
  ranges: readonly ByteRange[],
  options: FetchOptions,
): Promise<Uint8Array[]> {
  const isSplit = ({ length }: ByteRange): boolean => keysOf(length, maxKeySize) !== 1;
  if (!ranges.some(isSplit)) return source.readMany(ranges, options);
  const first = ranges.map((range) => (isSplit(range) ? { ...range, length: maxKeySize } : range));
  const found = await source.readMany(first, options);
  const parts = ranges.map((range, i) =>
    isSplit(range) ? laterParts(range, found[i], maxKeySize, source) : [],
  );
  const later = await source.readMany(parts.flat(), options);
  return ranges.map((range, i) => {
    if (parts[i].length === 0) return found[i];
    const whole = options.buffers?.take(range.length) ?? freshBytes(range.length);
    const held = maxKeySize - parts[i].length * POSITION;
    whole.set(found[i].subarray(0, held));
    let at = held;
    for (const part of later.splice(0, parts[i].length)) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  });
}

function laterParts(
  { position, length }: ByteRange,
  first: Uint8Array,
  maxKeySize: number,
  source: ByteSource,
): ByteRange[] {
  const count = (keysOf(length, maxKeySize) ?? 1) - 1;
  const start = maxKeySize - count * POSITION;
  const view = new DataView(first.buffer, first.byteOffset + start, count * POSITION);
  return Array.from({ length: count }, (_, i) => {
    const from = view.getBigUint64(i * POSITION, true);
    const before = start + i * maxKeySize;
    const part = { position: Number(from), length: Math.min(maxKeySize, length - before) };
    if (part.position + part.length > source.size) {
      throw new FormatError(
        `${source.name}: ${length} bytes at ${position} are split: part ${i + 1} of ` +
          `${part.length} bytes at ${from} lies beyond the end of the file (${source.size} bytes)`,
        { path: source.name, at: position + start + i * POSITION },
      );
    }
    return part;
  });
}
