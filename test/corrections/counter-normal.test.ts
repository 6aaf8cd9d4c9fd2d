import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log, sin } from "../../src/math/elementary.ts";
import { philox } from "../../src/math/philox.ts";
import { columnOf, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";

const bits = (x: number): number =>
  new Uint32Array(Float32Array.of(Math.fround(x) + 0).buffer)[0] as number;

function expected(event: number, phi: number, eta: number, key: number): number {
  const high = Math.floor(event / 2 ** 32);
  const words = philox([event - high * 2 ** 32, high, bits(phi), bits(eta)], [key, 0]);
  const [w0, w1, w2, w3] = words as [number, number, number, number];
  const u = 1 - (w1 * 2 ** 20 + (w0 >>> 12)) / 2 ** 52;
  const v = (w3 * 2 ** 20 + (w2 >>> 12)) / 2 ** 52;
  return Math.sqrt(-2 * log(u)) * sin((Math.PI / 2) * (2 * v - 1));
}

/** The kernel's numbers. */
function normals(events: number[], phis: number[], etas: number[], key = 0): Float64Array {
  const n = events.length;
  const padded = (list: number[]) => columnOf("float64", [...list, 0, 0, 0]);
  const event = padded(events);
  const phi = padded(phis);
  const eta = padded(etas);
  const out = reserve("float64", n + 3);
  const [a, b, c] = [eta.address, phi.address, event.address];
  kernels.corrections_normals_counter(key, 0, a, b, c, out.address, n);
  return out.toTypedArray().slice(0, n) as Float64Array;
}

describe("Normal numbers of objects", () => {
  it("are what Box and Muller make of its words, whatever stands beside them", () => {
    const angle = fc.double({ min: -4, max: 4, noNaN: true });
    const object = fc.tuple(fc.integer({ min: 0, max: 2 ** 50 }), angle, angle);
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 9 }), fc.nat(), (objects, key) => {
        const columns = [0, 1, 2].map((i) => objects.map((one) => one[i] as number));
        const [events, phis, etas] = columns as [number[], number[], number[]];
        const ours = normals(events, phis, etas, key);
        objects.forEach(([event, phi, eta], i) => {
          expect(ours[i]).toBeCloseTo(expected(event, phi, eta, key), 13);
        });
      }),
    );
  });

  it("are numbers for any input, one for -0 and 0", () => {
    const odd = [Number.NaN, Infinity, -Infinity, -1, 1e300];
    for (const x of odd) {
      for (const z of normals([x, 7, 7], [0, x, 0], [0, 0, x])) expect(Math.abs(z)).toBeLessThan(9);
    }
    const [plus, minus] = normals([3, 3], [0, -0], [-0, 0]);
    expect(plus).toBe(minus);
  });

  it("have the moments of a normal distribution", () => {
    const n = 200_000;
    const events = Array.from({ length: n }, (_, i) => i >> 1);
    const etas = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 0.5 : -1.25));
    const z = normals(events, new Array<number>(n).fill(1), etas);
    const moment = (power: number): number => z.reduce((sum, value) => sum + value ** power, 0) / n;
    // Five standard deviations of each moment.
    const near = (power: number, value: number, variance: number): void =>
      expect(Math.abs(moment(power) - value)).toBeLessThan(5 * Math.sqrt(variance / n));
    near(1, 0, 1);
    near(2, 1, 2);
    near(3, 0, 15);
    near(4, 3, 96);
    let between = 0;
    for (let i = 0; i < n; i += 2) between += (z[i] as number) * (z[i + 1] as number);
    expect(Math.abs(between / (n / 2))).toBeLessThan(5 / Math.sqrt(n / 2));
  });
});
