import { UsageError } from "../../errors.ts";
import { type Column, columnFrom, columnOf, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { broadcast } from "../broadcast.ts";
import { isLeaf, type Layout, loaded, type StringLayout } from "../layout.ts";

/** Whether the innermost elements are strings. */
export function isText(layout: Layout): boolean {
  const now = loaded(layout);
  if (now.kind === "string") return true;
  return isLeaf(now) || now.kind === "record" ? false : isText(now.content);
}

/** Whether strings are equal, byte by byte, or differ if `negated`. */
export function textEqual(a: Layout | string, b: Layout | string, negated: boolean): Layout {
  const [left, right] = typeof a === "string" ? [b, a] : [a, b];
  if (typeof left === "string") throw new UsageError("two strings are compared as they are read");
  if (typeof right === "string") {
    const bytes = new TextEncoder().encode(right);
    const data = columnFrom(bytes, "uint8");
    const offsets = columnOf("int32", [0, bytes.length]);
    return broadcast([left], ([text], n) => {
      return compare(text as StringLayout, offsets, data, 0, n, negated);
    });
  }
  return broadcast([left, right], ([text, other], n) => {
    const { offsets, data } = other as StringLayout;
    return compare(text as StringLayout, offsets, data, 1, n, negated);
  });
}

function compare(
  text: StringLayout,
  offsets: Column<"int32">,
  data: Column<"uint8">,
  step: 0 | 1,
  n: number,
  negated: boolean,
): Layout {
  const out = reserve("bool", n);
  kernels.array_text_equal(
    text.offsets.address,
    text.data.address,
    offsets.address,
    data.address,
    step,
    out.address,
    n,
  );
  if (negated) {
    const ones = columnFrom(new Uint8Array(64).fill(1));
    kernels.array_xor(out.address, 64, ones.address, 0, out.address, n);
  }
  return { kind: "flat", data: out as unknown as Column };
}
