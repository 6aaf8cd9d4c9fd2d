import { xxhash64 } from "../codec/xxhash64.ts";
import type { ChunkPlan } from "./plan.ts";

/**
 * A name for a plan: the same for the same chunks of the same files, so that parts of a result say
 * whether they belong together.
 */
export function nameOfPlan({ items }: ChunkPlan): string {
  const chunks = items.map((item) => {
    const { dataset, filename, treename, entryStart, entryStop, fileuuid, metadata } = item;
    return [dataset, filename, treename, entryStart, entryStop, fileuuid, metadata];
  });
  return xxhash64(new TextEncoder().encode(JSON.stringify(chunks)))
    .toString(16)
    .padStart(16, "0");
}
