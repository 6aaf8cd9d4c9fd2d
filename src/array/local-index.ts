import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { atAxis } from "./at-axis.ts";
import { convert } from "./convert.ts";
import { type Layout, lengthOf } from "./layout.ts";
import { loadAll } from "./load.ts";
import { rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";

/** The places 0, 1, 2 … of the elements of an axis, as int64. @throws AxisError */
export function localIndexLayout(layout: Layout, axis: number): Layout {
  return atAxis(layout, axis, {
    elements(now) {
      const places = reserve("int32", lengthOf(now));
      kernels.array_iota(places.address, places.length);
      return flat(places);
    },
    lists(list) {
      if (list.kind === "regular") {
        const { size, length } = list;
        const offsets = reserve("int32", length + 1);
        kernels.array_regular_offsets(offsets.address, length, size);
        return { kind: "regular", size, length, content: placesIn(offsets) };
      }
      const offsets = rebase(list.offsets);
      return { kind: "list", offsets, content: placesIn(offsets) };
    },
  });
}

function placesIn(offsets: Column<"int32">): Layout {
  const n = offsets.length - 1;
  const places = reserve("int32", offsets.view()[n]);
  kernels.array_local_positions(offsets.address, places.address, n);
  return flat(places);
}

function flat(places: Column<"int32">): Layout {
  return { kind: "flat", data: convert(places as unknown as Column, "int64") as Column };
}

/**
 * The place 0, 1, 2 … of each element within its list at an axis (-1, the innermost, by default), as
 * int64.
 *
 * @throws AxisError when the array is not so deep
 * @see awkward.local_index
 */
export function localIndex(
  array: AwkwardArray,
  options: { readonly axis?: number | undefined } = {},
): AwkwardArray {
  checkArray(array, "localIndex");
  const { axis = -1 } = knownOptions(options, ["axis"], "localIndex");
  const layout = loadAll(array.layout);
  const { metadata } = array;
  return scope(() => new AwkwardArray(localIndexLayout(layout, axis), { metadata }));
}
