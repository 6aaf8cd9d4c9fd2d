import { atan2, cos, sin } from "../math/elementary.ts";
import { findRoot } from "../math/root.ts";
import { crossing } from "./minos.ts";
import { profileAt, type Subject } from "./profile-cost.ts";

/** A point on a contour: the values of both parameters. */
export type ContourPoint = readonly [x: number, y: number];

/**
 * Points at which the function, minimised over all other parameters, is `rise` above its minimum: the
 * extremes of both parameters, and others between them, in order around the best point.
 *
 * @param kx  @param ky  positions of the parameters
 * @param size  number of points, at least 4
 * @see James, MINUIT reference manual, MNCONTOUR
 */
export function contourPoints(
  subject: Subject,
  kx: number,
  ky: number,
  rise: number,
  size: number,
  counter: (calls: number) => void,
): ContourPoint[] {
  const { values, fval } = subject;
  const centre: ContourPoint = [values[kx], values[ky]];
  const points: ContourPoint[] = [];
  const widths = [0, 0];
  for (const [axis, k] of [kx, ky].entries()) {
    for (const sign of [1, -1] as const) {
      const { distance, atLimit } = crossing(subject, k, sign, rise, counter);
      widths[axis] = Math.max(widths[axis], Math.abs(distance));
      if (atLimit) continue;
      const held = new Map([[k, values[k] + distance]]);
      const found = profileAt(subject, held, values, counter);
      points.push([found.values[kx], found.values[ky]]);
    }
  }
  const angle = ([x, y]: ContourPoint): number =>
    atan2((y - centre[1]) / widths[1], (x - centre[0]) / widths[0]);
  // Directions that were looked into, also those in which a limit comes before the contour.
  const seen = points.map(angle).sort((p, q) => p - q);
  for (let tries = 0; points.length < size && tries < 4 * size; tries++) {
    const direction = widestGap(seen);
    const step: ContourPoint = [cos(direction) * widths[0], sin(direction) * widths[1]];
    const point = alongRay(subject, kx, ky, step, rise, fval, counter);
    if (point !== undefined) points.push(point);
    seen.push(direction);
    seen.sort((p, q) => p - q);
  }
  points.sort((p, q) => angle(p) - angle(q));
  return points;
}

/** The middle of the widest gap between ascending angles; 0 where there are none. */
function widestGap(angles: readonly number[]): number {
  let best = { at: 0, width: 0 };
  angles.forEach((from, i) => {
    const to = i + 1 < angles.length ? angles[i + 1] : angles[0] + 2 * Math.PI;
    if (to - from > best.width) best = { at: from + (to - from) / 2, width: to - from };
  });
  return best.at > Math.PI ? best.at - 2 * Math.PI : best.at;
}

/** Where a ray from the best point meets the contour; `undefined` where a limit comes first. */
function alongRay(
  subject: Subject,
  kx: number,
  ky: number,
  [dx, dy]: ContourPoint,
  rise: number,
  fval: number,
  counter: (calls: number) => void,
): ContourPoint | undefined {
  const { values, limits } = subject;
  const at = (t: number): ContourPoint => [values[kx] + t * dx, values[ky] + t * dy];
  const reach = (k: number, d: number): number =>
    d === 0 ? Number.POSITIVE_INFINITY : ((d > 0 ? limits[k][1] : limits[k][0]) - values[k]) / d;
  const farthest = Math.min(reach(kx, dx), reach(ky, dy));
  const miss = (t: number): number => {
    if (t === 0) return -rise;
    const [x, y] = at(t);
    const held = new Map([
      [kx, x],
      [ky, y],
    ]);
    return profileAt(subject, held, values, counter).value - fval - rise;
  };
  let far = Math.min(1, farthest);
  while (!(miss(far) > 0)) {
    if (far >= farthest || far > 1e3) return undefined;
    far = Math.min(1.5 * far, farthest);
  }
  return at(findRoot(miss, 0, far, 1e-5 * far));
}
