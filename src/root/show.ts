import { knownOptions } from "../array/option-names.ts";
import type { DType } from "../wasm/dtype.ts";
import { type NameFilter, nameTest } from "./key-filter.ts";

/** How a table of branches looks. */
export interface ShowOptions {
  /** Tried on the branch's path. */
  readonly filterName?: NameFilter | undefined;
  readonly filterTypename?: NameFilter | undefined;
  /** Characters of the columns. */
  readonly nameWidth?: number | undefined;
  readonly typenameWidth?: number | undefined;
  readonly interpretationWidth?: number | undefined;
}

/** What a table says of a branch. */
interface ShownBranch {
  readonly path: string;
  readonly typename: string;
  readonly interpretation: { readonly kind: string };
  readonly unsupported?: string;
}

/**
 * A table of branches as text, with a newline at the end of each line: name, type, and how it is
 * read in uproot's words.
 * @see uproot.TTree.show
 */
export function showBranches(branches: readonly ShownBranch[], options: ShowOptions = {}): string {
  const widthNames = ["nameWidth", "typenameWidth", "interpretationWidth"] as const;
  const {
    filterName,
    filterTypename,
    nameWidth = 20,
    typenameWidth = 24,
    interpretationWidth = 30,
  } = knownOptions(options, ["filterName", "filterTypename", ...widthNames], "show");
  const widths = [nameWidth, typenameWidth, interpretationWidth];
  const line = (cells: readonly string[]): string =>
    `${cells.map((text, i) => padOrCut(text, widths[i])).join(" | ")}`;
  const named = nameTest(filterName);
  const typed = nameTest(filterTypename);
  const lines = [
    line(["name", "typename", "interpretation"]),
    widths.map((width) => "-".repeat(width)).join("-+-"),
  ];
  for (const branch of branches) {
    const { path, typename } = branch;
    if (!named(path) || !typed(typename)) continue;
    lines.push(line([path, typename, interpretationText(branch)]).trimEnd());
  }
  return lines.map((text) => `${text}\n`).join("");
}

function padOrCut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(width - 3, 0))}...` : text.padEnd(width);
}

const numpyTypes: Record<DType, string> = {
  bool: "'bool'",
  int8: "'int8'",
  uint8: "'uint8'",
  int16: "'>i2'",
  uint16: "'>u2'",
  int32: "'>i4'",
  uint32: "'>u4'",
  int64: "'>i8'",
  uint64: "'>u8'",
  float32: "'>f4'",
  float64: "'>f8'",
};

/** How a branch is read, in uproot's words where it has them. */
function interpretationText({ interpretation, typename, unsupported }: ShownBranch): string {
  const { kind, dtype, dims, header } = interpretation as {
    kind: string;
    dtype?: DType;
    dims?: readonly number[];
    header?: number;
  };
  if (kind === "grouped") return "AsGrouped";
  if (unsupported !== undefined) return `not readable: ${unsupported}`;
  if (kind === "structured") return `AsObjects(${typename})`;
  if (dtype === undefined || !Object.hasOwn(numpyTypes, dtype)) return kind;
  const number = asDtype(numpyTypes[dtype], dims ?? []);
  if (kind === "fixed") return number;
  if (kind === "jagged") return `AsJagged(${number})`;
  if (kind === "vector") return `AsJagged(${number}, header_bytes=${header ?? 10})`;
  return kind;
}

/** `AsDtype('>f4')`, `AsDtype("('>f4', (2, 3))")`: as Python spells them. */
function asDtype(dtype: string, dims: readonly number[]): string {
  if (dims.length === 0) return `AsDtype(${dtype})`;
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(", ");
  return `AsDtype("(${dtype}, (${shape}))")`;
}
