import type { PropertyRule } from "./properties.ts";
import type { PayloadInputs, ToolPayloadInput } from "./tool-payload.ts";
import type { VariationKeys } from "./variation-keys.ts";

/** Properties of tools that take their numbers from a payload. */
export interface PayloadProperties {
  /** In correctionlib's schema (`docs/corrections.md`); the demonstration that comes with the package by default. */
  readonly payload?: ToolPayloadInput | undefined;
  /** What inputs of the payload are that the tool does not know by name. */
  readonly inputs?: PayloadInputs | undefined;
}

/** Properties of tools that are about one correction of their payload. */
export interface CorrectionProperties extends PayloadProperties {
  /** Its name: that of the tool's payloads (`sf`, or `weight` of pile-up), or the only one there is, by default. */
  readonly correction?: string | undefined;
  /** The input of text that chooses the variation, where the payload has one, and its keys. */
  readonly variation?: Partial<VariationKeys> | undefined;
}

/** Properties of tools that draw random numbers. */
export interface RandomProperties {
  /** `counter` (default): Philox4x32; `trandom3`: the numbers of a Mersenne twister, as ATLAS's tools draw them. */
  readonly rng?: "counter" | "trandom3" | undefined;
  /** Key of the counter's numbers. */
  readonly seed?: number | undefined;
}

type Rules<Properties> = Readonly<Record<keyof Properties, PropertyRule>>;

export const payloadRules: Rules<PayloadProperties> = {
  payload: { kind: "payload" },
  inputs: { kind: "inputs" },
};

export const correctionRules: Rules<CorrectionProperties> = {
  ...payloadRules,
  correction: { kind: "optional text" },
  variation: { kind: "variation" },
};

export const randomRules: Rules<RandomProperties> = {
  rng: { kind: "choice", of: ["counter", "trandom3"], default: "counter" },
  seed: { kind: "seed", default: 0 },
};
