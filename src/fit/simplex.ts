import { CallLimit, type InternalCost } from "./cost.ts";

/** Nelder and Mead's factors: reflection 1, expansion 2, contraction and shrinking a half. */
const EXPAND = 2;
const HALF = 0.5;

/**
 * Minimises without derivatives, by a simplex that moves and shrinks: slow and rough, but hard to fool.
 *
 * @param scale  first steps of the internal values
 * @param goal  difference between the simplex's highest and lowest value at which to stop
 * @see Nelder and Mead, Computer J. 7 (1965) 308
 */
export function simplex(
  cost: InternalCost,
  start: Float64Array,
  scale: Float64Array,
  goal: number,
): { u: Float64Array; value: number; edm: number; reachedCallLimit: boolean } {
  const n = start.length;
  const corners = [{ u: start, value: cost.value(start) }];
  let reachedCallLimit = false;
  const spread = (): number => corners[corners.length - 1].value - corners[0].value;
  const sort = (): void => {
    corners.sort((a, b) => a.value - b.value);
  };
  try {
    for (let i = 0; i < n; i++) {
      const u = Float64Array.from(start);
      u[i] += scale[i];
      corners.push({ u, value: cost.value(u) });
    }
    sort();
    while (n > 0 && spread() > goal) {
      const worst = corners[n];
      const centre = Float64Array.from({ length: n }, (_, i) => {
        let sum = 0;
        for (let c = 0; c < n; c++) sum += corners[c].u[i];
        return sum / n;
      });
      const along = (t: number) => {
        const u = centre.map((x, i) => x + t * (x - worst.u[i]));
        return { u, value: cost.value(u) };
      };
      const mirrored = along(1);
      let next = mirrored;
      if (mirrored.value < corners[0].value) {
        const farther = along(EXPAND);
        if (farther.value < mirrored.value) next = farther;
      } else if (mirrored.value >= corners[n - 1].value) {
        const nearer = along(mirrored.value < worst.value ? HALF : -HALF);
        if (nearer.value < Math.min(mirrored.value, worst.value)) next = nearer;
        else {
          for (let c = 1; c <= n; c++) {
            const u = corners[c].u.map((x, i) => corners[0].u[i] + HALF * (x - corners[0].u[i]));
            corners[c] = { u, value: cost.value(u) };
          }
          sort();
          continue;
        }
      }
      corners[n] = next;
      sort();
    }
  } catch (error) {
    if (!(error instanceof CallLimit)) throw error;
    reachedCallLimit = true;
    sort();
  }
  return { u: corners[0].u, value: corners[0].value, edm: spread(), reachedCallLimit };
}
