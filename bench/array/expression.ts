import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ak, scope } from "hepwasm";
import { startLoop } from "../c-loop.ts";
import { startPeer } from "../peer.ts";
import { type BenchRows, compare, type Timing } from "../row.ts";
import { runAlone } from "../table.ts";

const CUT = "pt > 25e3 && abs(eta) < 2.47 && !(abs(eta) > 1.37 && abs(eta) < 1.52) && abs(d0) < 5";
const OBJECTS_PER_EVENT = 4;

/** A cut of five terms on float32 columns beside NumPy's or Awkward's chain, and one loop in C. */
export const rows: BenchRows = async function* ({ quick }) {
  const many = quick ? 1_000_000 : 20_000_000;
  yield await row("flat", many, quick);
  yield await row("flat", 400_000, quick);
  yield await row("jagged", 400_000, quick);
  yield await row("jagged", many, quick);
};

async function row(shape: "flat" | "jagged", objects: number, quick: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-cut-"));
  try {
    const source = makeColumns(folder, objects, shape);
    const cut = () => ak.evaluate(CUT, source);
    const passed = scope(() =>
      Uint8Array.from(ak.toTypedArray(ak.flatten(cut(), { axis: null })) as Uint8Array),
    );
    const peer = await startPeer<number>("expression", [folder, objects, shape]);
    if (peer) same(passed, readFileSync(join(folder, "peer.u8")), "the peer");
    // Engines improve code in the background; a busy machine takes its time for it.
    for (let i = 0; i < 20; i++) scope(() => cut().length);
    const work = () => scope(() => cut().length);
    const settings = { minTime: quick ? 100 : 2000 };
    const timings = await compare(work, peer, settings);
    peer?.close();
    const loop = await startLoop("cut", folder, objects);
    if (loop) same(passed, readFileSync(join(folder, "bound.u8")), "C");
    const bound = loop && (await compare(work, loop, settings));
    loop?.close();
    for (const column of Object.values(source)) column.dispose();
    const events = objects / OBJECTS_PER_EVENT / 1e6;
    return {
      name: `cut of five terms, ${objects / 1e6} M objects ${shape === "flat" ? "flat" : `of ${events} M events`}`,
      ...timings,
      work: { amount: objects, unit: "objects" },
      note: bound?.peer && beside(bound.peer, bound.ours),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the loop in C took in turn with ours, by the clock and by processor time. */
function beside(c: Timing, ours: Timing): string {
  const [theirs, own] = [c.cpu ?? c.ms, ours.cpu ?? ours.ms];
  return (
    `the loop in C (gcc -O3 -march=native) in turn: ${c.ms.toFixed(2)} ms, ` +
    `${(c.ms / ours.ms).toFixed(2)}x; by processor time ${theirs.toFixed(2)} ms, ` +
    `ours ${own.toFixed(2)} ms, ${(theirs / own).toFixed(2)}x`
  );
}

/** Columns of uniform numbers, the same in every run, here and as files. */
function makeColumns(
  folder: string,
  n: number,
  shape: "flat" | "jagged",
): Record<"pt" | "eta" | "d0", ak.Array> {
  let state = 20240710;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  // Lists of 0 to 8 elements, 4 on average.
  const offsets = new Int32Array(n / OBJECTS_PER_EVENT + 1);
  for (let i = 1; i < offsets.length; i++) {
    const left = n - offsets[i - 1];
    offsets[i] = offsets[i - 1] + Math.min(left, Math.floor(9 * next()));
  }
  offsets[offsets.length - 1] = n;
  writeFileSync(join(folder, "offsets.i32"), offsets);
  const lists = ak.fromTypedArray(offsets).layout;
  const column = (name: string, value: () => number): ak.Array => {
    const values = Float32Array.from({ length: n }, value);
    writeFileSync(join(folder, `${name}.f32`), values);
    const { layout } = ak.fromTypedArray(values);
    if (shape === "flat" || lists.kind !== "flat") return new ak.Array(layout);
    return new ak.Array({ kind: "list", offsets: lists.data as never, content: layout });
  };
  return {
    pt: column("pt", () => 80e3 * next()),
    eta: column("eta", () => 5.4 * (next() - 0.5)),
    d0: column("d0", () => 12 * (next() - 0.5)),
  };
}

function same(ours: Uint8Array, theirs: Uint8Array, who: string): void {
  if (Buffer.compare(ours, theirs) !== 0) throw new Error(`${who} selects other objects`);
}

await runAlone(import.meta.url, rows);
