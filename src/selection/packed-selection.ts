import { type AwkwardArray, checkArray, type Element } from "../array/array.ts";
import {
  bitwiseAnd,
  bitwiseOr,
  equal,
  logicalAnd,
  multiply,
  notEqual,
} from "../array/functions.ts";
import { loaded } from "../array/layout.ts";
import { fillNone } from "../array/missing.ts";
import { knownOptions } from "../array/option-names.ts";
import { sum } from "../array/reduce.ts";
import { valuesAstype } from "../array/values.ts";
import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { Cutflow, NminusOne } from "./cutflow.ts";

/** Event weights: `Weights`, or anything with its method. */
export interface EventWeights {
  /** @returns one number for each event */
  weight(modifier?: string): AwkwardArray;
}

/** Options of {@link PackedSelection.cutflow} and {@link PackedSelection.nminusone}. */
export interface CutflowOptions {
  /** Applied to all, also before the first cut. */
  readonly commonMask?: AwkwardArray | undefined;
  readonly weights?: EventWeights | undefined;
  /** Which variation of the weights. */
  readonly weightsModifier?: string | undefined;
}

/** Cuts that fit in a number of so many bits. */
const sizes = { uint16: 16, uint32: 32, uint64: 64 } as const;

/**
 * Named cuts on the events of a chunk, a bit for each.
 * @see coffea.analysis_tools.PackedSelection
 */
export class PackedSelection {
  readonly #dtype: keyof typeof sizes;
  readonly #names: string[] = [];
  #data: AwkwardArray | undefined;

  /** @param dtype  of the number that holds the bits: "uint16", "uint32", "uint64" */
  constructor(options: { readonly dtype?: keyof typeof sizes } = {}) {
    const { dtype = "uint32" } = knownOptions(options, ["dtype"], "PackedSelection");
    if (!(dtype in sizes))
      throw new NotFoundError("dtype", dtype, Object.keys(sizes), "selections");
    this.#dtype = dtype;
  }

  /** The cuts, in the order in which they were added. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  /** How many there may be. */
  get maxItems(): number {
    return sizes[this.#dtype];
  }

  /**
   * Adds a cut.
   *
   * @param selection  bool, one for each event; what is missing counts as `fillValue`
   * @throws UsageError for a name that is there, or one too many; ShapeError for another number of
   *   events, or what is not bool
   */
  add(name: string, selection: AwkwardArray, fillValue = false): this {
    checkArray(selection, "PackedSelection.add");
    if (this.#names.includes(name))
      throw new UsageError(`the selection "${name}" is there already`);
    if (this.#names.length === this.maxItems) {
      throw new UsageError(`${this.maxItems} selections are the most: take { dtype: "uint64" }`);
    }
    const before = this.#data;
    const present = loaded(selection.layout).kind === "option";
    this.#data = scope(() => {
      const filled = present ? fillNone(selection, fillValue) : selection;
      const now = loaded(filled.layout);
      if (now.kind !== "flat" || now.data.dtype !== "bool") {
        throw new ShapeError(`a selection is one bool for each event, not ${selection.type}`);
      }
      if (before !== undefined && before.length !== filled.length) {
        const text = `"${name}" has ${filled.length} events, and the selections before ${before.length}`;
        throw new ShapeError(text, before.length, filled.length);
      }
      const bit = this.#number(1n << BigInt(this.#names.length));
      const own = valuesAstype(filled, this.#dtype);
      const bits = valuesAstype(multiply(own, bit) as AwkwardArray, this.#dtype);
      return before === undefined ? bits : (bitwiseOr(before, bits) as AwkwardArray);
    });
    before?.dispose();
    this.#names.push(name);
    return this;
  }

  /** Adds several cuts. @see PackedSelection.add */
  addMultiple(selections: Readonly<Record<string, AwkwardArray>>, fillValue = false): this {
    for (const [name, selection] of Object.entries(selections))
      this.add(name, selection, fillValue);
    return this;
  }

  /**
   * Where the cuts have the values given; others may have any.
   * @returns bool, one for each event
   * @throws NotFoundError with the nearest name
   */
  require(values: Readonly<Record<string, boolean>>): AwkwardArray {
    let consider = 0n;
    let wanted = 0n;
    for (const [name, value] of Object.entries(values)) {
      const bit = this.#bit(name);
      consider |= bit;
      if (value) wanted |= bit;
    }
    return scope(() => {
      const bits = bitwiseAnd(this.#events(), this.#number(consider)) as AwkwardArray;
      return equal(bits, this.#number(wanted)) as AwkwardArray;
    });
  }

  /** Where all these cuts are passed; without names all there are. */
  all(...names: readonly string[]): AwkwardArray {
    return this.require(this.#with(names, true));
  }

  /** Where none of these cuts is passed; without names none there is. */
  allfalse(...names: readonly string[]): AwkwardArray {
    return this.require(this.#with(names, false));
  }

  /** Where any of these cuts is passed. */
  any(...names: readonly string[]): AwkwardArray {
    const consider = names.reduce((bits, name) => bits | this.#bit(name), 0n);
    return scope(() => {
      const bits = bitwiseAnd(this.#events(), this.#number(consider)) as AwkwardArray;
      return notEqual(bits, this.#number(0n)) as AwkwardArray;
    });
  }

  /** How many events pass one cut after another. @see coffea PackedSelection.cutflow */
  cutflow(names: readonly string[], options: CutflowOptions = {}): Cutflow {
    const count = this.#counter(options);
    const { commonMask, weights } = options;
    const start = count(commonMask);
    const alone = names.map((name) => this.#masked([name], commonMask));
    const together = names.map((_, i) => this.#masked(names.slice(0, i + 1), commonMask));
    const counted = (masks: readonly AwkwardArray[]): { events: number; weight: number }[] => [
      start,
      ...masks.map(count),
    ];
    const events = { commonMask, weights: weights?.weight(options.weightsModifier) };
    return new Cutflow(names, counted(alone), counted(together), alone, together, events);
  }

  /** How many events pass all cuts but one. @see coffea PackedSelection.nminusone */
  nminusone(names: readonly string[], options: CutflowOptions = {}): NminusOne {
    const count = this.#counter(options);
    const { commonMask, weights } = options;
    const masks = names.map((_, i) =>
      this.#masked([...names.slice(0, i), ...names.slice(i + 1)], commonMask),
    );
    masks.push(this.#masked(names, commonMask));
    const counts = [count(commonMask), ...masks.map(count)];
    const events = { commonMask, weights: weights?.weight(options.weightsModifier) };
    return new NminusOne(names, counts, masks, events);
  }

  #with(names: readonly string[], value: boolean): Record<string, boolean> {
    const some = names.length > 0 ? names : this.#names;
    return Object.fromEntries(some.map((name) => [name, value]));
  }

  #masked(names: readonly string[], common: AwkwardArray | undefined): AwkwardArray {
    return scope(() => {
      // No cut at all passes everything.
      const mask = this.require(Object.fromEntries(names.map((name) => [name, true])));
      return common === undefined ? mask : (logicalAnd(mask, common) as AwkwardArray);
    });
  }

  /** Counts events, and sums their weights, where a mask is true. */
  #counter(options: CutflowOptions) {
    const known = ["commonMask", "weights", "weightsModifier"] as const;
    const { weights, weightsModifier } = knownOptions(options, known, "cutflow and nminusone");
    const events = this.#events();
    const weight = weights?.weight(weightsModifier);
    return (mask: AwkwardArray | undefined): { events: number; weight: number } =>
      scope(() => {
        const passed = mask === undefined ? events.length : total(sum(mask));
        if (weight === undefined) return { events: passed, weight: passed };
        const some = mask === undefined ? weight : weight.filter(mask);
        return { events: passed, weight: total(sum(some)) };
      });
  }

  #events(): AwkwardArray {
    if (this.#data === undefined) throw new UsageError("there is no selection yet: add one");
    return this.#data;
  }

  #bit(name: string): bigint {
    const at = this.#names.indexOf(name);
    if (at < 0) throw new NotFoundError("selection", name, this.#names, "the selections");
    return 1n << BigInt(at);
  }

  #number(bits: bigint): number | bigint {
    return this.#dtype === "uint64" ? bits : Number(bits);
  }
}

function total(value: Element): number {
  return Number(value);
}
