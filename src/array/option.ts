import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import { isScalar, type Scalar } from "./promote.ts";
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
    if (!isScalar(input) && input.kind === "option") {
      kernels.array_join_missing(input.index.address, index.address, length);
    }
  }
  const kept = kernels.array_count_present(index.address, length);
  const positions = reserve("int32", kept);
  kernels.array_number_present(index.address, positions.address, length);
  const contents = inputs.map((input) => {
    if (isScalar(input)) return input;
    if (input.kind !== "option") return loaded(takeLayout(input, positions));
    const reached = reserve("int32", kept);
    kernels.array_gather_32(input.index.address, positions.address, reached.address, kept);
    return loaded(takeLayout(input.content, reached));
  });
  return { index, contents, kept };
}

/**
 * Values that are missing where `index` is negative; of what may be missing itself the two together,
 * of values of several types each.
 */
export function missingWhere(index: Column<"int32">, content: Layout): LoadedLayout {
  const now = loaded(content);
  if (now.kind !== "option") return { kind: "option", index, content: now };
  const out = reserve("int32", index.length);
  const missing = columnOf("int32", [-1]);
  const { address } = now.index;
  kernels.array_fill_32(address, index.address, missing.address, out.address, index.length);
  return { kind: "option", index: out, content: now.content };
}
