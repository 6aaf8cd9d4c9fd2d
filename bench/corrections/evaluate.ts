import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scope } from "hepwasm";
import { CorrectionSet } from "hepwasm/corrections";
import { type Column, columnFrom } from "hepwasm/wasm";
import { ETA_EDGES, electronPayload, PT_EDGES } from "../../src/corrections/throughput-payload.ts";
import { assertSame, beside } from "../beside.ts";
import { startLoop } from "../c-loop.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare, type Row } from "../row.ts";
import { runAlone } from "../table.ts";

/** Relative distance of results that went through a formula; look-ups are exact. */
const tolerances: Record<string, number> = { sf: 0, uniform: 0, formula: 1e-14, random: 1e-14 };

/** gcc fuses products and sums: the square of a point near the unit circle has another last bit. */
const FUSED = 1e-13;

const titles: Record<string, string> = {
  sf: "scale factor, 20 x 14 variable bins",
  uniform: "scale factor, 20 x 14 uniform bins",
  formula: "formula of seven parameters",
  random: "hashprng, normal",
};

/** Corrections of electrons beside correctionlib, numba's loop and one in C. */
export const rows: BenchRows = async function* ({ quick }) {
  const n = quick ? 100_000 : 5_000_000;
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-corrections-"));
  try {
    const columns = makeColumns(folder, n);
    writeFileSync(join(folder, "payload.json"), electronPayload);
    using set = CorrectionSet.fromString(electronPayload);
    for (const name of Object.keys(titles)) yield await row(set, name, columns, folder, n, quick);
    yield await oneByOne(set, columns, folder, quick);
    for (const column of Object.values(columns)) column.dispose();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function row(
  set: CorrectionSet,
  name: string,
  columns: Record<string, Column>,
  folder: string,
  n: number,
  quick: boolean,
): Promise<Row> {
  const correction = set.get(name);
  const inputs = correction.inputs.map((input) => columns[input.name] as Column);
  const work = (): number => scope(() => correction.evaluate(...inputs).length);
  const ours = scope(() => correction.evaluate(...inputs).toTypedArray());
  const settings = { minTime: quick ? 50 : 1000, minRounds: quick ? 2 : 7 };
  const peer = await startPeer<number>("corrections", [folder, n, name, "correctionlib"]);
  if (peer) assertSame(ours, join(folder, "peer.f64"), tolerances[name] as number, "correctionlib");
  const timings = await compare(work, peer, settings);
  peer?.close();
  const notes: string[] = [];
  if (name === "sf") {
    const numba = await startPeer<number>("corrections", [folder, n, name, "numba"]);
    if (numba) {
      assertSame(ours, join(folder, "peer.f64"), 0, "numba");
      notes.push(await beside("numba", work, numba, settings));
    }
    writeFileSync(join(folder, "edges.f64"), Float64Array.from([...PT_EDGES, ...ETA_EDGES]));
    const { content } = JSON.parse(electronPayload).corrections[0].data;
    writeFileSync(join(folder, "content.f64"), Float64Array.from(content));
  }
  const loop = await (name === "sf"
    ? startLoop("lookup", folder, n)
    : name === "uniform"
      ? undefined
      : startLoop("evaluate", folder, n, name));
  if (loop) {
    assertSame(ours, join(folder, "bound.f64"), name === "sf" ? 0 : FUSED, "C");
    notes.push(await beside("C (gcc -O3 -march=native)", work, loop, settings));
  }
  return {
    name: `${titles[name]}, ${n / 1e6} M electrons`,
    ...timings,
    work: { amount: n, unit: "electrons" },
    note: notes.length > 0 ? notes.join("; ") : undefined,
  };
}

/** A call for each object, as programs with loops of their own make them. */
async function oneByOne(
  set: CorrectionSet,
  columns: Record<string, Column>,
  folder: string,
  quick: boolean,
): Promise<Row> {
  const calls = 10_000;
  const correction = set.get("sf");
  const [first = [], second = []] = correction.inputs.map((input) =>
    Array.from((columns[input.name] as Column).view().subarray(0, calls), Number),
  );
  const out = new Float64Array(calls);
  const work = (): void => {
    for (let i = 0; i < calls; i++) out[i] = correction.evaluate(first[i]!, second[i]!);
  };
  work();
  const peer = await startPeer<number>("corrections", [folder, calls, "sf", "one by one"]);
  if (peer) assertSame(out, join(folder, "peer.f64"), 0, "correctionlib");
  const timings = await compare(work, peer, { minTime: quick ? 50 : 1000 });
  peer?.close();
  const amount = { amount: calls, unit: "electrons" };
  return { name: "scale factor, a call for each of 10,000 electrons", ...timings, work: amount };
}

/** The same columns in every run, here and as files. */
function makeColumns(folder: string, n: number): Record<string, Column> {
  let state = 20240710;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const columns = {
    pt: Float64Array.from({ length: n }, () => 8 + 240 * next() * next()),
    eta: Float64Array.from({ length: n }, () => 5.2 * (next() - 0.5)),
    event: BigInt64Array.from({ length: n }, (_, i) => BigInt(i)),
  };
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => {
      writeFileSync(join(folder, `${name}.bin`), values);
      return [name, columnFrom(values)];
    }),
  );
}

await runAlone(import.meta.url, rows);
