import { deepStrictEqual } from "node:assert/strict";
import { digests, readAll } from "../events.ts";
import { type BenchCodec, ntupleFile, skipped } from "../input.ts";
import { peakMemory } from "../memory.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, inTurn, type Sample, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";

const codecs: readonly BenchCodec[] = ["none", "lz4", "zstd", "zlib"];

/**
 * All columns of an RNTuple of 1 M events, from opening the file to arrays in memory. The note holds
 * the peak memory of a fresh process that reads them once.
 */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 1_000_000;
  for (const codec of codecs) {
    const name = `read RNTuple, ${codec}`;
    const file = await ntupleFile(events, codec);
    if (file === undefined) {
      skipped(name, "there is no input and no Python to make it");
      continue;
    }
    const peer = await startPeer<Record<string, string>, Sample>("read", [file]);
    const read = await readAll(file);
    if (peer) deepStrictEqual(digests(read), peer.answer);
    read.dispose();
    const once = async (): Promise<Sample[]> => [
      await timeOnce(async () => (await readAll(file)).dispose()),
    ];
    const { ours, theirs } = await inTurn(once, peer, { minTime: quick ? 100 : 2000 });
    peer?.close();
    yield {
      name,
      ours: timingOf(ours),
      peer: peer && { ...timingOf(theirs), name: peer.name },
      work: { amount: events, unit: "events" },
      note: await peakMemory(file),
    };
  }
};

await runAlone(import.meta.url, rows);
