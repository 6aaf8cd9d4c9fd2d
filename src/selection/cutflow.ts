import type { AwkwardArray } from "../array/array.ts";

/** Events that pass, and the sum of their weights (their number without weights). */
export interface Passed {
  readonly events: number;
  readonly weight: number;
}

/** A line of a cut flow. */
export interface CutflowRow {
  /** The cut; "initial" for the first line. */
  readonly name: string;
  /** Events that pass it alone. */
  readonly alone: Passed;
  /** Events that pass it and all before. */
  readonly cumulative: Passed;
}

/**
 * A cut flow as data: plain numbers, and the masks of the events.
 * @see coffea.analysis_tools.Cutflow
 */
export class Cutflow {
  readonly labels: readonly string[];
  readonly rows: readonly CutflowRow[];
  /** Of each cut alone; bool, one for each event. */
  readonly masksonecut: readonly AwkwardArray[];
  /** Of each cut and all before. */
  readonly maskscutflow: readonly AwkwardArray[];
  readonly weighted: boolean;

  constructor(
    names: readonly string[],
    alone: readonly Passed[],
    cumulative: readonly Passed[],
    masksonecut: readonly AwkwardArray[],
    maskscutflow: readonly AwkwardArray[],
    weighted: boolean,
  ) {
    this.labels = ["initial", ...names];
    this.rows = this.labels.map((name, i) => {
      return { name, alone: alone[i], cumulative: cumulative[i] };
    });
    this.masksonecut = masksonecut;
    this.maskscutflow = maskscutflow;
    this.weighted = weighted;
  }

  get nevonecut(): number[] {
    return this.rows.map(({ alone }) => alone.events);
  }

  get nevcutflow(): number[] {
    return this.rows.map(({ cumulative }) => cumulative.events);
  }

  /** Sums of weights. */
  get wgtevonecut(): number[] {
    return this.rows.map(({ alone }) => alone.weight);
  }

  get wgtevcutflow(): number[] {
    return this.rows.map(({ cumulative }) => cumulative.weight);
  }

  /** A table with efficiencies, of the weights where there are some. */
  toString(): string {
    const [{ cumulative: all }] = this.rows;
    const lines = this.rows.map(({ name, alone, cumulative }) => [
      name,
      amount(alone),
      amount(cumulative),
      share(alone, all),
      share(cumulative, all),
    ]);
    return table([["cut", "pass", "cumulative", "efficiency", "cumulative"], ...lines]);
  }
}

/**
 * Events that pass all cuts but one, for each; then those that pass all.
 * @see coffea.analysis_tools.NminusOne
 */
export class NminusOne {
  readonly labels: readonly string[];
  readonly rows: readonly { readonly name: string; readonly passed: Passed }[];
  /** Of all cuts but each; last of all. */
  readonly masks: readonly AwkwardArray[];
  readonly weighted: boolean;

  constructor(
    names: readonly string[],
    counts: readonly Passed[],
    masks: readonly AwkwardArray[],
    weighted: boolean,
  ) {
    this.labels = ["initial", ...names.map((name) => `N - ${name}`), "N"];
    this.rows = this.labels.map((name, i) => ({ name, passed: counts[i] }));
    this.masks = masks;
    this.weighted = weighted;
  }

  get nev(): number[] {
    return this.rows.map(({ passed }) => passed.events);
  }

  /** Sums of weights. */
  get wgtev(): number[] {
    return this.rows.map(({ passed }) => passed.weight);
  }

  /** A table with efficiencies, of the weights where there are some. */
  toString(): string {
    const [{ passed: all }] = this.rows;
    const lines = this.rows.map(({ name, passed }) => [name, amount(passed), share(passed, all)]);
    return table([["cut", "pass", "efficiency"], ...lines]);
  }
}

function amount({ weight }: Passed): string {
  return Number.isInteger(weight) ? String(weight) : weight.toPrecision(6);
}

function share(passed: Passed, all: Passed): string {
  return all.weight === 0 ? "-" : `${((100 * passed.weight) / all.weight).toFixed(2)} %`;
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const row = (line: readonly string[]): string =>
    line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  ");
  return lines.map((line) => row(line).trimEnd()).join("\n");
}
