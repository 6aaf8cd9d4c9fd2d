import { ShapeError } from "../errors.ts";
import type { Correction } from "./correction.ts";
import { CorrectionSet } from "./correction-set.ts";

/** Numbers in as many levels of lists as there are axes. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

/**
 * A table of values in bins as a correction of one input for each axis: what lies outside takes the value of
 * the nearest bin. It is a `multibinning` of correctionlib, evaluated as payloads are.
 *
 * @param values  nested lists, or flat with the last axis fastest, as `Hist.values` has them
 * @param edges  of one axis, or of each
 * @throws ShapeError where the numbers of values and bins differ; CorrectionError for edges out of order
 * @see coffea.lookup_tools.dense_lookup (which gives NaN the last bin)
 */
export function denseLookup(
  values: NestedNumbers | Float64Array,
  edges: ArrayLike<number> | readonly ArrayLike<number>[],
  name = "dense_lookup",
): Correction {
  const axes = (typeof edges[0] === "number" ? [edges] : edges) as readonly ArrayLike<number>[];
  const content = values instanceof Float64Array ? [...values] : flat(values);
  const bins = axes.reduce((product, axis) => product * (axis.length - 1), 1);
  if (content.length !== bins) {
    throw new ShapeError(`${content.length} values for ${bins} bins`, bins, content.length);
  }
  const inputs = axes.map((_, i) => ({ name: `x${i}`, type: "real" }));
  const correction = {
    name,
    version: 1,
    inputs,
    output: { name: "value", type: "real" },
    data: {
      nodetype: "multibinning",
      inputs: inputs.map((input) => input.name),
      edges: axes.map((axis) => Array.from(axis)),
      content,
      flow: "clamp",
    },
  };
  return CorrectionSet.fromObject({ schema_version: 2, corrections: [correction] }).get(name);
}

function flat(values: NestedNumbers): number[] {
  return values.flatMap((value) => (typeof value === "number" ? [value] : flat(value)));
}
