import { type Measure, measure } from "./call.ts";
import { deltaAngle as angle, atLeast, deltaPhi as difference, distance2 } from "./operations.ts";
import { quantity, type Symbolic } from "./quantities.ts";

/** phi of a less phi of b, in [-pi, pi). @see vector.deltaphi */
export const deltaPhi: Measure = measure(difference);

/**
 * Pseudorapidity of a less that of b.
 * @throws UsageError for planar vectors
 * @see vector.deltaeta
 */
export const deltaEta: Measure = measure((a, b) => {
  spatial(a, b, "deltaEta");
  return a.formula.subtract(quantity(a, "eta"), quantity(b, "eta"));
});

/** deltaPhi^2 + deltaEta^2. @see vector.deltaR2 */
export const deltaR2: Measure = measure((a, b) => {
  spatial(a, b, "deltaR2");
  return distance2(a, b, "eta");
});

/** sqrt(deltaPhi^2 + deltaEta^2). @see vector.deltaR, coffea's delta_r */
export const deltaR: Measure = measure((a, b) => {
  spatial(a, b, "deltaR");
  return a.formula.sqrt(distance2(a, b, "eta"));
});

/** Angle between the vectors in space, 0 to pi. @see vector.deltaangle */
export const deltaAngle: Measure = measure((a, b) => {
  spatial(a, b, "deltaAngle");
  return angle(a, b);
});

/**
 * deltaPhi^2 + (difference of rapidities)^2.
 * @throws UsageError unless both are four-vectors
 * @see vector.deltaRapidityPhi2
 */
export const deltaRapidityPhi2: Measure = measure((a, b) => {
  lorentz(a, b, "deltaRapidityPhi2");
  return distance2(a, b, "rapidity");
});

/** The root of {@link deltaRapidityPhi2}. @see vector.deltaRapidityPhi */
export const deltaRapidityPhi: Measure = measure((a, b) => {
  lorentz(a, b, "deltaRapidityPhi");
  return a.formula.sqrt(distance2(a, b, "rapidity"));
});

function spatial(a: Symbolic, b: Symbolic, name: string): void {
  atLeast(a, 3, name);
  atLeast(b, 3, name);
}

function lorentz(a: Symbolic, b: Symbolic, name: string): void {
  atLeast(a, 4, name);
  atLeast(b, 4, name);
}
