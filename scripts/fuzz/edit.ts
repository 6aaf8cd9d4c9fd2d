/** Bytes written over a file at a place, which may lie behind its end. */
export interface Edit {
  readonly at: number;
  readonly bytes: Uint8Array;
  /** What it is, for the report. */
  readonly what: string;
}

/** A change of a file: what is written, and where it is cut afterwards. */
export interface Mutation {
  readonly edits: readonly Edit[];
  readonly end: number | undefined;
}

/** The changed file, a copy. */
export function mutated(bytes: Uint8Array, { edits, end }: Mutation): Uint8Array {
  let size = bytes.length;
  for (const edit of edits) size = Math.max(size, edit.at + edit.bytes.length);
  const out = new Uint8Array(size);
  out.set(bytes);
  for (const edit of edits) out.set(edit.bytes, edit.at);
  return end === undefined ? out : out.slice(0, end);
}

/** For the report. */
export function describeMutation({ edits, end }: Mutation): string[] {
  const lines = edits.map(({ at, bytes, what }) => {
    const shown = Buffer.from(bytes.subarray(0, 16)).toString("hex");
    return `${what}: ${bytes.length} bytes at ${at}: ${shown}`;
  });
  return end === undefined ? lines : [...lines, `cut at ${end}`];
}

/** A big-endian integer of `width` bytes; bits beyond are dropped. */
export function bigEndian(value: number | bigint, width: number): Uint8Array {
  const out = new Uint8Array(width);
  let rest = BigInt.asUintN(8 * width, BigInt(value));
  for (let i = width - 1; i >= 0; i--) {
    out[i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return out;
}
