/// <reference lib="esnext.disposable" preserve="true" />
import { UsageError } from "../errors.ts";
import type { HistogramRecord, ProfileRecord } from "../root/objects/index.ts";
import type { Column } from "../wasm/column.ts";
import type { ColumnHolder } from "../wasm/scope.ts";
import { combined, type Factor, type Operation } from "./arithmetic.ts";
import { assign, type CellValues } from "./assign.ts";
import { type Axis, axisExtent, axisSize, type Metadata } from "./axis.ts";
import { HistBuilder } from "./builder.ts";
import type { SortOptions } from "./categories.ts";
import { fromBytes, fromJson, type HistJson, toBytes, toJson } from "./exchange.ts";
import { type FillOptions, type FillValues, fill, replaceCells } from "./fill.ts";
import { toHtml } from "./html.ts";
import type { BinIndex } from "./locators.ts";
import { addContents } from "./merge.ts";
import { numpyOf } from "./numpy.ts";
import { binParts, cellOf, integrated, sortedCategories } from "./parts.ts";
import { densityOf, profiled } from "./profile.ts";
import { type RecordNaming, toRecord } from "./record.ts";
import { axisPosition, type Selection, selectionList } from "./selection.ts";
import { copied, projected, sliced } from "./slice.ts";
import { Stack } from "./stack.ts";
import { countOf, meanOrSumOf, noVariance, perCell, varianceOf, viewOf } from "./statistics.ts";
import {
  type Contents,
  cellCount,
  checkAxes,
  emptyContents,
  isContents,
  type StorageKind,
  sameContents,
} from "./storage.ts";
import { type FlowOptions, flowOf, totalOf } from "./sum.ts";
import { operandOf, textOf } from "./text.ts";
import { fromUhi, toUhi, type UhiHistogram, type UhiOptions } from "./uhi.ts";

/**
 * A histogram: axes, and a cell for each combination of their bins, in linear memory.
 *
 * Bins, flow bins, order of additions and so every bit of the result are boost-histogram's. `fill`
 * and what is named `…InPlace` change it; everything else returns new histograms or copies.
 * @see hist.Hist
 */
export class Hist implements ColumnHolder {
  readonly #contents: Contents;

  /** Starts the quick construction: `Hist.new.reg(50, 0, 100, { name: "pt" }).weight()`. */
  static get new(): HistBuilder<Hist> {
    return new HistBuilder((axes, storage, options) => new Hist(axes, storage).annotate(options));
  }

  /**
   * An empty histogram.
   * @throws UsageError on more than 32 axes or two of one name, NotFoundError for another storage
   */
  constructor(axes: readonly Axis[], storage?: StorageKind);
  /** @internal */
  constructor(contents: Contents);
  constructor(made: readonly Axis[] | Contents, storage: StorageKind = "double") {
    if (!isContents(made)) checkAxes(made);
    this.#contents = isContents(made) ? made : emptyContents([...made], storage);
  }

  /** The axes as they are now: those that grow are replaced by larger ones in a fill. */
  get axes(): readonly Axis[] {
    return this.#contents.axes;
  }

  get storage(): StorageKind {
    return this.#contents.storage;
  }

  /** Bins of each axis, without flow. */
  get shape(): readonly number[] {
    return this.axes.map(axisSize);
  }

  /** Bins of each axis, with its flow bins. */
  get shapeWithFlow(): readonly number[] {
    return this.axes.map(axisExtent);
  }

  /** Its name, title and whatever else was noted of it. */
  get metadata(): Metadata {
    return this.#contents.metadata;
  }

  /** Name of the histogram, "" for none. */
  get name(): string {
    return String(this.metadata.name ?? "");
  }

  /** Title of the histogram in figures; its name where none was given. */
  get label(): string {
    return String(this.metadata.label ?? this.name);
  }

  /** Notes more of the histogram: `annotate({ name: "ggH", year: 2016 })`. */
  annotate(metadata: Metadata): this {
    this.#contents.metadata = { ...this.#contents.metadata, ...metadata };
    return this;
  }

  /** Number of cells, with flow. */
  get size(): number {
    return cellCount(this.axes);
  }

  /** False where weights were filled into a storage that does not keep their squares. */
  get varianceKnown(): boolean {
    return this.#contents.varianceKnown;
  }

  /** The axis of a name or position. @throws NotFoundError with the nearest name */
  axis(which: string | number): Axis {
    return this.axes[axisPosition(this.axes, which)];
  }

  /**
   * Adds entries in their order.
   *
   * Numbers may be arrays of numbers, columns, typed arrays or lists, of any dtype, or one number
   * for all entries; names a list or one name. NaN goes to overflow; unknown categories to overflow
   * or, where the axis grows, to a new bin.
   *
   * @param values  by the names of the axes, or a list in their order
   * @param options  `weight`: one number per entry, or one for all; `sample` for storages of means
   * @throws ShapeError on jagged values or unequal lengths, NotFoundError on an unknown axis,
   *   or option, UsageError on values of the wrong sort; the histogram is unchanged then
   * @see hist.Hist.fill
   */
  fill(values: FillValues, options: FillOptions = {}): this {
    fill(this.#contents, values, options);
    return this;
  }

  /** Sums of weights (means for storages of means) in C order, the last axis fastest. */
  values(options: FlowOptions = {}): Float64Array {
    return perCell(this.#contents, meanOrSumOf(this.storage), flowOf(options, "values"));
  }

  /**
   * Variances of the values: sums of squared weights, counts where there were no weights, squared
   * errors of means. C order.
   *
   * @throws UsageError where weights were filled into a storage that does not keep their squares
   *   (boost-histogram returns None there; `varianceKnown` tells)
   */
  variances(options: FlowOptions = {}): Float64Array {
    if (!this.varianceKnown) throw noVariance(this.storage);
    return perCell(this.#contents, varianceOf(this.storage), flowOf(options, "variances"));
  }

  /** Entries of each cell: values, or effective entries for storages of means. C order. */
  counts(options: FlowOptions = {}): Float64Array {
    return perCell(this.#contents, countOf(this.storage), flowOf(options, "counts"));
  }

  /** The numbers of the cells by name, each in C order. @see boost_histogram.Histogram.view */
  view(options: FlowOptions = {}): Readonly<Record<string, Float64Array>> {
    return viewOf(this.#contents, flowOf(options, "view"));
  }

  /**
   * Value of all cells joined, without flow unless asked for; its variance is `sumVariance`.
   * @see boost_histogram.Histogram.sum
   */
  sum(options: FlowOptions = {}): number {
    return meanOrSumOf(this.storage)(totalOf(this.#contents, flowOf(options, "sum")), 0);
  }

  /** Variance of {@link Hist.sum}. @throws UsageError where it is not known */
  sumVariance(options: FlowOptions = {}): number {
    if (!this.varianceKnown) throw noVariance(this.storage);
    return varianceOf(this.storage)(totalOf(this.#contents, flowOf(options, "sumVariance")), 0);
  }

  /**
   * A part of the histogram, by the names (or positions) of axes or a list for all of them:
   *
   * - a bin's number, a category's name, `loc(value)`, `underflow`, `overflow`: that bin, and the
   *   axis is dropped
   * - `[start, stop]` or `{ start, stop, step }`: a range; what lies outside goes to the flow bins
   * - `sum`: all bins with flow, and the axis is dropped; `rebin(n)`: every n bins joined
   *
   * @throws NotFoundError on unknown axes and categories, UsageError on bins that are not there
   * @see hist.Hist.__getitem__
   */
  slice(selection: Selection): Hist {
    return new Hist(sliced(this.#contents, selectionList(this.axes, selection)));
  }

  /** The numbers of one cell by name: `hist.cell({ x: loc(91.2), dataset: "ZZ" }).value`. */
  cell(selection: Selection): Readonly<Record<string, number>> {
    return cellOf(this.#contents, selectionList(this.axes, selection));
  }

  /**
   * Sets cells, chosen by bins and ranges as in {@link Hist.slice}: to one number, a list of them in C
   * order without or with the flow bins of open sides, or by name, `{ value, variance }`.
   * @throws ShapeError, UsageError, NotFoundError; nothing has changed then
   * @see hist.Hist.__setitem__
   */
  set(selection: Selection, values: CellValues): this {
    assign(this.#contents, selectionList(this.axes, selection), values);
    return this;
  }

  /**
   * The sum over bins of one axis, which is dropped: over all with flow, over the range from `start`
   * to `stop`, or over a list of categories.
   * @see hist.Hist.integrate
   */
  integrate(
    axis: string | number,
    start?: BinIndex | readonly (string | number)[],
    stop?: BinIndex,
  ): Hist {
    return new Hist(integrated(this.#contents, axisPosition(this.axes, axis), start, stop));
  }

  /** A histogram of the mean of one axis in the bins of the others. @see hist.Hist.profile */
  profile(axis: string | number): Hist {
    return new Hist(profiled(this.#contents, axisPosition(this.axes, axis)));
  }

  /** Values over their sum and the bin widths, without flow, C order. @see hist.Hist.density */
  density(): Float64Array {
    return densityOf(this.#contents);
  }

  /**
   * One histogram for each bin of an axis, named by its categories.
   * @throws UsageError on a histogram of one axis
   * @see hist.Hist.stack
   */
  stack(axis: string | number): Stack {
    const parts = binParts(this.#contents, axisPosition(this.axes, axis));
    return new Stack(parts.map((part) => new Hist(part)));
  }

  /** The categories of an axis in order. @see hist.Hist.sort */
  sortCategories(axis: string | number, options: SortOptions = {}): Hist {
    return new Hist(sortedCategories(this.#contents, axisPosition(this.axes, axis), options));
  }

  /** The histogram over the named axes, in that order; the others are summed over with flow. */
  project(...axes: readonly (string | number)[]): Hist {
    const kept = axes.map((axis) => axisPosition(this.axes, axis));
    if (new Set(kept).size !== kept.length) throw new UsageError("an axis is projected on twice");
    return new Hist(projected(this.#contents, kept));
  }

  /**
   * The sum of two histograms, where categories of axes that grow are joined by name and all else
   * must agree; or the histogram with numbers added, one for each cell (C order) or one for all.
   * @throws ShapeError, UsageError where the storage has no such sum
   */
  add(other: Hist | Factor): Hist {
    return this.#combine("add", other);
  }

  /** The difference to a histogram or numbers, as {@link Hist.add}; variances add. */
  subtract(other: Hist | Factor): Hist {
    return this.#combine("subtract", other);
  }

  /** The product with numbers or with another histogram, cell by cell. */
  multiply(other: Hist | Factor): Hist {
    return this.#combine("multiply", other);
  }

  /** The quotient by numbers, or of the values of two histograms, cell by cell. */
  divide(other: Hist | Factor): Hist {
    return this.#combine("divide", other);
  }

  /** The histogram with each value times `factor`, and each variance times its square. */
  scale(factor: number): Hist {
    return this.multiply(factor);
  }

  /**
   * Adds another histogram to this one, as {@link Hist.add}. (Unlike boost-histogram, the variance
   * of two unweighted histograms stays known.)
   * @throws ShapeError; this histogram is unchanged then
   */
  addInPlace(other: Hist): this {
    addContents(this.#contents, other.#contents, (next) => replaceCells(this.#contents, next));
    return this;
  }

  /** Empties all cells; axes stay. */
  reset(): this {
    this.#contents.cells.view().fill(0);
    this.#contents.varianceKnown = true;
    return this;
  }

  /** The same histogram in memory of its own. */
  copy(): Hist {
    return new Hist(copied(this.#contents));
  }

  /** Whether axes, storage and every number of every cell are the same; NaN equals NaN. */
  equals(other: Hist): boolean {
    return sameContents(this.#contents, other.#contents);
  }

  /** The histogram as JSON, with a format version. */
  toJSON(): HistJson {
    return toJson(this.#contents);
  }

  /** @throws FormatError, UnsupportedError for a newer format version */
  static fromJSON(json: unknown): Hist {
    return new Hist(fromJson(json));
  }

  /** The histogram as bytes, with a format version: smaller and faster than JSON. */
  toBytes(): Uint8Array {
    return toBytes(this.#contents);
  }

  /** @throws FormatError, UnsupportedError for a newer format version */
  static fromBytes(bytes: Uint8Array): Hist {
    return new Hist(fromBytes(bytes));
  }

  /**
   * The histogram in UHI's interchange format, as boost-histogram writes it.
   * @param options  `sparse`: only cells that are not empty
   * @see writeUhi
   */
  toUhi(options: UhiOptions = {}): UhiHistogram {
    return toUhi(this.#contents, options);
  }

  /**
   * The histogram of one UHI document.
   * @throws FormatError with the path of what is wrong, UnsupportedError
   * @see readUhi
   */
  static fromUhi(json: unknown): Hist {
    return new Hist(fromUhi(json));
  }

  /**
   * The histogram as ROOT has it, which `file.set("h", hist)` writes.
   * @throws UsageError for more than three axes
   */
  toRecord(naming?: RecordNaming): HistogramRecord | ProfileRecord {
    return toRecord(this, naming);
  }

  /** Axes, storage and sum, and the bars of one axis, as hist shows them. */
  toString(): string {
    return textOf(this.#contents);
  }

  /** A sketch beside axes, storage and sum, as hist shows it in notebooks. */
  toHtml(): string {
    return toHtml(this.#contents);
  }

  /**
   * Values in C order and the edges of each axis, as NumPy's histogram gives them: the last bin holds
   * its upper edge. With `dd` the edges are one list.
   * @see boost_histogram.Histogram.to_numpy
   */
  toNumpy(options?: FlowOptions): [values: Float64Array, ...edges: Float64Array[]];
  toNumpy(options: FlowOptions & { dd: true }): [values: Float64Array, edges: Float64Array[]];
  toNumpy(options: FlowOptions & { dd?: boolean } = {}): (Float64Array | Float64Array[])[] {
    return numpyOf(this.#contents, options);
  }

  /** Frees the cells. */
  dispose(): void {
    this.#contents.cells.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  heldColumns(): Iterable<Column> {
    return [this.#contents.cells as unknown as Column];
  }

  #combine(op: Operation, other: Hist | Factor): Hist {
    return new Hist(combined(this.#contents, op, other instanceof Hist ? other.#contents : other));
  }
}

// What Node's console.log and JavaScript's operators ask an object for.
Object.defineProperties(Hist.prototype, {
  [Symbol.for("nodejs.util.inspect.custom")]: { value: Hist.prototype.toString },
  [Symbol.toPrimitive]: { value: operandOf },
});
