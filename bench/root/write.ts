import { strictEqual } from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ak } from "hepwasm";
import { openRoot, recreateRoot } from "hepwasm/root";
import { beside } from "../beside.ts";
import { startLoop } from "../c-loop.ts";
import { digests } from "../events.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, inTurn, timeOnce, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";

const STEP = 50_000;

const cases = [
  ["TTree", "none"],
  ["TTree", "lz4"],
  ["TTree", "zlib"],
  ["TTree", "zstd"],
  ["RNTuple", "none"],
  ["RNTuple", "lz4"],
  ["RNTuple", "zlib"],
  ["RNTuple", "zstd"],
] as const;

/** Columns of events: two of numbers, and a collection with two fields. */
function columns(events: number): { run: Int32Array; met: Float64Array; Jet: ak.Array } {
  const run = Int32Array.from({ length: events }, (_, i) => i);
  const met = Float64Array.from(run, (i) => (i % 9973) * 0.73);
  const counts = run.map((i) => i % 5);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const pt = Float32Array.from({ length: total }, (_, i) => (i % 10007) * 0.37);
  const eta = pt.map((value) => value / 1000);
  const lists = (content: Float32Array): ak.Array =>
    ak.unflatten(ak.fromTypedArray(content), ak.fromTypedArray(counts));
  return { run, met, Jet: ak.zip({ pt: lists(pt), eta: lists(eta) }) };
}

/** Writing events in four steps, from arrays in memory to the complete file. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 20_000 : 200_000;
  const { run, met, Jet } = columns(events);
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-bench-"));
  try {
    for (const [kind, compression] of cases) {
      const [own, other] = [join(folder, "own.root"), join(folder, "peer.root")];
      const work = async (sync = true): Promise<void> => {
        const file = await recreateRoot(own, { compression, sync });
        const tree =
          kind === "TTree"
            ? file.mktree("Events", {
                run: "int32",
                met: "float64",
                Jet: { pt: "var * float32", eta: "var * float32" },
              })
            : file.mkrntuple("Events", {
                run: "int32",
                met: "float64",
                Jet: "var * {pt: float32, eta: float32}",
              });
        for (let start = 0; start < events; start += STEP) {
          const stop = start + STEP;
          await tree.extend({
            run: run.subarray(start, stop),
            met: met.subarray(start, stop),
            Jet: Jet.slice(start, stop),
          });
        }
        await file.close();
      };
      await work();
      const peer = await startPeer<number>("write", [other, events, STEP, compression, kind]);
      if (peer) strictEqual(JSON.stringify(await read(own)), JSON.stringify(await read(other)));
      const once = async () => [await timeOnce(work)];
      const settings = { minTime: quick ? 100 : 2000 };
      const { ours, theirs } = await inTurn(once, peer, settings);
      const sizes = [own, ...(peer ? [other] : [])].map((path) => statSync(path).size);
      peer?.close();
      const notes = [`bytes on file: ${sizes.join(", peer ")}`];
      if (kind === "TTree") {
        // Like with like: uproot does not wait for the disk, and we do.
        const options = [other, events, STEP, compression, kind, "sync"];
        const durable = await startPeer<number>("write", options);
        if (durable) notes.push(await beside("peer with fsync", () => work(), durable, settings));
        const plain = await startPeer<number>("write", options.slice(0, 5));
        if (plain) notes.push(await beside("both without", () => work(false), plain, settings));
      }
      for (const sync of compression === "none" && kind === "TTree" ? [true, false] : []) {
        const loop = await startLoop("write", folder, sync ? events : -events);
        const who = sync ? "C" : "C without fsync, ours without";
        if (loop) notes.push(await beside(who, () => work(sync), loop, settings));
      }
      yield {
        name: `write a ${kind}, ${compression}`,
        ours: timingOf(ours),
        peer: peer && { ...timingOf(theirs), name: peer.name },
        work: { amount: events, unit: "events" },
        note: notes.join("; "),
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Digests of all columns of a file. */
async function read(path: string): Promise<Record<string, string>> {
  const file = await openRoot(path);
  try {
    const tree = await file.tree("Events");
    const members = ["run", "met", "Jet.pt", "Jet.eta"];
    const fields = tree.keys().includes("Jet_pt") ? undefined : members;
    return digests(await tree.arrays(fields));
  } finally {
    await file.close();
  }
}

await runAlone(import.meta.url, rows);
