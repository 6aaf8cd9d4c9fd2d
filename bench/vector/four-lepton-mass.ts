import { ak, openRoot, scope, vector } from "hepwasm";
import { eventsFile, skipped } from "../input.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

const name = "mass of the first four leptons";
const TOLERANCE = 1e-12;

/** From pt, eta, phi, energy (float32) of all leptons to one mass (float64) of each event. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 3_000_000;
  const minTime = quick ? 100 : 2000;
  const path = await eventsFile({ events, codec: "zstd" });
  if (path === undefined) return skipped(name, "there is no input and no Python to make it");
  const file = await openRoot(path);
  const tree = await file.tree("mini");
  const read = await tree.arrays(["lep_pt", "lep_eta", "lep_phi", "lep_E"]);
  await file.close();

  const leptons = vector.zip({
    pt: read.lep_pt,
    eta: read.lep_eta,
    phi: read.lep_phi,
    energy: read.lep_E,
  });
  const mass = () => vector.sum(ak.slice(leptons, { axis: 1, stop: 4 })).mass;
  const masses = scope(() => ak.toList(mass()) as number[]);
  const step = Math.max(1, Math.floor(events / 1000));
  const peer = await startPeer<number[]>("arrays", ["mass", path]);
  if (peer)
    agree(
      masses.filter((_, i) => i % step === 0),
      peer.answer,
      TOLERANCE,
      name,
    );

  yield {
    name,
    ...(await compare(() => scope(() => mass().length), peer, { minTime })),
    work: { amount: events, unit: "events" },
  };
  peer?.close();
};

await runAlone(import.meta.url, rows);
