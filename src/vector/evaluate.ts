import { AwkwardArray, AwkwardRecord, type Element } from "../array/array.ts";
import type { Behavior } from "../array/behavior.ts";
import { broadcast, loadDeep } from "../array/broadcast.ts";
import { convert } from "../array/convert.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { type Layout, type LoadedLayout, loaded, type RecordLayout } from "../array/layout.ts";
import { share, shareColumn, tidy } from "../array/share.ts";
import { UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { run, type Source } from "./compile.ts";
import { coordinatesOf } from "./coordinates.ts";
import { Formula, type Node, type Term } from "./formula.ts";
import { flatRecords, loadVectors, partsOf } from "./parts.ts";
import { dimensionsOf, type Symbolic, symbolic } from "./quantities.ts";

/** An array of vectors of any nesting, or one vector. */
export type VectorLike = AwkwardArray | AwkwardRecord;

/** What a formula makes of each element: a vector, a number, or whether something holds. */
export type Made = Symbolic | { readonly number: Node } | { readonly truth: Node };

/** What takes part in an operation. */
export interface Operands {
  readonly vectors: readonly VectorLike[];
  /** Numbers for each vector, or one for all. */
  readonly numbers?: readonly ArrayLike[] | undefined;
  /**
   * The first vector is changed, and not combined with others: the result has its other fields, and
   * is a momentum if it is.
   */
  readonly one?: boolean | undefined;
  /** Whether coordinates that are left alone become float64 too. */
  readonly double?: boolean | undefined;
  /** Behaviours of results by name. */
  readonly behaviors: Readonly<Record<string, Behavior>>;
}

/** A formula, written once for all elements, for vectors of the systems given. */
export type Write = (vectors: readonly Symbolic[], numbers: readonly Term[]) => Made;

/** An array that takes part, once it is known which of its columns the formula needs. */
interface Input {
  readonly load: (needed: ReadonlySet<Node>) => Layout;
  readonly records: boolean;
  /** Takes the columns of the part that has no lists any more. */
  readonly bind: (leaf: LoadedLayout, needed: ReadonlySet<Node>) => void;
}

/**
 * An operation on vectors that are broadcast together, as one formula: one pass over memory, in
 * float64. Coordinates that the formula leaves alone keep their column.
 *
 * @returns an array; or one vector, number or boolean if all operands are single
 * @throws UsageError for what are no vectors; ShapeError naming the first list that differs
 */
export function evaluate(operands: Operands, write: Write): Element {
  const { vectors, numbers = [], one = false, double = false, behaviors } = operands;
  const single = vectors.every(isRecord) && !numbers.some(isArray);
  const formula = new Formula();
  const sources = new Map<Node, Source>();
  const inputs: Input[] = [];
  const parts = vectors.map((vector) => partsOf(arrayOf(vector)));
  const symbols = vectors.map((vector, i) => {
    const array = arrayOf(vector);
    const { system, names, others } = parts[i];
    // One vector beside arrays is a constant of the formula.
    if (isRecord(vector) && !single && !(one && i === 0)) {
      const values = names.map((name) => formula.node(Number(array.field(name).at(0))));
      return symbolic(formula, system, ...values);
    }
    const nodes = names.map(() => formula.input());
    const use = (needed: ReadonlySet<Node>): string[] =>
      names.filter((_, j) => needed.has(nodes[j]));
    inputs.push({
      load: (needed) => loadVectors(array.layout, use(needed), one && i === 0 ? others : []),
      records: true,
      bind: (leaf, needed) => {
        for (const name of use(needed)) {
          sources.set(nodes[names.indexOf(name)], { column: coordinateColumn(leaf, name) });
        }
      },
    });
    return symbolic(formula, system, ...nodes);
  });
  const terms = numbers.map((value): Term => {
    if (!isArray(value)) return Number(value);
    const node = formula.input();
    const bind = (leaf: LoadedLayout): void => {
      if (leaf.kind !== "flat") throw new UsageError("numbers are needed beside vectors");
      sources.set(node, { column: computable(leaf.data) });
    };
    inputs.push({ load: () => loadDeep(value.layout), records: false, bind });
    return node;
  });
  const made = write(symbols, terms);
  const needed = neededBy(resultsOf(made));
  const layouts = inputs.map(({ load }) => load(needed));
  const momentum = one ? parts[0].momentum : parts.some((part) => part.momentum);
  const layout = tidy(() => {
    const flat = inputs.map(({ records }, i) => (records ? flatRecords(layouts[i]) : layouts[i]));
    return broadcast(flat, (leaves, length) => {
      inputs.forEach(({ bind }, i) => {
        bind(leaves[i] as LoadedLayout, needed);
      });
      if ("number" in made) return flatOf(formula, sources, made.number, "float64", length);
      if ("truth" in made) return flatOf(formula, sources, made.truth, "bool", length);
      const { fields, contents } = coordinateContents(made, sources, length, double);
      const kept = one ? parts[0].others : [];
      const record = leaves[0] as RecordLayout;
      const others = kept.map((name) => share(record.contents[record.fields.indexOf(name)]));
      const behavior =
        behaviors[`${momentum ? "Momentum" : "Vector"}${dimensionsOf(made.system)}D`];
      return {
        kind: "record",
        fields: [...fields, ...kept],
        contents: [...contents, ...others],
        length,
        name: behavior.name,
        behavior,
      };
    });
  });
  const result = new AwkwardArray(layout, { metadata: arrayOf(vectors[0]).metadata });
  if (!single) return result;
  // A record has handles of its own.
  const element = result.at(0);
  result.dispose();
  return element;
}

/** The nodes that leave a formula. */
function resultsOf(made: Made): readonly Node[] {
  if ("number" in made) return [made.number];
  return "truth" in made ? [made.truth] : Object.values(made.coordinates);
}

function neededBy(results: readonly Node[]): ReadonlySet<Node> {
  const needed = new Set<Node>();
  const visit = (node: Node): void => {
    if (needed.has(node)) return;
    needed.add(node);
    node.args.forEach(visit);
  };
  results.forEach(visit);
  return needed;
}

function flatOf(
  formula: Formula,
  sources: ReadonlyMap<Node, Source>,
  node: Node,
  dtype: "float64" | "bool",
  length: number,
): Layout {
  const source = sources.get(node);
  if (source !== undefined) return { kind: "flat", data: shareColumn(source.column) };
  const [data] = run(formula, sources, [{ node, dtype }], length);
  return { kind: "flat", data };
}

/** The columns of a vector; those of inputs are shared. */
function coordinateContents(
  { formula, system, coordinates }: Symbolic,
  sources: ReadonlyMap<Node, Source>,
  length: number,
  double: boolean,
): { fields: string[]; contents: Layout[] } {
  const fields = coordinatesOf(system);
  const nodes = fields.map((name) => coordinates[name] as Node);
  const computed = nodes.filter((node) => !sources.has(node));
  const columns = run(
    formula,
    sources,
    computed.map((node) => ({ node, dtype: "float64" })),
    length,
  );
  const contents = nodes.map((node): Layout => {
    const source = sources.get(node);
    if (source === undefined) return { kind: "flat", data: columns[computed.indexOf(node)] };
    const { column } = source;
    const data = double ? (convert(column, "float64") as unknown as Column) : shareColumn(column);
    return { kind: "flat", data };
  });
  return { fields, contents };
}

/** A coordinate of loaded records, float32 or float64. @throws UsageError unless it is a flat column */
function coordinateColumn(layout: LoadedLayout, name: string): Column {
  const record = layout as RecordLayout;
  const content = loaded(record.contents[record.fields.indexOf(name)]);
  if (content.kind === "empty") return reserve("float64", 0) as unknown as Column;
  if (content.kind !== "flat") throw new UsageError(`the coordinate ${name} is not a column`);
  return computable(content.data.slice(0, record.length));
}

/** Integers become float64. */
function computable(column: Column): Column {
  const { dtype } = column;
  if (dtype === "float32" || dtype === "float64") return column;
  return convert(column, "float64") as unknown as Column;
}

function arrayOf(vector: VectorLike): AwkwardArray {
  if (isRecord(vector)) return vector.array;
  if (isArray(vector)) return vector;
  throw new UsageError("an array of vectors is needed: make one with vector.zip");
}

function isRecord(value: unknown): value is AwkwardRecord {
  return value instanceof AwkwardRecord;
}

function isArray(value: unknown): value is AwkwardArray {
  return value instanceof AwkwardArray;
}
