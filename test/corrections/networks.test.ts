import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Correction, CorrectionSet } from "../../src/corrections/index.ts";
import { CorrectionError } from "../../src/errors.ts";

const variable = (name: string, type = "real"): object => ({ name, type });
const formula = (expression: string, variables: readonly string[]): object => ({
  nodetype: "formula",
  parser: "TFormula",
  expression,
  variables,
});

/** A network of one layer on plain inputs; its value is one of the outputs. */
function single(layer: object, inputs: number, outputs: number, output: number): Correction {
  const names = Array.from({ length: inputs }, (_, i) => `x${i}`);
  const results = Array.from({ length: outputs }, (_, i) => `o${i}`);
  return network(
    names.map((name) => variable(name)),
    names.map((name) => ({ name, offset: 0, scale: 1 })),
    [layer],
    results,
    formula("x", [results[output]]),
  );
}

function network(
  variables: readonly object[],
  inputs: readonly object[],
  layers: readonly object[],
  outputs: readonly string[],
  finalizer: object,
): Correction {
  const data = { nodetype: "lwtnn", opaque: { inputs, layers, outputs }, finalizer };
  const correction = { name: "c", version: 1, inputs: variables, output: variable("w"), data };
  return CorrectionSet.fromObject({ schema_version: 2, corrections: [correction] }).get("c");
}

const dense = (
  weights: readonly number[],
  bias: readonly number[],
  activation: string,
): object => ({
  architecture: "dense",
  weights,
  bias,
  activation,
});

/** Sums as the peer's matrices take them. */
function weighed(weights: readonly number[], x: readonly number[], paired: boolean): number {
  const terms = x.map((value, i) => value * weights[i]);
  let sum = 0;
  let at = 0;
  for (; paired && at + 4 <= terms.length; at += 4) {
    const [a, b, c, d] = terms.slice(at);
    sum += a + b + (c + d);
  }
  return terms.slice(at).reduce((before, term) => before + term, sum);
}

const number = fc.double({ min: -3, max: 3, noNaN: true });

describe("lwtnn nodes", () => {
  it("add the inputs of a unit in the peer's order: by fours, but for the last of an odd number", () => {
    const shapes = fc.record({
      inputs: fc.integer({ min: 1, max: 11 }),
      outputs: fc.integer({ min: 1, max: 5 }),
      of: fc.nat(4),
      numbers: fc.array(number, { minLength: 71, maxLength: 71 }),
    });
    fc.assert(
      fc.property(shapes, ({ inputs, outputs, of, numbers }) => {
        const output = of % outputs;
        const weights = numbers.slice(0, inputs * outputs);
        const bias = numbers.slice(55, 55 + outputs);
        const x = numbers.slice(60, 60 + inputs);
        const row = weights.slice(output * inputs, (output + 1) * inputs);
        const paired = output < outputs - (outputs % 2);
        const correction = single(dense(weights, bias, "linear"), inputs, outputs, output);
        expect(correction.evaluate(...x.map((value) => Float64Array.of(value)))).toEqual(
          Float64Array.of(weighed(row, x, paired) + bias[output]),
        );
      }),
    );
  });

  it("add exponentials as vectors of two do", () => {
    const exponential = network(
      [variable("x")],
      [{ name: "x", offset: 0, scale: 1 }],
      [dense([1], [0], "linear")],
      ["o"],
      formula("exp(x)", ["o"]),
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 9 }), (x) => {
        const most = Math.max(...x);
        const e = [...exponential.evaluate(Float64Array.from(x, (value) => value - most))];
        const pairs = e.length - (e.length % 2);
        const lane = (first: number): number => {
          const own = e.slice(0, pairs).filter((_, i) => i % 2 === first);
          const fours = own.length - (own.length % 2);
          const [even, odd] = [0, 1].map((half) =>
            own.slice(0, fours).filter((_, i) => i % 2 === half),
          );
          const plus = (list: readonly number[]): number => list.reduce((a, b) => a + b);
          if (fours === 0) return own[0];
          return plus([plus(even) + plus(odd), ...own.slice(fours)]);
        };
        const sum = pairs === 0 ? e[0] : lane(0) + lane(1);
        const total = e.length > pairs && pairs > 0 ? sum + e[pairs] : sum;
        const identity = x.flatMap((_, i) => x.map((_, j) => Number(i === j)));
        const layer = dense(
          identity,
          x.map(() => 0),
          "softmax",
        );
        const correction = single(layer, x.length, x.length, 0);
        const columns = x.map((value) => Float64Array.of(value));
        expect(correction.evaluate(...columns)).toEqual(Float64Array.of(e[0] / total));
      }),
    );
  });

  it("have the peer's values through every kind of layer", () => {
    const layers = [
      dense([0.5, -0.25, 1, 0.75, -0.5, 1.25], [0.1, -0.2, 0.3], "tanh"),
      { architecture: "normalization", weights: [2, 0.5, 1], bias: [0.25, -0.5, 1] },
      {
        architecture: "highway",
        activation: { function: "elu", alpha: 0.5 },
        components: {
          t: { weights: [0.5, 0, 1, -1, 0.25, 0.5, 0.75, 1, -0.5], bias: [0, 0.1, -0.1] },
          carry: { weights: [1, 0.5, 0, 0, 0.5, 1, -0.25, 0.25, 0.5], bias: [0.2, 0, -0.3] },
        },
      },
      {
        architecture: "maxout",
        sublayers: [
          { architecture: "dense", weights: [1, 0, -1, 0.5, 0.5, 0.5], bias: [0, 0.5] },
          { architecture: "dense", weights: [-1, 1, 0, 0.25, -0.5, 1], bias: [0.125, 0] },
        ],
      },
      dense([1, -1, 0.5, 0.5, -1, 2], [0, 0.1, -0.1], "softmax"),
    ];
    const correction = network(
      [variable("x"), variable("n", "int")],
      [
        { name: "x", offset: -0.5, scale: 2 },
        { name: "n", offset: 0, scale: 0.25 },
      ],
      layers,
      ["a", "b", "c"],
      formula("x/(x+y)", ["c", "a"]),
    );
    const got = correction.evaluate(Float64Array.of(0.25, -3.5, 2), Int32Array.of(1, 4, -2));
    // correctionlib 2.9
    const expected = [0.9642967485234125, 0.0410177821668541, 0.9382599731355915];
    expected.forEach((value, i) => {
      expect(Math.abs(got[i] / value - 1)).toBeLessThan(1e-15);
    });
  });

  it("are refused with an activation that there is none of", () => {
    const layer = { architecture: "normalization", weights: [1], bias: [0], activation: "none" };
    expect(() => single(layer, 1, 1, 0)).toThrow(CorrectionError);
    expect(() => single(layer, 1, 1, 0)).toThrow("layers[0].activation: no activation");
  });
});
