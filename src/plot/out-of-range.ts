import type { PointsMark } from "./marks.ts";
import { axisPlace, drawable } from "./range.ts";

/**
 * Triangles at the edges of a frame towards the points of a mark that are beyond it.
 *
 * @param inset  distance of their middle from the edge, as a fraction of the frame's height
 */
export function arrowsTo(
  mark: PointsMark,
  x: readonly [number, number],
  y: { readonly range: readonly [number, number]; readonly log: boolean },
  inset: number,
): PointsMark[] {
  if (mark.marker === "none") return [];
  const place = axisPlace(y.range, y.log);
  const towards = (
    marker: "triangle" | "triangleDown",
    at: number,
    beyond: (value: number) => boolean,
  ): PointsMark[] => {
    const found = [...mark.y.keys()].filter(
      (i) => drawable(mark.y[i]) && beyond(mark.y[i]) && mark.x[i] >= x[0] && mark.x[i] <= x[1],
    );
    if (found.length === 0) return [];
    const own: PointsMark = {
      kind: "points",
      x: Float64Array.from(found, (i) => mark.x[i]),
      y: new Float64Array(found.length).fill(place(at)),
      marker,
    };
    return [mark.color === undefined ? own : { ...own, color: mark.color }];
  };
  const [from, to] = y.range;
  return [
    ...towards("triangle", 1 - inset, (value) => value > to),
    // A logarithmic axis has no place for zero, near or far.
    ...towards("triangleDown", inset, (value) => value < from && !(y.log && value <= 0)),
  ];
}
