import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { Weights } from "../../src/selection/index.ts";

const array = (...values: (number | null)[]): ak.Array => ak.fromIter(values);

// Expected values: coffea 2025 with the same calls.
describe("Weights", () => {
  it("multiplies weights and their variations, as coffea does", () => {
    const weights = new Weights(3, { storeIndividual: true })
      .add("pileup", array(1, 2, 0.5), { weightUp: array(2, 3, 1) })
      .add("sf", array(0.5, 0, 4), {
        weightUp: array(0.1, 0.2, 1),
        weightDown: array(0.1, 0.2, 1),
        shift: true,
      });
    expect(weights.weight().toList()).toEqual([0.5, 0, 2]);
    expect(weights.weight("pileupUp").toList()).toEqual([1, 0, 4]);
    expect(weights.weight("pileupDown").toList()).toEqual([0.25, 0, 1]);
    expect(weights.weight("sfUp").toList()).toEqual([0.5 * (0.6 / 0.5), 0, 2.5]);
    expect(weights.weight("sfDown").toList()).toEqual([0.5 * (0.4 / 0.5), -0, 1.5]);
    expect([...weights.variations].toSorted()).toEqual([
      "pileupDown",
      "pileupUp",
      "sfDown",
      "sfUp",
    ]);
    expect(weights.partialWeight({ exclude: ["sf"] }).toList()).toEqual([1, 2, 0.5]);
    const up = { include: ["pileup"], modifier: "pileupUp" };
    expect(weights.partialWeight(up).toList()).toEqual([2, 3, 1]);
    expect(weights.weightStatistics.pileup).toEqual({
      sumw: 3.5,
      sumw2: 5.25,
      minw: 0.5,
      maxw: 2,
      n: 3,
    });
  });

  it("takes typed arrays, and names the weight that is none", () => {
    const weights = new Weights(2);
    weights.add("a", Float64Array.of(1, 2), { weightUp: Float32Array.of(3, 4) });
    expect([weights.weight().toList(), weights.weight("aUp").toList()]).toEqual([
      ...[
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(() => weights.add("b", [1, 2] as never)).toThrow('the weight "b" takes an ak.Array');
    expect(() => weights.add("b", null as never)).toThrow('the weight "b" takes an ak.Array');
    const variation = { weightUp: null as never };
    expect(() => weights.add("c", array(1, 2), variation)).toThrow('the weight "cUp" takes');
    // What was refused left nothing.
    expect(weights.weight().toList()).toEqual([1, 2]);
    expect(weights.add("c", array(3, 1)).weight().toList()).toEqual([3, 2]);
  });

  it("refuses a number for each object, also where these are as many as the events", () => {
    const weights = new Weights(2);
    const jagged = ak.fromIter([[2, 3], []]);
    const add = (): unknown => weights.add("sf", jagged);
    expect(add).toThrow(
      /"sf" has a number for each event, not 2 \* var \* float64: ak.prod\(weight/,
    );
    const variation = { weightUp: ak.fromIter([[2], [3]]) };
    expect(() => weights.add("id", array(1, 2), variation)).toThrow('"idUp" has a number for each');
  });

  it("takes several variations of one weight, and missing values as 1", () => {
    const weights = new Weights(2, { storeIndividual: true }).addMultivariation(
      "btag",
      array(2, null),
      {
        modifierNames: ["light", "heavy"],
        weightsUp: [array(4, 1), array(2, 3)],
        weightsDown: [array(1, null), undefined],
      },
    );
    expect(weights.weight().toList()).toEqual([2, 1]);
    expect(weights.weight("btag_lightUp").toList()).toEqual([4, 1]);
    expect(weights.weight("btag_lightDown").toList()).toEqual([1, 1]);
    expect(weights.weight("btag_heavyDown").toList()).toEqual([2, 1 / 3]);
    expect(weights.partialWeight({ include: ["btag"], modifier: "btag_heavyUp" }).toList()).toEqual(
      [2, 3],
    );
  });

  it("refuses names that are taken or end in a direction, and other lengths", () => {
    const weights = new Weights(1).add("a", array(1));
    expect(() => weights.add("a", array(1))).toThrow("there already");
    expect(() => weights.add("bUp", array(1))).toThrow("weightUp");
    expect(() => weights.add("c", array(1, 2))).toThrow("2 values for 1 events");
    expect(() => weights.weight("aUp")).toThrow('no variation "aUp"');
    expect(() => weights.partialWeight({ include: ["a"] })).toThrow("storeIndividual");
    const list = { modifierNames: ["x"], weightsUp: [], weightsDown: [] };
    expect(() => weights.addMultivariation("d", array(1), list)).toThrow("as many of each");
  });
});
