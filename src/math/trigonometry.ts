/*
 * Sine, cosine and arc tangent from IEEE arithmetic alone (see exponential.ts), for the modest angles of
 * drawing and kinematics: the reduction is good to |x| < 1e5.
 */

/** π/2 in two parts; the first has 33 significant bits. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

const factorials: number[] = [1];
for (let n = 1; n <= 20; n++) factorials.push(factorials[n - 1] * n);

/** Sine of x (radians) within 2 ulp near the first turns. @see numpy.sin */
export function sin(x: number): number {
  const [quarter, high, low] = reduce(x);
  const r = high + low;
  switch (quarter) {
    case 0:
      return sine(r);
    case 1:
      return cosine(r);
    case 2:
      return -sine(r);
    default:
      return -cosine(r);
  }
}

/** Cosine of x (radians). @see numpy.cos */
export function cos(x: number): number {
  const [quarter, high, low] = reduce(x);
  const r = high + low;
  switch (quarter) {
    case 0:
      return cosine(r);
    case 1:
      return -sine(r);
    case 2:
      return -cosine(r);
    default:
      return sine(r);
  }
}

/** Tangent of x (radians). @see numpy.tan */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** Arc tangent, in (-π/2, π/2). @see numpy.arctan */
export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return -atan(-x);
  if (x > 1) return Math.PI / 2 - atan(1 / x);
  // Two halvings of the angle bring the argument below tan(π/16).
  let t = x / (1 + Math.sqrt(1 + x * x));
  t = t / (1 + Math.sqrt(1 + t * t));
  const square = t * t;
  let sum = 0;
  for (let n = 25; n >= 1; n -= 2) sum = 1 / n - square * sum;
  return 4 * t * sum;
}

/** Angle of the point (x, y), in [-π, π]. @see numpy.arctan2 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const below = y < 0 || Object.is(y, -0);
  const left = x < 0 || Object.is(x, -0);
  const ay = Math.abs(y);
  const ax = Math.abs(x);
  let angle: number;
  if (ay === 0) angle = 0;
  else if (ax === 0) angle = Math.PI / 2;
  else if (ax === Number.POSITIVE_INFINITY && ay === ax) angle = Math.PI / 4;
  else angle = atan(ay / ax);
  if (left) angle = Math.PI - angle;
  return below ? -angle : angle;
}

/** The quarter turn nearest to x, modulo 4, and what remains, in two parts. */
function reduce(x: number): [number, number, number] {
  if (!Number.isFinite(x)) return [0, Number.NaN, 0];
  const turns = Math.round(x / (Math.PI / 2));
  const quarter = ((turns % 4) + 4) % 4;
  return [quarter, x - turns * HALF_PI_HIGH, -turns * HALF_PI_LOW];
}

function sine(r: number): number {
  const square = r * r;
  let sum = 0;
  for (let n = 17; n >= 3; n -= 2) sum = 1 / factorials[n] - square * sum;
  return r - r * square * sum;
}

function cosine(r: number): number {
  const square = r * r;
  let sum = 0;
  for (let n = 18; n >= 2; n -= 2) sum = 1 / factorials[n] - square * sum;
  return 1 - square * sum;
}
