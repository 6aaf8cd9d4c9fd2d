import { AwkwardArray, checkArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { depthsOf } from "../array/depth.ts";
import { fromTypedArray } from "../array/from.ts";
import { add, divide, multiply, notEqual, subtract } from "../array/functions.ts";
import { columnsOf } from "../array/layout.ts";
import { fillNone } from "../array/missing.ts";
import { knownOptions } from "../array/option-names.ts";
import { flattenAll } from "../array/present-values.ts";
import { where } from "../array/where.ts";
import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import { type ColumnHolder, scope } from "../wasm/scope.ts";

/** A weight's sum, sum of squares, least and largest value, and the number of events. */
export interface WeightStatistics {
  readonly sumw: number;
  readonly sumw2: number;
  /** Infinity without events. */
  readonly minw: number;
  /** -Infinity without events. */
  readonly maxw: number;
  readonly n: number;
}

/** A number for each event. */
type Values = AwkwardArray | TypedArray;

/** How a weight is varied. */
export interface WeightVariation {
  /** The weight shifted up. */
  readonly weightUp?: Values | undefined;
  /** The weight shifted down; where only `weightUp` is given, down is 1 / up, relative to the weight. */
  readonly weightDown?: Values | undefined;
  /** Whether both are differences from the weight, not weights. */
  readonly shift?: boolean | undefined;
}

/** Several variations of one weight. */
export interface WeightVariations {
  readonly modifierNames: readonly string[];
  readonly weightsUp: readonly (Values | undefined)[];
  readonly weightsDown: readonly (Values | undefined)[];
  readonly shift?: boolean | undefined;
}

/** What `partialWeight` takes: one of `include` and `exclude`. */
export interface PartialWeightOptions {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly modifier?: string | undefined;
}

/** A variation's name, and what it is relative to the nominal weight. */
type Modifier = readonly [name: string, relative: AwkwardArray];

/**
 * Weights of events as products of named corrections, each of which may be varied. Missing values count as 1.
 *
 * @see coffea.analysis_tools.Weights
 */
export class Weights implements ColumnHolder {
  readonly #storeIndividual: boolean;
  readonly #individual = new Map<string, AwkwardArray>();
  readonly #modifiers = new Map<string, AwkwardArray>();
  readonly #statistics: Record<string, WeightStatistics> = {};
  readonly #size: number;
  #weight: AwkwardArray;

  /**
   * @param size  number of events
   * @param options  `storeIndividual`: keep each weight, for `partialWeight`
   */
  constructor(size: number, options: { readonly storeIndividual?: boolean | undefined } = {}) {
    const { storeIndividual = false } = knownOptions(options, ["storeIndividual"], "Weights");
    const ones = reserve("float64", size);
    ones.view().fill(1);
    this.#size = size;
    this.#weight = flat(ones);
    this.#storeIndividual = storeIndividual;
  }

  /** Statistics of each weight, by name. */
  get weightStatistics(): Readonly<Record<string, WeightStatistics>> {
    return { ...this.#statistics };
  }

  /** Names that `weight` takes as modifier. */
  get variations(): ReadonlySet<string> {
    const names = new Set(this.#modifiers.keys());
    for (const name of this.#modifiers.keys()) {
      if (name.endsWith("Up")) names.add(`${name.slice(0, -2)}Down`);
    }
    return names;
  }

  /**
   * Multiplies the events' weights by one more, and remembers its variations as `nameUp`, `nameDown`. Typed
   * arrays do as well as arrays.
   *
   * @throws UsageError for a name that is there already or ends in Up or Down; ShapeError for a wrong length
   */
  add(name: string, weight: Values, variation: WeightVariation = {}): this {
    const known = ["weightUp", "weightDown", "shift"] as const;
    const { weightUp, weightDown, shift = false } = knownOptions(variation, known, "add");
    const nominal = this.#nominal(name, weight);
    return this.#enter(name, nominal, this.#varied(name, nominal, weightUp, weightDown, shift));
  }

  /**
   * Multiplies by one more weight with several variations, `name_modifierUp`, `name_modifierDown` each.
   *
   * @throws UsageError, ShapeError
   */
  addMultivariation(name: string, weight: Values, variations: WeightVariations): this {
    const {
      modifierNames,
      weightsUp,
      weightsDown,
      shift = false,
    } = knownOptions(
      variations,
      ["modifierNames", "weightsUp", "weightsDown", "shift"],
      "addMultivariation",
    );
    const n = modifierNames.length;
    if (weightsUp.length !== n || weightsDown.length !== n) {
      const counts = `${n} names, ${weightsUp.length} weights up, ${weightsDown.length} down`;
      throw new UsageError(`weight "${name}" has ${counts}: as many of each are needed`);
    }
    const nominal = this.#nominal(name, weight);
    const varied = modifierNames.flatMap((modifier, i) =>
      this.#varied(`${name}_${modifier}`, nominal, weightsUp[i], weightsDown[i], shift),
    );
    return this.#enter(name, nominal, varied);
  }

  /**
   * The product of all weights, of one variation where named.
   *
   * @returns float64, one for each event
   * @throws NotFoundError for a variation that is not there
   */
  weight(modifier?: string): AwkwardArray {
    return this.#modified(this.#weight, modifier);
  }

  /**
   * The product of some of the weights.
   *
   * @throws UsageError unless weights are stored (`storeIndividual`) and one of `include`, `exclude` is given
   */
  partialWeight(options: PartialWeightOptions): AwkwardArray {
    const known = ["include", "exclude", "modifier"] as const;
    const { include = [], exclude = [], modifier } = knownOptions(options, known, "partialWeight");
    if (!this.#storeIndividual) {
      throw new UsageError("partialWeight needs new Weights(size, { storeIndividual: true })");
    }
    if (include.length > 0 === exclude.length > 0) {
      throw new UsageError("partialWeight takes either include or exclude");
    }
    const names = [...this.#individual.keys()];
    for (const name of [...include, ...exclude]) {
      if (!names.includes(name)) throw new NotFoundError("weight", name, names, "these weights");
    }
    const kept = names.filter((name) =>
      include.length > 0 ? include.includes(name) : !exclude.includes(name),
    );
    if (modifier !== undefined) {
      const base = modifier.replace(/(Up|Down)$/, "");
      const owners = names.filter((name) => base === name || base.startsWith(`${name}_`));
      const owner = owners.toSorted((a, b) => b.length - a.length).at(0);
      if (owner === undefined || !kept.includes(owner)) {
        throw new UsageError(`modifier "${modifier}" belongs to none of ${kept.join(", ")}`);
      }
    }
    return scope(() => {
      const ones = reserve("float64", this.#size);
      ones.view().fill(1);
      const product = kept.reduce(
        (sofar, name) => multiply(sofar, this.#individual.get(name) as AwkwardArray),
        flat(ones),
      );
      return this.#modified(product, modifier);
    });
  }

  *heldColumns(): Iterable<Column> {
    const arrays = [this.#weight, ...this.#individual.values(), ...this.#modifiers.values()];
    for (const { layout } of arrays) yield* columnsOf(layout);
  }

  #nominal(name: string, weight: Values): AwkwardArray {
    if (typeof name !== "string") {
      throw new UsageError(`a weight has a name, add("pileup", weight), not ${String(name)}`);
    }
    if (Object.hasOwn(this.#statistics, name)) {
      throw new UsageError(`weight "${name}" is there already`);
    }
    if (/(Up|Down)$/.test(name)) {
      throw new UsageError(
        `a weight cannot be called "${name}": give what is shifted to add() as weightUp, weightDown`,
      );
    }
    return this.#numbers(name, weight);
  }

  /** Once all of a weight was taken, so that one that is refused leaves nothing. */
  #enter(name: string, nominal: AwkwardArray, varied: readonly Modifier[]): this {
    this.#weight = multiply(this.#weight, nominal);
    if (this.#storeIndividual) this.#individual.set(name, nominal);
    this.#statistics[name] = statisticsOf(nominal);
    for (const [modifier, relative] of varied) this.#modifiers.set(modifier, relative);
    return this;
  }

  #varied(
    name: string,
    weight: AwkwardArray,
    up: Values | undefined,
    down: Values | undefined,
    shift: boolean,
  ): Modifier[] {
    const relative = (direction: "Up" | "Down", given: Values, shifted: typeof add): Modifier => {
      const varied = this.#numbers(`${name}${direction}`, given);
      const whole = shift ? shifted(weight, varied) : varied;
      const modifier = scope(() => where(notEqual(weight, 0), divide(whole, weight), whole));
      return [`${name}${direction}`, modifier];
    };
    return [
      ...(up === undefined ? [] : [relative("Up", up, add)]),
      ...(down === undefined ? [] : [relative("Down", down, subtract)]),
    ];
  }

  #modified(weight: AwkwardArray, modifier: string | undefined): AwkwardArray {
    if (modifier === undefined) return multiply(weight, 1);
    const own = this.#modifiers.get(modifier);
    if (own !== undefined) return multiply(weight, own);
    const up = this.#modifiers.get(modifier.replace(/Down$/, "Up"));
    if (up === undefined || !modifier.endsWith("Down")) {
      throw new NotFoundError("variation", modifier, this.variations, "these weights");
    }
    return divide(weight, up);
  }

  /** As float64, what is missing as 1. */
  #numbers(name: string, given: Values): AwkwardArray {
    if (!isTyped(given)) checkArray(given, `Weights: the weight "${name}"`);
    if (given.length !== this.#size) {
      const counts = `${given.length} values for ${this.#size} events`;
      throw new ShapeError(`weight "${name}" has ${counts}`, this.#size, given.length);
    }
    return scope(() => {
      const array = isTyped(given) ? fromTypedArray(given) : given;
      // Lists as many of which hold as many numbers as there are events must not pass for one each.
      if (depthsOf(array.layout).least > 1) {
        throw new ShapeError(
          `weight "${name}" has a number for each event, not ${String(array.type)}: ` +
            "ak.prod(weight, { axis: 1 }) is the product of an event's objects",
        );
      }
      return flat(convert(flattenAll(fillNone(array, 1).layout), "float64"));
    });
  }
}

function isTyped(values: Values): values is TypedArray {
  return ArrayBuffer.isView(values) && !((values as unknown) instanceof DataView);
}

function flat(data: Column<"float64">): AwkwardArray {
  return new AwkwardArray({ kind: "flat", data: data as unknown as Column });
}

function statisticsOf(weight: AwkwardArray): WeightStatistics {
  let [sumw, sumw2, minw, maxw] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const values = weight.toTypedArray() as Float64Array;
  for (const w of values) {
    sumw += w;
    sumw2 += w * w;
    minw = Math.min(minw, w);
    maxw = Math.max(maxw, w);
  }
  return { sumw, sumw2, minw, maxw, n: values.length };
}
