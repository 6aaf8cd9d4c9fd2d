import { scope } from "../wasm/scope.ts";
import { AwkwardArray, AwkwardRecord, checkArray } from "./array.ts";
import { add, divide, multiply, sqrt, subtract } from "./functions.ts";
import { type Layout, lengthOf, type RecordLayout } from "./layout.ts";
import { asDoubles } from "./numbers.ts";
import { knownOptions } from "./option-names.ts";
import { type Reduced, reduceKeeping, settled } from "./reduce.ts";
import { count, sum } from "./reducers.ts";
import { takeLayout } from "./select.ts";
import { distancesFrom, type MeanOptions, meanOf, WEIGHTED, weightsOf } from "./statistics.ts";
import { float } from "./value.ts";

/** A number for all pairs, or an array along an axis. */
interface Pairing<Value> {
  (
    x: AwkwardArray,
    y: AwkwardArray,
    options?: MeanOptions & {
      readonly axis?: null | undefined;
      readonly keepdims?: false | undefined;
    },
  ): Value;
  (
    x: AwkwardArray,
    y: AwkwardArray,
    options: MeanOptions & ({ readonly axis: number } | { readonly keepdims: true }),
  ): AwkwardArray;
}

/**
 * Covariance of two arrays of one structure, in float64: the mean product of the distances from the means.
 *
 * @throws ShapeError when the structures differ
 * @see awkward.covar
 */
export const covar: Pairing<number | null> = pairing((x, y, options) => {
  const weights = weightsOf(x, options);
  const products = sumOfProducts(x, y, options, weights);
  return { ...products, values: divide(products.values, weights.values) };
});

/**
 * Pearson's coefficient of correlation of two arrays of one structure, in float64.
 *
 * @throws ShapeError when the structures differ
 * @see awkward.corr
 */
export const corr: Pairing<number | null> = pairing((x, y, options) => {
  const weights = weightsOf(x, options);
  const xx = sumOfProducts(x, x, options, weights);
  const yy = sumOfProducts(y, y, options, weights);
  const xy = sumOfProducts(x, y, options, weights);
  const scale = sqrt(multiply(xx.values, yy.values));
  return { ...xy, values: divide(xy.values, scale) };
});

/**
 * The straight line of least squares through points, as a record: `intercept`, `slope` and their
 * errors, `intercept_error` and `slope_error`.
 *
 * @param options.weight  of each point, such as 1 / sigma^2
 * @throws ShapeError when the structures differ
 * @see awkward.linear_fit
 */
export function linearFit(
  x: AwkwardArray,
  y: AwkwardArray,
  options: MeanOptions & ({ readonly axis: number } | { readonly keepdims: true }),
): AwkwardArray;
export function linearFit(x: AwkwardArray, y: AwkwardArray, options?: MeanOptions): AwkwardRecord;
export function linearFit(
  x: AwkwardArray,
  y: AwkwardArray,
  options: MeanOptions = {},
): AwkwardArray | AwkwardRecord {
  checkArray(x, "linearFit");
  checkArray(y, "linearFit");
  knownOptions(options, WEIGHTED, "linearFit");
  const { weight } = options;
  return scope(() => {
    // Integers become float64; float32 stays, and its sums.
    const [a, b] = [multiply(x, float(1)), multiply(y, float(1))];
    const weighted = (values: AwkwardArray): AwkwardArray =>
      weight === undefined ? values : multiply(values, weight);
    const total = (values: AwkwardArray): AwkwardArray =>
      reduceKeeping(weighted(values), sum, options).values;
    const weights =
      weight === undefined
        ? reduceKeeping(x, count, options)
        : reduceKeeping(add(multiply(a, 0), weight), sum, options);
    const w = weights.values;
    const [wx, wy] = [total(a), total(b)];
    const [wxx, wxy] = [total(multiply(a, a)), total(multiply(a, b))];
    const delta = subtract(multiply(w, wxx), multiply(wx, wx));
    const fields = {
      intercept: divide(subtract(multiply(wxx, wy), multiply(wx, wxy)), delta),
      slope: divide(subtract(multiply(w, wxy), multiply(wx, wy)), delta),
      intercept_error: sqrt(divide(wxx, delta)),
      slope_error: sqrt(divide(w, delta)),
    };
    const layout: RecordLayout = {
      kind: "record",
      fields: Object.keys(fields),
      contents: Object.values(fields).map(({ layout }) =>
        weights.single ? there(layout) : layout,
      ),
      length: lengthOf(fields.slope.layout),
      name: "LinearFit",
    };
    const fit = new AwkwardArray(layout);
    return weights.single ? new AwkwardRecord(fit) : fit;
  });
}

/** The value of an array of one as one that cannot be missing, if it is there. */
function there(layout: Layout): Layout {
  const missing = layout.kind === "option" && layout.index.view()[0] < 0;
  return layout.kind === "option" && !missing ? takeLayout(layout.content, layout.index) : layout;
}

function pairing(
  run: (x: AwkwardArray, y: AwkwardArray, options: MeanOptions) => Reduced,
): Pairing<number | null> {
  const named = (x: AwkwardArray, y: AwkwardArray, options: MeanOptions = {}) => {
    checkArray(x, "a correlation");
    checkArray(y, "a correlation");
    knownOptions(options, WEIGHTED, "what correlations take");
    return scope(() => settled(run(x, y, options)));
  };
  return named as Pairing<number | null>;
}

/** The weighted sum of the products of two distances from the means. */
function sumOfProducts(
  x: AwkwardArray,
  y: AwkwardArray,
  options: MeanOptions,
  weights: Reduced,
): Reduced {
  const { weight } = options;
  const weighted = (values: AwkwardArray): AwkwardArray =>
    weight === undefined ? values : multiply(values, weight);
  const [a, b] = [distancesFrom(x, options), distancesFrom(y, options)];
  if (a !== undefined && b !== undefined) {
    return reduceKeeping(weighted(multiply(a, b)), sum, options);
  }
  // As Awkward does where no mean can be subtracted.
  const products = weighted(multiply(asDoubles(x), asDoubles(y)));
  const ofProducts = reduceKeeping(products, sum, options);
  const [mx, my] = [meanOf(x, options).values, meanOf(y, options).values];
  const product = multiply(multiply(weights.values, mx), my);
  return { ...ofProducts, values: subtract(ofProducts.values, product) };
}
