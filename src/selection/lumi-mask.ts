import { AwkwardArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { loaded } from "../array/layout.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";

/** Certified luminosity blocks: ranges, ends included, by run. The "golden JSON" of CMS. */
export type LumiRanges = Readonly<Record<string, readonly (readonly [number, number])[]>>;

/**
 * Tells which events lie in certified luminosity blocks.
 * @see coffea.lumi_tools.LumiMask
 */
export class LumiMask {
  readonly #runs: readonly number[] = [];
  readonly #offsets: readonly number[] = [];
  readonly #bounds: readonly number[] = [];

  /**
   * @param ranges  as the JSON file has them, ascending for each run
   * @throws UsageError for what is no run or no range
   */
  constructor(ranges: LumiRanges) {
    const runs = Object.keys(ranges).map(Number);
    runs.sort((a, b) => a - b);
    const offsets = [0];
    const bounds: number[] = [];
    for (const run of runs) {
      if (!isBlock(run)) throw new UsageError(`a luminosity mask has run numbers, not ${run}`);
      for (const range of ranges[String(run)]) {
        const [first, last] = range;
        if (!(isBlock(first) && isBlock(last) && first >= 1)) {
          throw new UsageError(`run ${run} has a range that is none: ${JSON.stringify(range)}`);
        }
        bounds.push(first - 1, last);
      }
      offsets.push(bounds.length);
    }
    this.#runs = runs;
    this.#offsets = offsets;
    this.#bounds = bounds;
  }

  /**
   * @param runs  integers, one for each event
   * @param blocks  integers, one for each event
   * @returns bool, one for each event
   * @throws ShapeError when they are not as many
   */
  mask(runs: AwkwardArray, blocks: AwkwardArray): AwkwardArray {
    const [run, block] = [runs, blocks].map(integers);
    if (run.length !== block.length) {
      const text = `there are ${run.length} runs and ${block.length} luminosity blocks`;
      throw new ShapeError(text, run.length, block.length);
    }
    return scope(() => {
      const [a, b] = [convert(run, "uint32"), convert(block, "uint32")];
      const known = columnOf("uint32", this.#runs);
      const offsets = columnOf("int32", this.#offsets);
      const bounds = columnOf("uint32", this.#bounds);
      const out = reserve("bool", a.length);
      kernels.selection_lumi_mask(
        a.address,
        b.address,
        known.address,
        offsets.address,
        bounds.address,
        out.address,
        a.length,
        known.length,
      );
      return new AwkwardArray({ kind: "flat", data: out as unknown as Column }, runs);
    });
  }
}

function isBlock(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

function integers(array: AwkwardArray): Column {
  const now = loaded(array.layout);
  if (now.kind === "flat") return now.data;
  throw new ShapeError(`one number for each event is needed, not ${array.type}`);
}
