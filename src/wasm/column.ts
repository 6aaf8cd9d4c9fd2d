/// <reference lib="esnext.disposable" preserve="true" />
import { DisposedError, ShapeError } from "../errors.ts";
import { type Address, offsetAddress } from "./address.ts";
import {
  type DType,
  dtypeOf,
  isBig,
  itemSize,
  type TypedArray,
  type TypedArrays,
  typedView,
} from "./dtype.ts";
import { kernels } from "./instance.ts";
import { allocate, Hold, type SharedBlock } from "./memory.ts";
import { adopt, type ColumnHolder } from "./scope.ts";

/** Elements a kernel can count: counts cross the border as signed 32-bit integers. */
const MAX_LENGTH = 2 ** 31 - 1;

/**
 * A handle on a run of numbers in linear memory: address, length, dtype.
 *
 * Columns never change once they are filled, so slices share memory. A column is freed by
 * `dispose`, by `using`, by the `scope` it was made in, or after it was collected.
 */
export class Column<D extends DType = DType> implements ColumnHolder {
  readonly dtype: D;
  readonly length: number;
  readonly #hold: Hold;
  readonly #start: number;

  /** Use {@link reserve} or {@link columnFrom}. */
  constructor(dtype: D, length: number, block: SharedBlock, start: number) {
    this.dtype = dtype;
    this.length = length;
    this.#start = start;
    this.#hold = new Hold(block);
    adopt(this, this.#hold);
  }

  /**
   * Where the first element lies. Valid until the column is freed.
   * @throws DisposedError
   */
  get address(): Address {
    return offsetAddress(this.#block().address, this.#start);
  }

  /** Bytes of the elements. */
  get byteLength(): number {
    return this.length * itemSize(this.dtype);
  }

  get disposed(): boolean {
    return !this.#hold.held;
  }

  /**
   * The elements in place. Make it anew at each use and never keep it: growth of linear memory
   * detaches it, and freed memory is used again.
   * @throws DisposedError
   */
  view(): TypedArrays[D] {
    return typedView(this.dtype, kernels.memory.buffer, this.address, this.length);
  }

  /**
   * A copy of the elements outside linear memory; 64-bit integers as BigInt.
   * @throws DisposedError
   */
  toTypedArray(): TypedArrays[D] {
    return this.view().slice() as TypedArrays[D];
  }

  /**
   * The element at `index`, from 0; 64-bit integers as BigInt, bool as boolean.
   * @throws DisposedError
   */
  at(index: number): number | bigint | boolean {
    const value = this.view()[index];
    return this.dtype === "bool" ? value !== 0 : value;
  }

  /**
   * Elements `start` to `stop - 1`, sharing this column's memory.
   *
   * @param start  0 <= start <= stop
   * @param stop  at most `length`
   */
  slice(start: number, stop: number): Column<D> {
    if (!(start >= 0 && start <= stop && stop <= this.length)) {
      throw new ShapeError(`slice ${start} to ${stop} of a column of ${this.length}`);
    }
    const block = this.#block().retain();
    const from = this.#start + start * itemSize(this.dtype);
    return new Column(this.dtype, stop - start, block, from);
  }

  /**
   * The same bytes as elements of another dtype of the same size: bool and uint8, int64 and uint64.
   */
  reinterpret<E extends DType>(dtype: E): Column<E> {
    if (itemSize(dtype) !== itemSize(this.dtype)) {
      throw new ShapeError(`${this.dtype} cannot be reinterpreted as ${dtype}`);
    }
    return new Column(dtype, this.length, this.#block().retain(), this.#start);
  }

  /** The bytes of the elements, sharing this column's memory: for what is written by bytes. */
  bytes(): Column<"uint8"> {
    return new Column("uint8", this.byteLength, this.#block().retain(), this.#start);
  }

  /** Frees the handle; the memory goes with its last user. Calling it twice is allowed. */
  dispose(): void {
    this.#hold.release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  heldColumns(): Iterable<Column> {
    return [this as unknown as Column];
  }

  #block(): SharedBlock {
    if (!this.#hold.held) {
      throw new DisposedError(
        `this ${this.dtype} column of ${this.length} was freed: return what a scope should keep, ` +
          "and do not use a column after dispose()",
      );
    }
    return this.#hold.block;
  }
}

/** A column of any one dtype. */
export type AnyColumn = { [D in DType]: Column<D> }[DType];

/**
 * Reserves a column whose elements are unknown: the caller writes each of them.
 *
 * @param length  0 to 2^31 - 1
 * @throws MemoryError when linear memory is exhausted
 */
export function reserve<D extends DType>(dtype: D, length: number): Column<D> {
  if (!(Number.isInteger(length) && length >= 0 && length <= MAX_LENGTH)) {
    throw new ShapeError(`a column has 0 to ${MAX_LENGTH} elements, not ${length}`);
  }
  return new Column(dtype, length, allocate(length * itemSize(dtype)), 0);
}

/**
 * Copies a typed array into linear memory.
 *
 * @param array  its type gives the dtype, unless `dtype` says more (a `Uint8Array` of `bool`)
 */
export function columnFrom<D extends DType = DType>(array: TypedArray, dtype?: D): Column<D> {
  const column = reserve(dtype ?? (dtypeOf(array) as D), array.length);
  (column.view() as Float64Array).set(array as Float64Array);
  return column;
}

/**
 * Copies numbers, BigInts (64-bit dtypes) or booleans into linear memory, converted as a typed
 * array converts them.
 */
export function columnOf<D extends DType>(
  dtype: D,
  values: ArrayLike<number | bigint | boolean>,
): Column<D> {
  const column = reserve(dtype, values.length);
  const view = column.view() as unknown as (number | bigint)[];
  const big = isBig(dtype);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    view[i] = big ? BigInt(value) : Number(value);
  }
  return column;
}
