import { AwkwardArray } from "../array/array.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { add as addNumbers } from "../array/functions.ts";
import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import {
  type Change,
  type Combination,
  change,
  combination,
  type Measure,
  measure,
} from "./call.ts";
import { carrying, summedFields } from "./candidate.ts";
import type { VectorLike } from "./evaluate.ts";
import * as formulas from "./operations.ts";
import { dimensionsOf, type Symbolic } from "./quantities.ts";

/**
 * a + b. Vectors of one system keep it; of different ones the sum is given by x, y and z. Four-vectors
 * that are given by their masses have a sum that is given by its mass. The sum of two candidates (leptons,
 * photons and jets of NanoAOD, leptons of PHYSLITE) has their charges, added, and is a candidate.
 *
 * @throws UsageError for different dimensions
 * @see vector.add; coffea.nanoevents.methods.candidate.Candidate.add
 */
export const add: Combination = ((a: VectorLike, b: VectorLike): unknown => {
  const sum = vectorSum(a, b);
  const names = summedFields([a, b]);
  if (names.length === 0) return sum;
  return scope(() => {
    const single = !(a instanceof AwkwardArray) && !(b instanceof AwkwardArray);
    const of = (vector: VectorLike, name: string): ArrayLike => fieldOf(vector, name, single);
    const fields = names.map((name) => [name, addNumbers(of(a, name), of(b, name))]);
    return carrying(sum, Object.fromEntries(fields));
  });
}) as Combination;

const vectorSum: Combination = combination((a, b) => {
  formulas.sameDimensions(a, b, "add");
  return formulas.sum(a, b, 1);
});

/** A field: of one vector a number, or an array of one where all are `single`. */
function fieldOf(vector: VectorLike, name: string, single: boolean): ArrayLike {
  if (vector instanceof AwkwardArray) return vector.field(name);
  const field = vector.array.field(name);
  return single ? field : (field.at(0) as ArrayLike);
}

/** a - b; otherwise as {@link add}, without charges. @see vector.subtract */
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
