import { AwkwardArray, AwkwardRecord, type Element } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { loadDeep } from "../array/load.ts";
import { sliceLayout } from "../array/select.ts";
import { changeWithin } from "../array/walk.ts";
import { withField } from "../array/with-field.ts";
import { scope } from "../wasm/scope.ts";
import { behaviors } from "./behavior.ts";
import type { VectorLike } from "./evaluate.ts";

// Candidates are momenta that carry more than coordinates into their sums: a charge.

/** The fields that a sum of these vectors carries: those that all of them have and sum. */
export function summedFields(vectors: readonly VectorLike[]): readonly string[] {
  const [first = [], ...others] = vectors.map((vector) => {
    const array = vector instanceof AwkwardRecord ? vector.array : vector;
    return (array.behavior?.summed ?? []).filter((name) => array.fields.includes(name));
  });
  return first.filter((name) => others.every((names) => names.includes(name)));
}

/**
 * A sum of vectors with what else is summed; a candidate itself. Takes the place of `sum`, which is used up.
 *
 * @param fields  as the vectors lie
 */
export function carrying(sum: Element, fields: Readonly<Record<string, ArrayLike>>): Element {
  const record = sum instanceof AwkwardRecord;
  const array = record ? sum.array : (sum as AwkwardArray);
  const made = scope(() => {
    let all = array;
    for (const [name, field] of Object.entries(fields)) all = withField(all, field, name);
    const { properties } = behaviors.Momentum4D;
    const behavior: Behavior = { name: "Candidate", properties, summed: Object.keys(fields) };
    const layout = changeWithin(loadDeep(all.layout), (now) => {
      if (now.kind !== "record") return undefined;
      const contents = now.contents.map((one) => sliceLayout(one, 0, now.length));
      return { ...now, contents, name: behavior.name, behavior };
    });
    return new AwkwardArray(layout, { metadata: array.metadata });
  });
  array.dispose();
  if (!record) return made;
  const element = made.at(0);
  made.dispose();
  return element;
}
