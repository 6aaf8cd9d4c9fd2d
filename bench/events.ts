import { createHash } from "node:crypto";
import { type ak, openRoot } from "hepwasm";

/** All columns of the tree or RNTuple "mini", decompressed by so many threads. */
export async function readAll(path: string, workers: number = 1): Promise<ak.Array> {
  const file = await openRoot(path);
  try {
    return await (await file.tree("mini")).arrays(undefined, { workers });
  } finally {
    await file.close();
  }
}

/** As bench/peers/read.py: sha256 of int64 offsets, for a jagged column, and of the content. */
export function digests(events: ak.Array): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of events.fields) {
    const { layout } = events.field(name);
    const hash = createHash("sha256");
    let flat = layout;
    let [start, stop] = [0, events.length];
    if (layout.kind === "list") {
      const offsets = Array.from(layout.offsets.view());
      [start, stop] = [offsets[0]!, offsets.at(-1)!];
      hash.update(BigInt64Array.from(offsets, (offset) => BigInt(offset - start)));
      flat = layout.content;
    }
    if (flat.kind !== "flat") throw new Error(`${name} is not a column of numbers`);
    hash.update(flat.data.toTypedArray().subarray(start, stop));
    found[name] = hash.digest("hex");
  }
  return found;
}
