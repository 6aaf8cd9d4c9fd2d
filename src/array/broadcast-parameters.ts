import type { Behavior } from "./behavior.ts";
import type { LoadedLayout, Parameters } from "./layout.ts";
import { commonParameters } from "./parameters.ts";

/**
 * Which parameters and record names the results of a broadcast have: what all inputs say alike; each what
 * its own input says, where there are as many results as inputs; what all say, if it is the same; nothing.
 * @see awkward.broadcast_arrays
 */
export type ParametersRule = "intersect" | "one_to_one" | "all_or_nothing" | "none";

/** What a layout says of itself beside its values. */
export interface Annotation {
  readonly parameters?: Parameters | undefined;
  /** Record name. */
  readonly name?: string | undefined;
  readonly behavior?: Behavior | undefined;
}

/**
 * What each of a number of results says of itself.
 *
 * @param inputs  `undefined` for those that have no part in it
 */
export function annotations(
  inputs: readonly (LoadedLayout | undefined)[],
  results: number,
  rule: ParametersRule = "intersect",
): Annotation[] {
  const all = inputs.map((input) => input && saidBy(input));
  if (rule === "one_to_one" && results === inputs.length) return all.map((one) => said(one, all));
  const given = all.filter((one) => one !== undefined);
  return new Array<Annotation>(results).fill(said(together(given, rule), all));
}

const RECORD = "__record__";

/** A layout's words with the record name among them. */
interface Said {
  readonly words: Parameters | undefined;
  readonly behavior?: Behavior | undefined;
}

function saidBy(layout: LoadedLayout): Said {
  const { parameters } = layout;
  if (layout.kind !== "record" || layout.name === undefined) return { words: parameters };
  return { words: { ...parameters, [RECORD]: layout.name }, behavior: layout.behavior };
}

function together(given: readonly Said[], rule: ParametersRule): Said | undefined {
  if (rule === "none" || given.length === 0) return undefined;
  const words = given.map((one) => one.words);
  if (rule === "all_or_nothing") {
    const text = (one: Parameters | undefined): string =>
      JSON.stringify(Object.entries(one ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
    return words.every((one) => text(one) === text(words[0])) ? given[0] : undefined;
  }
  return { words: words.reduce(commonParameters) };
}

/** Parameters and name apart; the behaviour goes with the name. */
function said(one: Said | undefined, all: readonly (Said | undefined)[]): Annotation {
  if (one?.words === undefined) return {};
  const { [RECORD]: name, ...rest } = one.words;
  const parameters = Object.keys(rest).length > 0 ? rest : undefined;
  if (typeof name !== "string") return { parameters };
  const named = one.behavior ?? all.find((other) => other?.words?.[RECORD] === name)?.behavior;
  return { parameters, name, behavior: named };
}
