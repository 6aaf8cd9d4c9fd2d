import { dispose, type Fileset, run } from "hepwasm";
import { HZZAnalysis } from "../../examples/higgs/analysis.ts";
import { copies, skipped } from "../input.ts";
import { type Peer, startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** Of the sample llll, as in bench/peers/hzz.py. */
export const sample = { xsec: 1.2578, sumw: 7538705.8077, red_eff: 1 };
const variations = ["nominal", "scaleFactorUP", "scaleFactorDOWN", "m4lUP", "m4lDOWN"];
/** coffea merges chunks in another order than our tree. */
const TOLERANCE = 1e-12;

/** coffea with the paper's Program 2 over the same files, its histograms compared with ours. */
export async function agreeWithCoffea(
  fileset: Fileset,
  files: readonly string[],
  chunkSize: number,
): Promise<Peer<unknown> | undefined> {
  const out = await run(fileset, new HZZAnalysis(), { treeName: "mini", chunkSize });
  const peer = await startPeer<{ values: number[][]; variances: number[][] }>("hzz", [
    ...files,
    chunkSize,
  ]);
  if (peer) {
    variations.forEach((variation, i) => {
      const ours = out.MC.slice({ dataset: "llll", variation });
      const [values, variances] = [ours.values({ flow: true }), ours.variances({ flow: true })!];
      agree(values, peer.answer.values[i]!, TOLERANCE, `${variation} values`);
      agree(variances, peer.answer.variances[i]!, TOLERANCE, `${variation} variances`);
    });
  }
  dispose(out);
  return peer;
}

/** The paper's Program 2 from three files to the merged histogram, at equal chunk size. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 100_000 : 1_000_000;
  for (const codec of ["zstd", "zlib"] as const) {
    const files = await copies({ events, codec }, 3);
    for (const chunkSize of [100_000, 1_000_000]) {
      const name = `Program 2, ${codec}, chunks of ${chunkSize / 1000}k`;
      if (files === undefined) {
        skipped(name, "there is no input and no Python to make it");
        continue;
      }
      const fileset = { llll: { files, metadata: { sample } } };
      const options = { treeName: "mini", chunkSize };
      const work = async () => dispose(await run(fileset, new HZZAnalysis(), options));
      const peer = await agreeWithCoffea(fileset, files, chunkSize);
      const timings = await compare(work, peer, { minTime: quick ? 100 : 3000 });
      peer?.close();
      yield { name, ...timings, work: { amount: 3 * events, unit: "events" } };
    }
  }
};

await runAlone(import.meta.url, rows);
