import { type Column, columnFrom, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { StringLayout } from "./layout.ts";

/** An array of one text. */
export function stringOf(text: string): StringLayout {
  const data = columnFrom(new TextEncoder().encode(text), "uint8");
  return { kind: "string", offsets: columnOf("int32", [0, data.length]), data };
}

/** Whether each pair of texts is the same, byte by byte, as bool. */
export function equalText(a: StringLayout, b: StringLayout, n: number): Column<"bool"> {
  const out = reserve("bool", n);
  kernels.array_text_equal(
    a.offsets.address,
    a.data.address,
    b.offsets.address,
    b.data.address,
    1,
    out.address,
    n,
  );
  return out;
}
