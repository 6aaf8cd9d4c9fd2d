import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import * as vector from "../../src/vector/index.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { needsReference, readJson, readJsonLines, requireData } from "../data.ts";

/** What vector's results may differ by, relative to the largest coordinate (or its square). */
const TOLERANCE = 1e-12;

type Fields = Readonly<Record<string, ak.Array>>;

function numbers(array: ak.Array): number[] {
  return array.toList() as number[];
}

describe("zip", () => {
  it("makes records with vector's coordinate names, whatever the alias", () => {
    const one = ak.fromIter([[1], []]);
    const make = (...names: string[]): string =>
      vector.zip(Object.fromEntries(names.map((name) => [name, one]))).type;
    const f = "float64";
    expect(make("pt", "eta", "phi", "energy")).toBe(
      `2 * var * Momentum4D[rho: ${f}, phi: ${f}, eta: ${f}, t: ${f}]`,
    );
    expect(make("x", "y", "z", "tau")).toBe(
      `2 * var * Vector4D[x: ${f}, y: ${f}, z: ${f}, tau: ${f}]`,
    );
    expect(make("pt", "phi")).toBe(`2 * var * Momentum2D[rho: ${f}, phi: ${f}]`);
    expect(make("px", "py", "pz", "E", "charge")).toContain("charge");
  });

  it("refuses coordinates that make no vector", () => {
    const one = ak.fromIter([1]);
    expect(() => vector.zip({ pt: one, eta: one })).toThrow("no vector has the coordinates");
    expect(() => vector.zip({ pt: one, rho: one, phi: one })).toThrow("given twice");
    expect(() => vector.zip({ x: one, y: one, t: one })).toThrow("no vector has the coordinates");
    expect(() => vector.zip({ pt: one, x: one, y: one })).toThrow("no vector has the coordinates");
  });

  it("names the first list that differs", () => {
    expect(() => vector.zip({ pt: ak.fromIter([[1], [2]]), phi: ak.fromIter([[1], []]) })).toThrow(
      /list 1 has 1 elements .* and 0/,
    );
  });
});

describe("properties", () => {
  it("follow by hand from pt, eta, phi and energy", () => {
    const four = vector.zip({
      pt: ak.fromIter([[3, 5], []]),
      eta: ak.fromIter([[0, 0], []]),
      phi: ak.fromIter([[0, Math.PI], []]),
      energy: ak.fromIter([[5, 4], []]),
    });
    expect(four.px.toList()).toEqual([[3, -5], []]);
    expect(four.pz.toList()).toEqual([[0, 0], []]);
    // sqrt(5^2 - 3^2), and -sqrt(5^2 - 4^2) of the space-like one.
    expect(four.mass.toList()).toEqual([[4, -3], []]);
    expect(four.mass2.toList()).toEqual([[16, -9], []]);
    expect(four.pt.toList()).toEqual([[3, 5], []]);
  });

  it("pass through slices, filters and fields of outer records", () => {
    const leptons = vector.zip({
      pt: ak.fromIter([[3, 5], [], [6]]),
      eta: ak.fromIter([[0, 0], [], [0]]),
      phi: ak.fromIter([[0, 1], [], [2]]),
      mass: ak.fromIter([[4, 12], [], [8]]),
    });
    const events = ak.zip({ leptons, run: ak.fromIter([1n, 2n, 3n]) }, { depthLimit: 1 });
    const kept = events.filter(ak.fromIter([true, false, true])) as unknown as {
      leptons: vector.Momentum4D;
    };
    expect(kept.leptons.energy.toList()).toEqual([[5, 13], [10]]);
    const first = kept.leptons.at(0) as vector.Momentum4D;
    expect(first.energy.toList()).toEqual([5, 13]);
    expect((first.at(1) as ak.Record).energy).toBe(13);
    expect(ak.get(kept.leptons, ak.greater(kept.leptons.pt, 4)).type).toContain("Momentum4D");
  });

  it("say what is missing", () => {
    const flat = vector.zip({ pt: ak.fromIter([1]), phi: ak.fromIter([1]) });
    expect(() => flat.pz).toThrow('no field "pz"');
    expect(() => vector.deltaR(flat, flat)).toThrow("deltaR needs vectors of 3 dimensions");
    expect(() => vector.add(flat, vector.toVector3D(flat))).toThrow("of the same dimensions");
    expect(() => vector.sum(ak.fromIter([[1]]))).toThrow("an array of vectors is needed");
  });
});

const casesFile = await requireData("cases/vector.jsonl.gz");

interface VectorCase {
  in: Record<string, number>;
  props: Record<string, number | string>;
}

describe.skipIf(casesFile === undefined)(
  `properties against vector 1.9 (${needsReference})`,
  () => {
    it("agree for every combination of coordinates", async () => {
      const lines = await readJsonLines<VectorCase>(casesFile!);
      const wrong: string[] = [];
      let compared = 0;
      for (const [number, { in: given, props }] of lines.entries()) {
        // The conformance harness runs all of them, operations too.
        if (number % 5 !== 0) continue;
        scope(() => {
          const fields = Object.entries(given).map(([k, x]) => [k, ak.fromIter([x])]);
          const made = vector.zip(Object.fromEntries(fields));
          const v = made as unknown as Fields;
          const scale = Math.max(1, ...Object.values(given).map(Math.abs));
          for (const [name, value] of Object.entries(props)) {
            const has = made.fields.includes(name) || name in (made.behavior?.properties ?? {});
            if (!has || (typeof value === "string" && value.startsWith("ERR"))) continue;
            const ours = v[name];
            compared++;
            const [a, b] = [numbers(ours)[0], Number(value)];
            const size = /2$/.test(name) ? scale * scale : scale;
            const same = Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b));
            if (
              !same &&
              !(Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), size))
            ) {
              wrong.push(`case ${number} ${JSON.stringify(given)} ${name}: ${a}, not ${b}`);
            }
          }
        });
      }
      expect(compared).toBeGreaterThan(2000);
      expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
    });
  },
);

interface Golden {
  readonly counts: number[];
  readonly coordinates: Record<string, number[]>;
  readonly cases: {
    names: string[];
    sum: Record<string, number[]>;
    sum4: Record<string, number[]>;
  }[];
}

function jagged(values: readonly number[], counts: readonly number[], single = false): ak.Array {
  let at = 0;
  const lists = counts.map((count) => {
    at += count;
    return values.slice(at - count, at);
  });
  const array = ak.fromIter(lists);
  if (!single) return array;
  const { offsets } = array.layout as ak.ListLayout;
  const content = ak.fromTypedArray(Float32Array.from(values)).layout;
  return new ak.Array({ kind: "list", offsets, content });
}

const golden: Golden = await readJson("test/data/vector/sums.json");

describe("sum", () => {
  it("is the zero vector of an empty list, by hand of two", () => {
    const v = vector.zip({
      px: ak.fromIter([[1, 2], [], [5]]),
      py: ak.fromIter([[3, 4], [], [6]]),
      pz: ak.fromIter([[5, 6], [], [7]]),
      E: ak.fromIter([[20, 30], [], [20]]),
    });
    const total = vector.sum(v, { axis: 1 });
    expect(total.type).toBe("3 * Momentum4D[x: float64, y: float64, z: float64, t: float64]");
    expect(total.toList()).toEqual([
      { x: 3, y: 7, z: 11, t: 50 },
      { x: 0, y: 0, z: 0, t: 0 },
      { x: 5, y: 6, z: 7, t: 20 },
    ]);
    expect(numbers(total.mass)[0]).toBe(Math.sqrt(50 ** 2 - (3 ** 2 + 7 ** 2 + 11 ** 2)));
    expect(vector.sum(total, { axis: 0 }).toList()).toEqual([{ x: 8, y: 13, z: 18, t: 70 }]);
  });

  it.each(golden.cases.map(({ names }, i) => [names.join(" "), i] as const))(
    "of %s agrees with vector, also of the first four",
    (_, i) => {
      const { names, sum, sum4 } = golden.cases[i];
      const v = vector.zip(
        Object.fromEntries(names.map((k) => [k, jagged(golden.coordinates[k], golden.counts)])),
      );
      const sliced = ak.slice(v, { axis: 1, stop: 4 });
      for (const [array, expected] of [
        [v, sum],
        [sliced, sum4],
      ] as const) {
        const total = vector.sum(array, { axis: 1 });
        const ours = (name: string): number[] => numbers(total[name as "mass"]);
        for (const name of ["x", "y", "z", "t", "mass"]) {
          const values = ours(name);
          expected[name].forEach((value, list) => {
            const size = Math.max(
              ...["x", "y", "z", "t"].map((k) => Math.abs(expected[k][list])),
              1,
            );
            // The root of a difference of squares keeps half of the digits when it is small.
            const allowed =
              name === "mass" ? Math.min(1, size / Math.max(Math.abs(value), 1e-9)) * 1e-11 : 1e-12;
            expect(Math.abs(values[list] - value)).toBeLessThanOrEqual(
              Math.max(
                allowed * size,
                name === "mass" ? (TOLERANCE * size * size) / Math.max(Math.abs(value), 1e-300) : 0,
              ),
            );
          });
        }
      }
    },
  );

  it("adds float32 columns in float64, as if they had been converted first", () => {
    const { coordinates, counts } = golden;
    const single = (k: string): ak.Array => jagged(coordinates[k], counts, true);
    const double = (k: string): ak.Array =>
      jagged(Array.from(Float32Array.from(coordinates[k])), counts);
    for (const last of ["energy", "mass"]) {
      const make = (column: (k: string) => ak.Array): vector.Momentum4D =>
        vector.zip({
          pt: column("pt"),
          eta: column("eta"),
          phi: column("phi"),
          [last]: column(last),
        });
      const [a, b] = [vector.sum(make(single)), vector.sum(make(double))];
      for (const name of ["x", "y", "z", "t"] as const) {
        const [x, y] = [numbers(a[name]), numbers(b[name])];
        x.forEach((value, i) => {
          expect(Math.abs(value - y[i])).toBeLessThanOrEqual(
            1e-12 * Math.max(1, Math.abs(y[i]), 1e3),
          );
        });
      }
    }
  });

  it("equals the sums of the components, for any lists", () => {
    const element = fc.tuple(
      fc.double({ min: 0, max: 1e3, noNaN: true }),
      fc.double({ min: -7, max: 7, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1e5, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(element, { maxLength: 6 }), { minLength: 1, maxLength: 40 }),
        (lists) => {
          scope(() => {
            const [pt, eta, phi, energy] = [0, 1, 2, 3].map((k) =>
              ak.fromIter(lists.map((list) => list.map((one) => one[k]))),
            );
            const v = vector.zip({ pt, eta, phi, energy });
            const total = vector.sum(v, { axis: 1 });
            for (const name of ["px", "py", "pz", "E"] as const) {
              const parts = numbers(ak.sum(v[name], { axis: 1 }));
              const size = numbers(ak.sum(ak.absolute(v[name]), { axis: 1 }));
              numbers(total[name]).forEach((value, i) => {
                expect(Math.abs(value - parts[i])).toBeLessThanOrEqual(1e-15 * 4 * size[i]);
              });
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives NaN where a coordinate is NaN or an angle infinite, and only there", () => {
    const v = vector.zip({
      pt: ak.fromIter([[1], [1], [1], [1]]),
      eta: ak.fromIter([[NaN], [0], [0], [0]]),
      phi: ak.fromIter([[0], [Infinity], [0], [1e300]]),
      energy: ak.fromIter([[1], [1], [NaN], [1]]),
    });
    const { x, z, t } = vector.sum(v);
    expect(numbers(z)).toEqual([NaN, 0, 0, 0]);
    expect(numbers(x).map(Number.isFinite)).toEqual([true, false, true, true]);
    expect(numbers(t)).toEqual([1, 1, NaN, 1]);
  });

  it("leaves nothing behind in a scope", () => {
    const before = memoryUsage();
    for (let i = 0; i < 200; i++) {
      scope(() => {
        const pt = ak.fromIter([[1, 2, 3], [], [4]]);
        const v = vector.zip({ pt, eta: pt, phi: pt, energy: pt });
        numbers(vector.sum(ak.slice(v, { axis: 1, stop: 2 })).mass);
        ak.slice(v, { axis: 1, stop: 2 }).field("rho").toList();
      });
    }
    expect(memoryUsage().columns).toBe(before.columns);
    expect(memoryUsage().usedBytes).toBe(before.usedBytes);
  });
});
