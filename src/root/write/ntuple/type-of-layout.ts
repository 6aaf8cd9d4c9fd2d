import { type Layout, loaded, unreachable } from "../../../array/layout.ts";
import { UsageError } from "../../../errors.ts";
import type { FieldType } from "./field-type.ts";

/**
 * The type of the field that holds the elements of a layout.
 *
 * @param where  the column, for messages
 * @throws UsageError where there are no elements to tell the type
 */
export function typeOfLayout(layout: Layout, where: string): FieldType {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return { kind: "number", dtype: now.data.dtype };
    case "string":
      return now.bytes
        ? { kind: "list", content: { kind: "number", dtype: "uint8" } }
        : { kind: "string" };
    case "list":
      return { kind: "list", content: typeOfLayout(now.content, where) };
    case "regular":
      if (now.size === 0) throw new UsageError(`${where}: lists of no elements cannot be written`);
      return { kind: "regular", size: now.size, content: typeOfLayout(now.content, where) };
    case "option":
      return { kind: "option", content: typeOfLayout(now.content, where) };
    case "record": {
      const { fields, tuple = false } = now;
      const contents = now.contents.map((one, i) => typeOfLayout(one, `${where}.${fields[i]}`));
      return { kind: "record", fields, contents, tuple };
    }
    case "union":
      return { kind: "union", contents: now.contents.map((one) => typeOfLayout(one, where)) };
    case "empty":
      throw new UsageError(`${where}: nothing says what it holds: give its type`);
    default:
      return unreachable(now);
  }
}
