import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type LoadedLayout, loaded } from "./layout.ts";
import type { Scalar } from "./promote.ts";
import { takeLayout } from "./select.ts";

/** Several inputs, some with missing values, as those elements that none misses. */
export interface Combined {
  /** Position of each element among the kept, -1 where an input misses it. i32[length]. */
  readonly index: Column<"int32">;
  readonly contents: (LoadedLayout | Scalar)[];
  readonly kept: number;
}

/** A value is missing in the result where it is missing in any input. */
export function combineOptions(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
): Combined {
  const index = reserve("int32", length);
  kernels.array_iota(index.address, length);
  for (const input of inputs) {
    if (typeof input === "object" && input.kind === "option") {
      kernels.array_join_missing(input.index.address, index.address, length);
    }
  }
  const kept = kernels.array_count_present(index.address, length);
  const positions = reserve("int32", kept);
  kernels.array_number_present(index.address, positions.address, length);
  const contents = inputs.map((input) => {
    if (typeof input !== "object") return input;
    if (input.kind !== "option") return loaded(takeLayout(input, positions));
    const reached = reserve("int32", kept);
    kernels.array_gather_32(input.index.address, positions.address, reached.address, kept);
    return loaded(takeLayout(input.content, reached));
  });
  return { index, contents, kept };
}
