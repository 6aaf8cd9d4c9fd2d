import type { ArrayLike } from "../array/elementwise.ts";
import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import {
  type Change,
  type Combination,
  change,
  combination,
  type Measure,
  measure,
} from "./call.ts";
import * as formulas from "./operations.ts";
import { dimensionsOf, type Symbolic } from "./quantities.ts";

/**
 * a + b. Vectors of one system keep it; of different ones the sum is given by x, y and z. Four-vectors
 * that are given by their masses have a sum that is given by its mass.
 *
 * @throws UsageError for different dimensions
 * @see vector.add
 */
export const add: Combination = combination((a, b) => {
  formulas.sameDimensions(a, b, "add");
  return formulas.sum(a, b, 1);
});

/** a - b; otherwise as {@link add}. @see vector.subtract */
export const subtract: Combination = combination((a, b) => {
  formulas.sameDimensions(a, b, "subtract");
  return formulas.sum(a, b, -1);
});

/** How many coordinates change, while the others stay. */
export interface DimensionOptions {
  /** 2, 3 or 4; all by default. */
  readonly dimensions?: 2 | 3 | 4 | undefined;
}

/**
 * A vector times a number, of each vector or for all. A negative factor turns angles round.
 *
 * @throws UsageError for more dimensions than there are
 * @see vector.scale, scale2D, scale3D, scale4D
 */
export const scale: Change<[factor: ArrayLike, options?: DimensionOptions]> = change(
  (factor, options: DimensionOptions = {}) => {
    const { dimensions } = knownOptions(options, ["dimensions"], "scale");
    return {
      numbers: [factor],
      write: ([v], [by]) => formulas.scale(v, by, checkedDimensions(v, dimensions)),
    };
  },
);

/** -a. @see vector: -v, neg2D, neg3D, neg4D */
export const negative: Change<[options?: DimensionOptions]> = change(
  (options: DimensionOptions = {}) => {
    const { dimensions } = knownOptions(options, ["dimensions"], "negative");
    return { write: ([v]) => formulas.scale(v, -1, checkedDimensions(v, dimensions)) };
  },
);

function checkedDimensions(v: Symbolic, wanted: 2 | 3 | 4 | undefined): 2 | 3 | 4 {
  const has = dimensionsOf(v.system);
  if (wanted === undefined || wanted <= has) return wanted ?? has;
  throw new UsageError(`vectors of ${has} dimensions have no ${wanted} to scale`);
}

/** The vector by its length (four-vectors: by |tau|); 0 where that is 0. @see vector.unit */
export const unit: Change<[]> = change(() => ({ write: ([v]) => formulas.unit(v) }));

/**
 * Inner product, with the metric (+, -, -, -) in four dimensions; NaN counts as 0 in three.
 *
 * @throws UsageError for different dimensions
 * @see vector.dot
 */
export const dot: Measure = measure((a, b) => {
  formulas.sameDimensions(a, b, "dot");
  return formulas.dot(a, b);
});

/**
 * Outer product.
 *
 * @throws UsageError unless both have three dimensions: see {@link toVector3D}
 * @see vector.cross
 */
export const cross: Combination = combination((a, b) => {
  if (dimensionsOf(a.system) !== 3 || dimensionsOf(b.system) !== 3) {
    throw new UsageError("cross takes vectors of three dimensions: vector.toVector3D makes them");
  }
  return formulas.cross(a, b);
});
