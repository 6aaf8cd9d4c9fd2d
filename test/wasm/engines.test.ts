// The kernels give the same bits in every engine: here in Node's and Chromium's, in wasmtime.test.ts in
// another one. engines.json holds the bits that all are to give; engines.py is this file in Python.
import { expect, it } from "vitest";
import { xxhash64 } from "../../src/codec/xxhash64.ts";
import { columnOf, reserve } from "../../src/wasm/column.ts";
import { kernels } from "../../src/wasm/instance.ts";
import golden from "./engines.json" with { type: "json" };

const GOLDEN_RATIO = 0.6180339887498949;

it("the kernels give a weighted histogram of smeared masses the bits of every engine", () => {
  const { entries: n, bins, low, high, seed } = golden;
  const numbers = (of: (i: number) => number) => {
    return columnOf(
      "float64",
      Array.from({ length: n }, (_, i) => of(i)),
    );
  };
  using x = numbers((i) => 10 + 2 * ((i * GOLDEN_RATIO) % 1));
  using phase = numbers((i) => (7 * i * GOLDEN_RATIO) % 6);
  using event = numbers((i) => i);
  // Kernels may read and write a little behind their columns.
  const made = () => reserve("float64", n);
  using pt = made();
  using eta = made();
  using mass = made();
  using weight = made();
  kernels.math_exp_f64(x.address, pt.address, n);
  kernels.math_sin_f64(phase.address, eta.address, n);
  kernels.math_cosh_f64(eta.address, mass.address, n);
  kernels.corrections_normals_counter(
    seed,
    0,
    eta.address,
    phase.address,
    event.address,
    weight.address,
    n,
  );
  const factors = pt.toTypedArray();
  mass.view().forEach((value, i, view) => {
    view[i] = value * factors[i]!;
  });
  using sums = columnOf("float64", new Float64Array(bins + 2));
  using squares = columnOf("float64", new Float64Array(bins + 2));
  const fills = [
    [1, sums],
    [2, squares],
  ] as const;
  for (const [numbers, { address }] of fills) {
    const [from, by] = [mass.address, weight.address];
    kernels.hist_sum(numbers, 8, 8, from, by, 8, n, address, low, high - low, bins);
  }
  const hash = (column: { toTypedArray(): Float64Array }) =>
    xxhash64(new Uint8Array(column.toTypedArray().buffer)).toString(16);
  expect({ values: hash(mass), sums: hash(sums), squares: hash(squares) }).toEqual({
    values: golden.values,
    sums: golden.sums,
    squares: golden.squares,
  });
});
