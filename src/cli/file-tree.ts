import { UsageError } from "../errors.ts";

/**
 * The entries that `START:STOP` means, as Python's slices do: either may be left out, negative ones
 * count from the end, and both are cut to what there is. `N` is `N:N+1`.
 *
 * @returns `[start, stop)` with 0 <= start <= stop <= entries
 */
export function entryRange(text: string, entries: number): [number, number] {
  const match = /^(-?\d+)?(:)?(-?\d+)?$/.exec(text.trim());
  if (match === null || text.trim() === "" || (match[2] === undefined && match[3] !== undefined)) {
    throw new UsageError(`"${text}" is no entry range; say START:STOP, such as 0:5, 100: or -5:`);
  }
  const place = (given: string | undefined, otherwise: number): number => {
    if (given === undefined) return otherwise;
    const value = Number(given);
    return Math.min(Math.max(value < 0 ? value + entries : value, 0), entries);
  };
  const start = place(match[1], 0);
  const one = match[2] === undefined;
  if (one && (Number(match[1]) >= entries || Number(match[1]) < -entries)) {
    throw new UsageError(`there is no entry ${match[1]}: the tree has ${entries}`);
  }
  const stop = one ? start + 1 : place(match[3], entries);
  return [start, Math.max(start, stop)];
}
