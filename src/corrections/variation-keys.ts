import { UsageError } from "../errors.ts";

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

/**
 * The property `variation` with what it does not say: the input "variation", the keys "nominal", "up", "down".
 * @throws UsageError naming the property
 */
export function checkVariationKeys(
  tool: string,
  given: Partial<VariationKeys> | undefined,
): VariationKeys {
  if (given === undefined) return usual;
  const texts = Object.entries(given ?? [given]);
  const wrong = texts.find(
    ([name, text]) => !Object.hasOwn(usual, name) || typeof text !== "string",
  );
  if (typeof given === "object" && given !== null && wrong === undefined) {
    return { ...usual, ...given };
  }
  const known = Object.keys(usual).join(", ");
  throw new UsageError(`${tool}: property "variation" is an object of the texts ${known}`);
}
