import type { AwkwardArray } from "../array/array.ts";
import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { type NpzArray, npzBytes } from "./npz.ts";

/** What is kept of the events of a cut flow, beside the masks. */
export interface CutflowEvents {
  /** Applied to all. */
  readonly commonMask?: AwkwardArray | undefined;
  /** One for each event. */
  readonly weights?: AwkwardArray | undefined;
}

/** Options of `toNpz`. */
export interface NpzOptions {
  /** Whether the arrays are deflated: default false. */
  readonly compressed?: boolean | undefined;
  /** Whether the events' weights are in it; default: where there are some. */
  readonly includeWeights?: boolean | undefined;
}

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
 * The counts of a cut flow by its lines, in their order: what a processor returns, since records of numbers sum over
 * the chunks of a run.
 */
export type CutflowCounts = Readonly<
  Record<string, { readonly alone: Passed; readonly cumulative: Passed }>
>;

/** The counts of {@link NminusOne}, as {@link CutflowCounts}. */
export type NminusOneCounts = Readonly<Record<string, Passed>>;

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
  readonly commonMask: AwkwardArray | undefined;
  /** Of the events; undefined without weights. */
  readonly weights: AwkwardArray | undefined;

  constructor(
    names: readonly string[],
    alone: readonly Passed[],
    cumulative: readonly Passed[],
    masksonecut: readonly AwkwardArray[],
    maskscutflow: readonly AwkwardArray[],
    { commonMask, weights }: CutflowEvents = {},
  ) {
    this.labels = ["initial", ...names];
    this.rows = this.labels.map((name, i) => {
      return { name, alone: alone[i], cumulative: cumulative[i] };
    });
    this.masksonecut = masksonecut;
    this.maskscutflow = maskscutflow;
    this.weighted = weights !== undefined || haveWeights([...alone, ...cumulative]);
    this.commonMask = commonMask;
    this.weights = weights;
  }

  /**
   * The cut flow of counts, as those of a whole run: its table and figures; it has no masks.
   * @throws UsageError where the first line is not "initial"
   */
  static fromCounts(counts: CutflowCounts): Cutflow {
    checkFirst(counts);
    const rows = Object.values(counts);
    const passed = (which: "alone" | "cumulative"): Passed[] => rows.map((row) => row[which]);
    return new Cutflow(Object.keys(counts).slice(1), passed("alone"), passed("cumulative"), [], []);
  }

  /** By name of the cut; sums over chunks. @see Cutflow.fromCounts */
  get counts(): CutflowCounts {
    return Object.fromEntries(
      this.rows.map(({ name, alone, cumulative }) => [name, { alone, cumulative }]),
    );
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

  /**
   * Counts and masks as NumPy's archive: `numpy.load` gives `labels`, `nevonecut`, `nevcutflow`,
   * `masksonecut`, `maskscutflow`, and with weights or a common mask `commonmask`, `wgtevonecut`,
   * `wgtevcutflow`, `weights`.
   * @see coffea.analysis_tools.Cutflow.to_npz
   */
  toNpz(options: NpzOptions = {}): Uint8Array<ArrayBuffer> {
    const counts = { nevonecut: this.nevonecut, nevcutflow: this.nevcutflow };
    const masks = { masksonecut: this.masksonecut, maskscutflow: this.maskscutflow };
    const sums = { wgtevonecut: this.wgtevonecut, wgtevcutflow: this.wgtevcutflow };
    return saved(this, { counts, masks, sums }, options);
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
  readonly commonMask: AwkwardArray | undefined;
  /** Of the events; undefined without weights. */
  readonly weights: AwkwardArray | undefined;

  constructor(
    names: readonly string[],
    counts: readonly Passed[],
    masks: readonly AwkwardArray[],
    { commonMask, weights }: CutflowEvents = {},
  ) {
    this.labels = ["initial", ...names.map((name) => `N - ${name}`), "N"];
    this.rows = this.labels.map((name, i) => ({ name, passed: counts[i] }));
    this.masks = masks;
    this.weighted = weights !== undefined || haveWeights(counts);
    this.commonMask = commonMask;
    this.weights = weights;
  }

  /** Of counts, as those of a whole run; without masks. @throws UsageError where the first line is not "initial" */
  static fromCounts(counts: NminusOneCounts): NminusOne {
    checkFirst(counts);
    const names = Object.keys(counts)
      .slice(1, -1)
      .map((label) => label.replace(/^N - /, ""));
    return new NminusOne(names, Object.values(counts), []);
  }

  /** By line: "initial", "N - cut" …, "N"; sums over chunks. @see NminusOne.fromCounts */
  get counts(): NminusOneCounts {
    return Object.fromEntries(this.rows.map(({ name, passed }) => [name, passed]));
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

  /**
   * As that of a cut flow: `labels`, `nev`, `masks`, and with weights or a common mask `commonmask`,
   * `wgtev`, `weights`.
   * @see coffea.analysis_tools.NminusOne.to_npz
   */
  toNpz(options: NpzOptions = {}): Uint8Array<ArrayBuffer> {
    const masks = { masks: this.masks };
    return saved(this, { counts: { nev: this.nev }, masks, sums: { wgtev: this.wgtev } }, options);
  }
}

function saved(
  { labels, commonMask, weights }: Cutflow | NminusOne,
  parts: {
    readonly counts: Readonly<Record<string, readonly number[]>>;
    readonly masks: Readonly<Record<string, readonly AwkwardArray[]>>;
    readonly sums: Readonly<Record<string, readonly number[]>>;
  },
  options: NpzOptions,
): Uint8Array<ArrayBuffer> {
  const known = ["compressed", "includeWeights"] as const;
  const { compressed = false, includeWeights = true } = knownOptions(options, known, "toNpz");
  const arrays: Record<string, NpzArray> = { labels: { kind: "text", values: labels } };
  for (const [name, values] of Object.entries(parts.counts)) {
    arrays[name] = { kind: "int64", values };
  }
  for (const [name, masks] of Object.entries(parts.masks)) arrays[name] = matrixOf(masks);
  if (commonMask !== undefined) arrays.commonmask = { kind: "bool", values: bytesOf(commonMask) };
  if (weights !== undefined) {
    for (const [name, values] of Object.entries(parts.sums)) {
      arrays[name] = { kind: "float64", values };
    }
    if (includeWeights) {
      arrays.weights = { kind: "float64", values: weights.toTypedArray() as Float64Array };
    }
  }
  return npzBytes(arrays, compressed);
}

/** A row for each mask. */
function matrixOf(masks: readonly AwkwardArray[]): NpzArray {
  const columns = masks.at(0)?.length ?? 0;
  const values = new Uint8Array(masks.length * columns);
  for (const [i, mask] of masks.entries()) values.set(bytesOf(mask), i * columns);
  // Without events a matrix has rows all the same.
  return columns === 0 ? { kind: "bool", values } : { kind: "bool", values, columns };
}

function bytesOf(mask: AwkwardArray): Uint8Array {
  return Uint8Array.from(mask.toTypedArray() as Uint8Array, Number);
}

function checkFirst(counts: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(counts);
  if (names[0] === "initial") return;
  const hint = names.includes("initial")
    ? `: a record has names that are whole numbers, such as "${names[0]}", before all others`
    : "";
  throw new UsageError(`the first line of a cut flow's counts is "initial"${hint}`);
}

/** Whether sums of weights are something else than numbers of events. */
function haveWeights(counts: readonly Passed[]): boolean {
  return counts.some(({ events, weight }) => events !== weight);
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
