// Fills along one axis of integers, categories or codes in a single pass: the place of a value's cell
// comes from a table by its distance to the lowest. The cells are one run, the last of them for
// entries that the axis has no bin for. Additions keep the order of the entries.

import { Cell, QUARTERS } from "./cell";

class Table {
  /** In each lane, the low 32 bits are the address of the table's entry of one value. */
  @inline
  static entries(x: v128, low: v128, span: v128, base: v128): v128 {
    const inside = f64x2.pmax(f64x2.splat(-1), f64x2.pmin(span, f64x2.sub(x, low)));
    return f64x2.add(inside, base);
  }

  @inline
  static first(entry: v128): usize {
    return <usize>load<u32>(Cell.first(entry));
  }

  @inline
  static second(entry: v128): usize {
    return <usize>load<u32>(Cell.second(entry));
  }
}

function count<V>(
  values: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  counts: usize,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  let i = 0;
  for (const whole = n & ~3; i < whole; i += 4) {
    const at = values + <usize>i * sizeof<V>();
    const a = Table.entries(Cell.pair<V>(at), low, size, base);
    const b = Table.entries(Cell.pair<V>(at + 2 * sizeof<V>()), low, size, base);
    // Each of four entries in turn has its own quarter, so that equal neighbours do not wait.
    Cell.increment(counts + (Table.first(a) << 4));
    Cell.increment(counts + (Table.second(a) << 4) + 4);
    Cell.increment(counts + (Table.first(b) << 4) + 8);
    Cell.increment(counts + (Table.second(b) << 4) + 12);
  }
  for (; i < n; i++) {
    const a = Table.entries(Cell.pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    Cell.increment(counts + (Table.first(a) << 4));
  }
}

/** @param step as in `Cell.addTwo` */
function sum<V, S>(
  values: usize,
  weights: usize,
  step: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  const shift: usize = sizeof<S>() === 16 ? 4 : 3;
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const a = Table.entries(Cell.pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    if (sizeof<S>() === 16) {
      weights = Cell.addTwo<f64, S>(
        row + (Table.first(a) << shift),
        row + (Table.second(a) << shift),
        weights,
        step,
      );
    } else {
      // The second place is looked up behind the first addition, which is faster (bench/hist/main.ts).
      Cell.add<f64, S>(row + (Table.first(a) << shift), weights);
      weights += step;
      Cell.add<f64, S>(row + (Table.second(a) << shift), weights);
      weights += step;
    }
  }
  if (i < n) {
    const a = Table.entries(Cell.pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    Cell.add<f64, S>(row + (Table.first(a) << shift), weights);
  }
}

/**
 * Counts entries.
 *
 * @param width  bytes of a value: 4 or 8
 * @param values i32[n] or f64[n], integers
 * @param lowest the lowest value that the table knows
 * @param table  i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param counts i32[4 * cells], changed: the count of a cell is the sum of its four
 */
export function hist_table_count(
  width: i32,
  values: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  counts: usize,
): void {
  if (width === 4) count<i32>(values, n, lowest, table, span, counts);
  else count<f64>(values, n, lowest, table, span, counts);
}

/**
 * Sums weights, or weights and their squares.
 *
 * @param numbers of a cell: 1 for sums, 2 for sums and those of squares
 * @param width   bytes of a value: 4 or 8
 * @param values  i32[n] or f64[n], integers
 * @param weights f64[n]; where `step` is 0 one of them, with squares the same twice
 * @param step    8 * numbers, or 0 for a constant weight
 * @param table   i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param row     f64[cells] or {value f64, variance f64}[cells], changed
 */
export function hist_table_sum(
  numbers: i32,
  width: i32,
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  if (width === 4) {
    if (numbers === 1) sum<i32, f64>(values, weights, step, n, lowest, table, span, row);
    else sum<i32, v128>(values, weights, step, n, lowest, table, span, row);
  } else if (numbers === 1) sum<f64, f64>(values, weights, step, n, lowest, table, span, row);
  else sum<f64, v128>(values, weights, step, n, lowest, table, span, row);
}
