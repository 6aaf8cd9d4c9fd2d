// A fixed piece of work that uses every part of the engine. Node, pages and workers must end with the
// same hash for each part.
import { ak, Hist, openRoot, scope, vector } from "hepwasm";
import * as math from "hepwasm/math";
import type { RootInput } from "hepwasm/root";
import { createHash } from "../node-crypto.ts";
import { canonical } from "./canonical.ts";

/** SHA-256 of numbers' bytes one after the other. */
function hash(...parts: readonly ArrayBufferView[]): string {
  const sum = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of parts) {
    sum.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return sum.digest("hex");
}

const hashOf = (array: ak.Array): string =>
  canonical(array.layout)
    .map(({ path, dtype, sha256 }) => `${path} ${dtype} ${sha256}`)
    .join("\n");

/** Numbers in [0, 1) from whole-number arithmetic alone (a counter, mixed). */
function generator(seed: number): () => number {
  let counter = seed;
  return () => {
    counter = (counter + 0x6d2b79f5) | 0;
    let t = Math.imul(counter ^ (counter >>> 15), 1 | counter);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const EVENTS = 4000;

/** Events with up to six leptons each. */
function leptons(random: () => number): Record<"pt" | "eta" | "phi" | "mass", ak.Array> {
  const counts = Array.from({ length: EVENTS }, () => Math.floor(random() * 7));
  const column = (make: () => number) =>
    ak.fromIter(counts.map((n) => Array.from({ length: n }, make)));
  return {
    pt: column(() => 5e3 / (0.01 + random())),
    eta: column(() => 5.4 * (random() - 0.5)),
    phi: column(() => 6.28 * (random() - 0.5)),
    mass: column(() => (random() < 0.5 ? 0.511 : 105.66)),
  };
}

/** Every branch of a ROOT file that can be read. */
async function decoded(input: RootInput): Promise<string> {
  await using file = await openRoot(input);
  const tree = await file.tree("mini");
  const events = await tree.arrays(tree.branches.filter((b) => !b.unsupported).map((b) => b.path));
  const out = hashOf(events);
  events.dispose();
  return hash(new TextEncoder().encode(out));
}

function jagged(): string[] {
  return scope(() => {
    const { pt, eta } = leptons(generator(1));
    const kept = pt.filter(ak.greater(ak.num(pt), 2));
    const good = ak.get(pt, ak.and(ak.greater(pt, 7e3), ak.less(ak.absolute(eta), 2.47)));
    return [
      ak.sum(pt, { axis: 1 }),
      ak.fillNone(ak.max(eta, { axis: 1 }), -9),
      ak.slice(kept, { axis: 1, stop: 3 }),
      good,
      ak.concatenate([good, eta]),
    ].map(hashOf);
  });
}

function masses(): ak.Array {
  const four = vector.zip(leptons(generator(2)));
  return ak.divide(vector.sum(ak.slice(four, { axis: 1, stop: 4 })).mass, 1000);
}

function vectors(): string {
  return scope(() => hashOf(masses()));
}

function filled(): string {
  return scope(() => {
    const random = generator(3);
    const hist = Hist.new
      .reg(34, 80, 250, { name: "m" })
      .variable([0, 0.1, 0.35, 0.7, 1], { name: "y" })
      .strCat(["a", "b"], { name: "s" })
      .weight();
    const m = masses();
    const y = Float64Array.from({ length: EVENTS }, random);
    const weight = Float64Array.from({ length: EVENTS }, () => random() * 3 - 0.5);
    for (const s of ["a", "b"]) hist.fill({ m, y, s }, { weight });
    return hash(hist.toBytes());
  });
}

function elementary(): string {
  const random = generator(4);
  const x = Float64Array.from({ length: 2000 }, (_, i) => {
    return (random() - 0.5) * 2 ** (Math.floor(random() * 60) - 30) * (i % 7 === 0 ? 1e6 : 1);
  });
  x.set([0, -0, Infinity, -Infinity, Number.NaN, 5e-324, 1.7976931348623157e308, 710, -745]);
  const one = [math.exp, math.log, math.log1p, math.log10, math.sin, math.cos, math.tan];
  const more = [math.sinh, math.cosh, math.asinh, math.atan, math.gammaln, math.ndtri];
  const results = [...one, ...more].map((f) => x.map((value) => f(value) + 0));
  results.push(x.map((value, i) => math.atan2(value, x[(i + 1) % x.length])));
  results.push(x.map((value, i) => math.pow(Math.abs(value), x[(i + 1) % x.length])));
  const arrays = scope(() => {
    const a = ak.fromTypedArray(x);
    return [ak.exp(a), ak.log(a), ak.sin(a), ak.arctan2(a, 1.5), ak.sqrt(a)]
      .map((array) => ak.fillNone(array, 0))
      .map((array) => ak.toTypedArray(array) as Float64Array);
  });
  // NaN has many encodings; what leaves an engine is not fixed.
  return hash(
    ...[...results, ...arrays].map((values) => values.map((v) => (Number.isNaN(v) ? -1 : v))),
  );
}

/** The hash of each part; `input` is the ROOT file to read. */
export async function workload(input: RootInput): Promise<Record<string, unknown>> {
  return {
    decoded: await decoded(input),
    jagged: jagged(),
    vectors: vectors(),
    filled: filled(),
    elementary: elementary(),
  };
}
