// Scale factors of objects in bins of transverse energy and eta.

import { cosh } from "../math/exponential";

class Count {
  /** How many of the rising edges are not above each of two numbers. */
  @inline
  static below(x: v128, edges: usize, last: usize): v128 {
    let count = i64x2.splat(0);
    for (let edge = edges; edge < last; edge += 8) {
      count = i64x2.sub(count, f64x2.ge(x, v128.load64_splat(edge)));
    }
    return count;
  }
}

/**
 * Bins of objects by transverse energy and eta. Above its range the last bin of energy is taken.
 *
 * @param energy, eta  f64[n], and one more may be read: of the cluster; transverse energy is
 *   energy / cosh(eta)
 * @param xEdges  f64[nx + 1], rising: transverse energy
 * @param yEdges  f64[ny + 1], rising: eta, or |eta| where `absolute`
 * @param cells   i32[n], written, and one more: x ny + y, or nx ny outside
 * @param status  u8[n], written, and one more: 1 outside, 2 where an input is not a number
 */
export function corrections_cells(
  energy: usize,
  eta: usize,
  xEdges: usize,
  nx: i32,
  yEdges: usize,
  ny: i32,
  absolute: i32,
  cells: usize,
  status: usize,
  n: i32,
): void {
  const xLast = xEdges + ((<usize>nx) << 3) + 8;
  const yLast = yEdges + ((<usize>ny) << 3) + 8;
  const outside = nx * ny;
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const h = v128.load(eta + at);
    const et = f64x2.div(v128.load(energy + at), cosh(h));
    const x = Count.below(et, xEdges, xLast);
    const y = Count.below(absolute !== 0 ? f64x2.abs(h) : h, yEdges, yLast);
    const sound = f64x2.eq(f64x2.sub(et, et), f64x2.splat(0));
    for (let lane = 0; lane < 2; lane++) {
      const row = <i32>(lane === 0 ? i64x2.extract_lane(x, 0) : i64x2.extract_lane(x, 1)) - 1;
      const column = <i32>(lane === 0 ? i64x2.extract_lane(y, 0) : i64x2.extract_lane(y, 1)) - 1;
      const good = lane === 0 ? i64x2.extract_lane(sound, 0) : i64x2.extract_lane(sound, 1);
      const inside = good !== 0 && row >= 0 && column >= 0 && column < ny;
      store<i32>(cells, inside ? min(row, nx - 1) * ny + column : outside);
      store<u8>(status, good === 0 ? 2 : u8(!inside));
      cells += 4;
      status += 1;
    }
  }
}

/**
 * Elements of a table.
 *
 * @param table  f64[rows]
 * @param cells  i32[n], rows that exist, and three more of which nothing is asked
 * @param out    f64[n], written
 */
export function corrections_take(table: usize, cells: usize, out: usize, n: i32): void {
  for (const stop = out + ((<usize>n) << 3); out < stop; out += 8) {
    store<f64>(out, load<f64>(table + ((<usize>load<u32>(cells)) << 3)));
    cells += 4;
  }
}
