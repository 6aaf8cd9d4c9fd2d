import { convert } from "../array/convert.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { ToolInputs } from "./tool.ts";

/** Objects of a block: its columns together stay in the second cache. */
export const BLOCK = 4096;
/** Elements that kernels may read and write behind a block. */
export const SLACK = 4;

/** The inputs of a tool as float64, a block of objects at a time. Temporaries of the scope it is made in. */
export class BlockColumns {
  readonly #inputs: ToolInputs;
  readonly #wide = new Map<string, Column>();
  readonly #scratch = new Map<string, Column>();
  /** The event of the last object asked for, where events have objects: of each column. */
  readonly #events = new Map<string, number>();

  constructor(inputs: ToolInputs) {
    this.#inputs = inputs;
    for (const [name, column] of Object.entries(inputs.columns)) {
      if (column === undefined) continue;
      const { dtype } = column;
      // What is not real is converted as a whole: event numbers, once for each event.
      const wide = dtype === "float32" || dtype === "float64" ? column : convert(column, "float64");
      this.#wide.set(name, wide);
    }
  }

  /** Whether a column is given. */
  has(name: string): boolean {
    return this.#wide.has(name);
  }

  /** Memory for `BLOCK` numbers that kernels pass on; float64, or int32 in half of it. */
  scratch(name: string): Address {
    let column = this.#scratch.get(name);
    if (column === undefined) {
      column = reserve("float64", BLOCK + SLACK);
      this.#scratch.set(name, column);
    }
    return column.address;
  }

  /** Where the float64 values of objects `start` to `start + count - 1` lie. */
  at(name: string, start: number, count: number): Address {
    const column = this.#column(name);
    if (column.dtype === "float64") return offsetAddress(column.address, start * 8);
    const out = this.scratch(name);
    const from = offsetAddress(column.address, start * 4);
    kernels.array_convert_f32_f64(from, out, count);
    return out;
  }

  /** As `at`, of a column with a value for each event. Blocks are asked for in order. */
  eventAt(name: string, start: number, count: number): Address {
    const { offsets } = this.#inputs;
    if (offsets === undefined) return this.at(name, start, count);
    const column = this.#column(name);
    const wide = column.dtype === "float64" ? column : convert(column, "float64");
    this.#wide.set(name, wide);
    const out = this.scratch(name);
    const event = kernels.corrections_spread(
      wide.address,
      offsets.address,
      this.#events.get(name) ?? 0,
      start,
      start + count,
      out,
    );
    this.#events.set(name, event);
    return out;
  }

  #column(name: string): Column {
    const column = this.#wide.get(name);
    if (column === undefined) throw new TypeError(`no column "${name}"`);
    return column;
  }
}
