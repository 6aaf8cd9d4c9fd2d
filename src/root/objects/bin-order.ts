/**
 * Cells as ROOT has them, x fastest, into C order, x slowest.
 *
 * @param shape  bins of x, y, z, with flow
 */
export function inCOrder(values: ArrayLike<number>, shape: readonly number[]): Float64Array {
  const [nx, ny = 1, nz = 1] = shape;
  const out = new Float64Array(values.length);
  let at = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) out[(x * ny + y) * nz + z] = values[at++];
    }
  }
  return out;
}

/** The inverse of {@link inCOrder}: cells in C order into ROOT's. */
export function inRootOrder(values: ArrayLike<number>, shape: readonly number[]): Float64Array {
  const [nx, ny = 1, nz = 1] = shape;
  // Turned around, z is what x was.
  return inCOrder(values, [nz, ny, nx]);
}

/** The inner bins of cells in C order. */
export function withoutFlow(values: Float64Array, shape: readonly number[]): Float64Array {
  const inner = shape.map((n) => n - 2);
  const out = new Float64Array(inner.reduce((product, n) => product * n, 1));
  const [nx, ny, nz] = [inner[0], inner[1] ?? 1, inner[2] ?? 1];
  const rows = shape[1] ?? 1;
  const columns = shape[2] ?? 1;
  const firstRow = shape.length > 1 ? 1 : 0;
  const firstColumn = shape.length > 2 ? 1 : 0;
  let at = 0;
  for (let x = 1; x <= nx; x++) {
    for (let y = firstRow; y < firstRow + ny; y++) {
      for (let z = firstColumn; z < firstColumn + nz; z++) {
        out[at++] = values[(x * rows + y) * columns + z];
      }
    }
  }
  return out;
}
