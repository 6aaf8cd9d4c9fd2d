import { atan2, cos, sin } from "../math/elementary.ts";

/** Lower and upper limit of a parameter; infinite where there is none. */
export type Limits = readonly [low: number, high: number];

/**
 * A parameter as the minimiser sees it: without limits. With two, the sine of the internal value runs
 * between them; with one, a root bends away from it.
 * @see James, MINUIT reference manual (CERN D506), section 1.3.1
 */
export interface Transform {
  /** From the internal value to the parameter. */
  external(internal: number): number;
  /** Back; a parameter outside of its limits is moved to them. */
  internal(external: number): number;
  /** An internal value from which a search can leave the limits. */
  inside(internal: number): number;
  /** Derivative of the parameter by its internal value. */
  slope(internal: number): number;
  /** What an uncertainty of the internal value is for the parameter: half the way from one end to the other. */
  error(internal: number, width: number): number;
}

/** Internal values that a limit allows: the sine's ends are stationary points, where nothing moves. */
const EDGE = Math.PI / 2 - 1e-8;
/** How far from such a point a search begins: near enough to be at the limit, and there is a slope. */
const OFF = 1e-3;

/** The transformation of a parameter with these limits. */
export function transformOf([low, high]: Limits): Transform {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return free;
  if (high === Number.POSITIVE_INFINITY) return oneSided(low, 1);
  if (low === Number.NEGATIVE_INFINITY) return oneSided(high, -1);
  return twoSided(low, high);
}

const free: Transform = {
  external: (x) => x,
  internal: (x) => x,
  inside: (x) => x,
  slope: () => 1,
  error: (_, width) => width,
};

function oneSided(limit: number, sign: 1 | -1): Transform {
  const external = (x: number): number => limit + sign * (Math.sqrt(x * x + 1) - 1);
  return {
    external,
    internal(value) {
      const beyond = Math.max(0, sign * (value - limit)) + 1;
      return Math.sqrt(Math.max(1e-16, beyond * beyond - 1));
    },
    inside: (x) => (Math.abs(x) < OFF ? OFF : x),
    slope: (x) => (sign * x) / Math.sqrt(x * x + 1),
    error: (x, width) => spread(external, x, width),
  };
}

function twoSided(low: number, high: number): Transform {
  const external = (x: number): number => low + 0.5 * (high - low) * (sin(x) + 1);
  return {
    external,
    internal(value) {
      const y = Math.min(1, Math.max(-1, (2 * (value - low)) / (high - low) - 1));
      // The arcsine, by the angle of a point: precise at both ends.
      const angle = atan2(y, Math.sqrt((1 - y) * (1 + y)));
      return Math.min(EDGE, Math.max(-EDGE, angle));
    },
    inside: (x) => Math.min(Math.PI / 2 - OFF, Math.max(OFF - Math.PI / 2, x)),
    slope: (x) => 0.5 * (high - low) * cos(x),
    error(x, width) {
      // Beyond one radian the sine says nothing any more: the whole range on one side.
      if (width > 1) return 0.5 * (high - low + Math.abs(external(x) - external(x - width)));
      return spread(external, x, width);
    },
  };
}

function spread(external: (x: number) => number, x: number, width: number): number {
  const middle = external(x);
  return 0.5 * (Math.abs(external(x + width) - middle) + Math.abs(external(x - width) - middle));
}
