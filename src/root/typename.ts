import type { DType } from "../wasm/dtype.ts";

/** A C++ type: `vector<float>` has the name `vector` and one argument. */
export interface TypeName {
  readonly name: string;
  readonly args: readonly TypeName[];
  /** Number of `*` behind it. */
  readonly pointers: number;
}

const numbers: Record<string, DType> = {
  bool: "bool",
  Bool_t: "bool",
  char: "int8",
  "signed char": "int8",
  Char_t: "int8",
  int8_t: "int8",
  "unsigned char": "uint8",
  UChar_t: "uint8",
  Byte_t: "uint8",
  uint8_t: "uint8",
  short: "int16",
  "short int": "int16",
  "signed short": "int16",
  Short_t: "int16",
  int16_t: "int16",
  "unsigned short": "uint16",
  "unsigned short int": "uint16",
  UShort_t: "uint16",
  uint16_t: "uint16",
  int: "int32",
  signed: "int32",
  "signed int": "int32",
  Int_t: "int32",
  int32_t: "int32",
  unsigned: "uint32",
  "unsigned int": "uint32",
  UInt_t: "uint32",
  uint32_t: "uint32",
  long: "int64",
  "long int": "int64",
  "signed long": "int64",
  Long_t: "int64",
  "long long": "int64",
  "signed long long": "int64",
  Long64_t: "int64",
  int64_t: "int64",
  "unsigned long": "uint64",
  ULong_t: "uint64",
  "unsigned long long": "uint64",
  ULong64_t: "uint64",
  uint64_t: "uint64",
  size_t: "uint64",
  float: "float32",
  Float_t: "float32",
  double: "float64",
  Double_t: "float64",
};

/** As C++ names it, in uproot's spelling. */
export const cppNames: Record<DType, string> = {
  bool: "bool",
  int8: "int8_t",
  uint8: "uint8_t",
  int16: "int16_t",
  uint16: "uint16_t",
  int32: "int32_t",
  uint32: "uint32_t",
  int64: "int64_t",
  uint64: "uint64_t",
  float32: "float",
  float64: "double",
};

/** The dtype of a C++ number, as ROOT writes it on a 64-bit machine. */
export function numberType(type: TypeName): DType | undefined {
  if (type.pointers > 0 || type.args.length > 0 || !Object.hasOwn(numbers, type.name)) {
    return undefined;
  }
  return numbers[type.name];
}

const standard = new Set(
  "vector list deque set multiset unordered_set unordered_multiset map multimap unordered_map unordered_multimap pair tuple array bitset string optional variant unique_ptr".split(
    " ",
  ),
);

/** Deeper than any real type; a longer chain of `<` is a damaged name. */
const MAX_DEPTH = 64;

/**
 * Reads a C++ type name. What it cannot make sense of stays a name without arguments: names come
 * from files, and nothing depends on them but words.
 */
export function parseTypeName(text: string): TypeName {
  const tokens = text.match(/[<>,*]|[^<>,*]+/g) ?? [];
  let at = 0;

  function parse(depth: number): TypeName {
    let name = "";
    let args: TypeName[] = [];
    let pointers = 0;
    for (; at < tokens.length; at++) {
      const token = tokens[at];
      if (token === "," || token === ">") break;
      if (token === "*") pointers++;
      else if (token === "<" && depth < MAX_DEPTH) args = parseArguments(depth);
      else name += token;
    }
    return { name: bareName(name), args, pointers };
  }

  /** From `<` to its `>`, where it stops. */
  function parseArguments(depth: number): TypeName[] {
    const args: TypeName[] = [];
    do {
      at++;
      args.push(parse(depth + 1));
    } while (tokens[at] === ",");
    return args;
  }

  return parse(0);
}

function bareName(text: string): string {
  const words = text
    .split("::")
    .map((part) => part.trim())
    .join("::")
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "const");
  return words.join(" ").replace(/^std::/, "");
}

/** In uproot's spelling: `std::vector<int32_t>`. */
export function showTypeName(type: TypeName): string {
  const number = numberType({ ...type, pointers: 0 });
  const name =
    number !== undefined
      ? cppNames[number]
      : standard.has(type.name)
        ? `std::${type.name}`
        : type.name;
  const args = type.args.filter(({ name: arg }) => arg !== "allocator").map(showTypeName);
  return name + (args.length > 0 ? `<${args.join(", ")}>` : "") + "*".repeat(type.pointers);
}
