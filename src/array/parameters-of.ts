import { type AwkwardArray, AwkwardRecord, checkArray } from "./array.ts";
import { loaded, type Parameters } from "./layout.ts";

/**
 * What an array says of itself beside its values: that of its outermost layer, as Awkward's layouts
 * carry it, with the name of records as `__record__` and text as `__array__: "string"`.
 *
 * @see awkward.parameters
 */
export function parameters(array: AwkwardArray | AwkwardRecord): Parameters {
  const values: unknown = array instanceof AwkwardRecord ? array.array : array;
  checkArray(values, "parameters");
  const now = loaded(values.layout);
  const said =
    now.kind === "string"
      ? { __array__: now.bytes ? "bytestring" : "string" }
      : now.kind === "record" && now.name !== undefined
        ? { __record__: now.name }
        : {};
  return { ...said, ...now.parameters };
}
