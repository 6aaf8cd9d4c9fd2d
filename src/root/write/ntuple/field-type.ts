import type { DType } from "../../../wasm/dtype.ts";

/** What a field of an RNTuple holds. */
export type FieldType =
  | { readonly kind: "number"; readonly dtype: DType }
  | { readonly kind: "string" }
  | { readonly kind: "list"; readonly content: FieldType }
  | { readonly kind: "regular"; readonly size: number; readonly content: FieldType }
  | { readonly kind: "option"; readonly content: FieldType }
  | {
      readonly kind: "record";
      /** "0", "1" … of a tuple. */
      readonly fields: readonly string[];
      readonly contents: readonly FieldType[];
      readonly tuple: boolean;
    }
  | { readonly kind: "union"; readonly contents: readonly FieldType[] };

const numbers: Readonly<Record<DType, string>> = {
  bool: "bool",
  int8: "std::int8_t",
  uint8: "std::uint8_t",
  int16: "std::int16_t",
  uint16: "std::uint16_t",
  int32: "std::int32_t",
  uint32: "std::uint32_t",
  int64: "std::int64_t",
  uint64: "std::uint64_t",
  float32: "float",
  float64: "double",
};

/**
 * The C++ type of a field; empty for what holds records with names, which have no class.
 * @see RNTuple format specification 1.0, "Mapping of C++ Types to Fields and Columns"
 */
export function cppName(type: FieldType): string {
  return nameWithin(type) ?? "";
}

function nameWithin(type: FieldType): string | undefined {
  switch (type.kind) {
    case "number":
      return numbers[type.dtype];
    case "string":
      return "std::string";
    case "list":
      return wrapped("std::vector", [type.content]);
    case "option":
      return wrapped("std::optional", [type.content]);
    case "regular":
      return wrapped("std::array", [type.content], `,${type.size}`);
    case "union":
      return wrapped("std::variant", type.contents);
    case "record":
      return type.tuple ? wrapped("std::tuple", type.contents) : undefined;
    default:
      return type satisfies never;
  }
}

function wrapped(outer: string, contents: readonly FieldType[], more = ""): string | undefined {
  const names = contents.map(nameWithin);
  return names.includes(undefined) ? undefined : `${outer}<${names.join(",")}${more}>`;
}

/** The type in Awkward's words, for messages. */
export function datashapeOf(type: FieldType): string {
  switch (type.kind) {
    case "number":
      return type.dtype;
    case "string":
      return "string";
    case "list":
      return `var * ${datashapeOf(type.content)}`;
    case "regular":
      return `${type.size} * ${datashapeOf(type.content)}`;
    case "option":
      return `option[${datashapeOf(type.content)}]`;
    case "union":
      return `union[${type.contents.map(datashapeOf).join(", ")}]`;
    case "record": {
      const contents = type.contents.map(datashapeOf);
      return type.tuple
        ? `(${contents.join(", ")})`
        : `{${contents.map((content, i) => `${type.fields[i]}: ${content}`).join(", ")}}`;
    }
    default:
      return type satisfies never;
  }
}
