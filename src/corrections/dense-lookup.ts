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
  return tableCorrection(
    name,
    values,
    axes,
    axes.map((_, i) => `x${i}`),
  );
}

/** As {@link denseLookup}, with names of the inputs. */
export function tableCorrection(
  name: string,
  values: NestedNumbers | Float64Array,
  axes: readonly ArrayLike<number>[],
  names: readonly string[],
): Correction {
  const content = values instanceof Float64Array ? [...values] : flat(values);
  const bins = axes.reduce((product, axis) => product * (axis.length - 1), 1);
  if (content.length !== bins) {
    throw new ShapeError(`${content.length} values for ${bins} bins`, bins, content.length);
  }
  const correction = {
    name,
    version: 1,
    inputs: names.map((one) => ({ name: one, type: "real" })),
    output: { name: "value", type: "real" },
    data: {
      nodetype: "multibinning",
      inputs: names,
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
