import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { BLOCK, BlockColumns } from "./block-columns.ts";
import { Outcomes } from "./outcomes.ts";
import { PayloadBlocks } from "./payload-blocks.ts";
import { type PayloadFunction, rangeOf, reads } from "./payload-function.ts";
import type { Shift, ToolInputs } from "./tool.ts";

/** What a systematic does to scale factors. */
export type FactorSource =
  /** Adds or subtracts a shift: several in quadrature. */
  | { readonly kind: "shift"; readonly parts: readonly PayloadFunction[] }
  /** Adds each part: a toy. */
  | { readonly kind: "sum"; readonly parts: readonly PayloadFunction[] }
  /** Gives other values. */
  | { readonly kind: "values"; readonly up: PayloadFunction; readonly down: PayloadFunction };

/**
 * What objects outside of the bins have: a scale factor of 1 and the status 1 (`unity`), that of the nearest
 * bin (`clamp`), or what the payload's or the histogram's own flow says (`flow`).
 */
export const outsideRules = ["unity", "clamp", "flow"] as const;
export type OutsideRule = (typeof outsideRules)[number];

/** Scale factors and their sources. */
export interface ScaleFactors {
  readonly sf: PayloadFunction;
  readonly sources: ReadonlyMap<string, FactorSource>;
  readonly outside: OutsideRule;
  /** The quantity above whose range the last bin is taken: transverse energy or momentum. */
  readonly open: string;
  /** Quantities of a block, f64[count] each. */
  quantities(
    columns: BlockColumns,
    start: number,
    count: number,
  ): Readonly<Record<string, Address>>;
}

/** Whether scale factors, or one of their sources, depend on a quantity. */
export function factorsRead(
  sf: PayloadFunction,
  sources: ReadonlyMap<string, FactorSource>,
  quantity: string,
): boolean {
  const parts = [...sources.values()].flatMap((source) =>
    source.kind === "values" ? [source.up, source.down] : source.parts,
  );
  return [sf, ...parts].some((of) => reads(of, quantity));
}

export type FactorOutputs = Readonly<Record<"scaleFactor" | "status", Column>>;

/** The scale factors of each variation; data have 1. */
export function evaluateFactors(
  inputs: ToolInputs,
  variations: readonly (readonly Shift[])[],
  factors: ScaleFactors,
): FactorOutputs[] {
  const { n, isData } = inputs;
  const { sf, sources } = factors;
  const columns = new BlockColumns(inputs);
  const functions = new PayloadBlocks(columns);
  const outcomes = new Outcomes(variations.length, n);
  const outputs = variations.map(() => reserve("float64", n));
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    outcomes.begin(start, count);
    const { codes } = outcomes;
    const quantities = factors.quantities(columns, start, count);
    const kept = checked(quantities, columns, codes, factors, count);
    functions.begin(kept, count);
    const nominal = functions.value(sf, "nominal");
    kernels.corrections_check_known(nominal, codes, count);
    const none = columns.scratch("none");
    kernels.corrections_fill(none, 0, BLOCK);
    variations.forEach((shifts, i) => {
      const out = offsetAddress(outputs[i].address, start * 8);
      kernels.corrections_shift(nominal, none, 1, out, count);
      outcomes.vary(i);
      const held = (of: PayloadFunction, slot: string): Address => {
        const values = functions.value(of, slot);
        return isData ? values : outcomes.shifted(i, of, values);
      };
      for (const { systematic, direction } of shifts) {
        const source = sources.get(systematic);
        if (source?.kind === "shift") {
          const shift = shiftOf(source.parts, held, columns, count);
          kernels.corrections_shift(out, shift, direction === "up" ? 1 : -1, out, count);
        } else if (source?.kind === "sum") {
          for (const part of source.parts) {
            kernels.corrections_shift(out, held(part, "shift"), 1, out, count);
          }
        } else if (source !== undefined) {
          const value = held(source[direction], "value");
          kernels.corrections_replace(nominal, value, out, count);
        }
      }
      if (isData) kernels.corrections_fill(out, 1, count);
      else kernels.corrections_settle(codes, 1, out, count);
    });
  }
  return outputs.map((scaleFactor, i) => ({ scaleFactor, status: outcomes.statuses[i] }));
}

/** Checks the quantities, and leads those back into the range of the bins that are to be. */
function checked(
  quantities: Readonly<Record<string, Address>>,
  columns: BlockColumns,
  codes: Address,
  { sf, outside, open }: ScaleFactors,
  count: number,
): Readonly<Record<string, Address>> {
  const kept: Record<string, Address> = {};
  for (const [name, address] of Object.entries(quantities)) {
    const range = rangeOf(sf, name);
    const unity = outside === "unity" && range !== undefined;
    const low = unity ? range.low : Number.NEGATIVE_INFINITY;
    const high = unity && name !== open ? range.high : Number.POSITIVE_INFINITY;
    kernels.corrections_check(address, low, high, codes, count);
    kept[name] = address;
    if (range === undefined || outside === "flow") continue;
    // The last bin ends before its edge.
    const last = kernels.math_nextafter(range.high, range.low);
    const clamped = columns.scratch(`clamped ${name}`);
    kernels.corrections_clamp(address, range.low, last, clamped, count);
    kept[name] = clamped;
  }
  return kept;
}

function shiftOf(
  parts: readonly PayloadFunction[],
  held: (of: PayloadFunction, slot: string) => Address,
  columns: BlockColumns,
  count: number,
): Address {
  if (parts.length === 1) return held(parts[0], "shift");
  const sum = columns.scratch("quadrature");
  kernels.corrections_fill(sum, 0, count);
  for (const part of parts) {
    kernels.corrections_add_square(held(part, "shift"), sum, count);
  }
  kernels.corrections_root(sum, count);
  return sum;
}
