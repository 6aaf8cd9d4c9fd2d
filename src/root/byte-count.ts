import { UsageError } from "../errors.ts";

const decimal = ["B", "KB", "MB", "GB", "TB", "PB"];
const binary = ["B", "KIB", "MIB", "GIB", "TIB", "PIB"];

/**
 * Bytes of a text such as `100 MB` or `1.5 GiB`; a number is one of bytes.
 *
 * @throws UsageError
 * @see uproot._util.memory_size
 */
export function byteCount(size: number | string, what: string): number {
  const [, digits, unit] = /^\s*(\d+\.?\d*|\.\d+)\s*([a-z]+)\s*$/i.exec(String(size)) ?? [];
  let bytes = typeof size === "number" ? size : Number.NaN;
  if (unit !== undefined) {
    const upper = unit.toUpperCase();
    const power = Math.max(decimal.indexOf(upper), binary.indexOf(upper));
    const base = decimal.includes(upper) ? 1000 : 1024;
    if (power >= 0)
      bytes = Array(power)
        .fill(base)
        .reduce((n, one) => n * one, Number(digits));
  }
  if (bytes > 0) return bytes;
  throw new UsageError(`${what} is a size such as "100 MB", not ${JSON.stringify(size)}`);
}
