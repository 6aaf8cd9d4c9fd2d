import { type Layout, loaded } from "../../../array/layout.ts";
import type { FieldType } from "./field-type.ts";

/**
 * Whether a field of this type can hold the elements of a layout. What is not known of a layout
 * without elements fits anything.
 *
 * @param exact  whether dtypes must be the same, and options and lists of one length be such
 */
export function fitsType(layout: Layout, type: FieldType, exact: boolean): boolean {
  const now = loaded(layout);
  if (now.kind === "empty") return true;
  if (!exact && type.kind === "option" && now.kind !== "option") {
    return fitsType(now, type.content, exact);
  }
  switch (now.kind) {
    case "flat":
      return type.kind === "number" && (!exact || now.data.dtype === type.dtype);
    case "string":
      if (!now.bytes) return type.kind === "string";
      return (
        type.kind === "list" && type.content.kind === "number" && type.content.dtype === "uint8"
      );
    case "list":
      if (type.kind !== "list" && (exact || type.kind !== "regular")) return false;
      return fitsType(now.content, type.content, exact);
    case "regular": {
      const same = type.kind === "regular" && type.size === now.size;
      return (
        (same || (!exact && type.kind === "list")) && fitsType(now.content, type.content, exact)
      );
    }
    case "option":
      return type.kind === "option" && fitsType(now.content, type.content, exact);
    case "record":
      return (
        type.kind === "record" &&
        now.fields.length === type.fields.length &&
        now.fields.every((name, i) => {
          const at = exact ? (type.fields[i] === name ? i : -1) : type.fields.indexOf(name);
          return at >= 0 && fitsType(now.contents[i], type.contents[at], exact);
        })
      );
    case "union":
      return (
        type.kind === "union" &&
        now.contents.every((one) => type.contents.some((other) => fitsType(one, other, exact)))
      );
    default:
      return now satisfies never;
  }
}
