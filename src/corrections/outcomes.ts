import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, SLACK } from "./block-columns.ts";
import { type PayloadFunction, rangeOf } from "./payload-function.ts";

/**
 * What becomes of objects in each variation, a block at a time: 0 Ok, 1 outside of the range of validity, 2 an
 * input is no number. Temporaries of the scope it is made in, but for the columns of `statuses`.
 */
export class Outcomes {
  /** The status of each object, by variation. */
  readonly statuses: readonly Column<"uint8">[];
  /** Of the block's objects, in any variation. */
  readonly #codes: Column<"uint8">;
  /** Those that keep their values. */
  readonly #kept: Column<"uint8">;
  #anyKept = false;
  #start = 0;
  #count = 0;

  constructor(variations: number, n: number) {
    this.statuses = Array.from({ length: variations }, () => reserve("uint8", n));
    this.#codes = reserve("uint8", BLOCK + 2 * SLACK);
    this.#kept = reserve("uint8", BLOCK);
  }

  /** Turns to another block. */
  begin(start: number, count: number): void {
    this.#start = start;
    this.#count = count;
    kernels.corrections_clear(this.codes, count);
  }

  get codes(): Address {
    return this.#codes.address;
  }

  /** The status 2 where a number is not finite. */
  finite(...columns: readonly Address[]): void {
    for (const one of columns) this.#within(one, Number.NEGATIVE_INFINITY, Infinity);
  }

  /** The status 1 where a momentum is not above 0. */
  positive(momentum: Address): void {
    this.#within(momentum, Number.MIN_VALUE, Infinity);
  }

  /** The status 1 where a payload has nothing. */
  known(of: PayloadFunction, values: Address): void {
    if (of.partial) kernels.corrections_check_known(values, this.codes, this.#count);
  }

  /** Whatever has a status by now keeps its values. */
  settle(): void {
    this.#anyKept = kernels.corrections_any(this.codes, this.#count) !== 0;
    if (this.#anyKept) {
      kernels.corrections_copy_status(this.codes, this.#kept.address, this.#count);
    }
  }

  /** The status 1 beyond the bins of |eta|, or of eta: a payload may spell it either way. */
  inside(of: PayloadFunction, eta: Address, absolute: Address): void {
    for (const [quantity, values] of [
      ["eta", eta],
      ["abs_eta", absolute],
    ] as const) {
      const range = rangeOf(of, quantity);
      if (range !== undefined) this.#within(values, range.low, range.high);
    }
  }

  #within(values: Address, low: number, high: number): void {
    kernels.corrections_check(values, low, high, this.codes, this.#count);
  }

  /** Begins a variation with what is so in all of them. @returns where the block's status lies */
  vary(variation: number): Address {
    const status = offsetAddress(this.statuses[variation].address, this.#start);
    kernels.corrections_copy_status(this.codes, status, this.#count);
    return status;
  }

  /** The status 1 in a variation where the payload has no shift. */
  shifted(variation: number, of: PayloadFunction, values: Address): Address {
    if (of.partial) {
      const status = offsetAddress(this.statuses[variation].address, this.#start);
      kernels.corrections_check_known(values, status, this.#count);
    }
    return values;
  }

  /** Gives the objects that keep their values these. */
  keep(before: Address, out: Address): void {
    if (!this.#anyKept) return;
    kernels.corrections_restore(before, this.#kept.address, out, this.#count);
  }
}
