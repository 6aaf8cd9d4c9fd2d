import { ak, openRoot, scope } from "hepwasm";
import { columnFrom } from "hepwasm/wasm";
import { eventsFile, skipped } from "../input.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** Sums of up to eight float32, in float32. */
const TOLERANCE = 1e-6;

/** `ak.sum(lep_pt, { axis: 1 })`: lists of four or five leptons, and lists of 0 to 8 at random. */
export const rows: BenchRows = async function* ({ quick }) {
  const title = "jagged sum of float32";
  const events = quick ? 100_000 : 3_000_000;
  const path = await eventsFile({ events, codec: "zstd" });
  if (path === undefined) return skipped(title, "there is no input and no Python to make it");
  const file = await openRoot(path);
  const read = await (await file.tree("mini")).arrays(["lep_pt", "eventNumber"]);
  await file.close();

  const cases = [
    { name: `${title}, lists of 4 or 5`, peerName: "sum", lists: read.lep_pt },
    {
      name: `${title}, lists of 0 to 8`,
      peerName: "sum-varied",
      lists: varied(read.lep_pt, ak.toTypedArray(read.eventNumber) as Int32Array),
    },
  ];
  for (const { name, peerName, lists } of cases) {
    const sum = () => ak.sum(lists, { axis: 1 });
    const sums = scope(() => ak.toTypedArray(sum()) as Float32Array);
    const peer = await startPeer<number[]>("arrays", [peerName, path]);
    const step = Math.max(1, Math.floor(lists.length / 1000));
    const some = sums.filter((_, i) => i % step === 0);
    if (peer) agree(some, peer.answer, TOLERANCE, name);
    yield {
      name,
      ...(await compare(() => scope(() => sum().length), peer, { minTime: quick ? 100 : 2000 })),
      work: { amount: ak.flatten(lists).length, unit: "objects" },
    };
    peer?.close();
  }
};

/** The same numbers in lists as long as the last digit, base nine, of each event's number. */
function varied(lists: ak.Array, eventNumbers: Int32Array): ak.Array {
  const content = ak.flatten(lists);
  const offsets = [0];
  for (const number of eventNumbers) {
    const next = offsets.at(-1)! + (number % 9);
    if (next > content.length) break;
    offsets.push(next);
  }
  const column = columnFrom(Int32Array.from(offsets), "int32");
  return new ak.Array({ kind: "list", offsets: column, content: content.layout });
}

await runAlone(import.meta.url, rows);
