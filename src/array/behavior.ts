import type { AwkwardArray } from "./array.ts";

/**
 * What the records of an array can do beyond their fields: a vector's `mass`. It travels with the
 * records as a value that their maker passed; there is no registry.
 */
export interface Behavior {
  /** Record name, as Awkward's `with_name`: "Momentum4D". */
  readonly name: string;
  /** Derived properties; a field of the same name wins. */
  readonly properties: Readonly<Record<string, (array: AwkwardArray) => AwkwardArray>>;
  /** Fields that a sum of the records as vectors has as well, added: a candidate's charge. */
  readonly summed?: readonly string[] | undefined;
}
