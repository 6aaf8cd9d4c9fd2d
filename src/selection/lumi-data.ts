import { knownOptions } from "../array/option-names.ts";
import { FormatError } from "../errors.ts";
import type { LumiList } from "./lumi-list.ts";

/** 2^18 orbits of the LHC: its clock in Hz, by the 3564 places of bunches. */
const SECONDS_PER_BLOCK = 2 ** 18 / (40_079_000 / 3564);

/** Columns of the table: run:fill, block:block, …, recorded luminosity. */
const RECORDED = 6;

/**
 * The luminosity of each luminosity block, as `brilcalc lumi --byls --output-style csv` writes it.
 * @see coffea.lumi_tools.LumiData
 */
export class LumiData {
  readonly #recorded = new Map<number, Map<number, number>>();
  readonly #seconds: number;

  /**
   * @param csv  the table's text; lines that begin with # are comments. Of a block that is there twice the last counts
   * @param options.isInstLumi  the table has mean rates, which are multiplied by the time of a block
   * @throws FormatError naming a line that is not of the table
   */
  constructor(csv: string, options: { readonly isInstLumi?: boolean | undefined } = {}) {
    const { isInstLumi = false } = knownOptions(options, ["isInstLumi"], "LumiData");
    this.#seconds = isInstLumi ? SECONDS_PER_BLOCK : 1;
    for (const [i, line] of csv.split(/\r?\n/).entries()) {
      const text = line.replace(/#.*/, "").trim();
      if (text === "") continue;
      const columns = text.split(",");
      const [run, block] = columns.map((column) => Number(column.split(":")[0] || "?"));
      const recorded = Number(columns.at(RECORDED)?.trim() || "?");
      if (!(isNumber(run) && isNumber(block) && !Number.isNaN(recorded))) {
        throw new FormatError(
          `line ${i + 1} of a table of luminosities has no run, block and recorded luminosity: ${text.slice(0, 80)}`,
        );
      }
      const blocks = this.#recorded.get(run) ?? new Map<number, number>();
      this.#recorded.set(run, blocks.set(block, recorded));
    }
  }

  /**
   * The luminosity of some blocks, in the unit of the table; those that it does not have count as 0. They are added
   * in ascending order.
   *
   * @param list  of `lumiList`
   */
  getLumi(list: LumiList): number {
    const ascending = (a: number, b: number): number => a - b;
    let total = 0;
    for (const run of [...list.keys()].sort(ascending)) {
      const blocks = this.#recorded.get(run);
      for (const block of [...(list.get(run) ?? [])].sort(ascending)) {
        total += blocks?.get(block) ?? 0;
      }
    }
    return total * this.#seconds;
  }
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}
