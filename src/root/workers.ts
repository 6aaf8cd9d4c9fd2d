import { type Unpacker, Unpacking } from "../codec/unpacking.ts";
import { UnpackingAlone } from "../codec/unpacking-alone.ts";
import { UsageError } from "../errors.ts";

/** More threads than a machine has processors. */
const MAX_WORKERS = 256;

/**
 * What decompresses with `workers` threads, this one included; the caller ends it.
 *
 * @param needed  whether there is anything to decompress
 * @throws UsageError
 */
export function startUnpacking(workers: number = 1, needed: boolean): Unpacker | undefined {
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= MAX_WORKERS)) {
    throw new UsageError(`workers is a number of threads from 1 to ${MAX_WORKERS}, not ${workers}`);
  }
  if (!needed) return undefined;
  return workers > 1 ? new Unpacking(workers) : new UnpackingAlone();
}
