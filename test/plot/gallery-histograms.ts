/* The histograms that the figures of docs/gallery.md show. */

import { Hist } from "../../src/hist/index.ts";

/** Numbers between 0 and 1, the same each time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A sum of four uniform numbers, which is nearly normal: mean 0, standard deviation 0.58. */
function bell(random: () => number): number {
  return random() + random() + random() + random() - 2;
}

export function momentum(seed: number, mean: number, width: number, entries: number): Hist {
  const random = generator(seed);
  const hist = Hist.new.reg(30, 0, 100, { name: "pt", label: "p_{T} [GeV]" }).double();
  hist.fill({ pt: Array.from({ length: entries }, () => mean + width * bell(random)) });
  return hist;
}

export const z = (): Hist => momentum(1, 40, 30, 2000);
export const top = (): Hist => momentum(2, 60, 20, 1500);
export const diboson = (): Hist => momentum(3, 50, 40, 800);

export function cloud(): Hist {
  const random = generator(4);
  const hist = Hist.new
    .reg(30, 0, 100, { name: "pt", label: "p_{T} [GeV]" })
    .reg(20, -3, 3, { name: "eta", label: "#eta" })
    .double();
  const pt = Array.from({ length: 20_000 }, () => 50 + 25 * bell(random));
  hist.fill({ pt, eta: pt.map(() => 1.5 * bell(random)) });
  return hist;
}

export function confusion(): Hist {
  const names = ["electron", "muon", "tau"];
  const hist = Hist.new
    .strCat(names, { name: "truth", label: "Truth" })
    .strCat(names, { name: "guess", label: "Identified as" })
    .double();
  const counts = [90, 1, 9, 0, 96, 4, 12, 7, 81];
  counts.forEach((count, i) => {
    const pair = { truth: names[Math.floor(i / 3)], guess: names[i % 3] };
    for (let n = 0; n < count; n++) hist.fill(pair);
  });
  return hist;
}

export function objects(): Hist {
  const names = ["electron", "muon", "tau lepton", "photon", "b-jet"];
  const hist = Hist.new.strCat(names, { name: "object", label: "Object" }).double();
  for (const [i, name] of names.entries()) {
    for (let n = 0; n < [34, 41, 12, 22, 57][i]; n++) hist.fill({ object: name });
  }
  return hist;
}
