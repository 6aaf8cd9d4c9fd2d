import { ak, Hist, openRoot, scope } from "hepwasm";
import { eventsFile, skipped } from "../input.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

const name = "fill of 34 bins, float64 with weights";

/** A histogram with Weight storage from two float64 columns, its making included. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 3_000_000;
  const minTime = quick ? 100 : 2000;
  const path = await eventsFile({ events, codec: "zstd" });
  if (path === undefined) return skipped(name, "there is no input and no Python to make it");
  const file = await openRoot(path);
  const read = await (await file.tree("mini")).arrays(["mcWeight", "scaleFactor_ELE"]);
  await file.close();
  const float64 = (column: ak.Array) =>
    ak.fromTypedArray(Float64Array.from(ak.toTypedArray(column) as Float32Array));
  const x = float64(read.mcWeight);
  const weight = float64(read.scaleFactor_ELE);

  const fill = () => Hist.new.reg(34, 0.5, 1.5, { name: "x" }).weight().fill({ x }, { weight });
  const filled = fill();
  const peer = await startPeer<{ values: number[]; variances: number[] }>("arrays", ["fill", path]);
  if (peer) {
    agree(filled.values({ flow: true }), peer.answer.values, 0, "values");
    agree(filled.variances({ flow: true })!, peer.answer.variances, 0, "variances");
  }
  yield {
    name,
    ...(await compare(() => scope(() => fill().sum()), peer, { minTime })),
    work: { amount: events, unit: "fills" },
  };
  peer?.close();
};

await runAlone(import.meta.url, rows);
