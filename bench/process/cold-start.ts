import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { skipped, testFile } from "../input.ts";
import { hasPeers, runPython } from "../peer.ts";
import { type BenchRows, type Sample, timingOf } from "../row.ts";
import { runAlone } from "../table.ts";

const name = "first import to first histogram";

/** From `import "hepwasm"` to a histogram of one branch of uproot-HZZ.root: one process per run. */
export const rows: BenchRows = async function* ({ quick }) {
  const file = testFile("root/skhep/uproot-HZZ.root");
  if (file === undefined) return skipped(name, "uproot-HZZ.root is not there");
  const runs = quick ? 3 : 15;
  const script = fileURLToPath(new URL("cold-start.child.mjs", import.meta.url));
  const ours: Sample[] = [];
  const peers: Sample[] = [];
  let peerName: string | undefined;
  let answer: unknown;
  // Alternating, so that whatever else the machine does meets both.
  for (let i = 0; i < runs; i++) {
    const report = JSON.parse(execFileSync(process.execPath, [script, file], { encoding: "utf8" }));
    answer = report.answer;
    ours.push(report.sample);
    if (!hasPeers()) continue;
    const peer = JSON.parse(await runPython("cold", [file]));
    deepStrictEqual(answer, peer.answer);
    peers.push(peer.sample);
    peerName = peer.name;
  }
  yield {
    name,
    ours: timingOf(ours),
    peer: peerName === undefined ? undefined : { ...timingOf(peers), name: peerName },
    work: { amount: 1, unit: "starts" },
    note: "uproot-HZZ.root, Muon_Px, 50 bins; without the start of node or python themselves",
  };
};

await runAlone(import.meta.url, rows);
