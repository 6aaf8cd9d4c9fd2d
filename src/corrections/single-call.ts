import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { keep } from "../wasm/scope.ts";
import { BLOCK } from "./opcodes.ts";

/** An input of one object: real ones are numbers, integers and texts BigInts. */
export interface Single {
  readonly value: number | bigint;
  /** The text itself, for errors. */
  readonly text?: string | undefined;
}

/** What a call of a correction needs beside its inputs. */
export interface CallSize {
  readonly inputs: number;
  readonly depth: number;
  readonly registers: number;
}

/** The memory of one call: from `start` on, pairs of addresses and steps, inputs, and so on. */
export interface SingleMemory {
  readonly columns: Address;
  readonly values: Address;
  readonly failure: Address;
  readonly out: Address;
  readonly scratch: Address;
  readonly registers: Address;
}

/** Room for two elements, which kernels read together. */
const PAIR = 16;

/**
 * Memory for evaluations of one object, which a set's corrections share and keep from call to call: to reserve and
 * free columns for each takes far longer than the evaluation.
 */
export class SingleCalls {
  #column: Column<"uint8"> | undefined;

  /** Where a call's parts lie: until the next call. */
  memory({ inputs, depth, registers }: CallSize): SingleMemory {
    const sizes = [
      8 * inputs,
      PAIR * inputs,
      16,
      PAIR,
      kernels.corrections_scratch(inputs, depth),
      8 * BLOCK * (registers + 1),
    ];
    const starts: number[] = [];
    let end = 0;
    for (const size of sizes) {
      starts.push(end);
      end += (size + 63) & ~63;
    }
    if (this.#column === undefined || this.#column.disposed || this.#column.length < end) {
      this.dispose();
      this.#column = keep(reserve("uint8", end));
    }
    const { address } = this.#column;
    const [columns, values, failure, out, scratch, own] = starts.map((start) =>
      offsetAddress(address, start),
    );
    return { columns, values, failure, out, scratch, registers: own };
  }

  /** The column that it has, if any. */
  *heldColumns(): Iterable<Column> {
    if (this.#column !== undefined) yield this.#column as unknown as Column;
  }

  dispose(): void {
    this.#column?.dispose();
    this.#column = undefined;
  }
}

/** Writes the inputs of a call. */
export function writeSingles(
  view: DataView,
  { columns, values }: SingleMemory,
  inputs: readonly Single[],
): void {
  for (const [i, { value }] of inputs.entries()) {
    const at = values + PAIR * i;
    view.setUint32(columns + 8 * i, at, true);
    view.setUint32(columns + 8 * i + 4, 0, true);
    for (const place of [at, at + 8]) {
      if (typeof value === "bigint") view.setBigInt64(place, value, true);
      else view.setFloat64(place, value, true);
    }
  }
}
