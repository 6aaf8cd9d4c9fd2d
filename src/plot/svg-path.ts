import { atan, cos, sin, tan } from "../math/elementary.ts";

/** A step of a path in absolute coordinates: to a point, along a cubic curve, or back to the start. */
export type PathStep =
  | readonly ["M" | "L", number, number]
  | readonly ["C", number, number, number, number, number, number]
  | readonly ["Z"];

/** How many numbers each command takes. */
const TAKES: Readonly<Record<string, number>> = {
  m: 2,
  l: 2,
  h: 1,
  v: 1,
  c: 6,
  s: 4,
  q: 4,
  a: 7,
  z: 0,
};

/** Steps of the `d` attribute of an SVG path. @throws SyntaxError for a command that drawings do not use */
export function pathSteps(d: string): PathStep[] {
  const steps: PathStep[] = [];
  let [x, y, startX, startY, controlX, controlY] = [0, 0, 0, 0, 0, 0];
  for (const [, letter, list] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const command = letter.toLowerCase();
    const takes = TAKES[command];
    if (takes === undefined) throw new SyntaxError(`a path with the command ${letter}`);
    const relative = letter === command;
    const numbers = (list.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    for (let at = 0; at === 0 || at < numbers.length; at += takes || 1) {
      const n = numbers.slice(at, at + takes);
      const [baseX, baseY] = relative ? [x, y] : [0, 0];
      switch (command) {
        case "z":
          steps.push(["Z"]);
          [x, y] = [startX, startY];
          continue;
        case "h":
          x = baseX + n[0];
          steps.push(["L", x, y]);
          continue;
        case "v":
          y = baseY + n[0];
          steps.push(["L", x, y]);
          continue;
        case "m":
        case "l": {
          [x, y] = [baseX + n[0], baseY + n[1]];
          const first = command === "m" && at === 0;
          if (first) [startX, startY] = [x, y];
          steps.push([first ? "M" : "L", x, y]);
          continue;
        }
        case "a":
          for (const step of arc([x, y], n, [baseX + n[5], baseY + n[6]])) steps.push(step);
          [x, y] = [baseX + n[5], baseY + n[6]];
          continue;
        default: {
          const p = n.map((value, i) => value + (i % 2 === 0 ? baseX : baseY));
          let control: number[];
          if (command === "c") control = p;
          else if (command === "s") control = [2 * x - controlX, 2 * y - controlY, ...p];
          else {
            const [qx, qy, ex, ey] = p;
            const third = (from: number, to: number): number => from + (2 / 3) * (to - from);
            control = [third(x, qx), third(y, qy), third(ex, qx), third(ey, qy), ex, ey];
          }
          const [a, b, c, e, f, g] = control;
          steps.push(["C", a, b, c, e, f, g]);
          [controlX, controlY, x, y] = [c, e, f, g];
        }
      }
    }
  }
  return steps;
}

/** A circular arc as cubic curves of at most a quarter turn; JSROOT's markers are half circles. */
function arc(
  [x1, y1]: readonly [number, number],
  [radius, other, , large, sweep]: readonly number[],
  [x2, y2]: readonly [number, number],
): PathStep[] {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const chord = Math.sqrt(dx * dx + dy * dy);
  if (chord === 0 || radius === 0 || radius !== other) return [["L", x2, y2]];
  const r = Math.max(radius, chord / 2);
  const height = Math.sqrt(Math.max(0, r * r - (chord * chord) / 4));
  const side = large === sweep ? -1 : 1;
  const cx = (x1 + x2) / 2 - (side * height * dy) / chord;
  const cy = (y1 + y2) / 2 + (side * height * dx) / chord;
  // The turn from start to end: of a half circle exactly pi.
  const half = height === 0 ? Math.PI / 2 : asin(chord / 2 / r);
  const angle = (large ? 2 * Math.PI - 2 * half : 2 * half) * (sweep ? 1 : -1);
  const pieces = Math.max(1, Math.ceil(Math.abs(angle) / (Math.PI / 2) - 1e-9));
  const part = angle / pieces;
  const reach = (4 / 3) * tan(part / 4);
  const [c, s] = [cos(part), sin(part)];
  const steps: PathStep[] = [];
  let [ux, uy] = [x1 - cx, y1 - cy];
  for (let i = 0; i < pieces; i++) {
    const [vx, vy] = [ux * c - uy * s, ux * s + uy * c];
    steps.push([
      "C",
      cx + ux - reach * uy,
      cy + uy + reach * ux,
      cx + vx + reach * vy,
      cy + vy - reach * vx,
      cx + vx,
      cy + vy,
    ]);
    [ux, uy] = [vx, vy];
  }
  return steps;
}

function asin(value: number): number {
  return value >= 1 ? Math.PI / 2 : atan(value / Math.sqrt(1 - value * value));
}
