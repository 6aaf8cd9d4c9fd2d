import { CorrectionError } from "../errors.ts";
import { CorrectionSet } from "./correction-set.ts";
import { noted } from "./payload.ts";

/** A payload's text, and the name of where it is from. */
export interface NamedPayload {
  readonly name: string;
  readonly text: string;
}

const parts = ["corrections", "compound_corrections"] as const;

/**
 * One payload with the corrections and stacks of several, as they are written: every number keeps its
 * spelling.
 *
 * @throws CorrectionError for what is no payload, and for a name that two of them have
 * @see correctionlib's `correction merge`
 */
export function mergePayloads(payloads: readonly NamedPayload[]): string {
  const owners = new Map<string, string>();
  for (const { name, text } of payloads) {
    using set = read(text, name);
    // Corrections and stacks have names of their own.
    const own = [...set.names.map((one) => `"${one}"`), ...stacksOf(set)];
    for (const one of own) {
      const other = owners.get(one);
      if (other !== undefined) {
        throw new CorrectionError("", `${one} is in ${other} and in ${name}`);
      }
      owners.set(one, name);
    }
  }
  const from = JSON.stringify(`Merged from ${payloads.map(({ name }) => name).join(" ")}`);
  const members = parts.flatMap((part) => {
    const items = payloads.map(({ text }) => itemsOf(text, part)).filter((one) => one !== "");
    return items.length > 0 || part === "corrections" ? [`"${part}": [${items.join(", ")}]`] : [];
  });
  return `{"schema_version": 2, "description": ${from}, ${members.join(", ")}}`;
}

const stacksOf = (set: CorrectionSet): string[] =>
  [...set.compound.keys()].map((one) => `the stack "${one}"`);

function read(text: string, name: string): CorrectionSet {
  try {
    return CorrectionSet.fromString(text);
  } catch (error) {
    throw noted(error, `(in ${name})`);
  }
}

/** What stands between the brackets of a list that is a member of a sound payload; of several the first. */
function itemsOf(text: string, member: string): string {
  // Strings as wholes, and the characters that make the structure.
  const tokens = /"(?:[^"\\]+|\\.)*"|[[\]{},]/gs;
  let depth = 0;
  let name: string | undefined;
  let start: number | undefined;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === "]" || token === "}") depth--;
    if (start !== undefined) {
      if (token === "]" && depth === 1) return text.slice(start, index).trim();
    } else if (depth === 1) {
      if (token.startsWith('"')) name ??= JSON.parse(token) as string;
      else if (token === ",") name = undefined;
      else if (token === "[" && name === member) start = index + 1;
    }
    if (token === "[" || token === "{") depth++;
  }
  return "";
}
