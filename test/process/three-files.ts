import type { AwkwardArray } from "../../src/array/array.ts";
import { type Column, columnOf } from "../../src/wasm/column.ts";
import { type FakeColumns, numbers, ramp } from "./fake-tree.ts";

/** The sum of an array. */
export const sum = (array: AwkwardArray): number => numbers(array).reduce((a, b) => a + b, 0);

/** Files by name: of three and of one chunk, and of none. */
export const three: Record<string, FakeColumns> = {
  "a.root": { x: ramp(25), y: ramp(25, 2), z: ramp(25, 3), never: ramp(25) },
  "b.root": { x: ramp(10), y: ramp(10, 2), z: ramp(10, 3), never: ramp(10) },
  "empty.root": { x: ramp(0), y: ramp(0), z: ramp(0), never: ramp(0) },
};
/** Two datasets of them. */
export const fileset = { A: ["a.root", "empty.root"], B: ["b.root"] };
export const options = { treeName: "t", chunkSize: 10 };

/** A stand-in for a histogram: it lives in linear memory. */
export class Sums {
  readonly column: Column<"float64">;
  constructor(value: number) {
    this.column = columnOf("float64", [value]);
  }
  get value(): number {
    return this.column.view()[0];
  }
  addInPlace(other: Sums): void {
    this.column.view()[0] += other.value;
  }
  heldColumns(): Iterable<Column> {
    return [this.column as unknown as Column];
  }
}
