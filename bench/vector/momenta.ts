import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ak, scope, vector } from "hepwasm";
import { columnFrom, dispose, memoryUsage } from "hepwasm/wasm";
import { skipped } from "../input.ts";
import { hasPeers, runPython, startPeer } from "../peer.ts";
import { type BenchRows, compare, type Row } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** What the peers tell before they are timed. */
interface Answer {
  readonly length: number;
  /** Every so-manieth number. */
  readonly values: number[];
  /** Bytes by which the work raised the peer's highest memory. */
  readonly peak: number;
}

/** Rounding of different orders of operations, relative to the largest number. */
const TOLERANCE = 1e-11;
const MEGABYTE = 1e6;

const cache = process.env.HEPWASM_CACHE ?? join(homedir(), ".cache/hepwasm");

/** 5 M events with 20 M momenta (pt, eta, phi, energy in float32), lists of 0 to 15. */
export const rows: BenchRows = async function* ({ quick }) {
  const size = { events: quick ? 50_000 : 5_000_000, quick };
  const v = await momenta(size.events);
  if (v === undefined) return skipped("momenta", "there is no input and no Python to make it");
  const mass = (): ak.Array => vector.sum(ak.slice(v, { axis: 1, stop: 4 })).mass;
  const pairs = (): ak.Array => vector.pairMass(v);
  yield await row("mass of the first four of each event", "mass", mass, size);
  yield await row("mass of the first four of each event", "mass-numba", mass, size);
  yield await row("masses of all pairs", "pairs", pairs, size);
  yield await row("masses of all pairs", "pairs-numba", pairs, size);
  const mirrored = mirror(v);
  yield await row("deltaR of 20 M pairs", "deltaR", () => vector.deltaR(v, mirrored), size);
  dispose([v, mirrored]);

  // coffea makes columns of all pairs: fewer events fit into memory.
  const fewer = { ...size, events: size.events / 10 };
  const a = (await momenta(fewer.events)) as vector.Momentum4D;
  const b = mirror(a);
  const nearest = (): ak.Array => vector.nearest(a, b, { returnMetric: true })[1];
  yield await row("deltaR of the nearest", "nearest", nearest, fewer);
};

async function row(
  name: string,
  what: string,
  run: () => ak.Array,
  { events, quick }: { events: number; quick: boolean },
): Promise<Row> {
  const peer = await startPeer<Answer>("momenta", [what, folderOf(events)]);
  let note: string | undefined;
  if (peer) {
    const { length, values, peak } = peer.answer;
    scope(() => {
      const before = memoryUsage().usedBytes;
      const made = run();
      const ours = memoryUsage().usedBytes - before;
      const flat = ak.toTypedArray(ak.flatten(made, { axis: null })) as Float64Array;
      const step = Math.max(1, Math.floor(length / 1000));
      agree(
        flat.filter((_, i) => i % step === 0),
        values,
        TOLERANCE,
        name,
      );
      if (peak > 0) {
        note = `memory: ours ${(ours / MEGABYTE).toFixed(0)} MB, the peer's ${(peak / MEGABYTE).toFixed(0)} MB`;
      }
    });
  }
  const timing = await compare(() => scope(() => run().length), peer, {
    minTime: quick ? 100 : 1500,
  });
  peer?.close();
  return { name, ...timing, work: { amount: events, unit: "events" }, note };
}

const folderOf = (events: number): string => join(cache, `momenta-${events}`);

async function momenta(events: number): Promise<vector.Momentum4D | undefined> {
  const folder = folderOf(events);
  if (!existsSync(join(folder, "energy"))) {
    if (!hasPeers()) return undefined;
    await runPython("momenta", ["make", folder, events]);
  }
  const bytes = (name: string): ArrayBuffer => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  };
  const offsets = columnFrom<"int32">(new Int32Array(bytes("offsets")));
  const lists = ["pt", "eta", "phi", "energy"].map((name) => {
    const content = ak.fromTypedArray(new Float32Array(bytes(name))).layout;
    return [name, new ak.Array({ kind: "list", offsets, content })];
  });
  return vector.zip(Object.fromEntries(lists));
}

/** The same momenta on the other side in z. */
function mirror({ pt, eta, phi, energy }: vector.Momentum4D): vector.Momentum4D {
  return vector.zip({ pt, eta: ak.negative(eta), phi, energy });
}

await runAlone(import.meta.url, rows);
