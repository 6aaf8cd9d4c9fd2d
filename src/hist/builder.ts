import {
  type Axis,
  type AxisNaming,
  booleanAxis,
  type CategoryOptions,
  type IntervalOptions,
  intCategoryAxis,
  integerAxis,
  type Metadata,
  type RegularOptions,
  regularAxis,
  strCategoryAxis,
  variableAxis,
} from "./axis.ts";
import type { StorageKind } from "./storage.ts";

/** What a histogram is called, whatever else is to be noted of it. */
export type HistOptions = Metadata & {
  readonly name?: string;
  readonly label?: string;
};

type Make<H> = (axes: readonly Axis[], storage: StorageKind, options: HistOptions) => H;

/**
 * hist's quick construction: axes one after the other, then a storage, which makes the histogram.
 *
 * `Hist.new.reg(34, 80, 250, { name: "m" }).strCat([], { name: "dataset", growth: true }).weight()`
 * @see hist.quick_construct.QuickConstruct
 */
export class HistBuilder<H> {
  readonly axes: readonly Axis[];
  readonly #make: Make<H>;

  constructor(make: Make<H>, axes: readonly Axis[] = []) {
    this.#make = make;
    this.axes = axes;
  }

  /** `bins` intervals of equal width from `start` to `stop`. */
  reg(bins: number, start: number, stop: number, options?: RegularOptions): HistBuilder<H> {
    return this.axis(regularAxis(bins, start, stop, options));
  }

  /** {@link HistBuilder.reg} by its long name. */
  regular(bins: number, start: number, stop: number, options?: RegularOptions): HistBuilder<H> {
    return this.reg(bins, start, stop, options);
  }

  /** Intervals of equal ratio. */
  log(bins: number, start: number, stop: number, naming?: AxisNaming): HistBuilder<H> {
    return this.reg(bins, start, stop, { ...naming, transform: { kind: "log" } });
  }

  /** Intervals equal in the square root. */
  sqrt(bins: number, start: number, stop: number, naming?: AxisNaming): HistBuilder<H> {
    return this.reg(bins, start, stop, { ...naming, transform: { kind: "sqrt" } });
  }

  /** Intervals equal in a power of the value. */
  pow(
    bins: number,
    start: number,
    stop: number,
    { power, ...naming }: AxisNaming & { readonly power: number },
  ): HistBuilder<H> {
    return this.reg(bins, start, stop, { ...naming, transform: { kind: "pow", power } });
  }

  /** Intervals between ascending edges. */
  variable(edges: Iterable<number>, options?: IntervalOptions): HistBuilder<H> {
    return this.axis(variableAxis(edges, options));
  }

  /** {@link HistBuilder.variable} by its short name. */
  var(edges: Iterable<number>, options?: IntervalOptions): HistBuilder<H> {
    return this.variable(edges, options);
  }

  /** A bin for each integer from `start` to `stop - 1`. */
  int(start: number, stop: number, options?: IntervalOptions): HistBuilder<H> {
    return this.axis(integerAxis(start, stop, options));
  }

  /** {@link HistBuilder.int} by its long name. */
  integer(start: number, stop: number, options?: IntervalOptions): HistBuilder<H> {
    return this.int(start, stop, options);
  }

  /** A bin for each integer of a list. */
  intCat(categories: Iterable<number>, options?: CategoryOptions): HistBuilder<H> {
    return this.axis(intCategoryAxis(categories, options));
  }

  /** A bin for each name of a list. */
  strCat(categories: Iterable<string>, options?: CategoryOptions): HistBuilder<H> {
    return this.axis(strCategoryAxis(categories, options));
  }

  /** Two bins: false, true. */
  bool(options?: AxisNaming): HistBuilder<H> {
    return this.axis(booleanAxis(options));
  }

  /** {@link HistBuilder.bool} by its long name. */
  boolean(options?: AxisNaming): HistBuilder<H> {
    return this.bool(options);
  }

  /** An axis of another histogram. */
  axis(axis: Axis): HistBuilder<H> {
    return new HistBuilder(this.#make, [...this.axes, axis]);
  }

  /** Sums of weights, variance only of unweighted fills. */
  double(options: HistOptions = {}): H {
    return this.#make(this.axes, "double", options);
  }

  /** Whole numbers. */
  int64(options: HistOptions = {}): H {
    return this.#make(this.axes, "int64", options);
  }

  /** Whole numbers; a weight counts with its whole part. */
  atomicInt64(options: HistOptions = {}): H {
    return this.#make(this.axes, "atomicInt64", options);
  }

  /** As {@link HistBuilder.double}. */
  unlimited(options: HistOptions = {}): H {
    return this.#make(this.axes, "unlimited", options);
  }

  /** Sums of weights and of their squares. */
  weight(options: HistOptions = {}): H {
    return this.#make(this.axes, "weight", options);
  }

  /** Mean of a sample in each bin. */
  mean(options: HistOptions = {}): H {
    return this.#make(this.axes, "mean", options);
  }

  /** Weighted mean of a sample in each bin. */
  weightedMean(options: HistOptions = {}): H {
    return this.#make(this.axes, "weightedMean", options);
  }
}
