import { run } from "hepwasm";
import { HZZAnalysis } from "../../examples/higgs/analysis.ts";
import { eventsFile, skipped } from "../input.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";
import { agree } from "../tolerance.ts";

/** Of the sample llll, as in bench/peers/hzz.py. */
const sample = { xsec: 1.2578, sumw: 7538705.8077, red_eff: 1 };
const variations = ["nominal", "scaleFactorUP", "scaleFactorDOWN", "m4lUP", "m4lDOWN"];
/** coffea merges chunks in another order than our tree. */
const TOLERANCE = 1e-12;

/** The paper's Program 2 from the file to the merged histogram, at equal chunk size. */
export const rows: BenchRows = async function* ({ quick }) {
  const events = quick ? 200_000 : 3_000_000;
  for (const codec of ["zstd", "zlib"] as const) {
    for (const chunkSize of [100_000, 1_000_000]) {
      const name = `Program 2, ${codec}, chunks of ${chunkSize / 1000}k`;
      const file = await eventsFile({ events, codec });
      if (file === undefined) {
        skipped(name, "there is no input and no Python to make it");
        continue;
      }
      const fileset = { llll: { files: [file], metadata: { sample } } };
      const work = () => run(fileset, new HZZAnalysis(), { treeName: "mini", chunkSize });

      const { MC } = await work();
      const peer = await startPeer<{ values: number[][]; variances: number[][] }>("hzz", [
        file,
        chunkSize,
      ]);
      if (peer) {
        variations.forEach((variation, i) => {
          const ours = MC.slice({ dataset: "llll", variation });
          agree(
            ours.values({ flow: true }),
            peer.answer.values[i]!,
            TOLERANCE,
            `${variation} values`,
          );
          agree(
            ours.variances({ flow: true })!,
            peer.answer.variances[i]!,
            TOLERANCE,
            `${variation} variances`,
          );
        });
      }
      const timings = await compare(work, peer, { minTime: quick ? 100 : 3000 });
      peer?.close();
      yield { name, ...timings, work: { amount: events, unit: "events" } };
    }
  }
};

await runAlone(import.meta.url, rows);
