import { type FileMetaData, parquetMetadata, parquetSchema } from "hyparquet";
import { AwkwardArray } from "../array/array.ts";
import { tidy } from "../array/share.ts";
import { FormatError, HepwasmError, ShapeError, UnsupportedError } from "../errors.ts";
import { assemble } from "./assemble.ts";
import { type Decompressors, decompressors } from "./decompress.ts";
import { guideOf } from "./guide.ts";
import { type LeafData, readLeaf } from "./leaf.ts";
import { selected } from "./selected.ts";
import { type LeafNode, type Node, recordOf } from "./tree.ts";

/** Options of {@link fromParquet}. */
export interface FromParquetOptions {
  /**
   * Names of fields, those of records within behind dots, lists without a step of their own:
   * `["run", "muons.pt"]`; `*` is any part of a name, and a name brings what is within. All by default.
   */
  readonly columns?: readonly string[] | undefined;
  /** Which row groups, from 0; all by default. */
  readonly rowGroups?: readonly number[] | undefined;
  /** More ways to decompress, such as BROTLI; hepwasm does GZIP, LZ4_RAW, SNAPPY and ZSTD. */
  readonly compressors?: Decompressors | undefined;
}

/**
 * An array of records from the bytes of a Parquet file, read while the caller waits. A file of a single
 * column of no name gives what that holds. Optional columns give options; lists of fixed size, names
 * of records and tuples come back if Arrow or Awkward wrote the file.
 *
 * @throws FormatError for bytes that are no Parquet, or damaged, with the column's name
 * @throws UnsupportedError for types that there are no arrays of (times, decimals, float16 …)
 * @throws NotFoundError for columns that are not there
 * @see awkward.from_parquet
 */
export function fromParquet(
  bytes: Uint8Array | ArrayBuffer,
  { columns, rowGroups, compressors }: FromParquetOptions = {},
): AwkwardArray {
  const file = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const metadata = within("", () => parquetMetadata(file));
  const whole = recordOf(parquetSchema(metadata), guideOf(metadata.key_value_metadata));
  const node = columns === undefined ? whole : selected(whole, columns);
  const groups = groupsOf(metadata, rowGroups);
  const rows = groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  const layout = tidy(() => {
    const data = new Map<LeafNode, LeafData>();
    for (const leaf of leavesOf(node)) {
      const path = leaf.path.join(".");
      const chunks = groups.map((group) => {
        const chunk = group.columns.find(
          ({ meta_data }) => meta_data?.path_in_schema.join(".") === path,
        );
        if (chunk?.meta_data === undefined || chunk.file_path !== undefined) {
          throw new UnsupportedError(`column "${path}" is encrypted or in another file`, "column");
        }
        return chunk.meta_data;
      });
      const known = { ...decompressors, ...compressors };
      data.set(
        leaf,
        within(path, () => readLeaf(file, chunks, leaf, known)),
      );
    }
    const all = assemble(node, data, rows);
    if (all.kind !== "record" || all.fields.length !== 1 || all.fields[0] !== "") return all;
    return all.contents[0];
  });
  return new AwkwardArray(layout);
}

/** What goes wrong within damaged bytes is told as that, with the column's name. */
function within<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const what = path === "" ? "no sound Parquet file" : `column "${path}" of a Parquet file`;
    const { message } = error as Error;
    if (/unsupported compression codec/.test(message)) {
      throw new UnsupportedError(`${what}: ${message}; give it in compressors`, "codec");
    }
    if (error instanceof HepwasmError && !(error instanceof FormatError)) throw error;
    throw new FormatError(`${what}: ${message}`, { cause: error });
  }
}

function groupsOf({ row_groups }: FileMetaData, wanted: readonly number[] | undefined) {
  if (wanted === undefined) return row_groups;
  return wanted.map((position) => {
    const group = row_groups[position];
    if (group !== undefined) return group;
    throw new ShapeError(`there is no row group ${position} of ${row_groups.length}`);
  });
}

function leavesOf(node: Node): readonly LeafNode[] {
  switch (node.kind) {
    case "leaf":
      return [node];
    case "record":
      return node.contents.flatMap(leavesOf);
    default:
      return leavesOf(node.content);
  }
}
