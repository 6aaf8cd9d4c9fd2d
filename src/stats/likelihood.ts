import type { Objective } from "../fit/objective.ts";
import { log } from "../math/elementary.ts";
import { gammaln } from "../math/gamma.ts";
import type { Column } from "../wasm/column.ts";
import type { ColumnHolder } from "../wasm/scope.ts";
import type { Engine, PlacedData } from "./engine.ts";
import type { ParameterSet } from "./parameters.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** -2 log L of a model for given data, with its derivatives: what a fit minimises. */
export class Likelihood implements Objective, ColumnHolder {
  readonly size: number;
  readonly kinks: readonly number[];
  readonly #engine: Engine;
  readonly #data: PlacedData;
  readonly #constant: number;

  /**
   * @param constant  of -log L: {@link constantOf}, or 0 where only differences matter
   */
  constructor(engine: Engine, data: PlacedData, constant: number) {
    this.size = engine.size;
    this.kinks = engine.compiled.kinks;
    this.#engine = engine;
    this.#data = data;
    this.#constant = constant;
  }

  value(x: Float64Array): number {
    return 2 * (this.#engine.nll(x, this.#data) + this.#constant);
  }

  gradient(x: Float64Array, gradient: Float64Array): number {
    return 2 * (this.#engine.nll(x, this.#data, gradient) + this.#constant);
  }

  hessian(x: Float64Array, gradient: Float64Array, hessian: Float64Array): number {
    return 2 * (this.#engine.nll(x, this.#data, gradient, hessian) + this.#constant);
  }

  /** Takes other data of the same model, main and auxiliary; the constant stays what it is. */
  replaceData(data: Float64Array): void {
    this.#engine.replace(this.#data, data);
  }

  heldColumns(): Iterable<Column> {
    return [this.#data.main, this.#data.auxiliary] as unknown as Column[];
  }

  dispose(): void {
    this.#data.main.dispose();
    this.#data.auxiliary.dispose();
  }
}

/** What Poisson probabilities have beside yields: log n! of each bin, summed in order. */
export function mainConstant(data: ArrayLike<number>): number {
  let sum = 0;
  for (let b = 0; b < data.length; b++) sum += gammaln(data[b] + 1);
  return sum;
}

/** What constraints have beside their parameters, summed in order. */
export function constraintConstant(
  sets: readonly ParameterSet[],
  auxdata: ArrayLike<number>,
): number {
  let sum = 0;
  let at = 0;
  for (const { constraint } of sets) {
    if (constraint === undefined) continue;
    for (let i = 0; i < constraint.auxdata.length; i++) {
      sum +=
        constraint.kind === "normal"
          ? log(constraint.sigmas[i]) + HALF_LOG_TWO_PI
          : gammaln(auxdata[at] + 1);
      at++;
    }
  }
  return sum;
}
