import { Model, type ModelOptions } from "./model.ts";
import type { ModelSpec } from "./spec.ts";
import { type ToyOptions, type ToySample, throwToys } from "./toys.ts";

/** Toys for a thread to throw: a model to be built there, and which of them. */
export interface ToyTask {
  readonly spec: ModelSpec;
  readonly options: ModelOptions;
  readonly mu: number;
  readonly data: Float64Array;
  readonly toys: Omit<ToyOptions, "progress" | "signal">;
}

/** What came of it: an error is told by its words. */
export type ToyDone = { readonly sample: ToySample } | { readonly error: string };

/** Throws the toys of a task. */
export function doToys({ spec, options, mu, data, toys }: ToyTask): ToyDone {
  try {
    const model = new Model(spec, { ...options, validate: false });
    try {
      return { sample: throwToys(mu, data, model, toys) };
    } finally {
      model.dispose();
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
