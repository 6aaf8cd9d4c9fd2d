/**
 * The input of text by which a payload chooses variations, and its keys, such as
 * `{ input: "ValType", nominal: "sf", up: "sfup", down: "sfdown" }`.
 */
export interface VariationKeys {
  readonly input: string;
  readonly nominal: string;
  readonly up: string;
  readonly down: string;
}

const usual: VariationKeys = { input: "variation", nominal: "nominal", up: "up", down: "down" };

/** What the property `variation` says, and the input "variation", the keys "nominal", "up", "down" where it does not. */
export function variationKeys(given: Partial<VariationKeys> = {}): VariationKeys {
  return { ...usual, ...given };
}

/** What is wrong with a property `variation`, if anything. */
export function faultOfVariation(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const needed = `an object of the texts ${Object.keys(usual).join(", ")} is needed`;
  const plain = typeof given === "object" && given !== null && !Array.isArray(given);
  if (!plain) return needed;
  const wrong = Object.entries(given).find(
    ([name, text]) => !Object.hasOwn(usual, name) || typeof text !== "string",
  );
  return wrong === undefined ? undefined : `${needed}; "${wrong[0]}" is none of them`;
}
