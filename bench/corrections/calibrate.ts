import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scope } from "hepwasm";
import { EgammaCalibrationAndSmearingTool } from "hepwasm/corrections";
import { type Column, columnFrom } from "hepwasm/wasm";
import { assertSame, beside } from "../beside.ts";
import { startLoop } from "../c-loop.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";

/** Relative: cosh, log and sin of the peers differ from ours in the last place. */
const TOLERANCE = 1e-13;

/** The demo's constant terms, by |eta| of the cluster. */
const edges = [0, 0.6, 0.8, 1.15, 1.37, 1.52, 1.82, 2.01, 2.37];
const widths = [0.007, 0.0075, 0.008, 0.009, 0.022, 0.013, 0.011, 0.01, 0.012];

const variations = [
  "",
  "EG_SCALE_ALL__1up",
  "EG_SCALE_ALL__1down",
  "EG_RESOLUTION_ALL__1up",
  "EG_RESOLUTION_ALL__1down",
];

/** Energies of electrons, scaled and smeared, beside numba, NumPy and a loop in C. */
export const rows: BenchRows = async function* ({ quick }) {
  const n = quick ? 100_000 : 5_000_000;
  const settings = { minTime: quick ? 50 : 1000, minRounds: quick ? 2 : 7 };
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-calibrate-"));
  const columns = makeColumns(folder, n);
  try {
    const million = `${n / 1e6} M electrons`;
    const amount = { amount: n, unit: "electrons" };
    const run = await prepared("counter", columns);
    const one = (): number => run([""]);
    const ours = run.result();
    const numba = await startPeer<number>("calibrate", [folder, n, "numba", "keyed"]);
    if (numba) assertSame(ours, join(folder, "peer.f64"), TOLERANCE, "numba");
    const timings = await compare(one, numba, settings);
    numba?.close();
    yield {
      name: `energies smeared, counter, ${million}`,
      ...timings,
      work: amount,
      note: (await others(folder, n, ours, one, settings)).join("; "),
    };
    yield {
      name: `energies in five variations, counter, ${million}`,
      ...(await besideOne(() => run(variations), one, settings)),
      work: amount,
    };
    const twister = await prepared("trandom3", columns);
    yield {
      name: `energies smeared, TRandom3, ${million}`,
      ...(await compare(() => twister([""]), undefined, settings)),
      work: amount,
    };
    yield {
      name: `energies in five variations, TRandom3, ${million}`,
      ...(await besideOne(
        () => twister(variations),
        () => twister([""]),
        settings,
      )),
      work: amount,
    };
  } finally {
    for (const column of Object.values(columns)) column.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Run {
  (names: readonly string[]): number;
  /** Nominal momenta. */
  result(): Float64Array;
}

async function prepared(
  rng: "counter" | "trandom3",
  columns: Readonly<Record<string, Column>>,
): Promise<Run> {
  const tool = new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0, rng });
  await tool.initialize();
  const run = (names: readonly string[]): number =>
    scope(() => Object.keys(tool.evaluate(columns, undefined, names)).length);
  const result = (): Float64Array =>
    scope(() => {
      const [nominal] = Object.values(tool.evaluate(columns, undefined, [""]));
      return nominal?.ptOut?.toTypedArray() as Float64Array;
    });
  return Object.assign(run, { result });
}

/** NumPy, the packages' own generators, and C. */
async function others(
  folder: string,
  n: number,
  ours: Float64Array,
  work: () => unknown,
  settings: { readonly minTime: number; readonly minRounds: number },
): Promise<string[]> {
  const notes: string[] = [];
  for (const [name, mode] of [
    ["numpy", "keyed"],
    ["numpy", "sequential"],
    ["numba", "sequential"],
  ] as const) {
    const peer = await startPeer<number>("calibrate", [folder, n, name, mode]);
    if (!peer) continue;
    if (mode === "keyed") assertSame(ours, join(folder, "peer.f64"), TOLERANCE, name);
    const who = mode === "keyed" ? name : `${name} with its own generator`;
    notes.push(await beside(who, work, peer, settings));
  }
  const loop = await startLoop("calibrate", folder, n);
  if (loop) {
    assertSame(ours, join(folder, "bound.f64"), TOLERANCE, "C");
    notes.push(await beside("C (gcc -O3 -march=native)", work, loop, settings));
  }
  return notes;
}

/** Five variations in turn with one. */
async function besideOne(
  five: () => unknown,
  one: () => unknown,
  settings: { readonly minTime: number; readonly minRounds: number },
) {
  const { ours } = await compare(five, undefined, settings);
  const alone = await compare(one, undefined, settings);
  return { ours, peer: { ...alone.ours, name: "one variation" } };
}

/** The same columns in every run, here and as files. */
function makeColumns(folder: string, n: number): Record<string, Column> {
  let state = 20240710;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const angle = (half: number): number => Math.fround(2 * half * next() - half);
  const values = {
    pt: Float64Array.from({ length: n }, () => 8000 + 240e3 * next() * next()),
    eta: Float64Array.from({ length: n }, () => angle(2.45)),
    m: new Float64Array(n).fill(0.511),
    cl_eta: Float64Array.from({ length: n }, () => angle(2.45)),
    cl_phi: Float64Array.from({ length: n }, () => angle(Math.PI)),
    event: Float64Array.from({ length: n }, (_, i) => i),
  };
  for (const [name, all] of Object.entries(values)) writeFileSync(join(folder, `${name}.bin`), all);
  writeFileSync(join(folder, "edges.f64"), Float64Array.from(edges));
  writeFileSync(join(folder, "widths.f64"), Float64Array.from(widths));
  const { event, ...rest } = values;
  return Object.fromEntries(
    Object.entries({ ...rest, eventNumber: event }).map(([name, all]) => [name, columnFrom(all)]),
  );
}

await runAlone(import.meta.url, rows);
