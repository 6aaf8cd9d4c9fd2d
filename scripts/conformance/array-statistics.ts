import { createHash } from "node:crypto";
import { floatStatistics } from "./canonical.ts";
import { jsonValue } from "./first-entries.ts";

const FIRST = 8;

/** What the reference says of an array of float64. */
export interface ArrayStatistics {
  readonly dtype: "float64";
  readonly n: number;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly first8: readonly unknown[];
  readonly [statistic: string]: unknown;
}

/** @param shape  its dimensions; default one */
export function arrayStatistics(
  values: Float64Array,
  shape: readonly number[] = [values.length],
): ArrayStatistics {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    dtype: "float64",
    n: values.length,
    shape,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    first8: Array.from(values.subarray(0, FIRST), jsonValue),
    ...floatStatistics(values),
  };
}
