import { ak, openRoot, scope } from "hepwasm";
import { eventsFile, skipped } from "../input.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

const name = "jagged sum of float32";
/** Sums of four or five float32, in float32. */
const TOLERANCE = 1e-6;

/** `ak.sum(lep_pt, { axis: 1 })`: lists of four or five leptons. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 3_000_000;
  const minTime = quick ? 100 : 2000;
  const path = await eventsFile({ events, codec: "zstd" });
  if (path === undefined) return skipped(name, "there is no input and no Python to make it");
  const file = await openRoot(path);
  const { lep_pt } = await (await file.tree("mini")).arrays(["lep_pt"]);
  await file.close();

  const sums = ak.toList(ak.sum(lep_pt, { axis: 1 })) as number[];
  const step = Math.max(1, Math.floor(events / 1000));
  const peer = await startPeer<number[]>("arrays", ["sum", path]);
  if (peer)
    agree(
      sums.filter((_, i) => i % step === 0),
      peer.answer,
      TOLERANCE,
      name,
    );

  const sum = () => scope(() => ak.sum(lep_pt, { axis: 1 }).length);
  const objects = ak.flatten(lep_pt).length;
  yield {
    name,
    ...(await compare(sum, peer, { minTime })),
    work: { amount: objects, unit: "objects" },
  };
  peer?.close();
};

await runAlone(import.meta.url, rows);
