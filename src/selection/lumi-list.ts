import { type AwkwardArray, checkArray } from "../array/array.ts";
import { bitwiseOr, leftShift } from "../array/functions.ts";
import { runLengths } from "../array/run-lengths.ts";
import { sort } from "../array/sort.ts";
import { valuesAstype } from "../array/values.ts";
import { ShapeError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";

/** Luminosity blocks by run. In results of processors the maps of chunks are united. */
export type LumiList = Map<number, Set<number>>;

/**
 * The luminosity blocks that events are of, each once, in ascending order.
 *
 * @param runs  integers from 0 to 2^32 - 1, one for each event
 * @param blocks  as many
 * @throws ShapeError when they are not as many
 * @see coffea.lumi_tools.LumiList
 */
export function lumiList(runs: AwkwardArray, blocks: AwkwardArray): LumiList {
  checkArray(runs, "lumiList");
  checkArray(blocks, "lumiList");
  if (runs.length !== blocks.length) {
    const text = `there are ${runs.length} runs and ${blocks.length} luminosity blocks`;
    throw new ShapeError(text, runs.length, blocks.length);
  }
  const list: LumiList = new Map();
  if (runs.length === 0) return list;
  for (const pair of distinct(runs, blocks)) {
    const run = Number(pair >> 32n);
    const known = list.get(run) ?? new Set();
    list.set(run, known.add(Number(pair & 0xffffffffn)));
  }
  return list;
}

/** Each pair once, as run * 2^32 + block. */
function distinct(runs: AwkwardArray, blocks: AwkwardArray): bigint[] {
  return scope(() => {
    const [run, block] = [runs, blocks].map((numbers) => valuesAstype(numbers, "uint64"));
    const pairs = bitwiseOr(leftShift(run, 32), block) as AwkwardArray;
    // Events of a file come block by block: what is left to sort is little.
    const firsts = starts(pairs);
    const sorted = sort(firsts, { axis: 0 });
    return [...(starts(sorted).toTypedArray() as BigUint64Array)];
  });
}

/** The first of each run of equal numbers. */
function starts(numbers: AwkwardArray): AwkwardArray {
  let at = 0;
  const places = [...runLengths(numbers).toTypedArray()].map((length) => {
    const start = at;
    at += Number(length);
    return start;
  });
  return numbers.take(places);
}
