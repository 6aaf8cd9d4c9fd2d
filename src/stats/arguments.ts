import { ShapeError, UsageError } from "../errors.ts";
import type { FitSettings } from "./fit.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";

/** Options of every fit. */
export const FIT_SETTINGS = ["initPars", "parBounds", "fixedParams"] as const;

/**
 * -2 log L of data, where the arguments may have come in another order.
 *
 * @param call  how the function is called, for messages
 * @throws UsageError where the model is none, or data are none
 */
export function likelihoodOf(
  model: Model,
  data: Values,
  call: string,
  options?: { constants?: boolean },
): Likelihood {
  checkModelAndData(model, data, call);
  return model.likelihood(data, options);
}

/** @throws UsageError where the model is none, or data are no list, or a bin is negative or no number */
export function checkModelAndData(model: Model, data: Values, call: string): void {
  if (typeof (model as Partial<Model> | undefined)?.likelihood !== "function") {
    throw new UsageError(`model is no model here: the arguments are ${call}`);
  }
  if (typeof (data as Partial<Values> | undefined)?.length !== "number") {
    throw new UsageError(`data are no list of numbers here: the arguments are ${call}`);
  }
  const { channels, channelNbins, nmaindata, nauxdata } = model.config;
  // Of another length they are refused by the likelihood.
  if (data.length !== nmaindata + nauxdata) return;
  let at = 0;
  for (const channel of channels) {
    for (let b = 0; b < channelNbins[channel]; b++, at++) {
      if (!(data[at] >= 0 && data[at] < Number.POSITIVE_INFINITY)) {
        throw new UsageError(
          `${data[at]} events are observed in channel "${channel}", bin ${b} (data[${at}]): ` +
            "a number from 0 on is needed",
        );
      }
    }
  }
}

/** @throws ShapeError on settings of another length than the model has parameters */
export function checkSettings(model: Model, settings: FitSettings): void {
  const { npars } = model.config;
  for (const name of FIT_SETTINGS) {
    const length = settings[name]?.length;
    if (settings[name] !== undefined && length !== npars) {
      throw new ShapeError(
        `${name} has ${length} elements, but the model has ${npars} parameters`,
        npars,
        length,
      );
    }
  }
  const pairs = settings.parBounds ?? [];
  for (let k = 0; k < pairs.length; k++) {
    const pair: ArrayLike<number> | undefined = pairs[k];
    if (!(pair?.length === 2 && pair[0] <= pair[1])) {
      throw new UsageError(
        `parBounds[${k}] ("${model.config.parNames[k]}") is no pair [low, high], low first`,
      );
    }
  }
}
