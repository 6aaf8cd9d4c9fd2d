import { statSync } from "node:fs";
import { CorrectionSet } from "hepwasm/corrections";
import { largePayload } from "../large-payload.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";

/** A point inside of all bins. */
const point = [0.3, 55.5, 21.5] as const;

/** Loading a payload as large as the largest that is published, to where it can be evaluated. */
export const rows: BenchRows = async function* ({ quick }) {
  const file = largePayload();
  const load = async (): Promise<number> => {
    using set = await CorrectionSet.fromFile(file);
    let sum = 0;
    for (const name of set) sum += set.get(name).evaluate(...point);
    return sum;
  };
  const ours = await load();
  const peer = await startPeer<number>("payload", [file, ...point]);
  if (peer && Math.abs(ours / peer.answer - 1) > 1e-13) {
    throw new Error(`all corrections: ${ours}, correctionlib says ${peer.answer}`);
  }
  const timings = await compare(load, peer, { minTime: 1000, minRounds: quick ? 2 : 7 });
  peer?.close();
  const amount = statSync(file).size / 1e6;
  yield {
    name: `loading a payload of ${amount.toFixed(1)} MB`,
    ...timings,
    work: { amount, unit: "MB" },
    note: "read, checked and compiled, then each of 60 corrections once; the peer compiles those it is asked for",
  };
};

await runAlone(import.meta.url, rows);
