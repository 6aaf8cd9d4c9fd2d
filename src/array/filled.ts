import { type Column, reserve } from "../wasm/column.ts";
import type { Layout } from "./layout.ts";
import { type Scalar, scalarType } from "./promote.ts";

/** One number for all elements, of the dtype that it has by itself: int64 for an integral one. */
export function filledLayout(value: Scalar, length: number): Layout {
  const data = reserve(scalarType(value), length);
  const view = data.view();
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) {
    view.fill(BigInt(value.valueOf()));
  } else view.fill(Number(value));
  return { kind: "flat", data: data as unknown as Column };
}
