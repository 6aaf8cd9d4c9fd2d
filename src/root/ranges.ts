import type { ByteRange } from "./source.ts";

/** Ranges fetched together: the indices of its members and the bytes that cover them. */
export interface Span extends ByteRange {
  readonly members: readonly number[];
}

/**
 * Joins ranges whose distance is at most `gap`, in increasing position, as long as the whole does
 * not exceed `limit` bytes. Ranges may overlap and come in any order; empty ones need no bytes but
 * have their place.
 */
export function coalesce(ranges: readonly ByteRange[], gap: number, limit: number): Span[] {
  const order = ranges.map((_, i) => i).sort((a, b) => ranges[a].position - ranges[b].position);
  const spans: Span[] = [];
  let members: number[] = [];
  let start = 0;
  let stop = 0;
  for (const i of order) {
    const { position, length } = ranges[i];
    const end = Math.max(stop, position + length);
    if (members.length > 0 && position - stop <= gap && end - start <= limit) {
      members.push(i);
      stop = end;
      continue;
    }
    if (members.length > 0) spans.push({ position: start, length: stop - start, members });
    members = [i];
    start = position;
    stop = position + length;
  }
  if (members.length > 0) spans.push({ position: start, length: stop - start, members });
  return spans;
}
