import { UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, type BlockColumns } from "./block-columns.ts";
import type { Correction, CorrectionCall } from "./correction.ts";
import { BLOCK as INNER_BLOCK } from "./opcodes.ts";
import type { Given, PayloadFunction } from "./payload-function.ts";

/** Functions of a payload on one block after the other. Temporaries of the scope it is made in. */
export class PayloadBlocks {
  readonly #columns: BlockColumns;
  readonly #calls = new Map<Correction, { readonly call: CorrectionCall; readonly slot: string }>();
  readonly #constants = new Map<string, Column>();
  /** Of this block: what functions with equal bins share, and quantities as integers. */
  readonly #bins = new Map<Correction, Address>();
  readonly #integers = new Map<string, Address>();
  #quantities: Readonly<Record<string, Address | undefined>> = {};
  #count = 0;

  constructor(columns: BlockColumns) {
    this.#columns = columns;
  }

  /** Turns to another block: f64[count] of each quantity, with room for three more. */
  begin(quantities: Readonly<Record<string, Address>>, count: number): void {
    this.#quantities = quantities;
    this.#count = count;
    this.#bins.clear();
    this.#integers.clear();
  }

  /**
   * The values of a function, NaN where it has none, or none that is finite.
   *
   * @param slot  name of the memory they are written to
   * @returns f64[count]
   */
  value(of: PayloadFunction, slot: string): Address {
    const { table } = of;
    // A function that computes is its own bins.
    const bins = this.#binsOf(of);
    if (table === undefined) return bins;
    const out = this.#columns.scratch(slot);
    kernels.corrections_pick(table.address, bins, out, this.#count);
    return out;
  }

  #binsOf({ correction, given, table }: PayloadFunction): Address {
    const known = this.#bins.get(correction);
    if (known !== undefined) return known;
    let call = this.#calls.get(correction);
    if (call === undefined) {
      call = { call: correction.prepare(), slot: `bins ${this.#calls.size}` };
      this.#calls.set(correction, call);
    }
    const out = this.#columns.scratch(call.slot);
    this.#bins.set(correction, out);
    this.#run(
      call.call,
      given.map((one) => this.#input(one)),
      out,
      0,
      this.#count,
    );
    // Of a formula: 1 / x at 0.
    if (table === undefined) kernels.corrections_finite(out, this.#count);
    return out;
  }

  /** Elements `start` to `stop - 1`; those that no rule covers, as infinities led back into a range, are NaN. */
  #run(
    call: CorrectionCall,
    inputs: readonly (readonly [Address, 0 | 8])[],
    out: Address,
    start: number,
    stop: number,
  ): void {
    if (start >= stop) return;
    const here = inputs.map(([address, step]): [Address, 0 | 8] => [
      offsetAddress(address, start * step),
      step,
    ]);
    const status = call.run(here, offsetAddress(out, start * 8), stop - start);
    if (status === 0) return;
    const bad = start + status - 1;
    // Of the kernel's block that holds it nothing may be written yet.
    this.#run(call, inputs, out, bad - ((status - 1) % INNER_BLOCK), bad);
    kernels.corrections_fill(offsetAddress(out, bad * 8), Number.NaN, 1);
    this.#run(call, inputs, out, bad + 1, stop);
  }

  #input(given: Given): [Address, 0 | 8] {
    if (given.kind === "number") {
      const key = `${given.value} ${given.integer}`;
      let column = this.#constants.get(key);
      if (column === undefined) {
        column = reserve(given.integer ? "int64" : "float64", BLOCK) as unknown as Column;
        const view = column.view() as Float64Array | BigInt64Array;
        if (view instanceof BigInt64Array) view.fill(BigInt(given.value));
        else view.fill(given.value);
        this.#constants.set(key, column);
      }
      return [column.address, 0];
    }
    const address = this.#quantities[given.name];
    if (address === undefined) {
      throw new UsageError(`the payload needs the column "${given.name}", which is not given`);
    }
    if (!given.integer) return [address, 8];
    const key = `integer ${given.name}`;
    const known = this.#integers.get(key);
    if (known !== undefined) return [known, 8];
    const out = this.#columns.scratch(key);
    kernels.array_convert_f64_i64(address, out, this.#count);
    this.#integers.set(key, out);
    return [out, 8];
  }
}
