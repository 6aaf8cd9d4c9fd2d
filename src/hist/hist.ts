import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import type { ColumnHolder } from "../wasm/scope.ts";
import { type Axis, axisExtent, axisSize, type Metadata, sameAxis } from "./axis.ts";
import { HistBuilder } from "./builder.ts";
import { fromBytes, fromJson, type HistJson, toBytes, toJson } from "./exchange.ts";
import { type FillOptions, type FillValues, fill, replaceCells } from "./fill.ts";
import type { AxisSelection } from "./locators.ts";
import { addContents } from "./merge.ts";
import { copied, projected, sliced } from "./slice.ts";
import { type CellFunction, countOf, meanOrSumOf, varianceOf } from "./statistics.ts";
import {
  type Contents,
  cellCount,
  cellSize,
  checkAxes,
  emptyContents,
  type StorageKind,
  storageFields,
} from "./storage.ts";
import { cellsOf, type FlowOptions, totalOf } from "./sum.ts";
import { summary } from "./summary.ts";
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
    return new HistBuilder((axes, storage) => new Hist(axes, storage));
  }

  /**
   * An empty histogram.
   * @throws UsageError on more than 32 axes or two of one name
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

  /**
   * The axis of a name or position.
   * @throws NotFoundError with the nearest name
   */
  axis(which: string | number): Axis {
    return this.axes[this.#position(which)];
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
   *   UsageError on values of the wrong sort; the histogram is unchanged then
   * @see hist.Hist.fill
   */
  fill(values: FillValues, options: FillOptions = {}): this {
    fill(this.#contents, values, options);
    return this;
  }

  /**
   * Sums of weights (means for storages of means) in C order, the last axis fastest.
   */
  values({ flow = false }: FlowOptions = {}): Float64Array {
    return this.#perCell(meanOrSumOf(this.storage), flow);
  }

  /**
   * Variances of the values: sums of squared weights, counts where there were no weights, squared
   * errors of means. C order.
   *
   * @throws UsageError where weights were filled into a storage that does not keep their squares
   *   (boost-histogram returns None there; `varianceKnown` tells)
   */
  variances({ flow = false }: FlowOptions = {}): Float64Array {
    if (!this.varianceKnown) throw noVariance(this.storage);
    return this.#perCell(varianceOf(this.storage), flow);
  }

  /** Entries of each cell: values, or effective entries for storages of means. C order. */
  counts({ flow = false }: FlowOptions = {}): Float64Array {
    return this.#perCell(countOf(this.storage), flow);
  }

  /** The numbers of the cells by name, each in C order. @see boost_histogram.Histogram.view */
  view({ flow = false }: FlowOptions = {}): Readonly<Record<string, Float64Array>> {
    const cells = cellsOf(this.#contents, flow);
    const names = storageFields(this.storage);
    const view: Record<string, Float64Array> = {};
    for (const [field, name] of names.entries()) {
      view[name] = pick(cells, names.length, (from, at) => from[at + field]);
    }
    return view;
  }

  /**
   * Value of all cells joined, without flow unless asked for; its variance is `sumVariance`.
   * @see boost_histogram.Histogram.sum
   */
  sum({ flow = false }: FlowOptions = {}): number {
    return meanOrSumOf(this.storage)(totalOf(this.#contents, flow), 0);
  }

  /**
   * Variance of {@link Hist.sum}.
   * @throws UsageError where it is not known
   */
  sumVariance({ flow = false }: FlowOptions = {}): number {
    if (!this.varianceKnown) throw noVariance(this.storage);
    return varianceOf(this.storage)(totalOf(this.#contents, flow), 0);
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
  slice(
    selection: Readonly<Record<string, AxisSelection>> | readonly (AxisSelection | undefined)[],
  ): Hist {
    const list = new Array<AxisSelection | undefined>(this.axes.length).fill(undefined);
    if (Array.isArray(selection)) {
      if (selection.length !== list.length) {
        throw new ShapeError(
          `this histogram has ${list.length} axes, not ${selection.length}`,
          list.length,
          selection.length,
        );
      }
      for (const [i, each] of selection.entries()) list[i] = each as AxisSelection | undefined;
    } else {
      for (const [name, each] of Object.entries(
        selection as Readonly<Record<string, AxisSelection>>,
      )) {
        list[this.#position(name)] = each;
      }
    }
    return new Hist(sliced(this.#contents, list));
  }

  /**
   * The histogram over the named axes, in that order; the others are summed over with flow.
   * @throws NotFoundError
   */
  project(...axes: readonly (string | number)[]): Hist {
    const kept = axes.map((axis) => this.#position(axis));
    if (new Set(kept).size !== kept.length) throw new UsageError("an axis is projected on twice");
    return new Hist(projected(this.#contents, kept));
  }

  /**
   * The sum of two histograms. Categories of axes that grow are joined by name; all else must agree.
   * @throws ShapeError
   */
  add(other: Hist): Hist {
    const result = this.copy();
    try {
      return result.addInPlace(other);
    } catch (error) {
      result.dispose();
      throw error;
    }
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

  /** The histogram with each value times `factor`, and each variance times its square. */
  scale(factor: number): Hist {
    const result = this.copy();
    const contents = result.#contents;
    const cells = contents.cells.view();
    const square = factor * factor;
    const factors: Record<StorageKind, readonly number[]> = {
      double: [factor],
      int64: [factor],
      atomicInt64: [factor],
      unlimited: [factor],
      weight: [factor, square],
      mean: [1, factor, square],
      weightedMean: [1, 1, factor, square],
    };
    const each = factors[contents.storage];
    for (let i = 0; i < cells.length; i++) cells[i] *= each[i % each.length];
    if (each.length === 1) contents.varianceKnown = false;
    return result;
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
    const [a, b] = [this.#contents, other.#contents];
    if (a.storage !== b.storage || a.axes.length !== b.axes.length) return false;
    if (!a.axes.every((axis, i) => sameAxis(axis, b.axes[i]))) return false;
    const [x, y] = [a.cells.view(), b.cells.view()];
    return x.every((value, i) => value === y[i] || (Number.isNaN(value) && Number.isNaN(y[i])));
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

  /** Axes, storage and sum in a few lines, as hist shows them. */
  toString(): string {
    return summary(this.axes, this.storage, this.sum(), this.sum({ flow: true }));
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

  #perCell(of: CellFunction, flow: boolean): Float64Array {
    return pick(cellsOf(this.#contents, flow), cellSize(this.storage), of);
  }

  #position(which: string | number): number {
    if (typeof which === "number") {
      if (Number.isInteger(which) && which >= 0 && which < this.axes.length) return which;
      throw new UsageError(
        `this histogram has ${this.axes.length} axes: there is no axis ${which}`,
      );
    }
    const named = this.axes.findIndex((axis) => axis.name === which && which !== "");
    if (named >= 0) return named;
    const names = this.axes.map((axis) => axis.name).filter((name) => name !== "");
    throw new NotFoundError("axis", which, names, "this histogram");
  }
}

function isContents(made: readonly Axis[] | Contents): made is Contents {
  return !Array.isArray(made);
}

function pick(cells: Float64Array, size: number, of: CellFunction): Float64Array {
  const out = new Float64Array(cells.length / size);
  for (let i = 0; i < out.length; i++) out[i] = of(cells, i * size);
  return out;
}

function noVariance(storage: StorageKind): UsageError {
  return new UsageError(
    `the ${storage} storage was filled with weights and does not keep their squares: construct ` +
      "with .weight() for variances",
  );
}
