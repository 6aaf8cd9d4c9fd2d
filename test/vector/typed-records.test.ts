import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { deltaPhi } from "../../src/vector/distance.ts";
import * as vector from "../../src/vector/index.ts";

// That this file passes the type checker, without a cast, is what it tests: `npm run check` reads it.

/** As a schema gives its collections: which fields there are is known when the file is read. */
const jets: ak.Records = ak.zip(
  {
    pt: ak.fromIter([[50, 40, 30], [], [20, 10]]),
    eta: ak.fromIter([[0, 1, -1], [], [2, -2]]),
    phi: ak.fromIter([[0, 1, 2], [], [1, 3]]),
    mass: ak.fromIter([[5, 4, 3], [], [2, 1]]),
    btag: ak.fromIter([[0.9, 0.1, 0.4], [], [0.2, 0.7]]),
  },
  { behavior: vector.behaviors.Momentum4D },
);

describe("ak.Records", () => {
  it("keep their fields through selections, sorting and padding", () => {
    const good = ak.get(jets, ak.greater(jets.pt, 15));
    expect(good.btag.toList()).toEqual([[0.9, 0.1, 0.4], [], [0.2]]);
    const sorted = ak.get(good, ak.argsort(good.btag, { axis: 1, ascending: false }));
    expect(ak.firsts(sorted).pt.toList()).toEqual([50, null, 20]);
    const second = ak.get(ak.padNone(sorted, 2, { clip: true }), {}, 1);
    expect(ak.fillNone(second.pt, -1).toList()).toEqual([30, -1, -1]);
    expect(ak.flatten(ak.slice(sorted, { axis: 1, stop: 1 })).btag.toList()).toEqual([0.9, 0.2]);
    expect(ak.concatenate([good, jets], { axis: 1 }).pt.length).toBe(3);
  });

  it("have those of pairs, and those that are added", () => {
    const trijet = ak.combinations(jets, 3, { fields: ["j1", "j2", "j3"] });
    const all = ak.withField(trijet, vector.add(vector.add(trijet.j1, trijet.j2), trijet.j3), "p4");
    const best = ak.get(all.p4, ak.argmax(all.p4.pt, { axis: 1, keepdims: true }));
    const [whole] = vector.sum(jets.slice(0, 1)).mass.toList();
    expect(best.mass.toList()).toEqual([[whole], [null], [null]]);
    const { e, m } = ak.cartesian({ e: jets, m: jets });
    expect(ak.num(deltaPhi(e, m)).toList()).toEqual([9n, 0n, 4n]);
  });

  it("are searched for the nearest name with what is derived of them", () => {
    expect(() => jets.rapidty).toThrow(
      'no field "rapidty" in this array; did you mean "rapidity"?',
    );
  });

  it("are what vector.zip makes of other fields", () => {
    const { pt, eta, phi, mass, btag } = jets;
    const vectors = vector.zip({ pt, eta, phi, mass, btag });
    expect(ak.get(vectors, ak.greater(vectors.btag, 0.5)).mass.toList()).toEqual([[5], [], [1]]);
  });
});
