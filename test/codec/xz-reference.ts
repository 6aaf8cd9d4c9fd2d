/** CRC-32 bit by bit. */
export function crc32(bytes: readonly number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** CRC-64 (ECMA-182, reflected) bit by bit. */
export function crc64(bytes: readonly number[]): bigint {
  const ones = 2n ** 64n - 1n;
  let crc = ones;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0xc96c5795d7870f42n : 0n);
  }
  return crc ^ ones;
}

function little(value: number | bigint, n: number): number[] {
  return Array.from({ length: n }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

/** Multibyte integer: section 1.2 of the .xz file format specification. */
function integer(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...integer(Math.floor(value / 128))];
}

function padded(bytes: readonly number[]): number[] {
  return [...bytes, ...new Array((4 - (bytes.length % 4)) % 4).fill(0)];
}

function withCrc(bytes: readonly number[]): number[] {
  return [...bytes, ...little(crc32(bytes), 4)];
}

/** An LZMA2 chunk of plain bytes, at most 65536. */
export function plainChunk(bytes: readonly number[], control: 1 | 2): number[] {
  const size = bytes.length - 1;
  return [control, size >> 8, size & 255, ...bytes];
}

/** Parts of a stream that a test may replace by wrong ones. */
export interface Options {
  check?: number;
  flags?: readonly number[];
  /** Block header between its size and its padding. */
  header?: readonly number[];
  /** LZMA2 data of a block. */
  body?: (content: readonly number[]) => number[];
  blockPadding?: number;
  indexed?: (unpadded: number, uncompressed: number) => [number, number];
  records?: number;
  indexPadding?: number;
  backward?: number;
  footerFlags?: readonly number[];
}

/** A block's content as one plain chunk, or as nothing. */
function plain(content: readonly number[]): number[] {
  return [...(content.length === 0 ? [] : plainChunk(content, 1)), 0];
}

/** A stream (section 2) of one block for each content; checks 0, 1 and 4. */
export function stream(
  contents: readonly (readonly number[])[],
  options: Options = {},
): Uint8Array {
  const check = options.check ?? 1;
  const flags = options.flags ?? [0, check];
  const out = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...withCrc(flags)];
  // The CRC covers the flags alone.
  const records: number[] = [];
  for (const content of contents) {
    // One filter, LZMA2, with a dictionary of 64 kB.
    const fields = options.header ?? [0, 0x21, 1, 8];
    const size = Math.ceil((fields.length + 1) / 4);
    const header = [size, ...fields, ...new Array(size * 4 - 1 - fields.length).fill(0)];
    const data = (options.body ?? plain)(content);
    const checked =
      check === 1 ? little(crc32(content), 4) : check === 4 ? little(crc64(content), 8) : [];
    const unpadded = header.length + 4 + data.length + checked.length;
    const body = padded(data);
    if (body.length > data.length) body[data.length] = options.blockPadding ?? 0;
    out.push(...withCrc(header), ...body, ...checked);
    const sizes = options.indexed?.(unpadded, content.length) ?? [unpadded, content.length];
    records.push(...integer(sizes[0]), ...integer(sizes[1]));
  }
  const used = [0, ...integer(options.records ?? contents.length), ...records];
  const index = padded(used);
  if (index.length > used.length) index[used.length] = options.indexPadding ?? 0;
  const backward = options.backward ?? (index.length + 4) / 4 - 1;
  const footer = [...little(backward, 4), ...(options.footerFlags ?? flags)];
  out.push(...withCrc(index), ...little(crc32(footer), 4), ...footer, 0x59, 0x5a);
  return Uint8Array.from(out);
}
