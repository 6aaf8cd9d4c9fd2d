import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type LoadedLayout, loaded, type OptionLayout } from "./layout.ts";
import { takeLayout } from "./select.ts";

/** The elements that are there, and where each of the old ones is among them (-1 where missing). */
export function presentElements(option: OptionLayout): {
  readonly index: Column<"int32">;
  readonly content: LoadedLayout;
} {
  const n = option.index.length;
  const kept = kernels.array_count_present(option.index.address, n);
  const index = reserve("int32", n);
  kernels.array_shift_index(option.index.address, index.address, n, 0);
  const positions = reserve("int32", kept);
  kernels.array_number_present(index.address, positions.address, n);
  return { index, content: loaded(takeLayout(option.content, positions)) };
}
