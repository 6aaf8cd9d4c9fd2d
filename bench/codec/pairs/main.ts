// Baskets of zlib one after the other and two side by side, beside node:zlib, in turn, processor time:
// npx tsx bench/codec/pairs/main.ts
import { deflateSync, inflateSync } from "node:zlib";
import { zlib, zlibMany } from "../../../src/codec/zlib.ts";
import { reserve } from "../../../src/wasm/column.ts";
import { contents, generator } from "../../../test/codec/samples.ts";

const BASKETS = 8;
const RUNS = 31;

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const rows: Record<string, Record<string, string>> = {};
for (const [name, make] of Object.entries(contents)) {
  for (const size of [2 ** 16, 2 ** 20]) {
    const random = generator(4);
    const all = Array.from({ length: BASKETS }, () => make(size, random));
    const jobs = all.map((bytes) => {
      return { compressed: deflateSync(bytes, { level: 1 }), target: reserve("uint8", size) };
    });
    const works = {
      alone: () => {
        for (const { compressed, target } of jobs) zlib(compressed, target, 0, size);
      },
      pairs: () => void zlibMany(jobs),
      node: () => {
        for (const { compressed, target } of jobs) target.view().set(inflateSync(compressed));
      },
    };
    const times: Record<string, number[]> = {};
    for (let run = 0; run < RUNS; run++) {
      for (const [way, work] of Object.entries(works)) {
        for (const { target } of jobs) target.view().fill(0);
        const ms = cpuMs(work);
        const same = all.every((bytes, i) => Buffer.compare(bytes, jobs[i]!.target.view()) === 0);
        if (!same) throw new Error(`${name}, ${way}: wrong bytes`);
        times[way] = [...(times[way] ?? []), ms];
      }
    }
    for (const { target } of jobs) target.dispose();
    const [alone, pairs, node] = Object.values(times).map(
      (each) => each.sort((a, b) => a - b)[RUNS >> 1]!,
    );
    rows[`${name}, ${size / 1024} kB`] = {
      "alone ms": alone!.toFixed(2),
      "pairs ms": pairs!.toFixed(2),
      "alone / pairs": (alone! / pairs!).toFixed(2),
      "node:zlib ms": node!.toFixed(2),
    };
  }
}
console.table(rows);
