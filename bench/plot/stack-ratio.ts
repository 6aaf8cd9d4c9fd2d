import { Hist, plot } from "hepwasm";
import { hasPackage, startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

const name = "stack and ratio figure to SVG";
const BINS = 34;
const WEIGHTS = [0.17, 0.05, 0.03];
const labels = ["Background Z, tt", "Background ZZ", "Signal"];

/** A figure of three stacked samples, their band, data, and a ratio panel, to SVG text. */
export const rows: BenchRows = async function* ({ quick }) {
  const layers = WEIGHTS.map((_, i) => counts(i + 1, 40));
  const observed = counts(9, 20);
  const mass = { name: "m", label: "m_{4l} [GeV]" };
  const data = Hist.new.reg(BINS, 80, 250, mass).double();
  const mc = Hist.new.reg(BINS, 80, 250, mass).strCat(labels, { name: "dataset" }).weight();
  data.fill({ m: spread(observed) });
  layers.forEach((layer, i) => {
    mc.fill({ m: spread(layer), dataset: labels[i]! }, { weight: WEIGHTS[i]! });
  });
  const draw = () => plot.stack({ data, mc, axis: "m", comparison: "split_ratio", labels }).svg();

  const total = mc.project("m");
  const binned = plot.binned(total, "m");
  const ratio = plot.compare(plot.binned(data, "m"), binned, "split_ratio", "poisson");
  const input = JSON.stringify({ layers, weights: WEIGHTS, data: observed, labels });
  const peer = hasPackage("mplhep")
    ? await startPeer<{ values: number[]; lower: number[]; upper: number[] }>("stack_ratio", [
        input,
      ])
    : undefined;
  if (peer) {
    agree(ratio.values, peer.answer.values, 1e-12, "ratio");
    agree(ratio.lower, peer.answer.lower, 1e-9, "errors downwards");
    agree(ratio.upper, peer.answer.upper, 1e-9, "errors upwards");
  }
  yield {
    name,
    ...(await compare(draw, peer, { minTime: quick ? 100 : 2000 })),
    work: { amount: 1, unit: "figures" },
  };
  peer?.close();
};

/** Counts of a falling spectrum with a peak, none of them zero. */
function counts(seed: number, height: number): number[] {
  return Array.from(
    { length: BINS },
    (_, i) => 3 + ((i * 7 + seed * 5) % 6) + Math.round(height / (1 + (i - 2 * seed) ** 2)),
  );
}

/** So many entries at the center of each bin. */
function spread(layer: readonly number[]): number[] {
  return layer.flatMap((count, i) => new Array<number>(count).fill(82.5 + 5 * i));
}

await runAlone(import.meta.url, rows);
