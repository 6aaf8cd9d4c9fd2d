import { type Layout, lengthOf } from "../array/layout.ts";
import { FormatError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { LeafData } from "./leaf.ts";
import type { LeafNode, Node } from "./tree.ts";

/** The columns that were read, by leaf. */
type Columns = ReadonlyMap<LeafNode, LeafData>;

/** The node that is looked at: how many lists are around it, and from which level it is there. */
interface Place {
  readonly repetition: number;
  readonly definition: number;
}

/**
 * Offsets and missing values from the levels of leaves.
 *
 * @param rows  of the file, for records without fields
 * @throws FormatError for columns that contradict each other
 */
export function assemble(node: Node, columns: Columns, rows: number): Layout {
  const layout = build(node, columns, { repetition: 0, definition: 0 });
  if (layout.kind === "record" && layout.fields.length === 0) return { ...layout, length: rows };
  if (lengthOf(layout) !== rows) {
    throw new FormatError(`${lengthOf(layout)} rows in the columns, ${rows} are announced`);
  }
  return layout;
}

function build(node: Node, columns: Columns, place: Place): Layout {
  const { repetition: r, definition: d } = place;
  switch (node.kind) {
    case "leaf": {
      const { values } = dataOf(node, columns);
      const expected = count(node, columns, place);
      if (node.type.kind !== "nothing" && lengthOf(values) !== expected) {
        throw new FormatError(
          `column "${node.path.join(".")}": ${lengthOf(values)} values, its levels say ${expected}`,
        );
      }
      return values;
    }
    case "option": {
      const { definitions, repetitions, entries } = dataOf(firstLeaf(node), columns);
      const length = count(node, columns, place);
      const index = reserve("int32", length);
      const there = kernels.parquet_index(
        definitions.address,
        repetitions.address,
        entries,
        r,
        d,
        node.definition,
        index.address,
      );
      const content = build(node.content, columns, { repetition: r, definition: node.definition });
      if (content.kind === "option") return content;
      return { kind: "option", index, content, unmasked: there === length ? true : undefined };
    }
    case "list": {
      const { definitions, repetitions, entries } = dataOf(firstLeaf(node), columns);
      const length = count(node, columns, place);
      const offsets = reserve("int32", length + 1);
      kernels.parquet_offsets(
        definitions.address,
        repetitions.address,
        entries,
        r,
        d,
        node.definition,
        offsets.address,
      );
      const inside = { repetition: r + 1, definition: node.definition };
      const content = build(node.content, columns, inside);
      const { size } = node;
      if (size === undefined) return { kind: "list", offsets, content };
      if (lengthOf(content) !== length * size) {
        throw new FormatError(`${length} lists of ${size} hold ${lengthOf(content)} elements`);
      }
      return { kind: "regular", size, length, content };
    }
    case "record": {
      const contents = node.contents.map((content) => build(content, columns, place));
      const length = contents.length === 0 ? 0 : lengthOf(contents[0]);
      const odd = contents.findIndex((content) => lengthOf(content) !== length);
      if (odd > 0) {
        const [first, other] = [node.fields[0], node.fields[odd]];
        const lengths = `${length} and ${lengthOf(contents[odd])}`;
        throw new FormatError(`fields "${first}" and "${other}" have ${lengths} elements`);
      }
      const { fields, name } = node;
      const tuple = node.tuple ? true : undefined;
      return { kind: "record", fields, contents, length, name, tuple };
    }
    default:
      return node satisfies never;
  }
}

function count(node: Node, columns: Columns, { repetition, definition }: Place): number {
  const { definitions, repetitions, entries } = dataOf(firstLeaf(node), columns);
  return kernels.parquet_count(
    definitions.address,
    repetitions.address,
    entries,
    repetition,
    definition,
  );
}

/** Any leaf's levels tell of what is above it. */
function firstLeaf(node: Node): LeafNode {
  if (node.kind === "leaf") return node;
  if (node.kind !== "record") return firstLeaf(node.content);
  const [first] = node.contents;
  if (first === undefined) throw new FormatError("records without fields within a Parquet file");
  return firstLeaf(first);
}

function dataOf(leaf: LeafNode, columns: Columns): LeafData {
  const data = columns.get(leaf);
  if (data === undefined) throw new FormatError(`column "${leaf.path.join(".")}" was not read`);
  return data;
}
