import { AwkwardArray } from "../array/array.ts";
import { depthOf } from "../array/axis.ts";
import { convert, truth } from "../array/convert.ts";
import { evaluateParsed } from "../array/expression/evaluate.ts";
import { missingAsFalse } from "../array/expression/missing.ts";
import { findName, isConstant } from "../array/expression/names.ts";
import { type Parsed, parsed } from "../array/expression/parsed.ts";
import { namesIn } from "../array/expression/syntax.ts";
import { fieldOf } from "../array/field.ts";
import { type Layout, loaded, nameOf } from "../array/layout.ts";
import { filterLayout } from "../array/select.ts";
import { share } from "../array/share.ts";
import { binary } from "../array/ufunc.ts";
import { ExpressionError, NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { checkReading } from "./check-reading.ts";
import type { BranchSelector } from "./select.ts";

/** Columns that are computed from branches, and entries that are left out; see docs/expressions.md. */
export interface ComputeOptions {
  /**
   * An expression of branches and aliases, one value for each entry: entries where it is false or
   * missing are left out. Only the branches that it names are read for it.
   */
  readonly cut?: string | undefined;
  /** Expressions by name. They may use each other; one may have the name of a branch it uses. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/** What names are looked up in. */
export interface ComputedTree<B> {
  /** Paths of the branches, for messages. */
  readonly keys: () => string[];
  /** Whether a branch has this name. */
  readonly has: (name: string) => boolean;
  /** Names of the branches that a selector means; without one all that can be read. */
  readonly select: (selector: BranchSelector<B> | undefined) => string[];
  /** The tree and its file, for messages. */
  readonly where: string;
  /** Aliases that are stored with the tree. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** A name of an expression, before the fields behind its dots. */
interface Operand {
  readonly name: string;
  readonly kind: "alias" | "branch" | "entry";
}

/** The number of each entry in its tree, as TTree::Draw calls it. */
const ENTRY = "Entry$";

/** What is computed of branches, if anything is asked for that is not a branch. */
export function computedColumns<B>(
  tree: ComputedTree<B>,
  selector: BranchSelector<B> | undefined,
  options: ComputeOptions,
): ComputedColumns | undefined {
  checkReading(selector, options);
  const { cut, aliases } = options;
  let names: readonly string[] | undefined;
  if (typeof selector === "string") names = [selector];
  else if (Array.isArray(selector)) names = selector;
  const made = names?.some(
    (name) => (name === ENTRY || Object.hasOwn(tree.aliases, name)) && !tree.has(name),
  );
  if (cut === undefined && aliases === undefined && !made) return undefined;
  // Patterns and functions mean branches only.
  if (names === undefined && selector !== undefined) names = tree.select(selector);
  return new ComputedColumns(tree as ComputedTree<never>, names, options);
}

/** What to read for the columns asked for, and how to make them of it. */
class ComputedColumns {
  /** Names of the branches to read. */
  readonly reads: readonly string[];
  readonly #tree: ComputedTree<never>;
  readonly #aliases: Readonly<Record<string, string>>;
  readonly #cut: Parsed | undefined;
  readonly #outputs: readonly Operand[];
  #usesEntry = false;

  /**
   * @throws ExpressionError, NotFoundError for names that are neither branch nor alias, UsageError
   *   for aliases that use each other in a circle
   */
  constructor(
    tree: ComputedTree<never>,
    names: readonly string[] | undefined,
    { cut, aliases = {} }: ComputeOptions,
  ) {
    this.#tree = tree;
    // A branch wins over an alias that is only stored; one that is given wins over both.
    const stored = Object.entries(tree.aliases).filter(([name]) => !tree.has(name));
    this.#aliases = { ...Object.fromEntries(stored), ...aliases };
    this.#cut = cut === undefined ? undefined : parsed(cut);
    // Those that are not asked for, too: a slip is found where it is made.
    for (const expression of Object.values(aliases)) parsed(expression);
    const outputs = new Map<string, Operand>();
    const wanted = names ?? [
      ...tree.select(undefined).filter((name) => !Object.hasOwn(aliases, name)),
      ...Object.keys(aliases),
    ];
    for (const name of wanted) {
      const operand = this.#operand(name);
      if (operand !== undefined) outputs.set(name, operand);
      else
        for (const path of tree.select([name])) outputs.set(path, { name: path, kind: "branch" });
    }
    this.#outputs = [...outputs.values()];
    const reads = new Set<string>();
    const visit = ({ name, kind }: Operand, within: readonly string[]): void => {
      if (kind === "branch") reads.add(name);
      if (kind !== "alias") return;
      if (within.includes(name)) {
        const circle = [...within.slice(within.indexOf(name)), name].join(" -> ");
        throw new UsageError(`aliases use each other in a circle: ${circle}`);
      }
      for (const operand of this.#operands(parsed(this.#aliases[name]), name).values()) {
        visit(operand, [...within, name]);
      }
    };
    for (const output of this.#outputs) visit(output, []);
    if (this.#cut !== undefined) {
      for (const operand of this.#operands(this.#cut).values()) visit(operand, []);
    }
    this.reads = [...reads];
  }

  /**
   * The columns asked for, of the entries that pass the cut. Frees what was read.
   *
   * @param read  the branches to read, one field for each
   * @param first  the number of the first entry read
   * @throws ExpressionError, ShapeError where operands do not fit
   */
  finish(read: AwkwardArray, first: number): AwkwardArray {
    try {
      return scope(() => {
        const made = new Map<string, Layout>();
        if (this.#usesEntry) made.set(ENTRY, entryNumbers(first, read.length));
        const mask = this.#cut === undefined ? undefined : this.#mask(this.#cut, read, made);
        const contents = this.#outputs.map((output) => share(this.#column(output, read, made)));
        const fields = this.#outputs.map(({ name }) => name);
        const { length } = read;
        const record = { kind: "record", fields, contents, length } as const;
        if (mask === undefined) return new AwkwardArray(record, { metadata: read.metadata });
        const kept = kernels.array_count_true(mask.address, length);
        return new AwkwardArray(filterLayout(record, mask, kept), { metadata: read.metadata });
      });
    } finally {
      read.dispose();
    }
  }

  #mask(cut: Parsed, read: AwkwardArray, made: Map<string, Layout>): Column<"bool"> {
    const layout = this.#evaluate(cut, undefined, read, made);
    const shown = `the cut${ExpressionError.mark(cut.text, 0, cut.text.length)}\n`;
    if (depthOf(layout) > 1) {
      throw new ShapeError(
        `${shown}gives a list for each entry: reduce it with any(), all() or sum(), or select ` +
          "objects in an alias: pt[pt > 20]",
      );
    }
    const flat = loaded(missingAsFalse(layout));
    if (flat.kind !== "flat") throw new ShapeError(`${shown}gives ${nameOf(flat)}, not bool`);
    return truth(flat.data);
  }

  #column({ name, kind }: Operand, read: AwkwardArray, made: Map<string, Layout>): Layout {
    if (kind === "branch") return fieldOf(read.layout, name);
    const known = made.get(name);
    if (known !== undefined) return known;
    const layout = this.#evaluate(parsed(this.#aliases[name]), name, read, made);
    made.set(name, layout);
    return layout;
  }

  #evaluate(
    expression: Parsed,
    self: string | undefined,
    read: AwkwardArray,
    made: Map<string, Layout>,
  ): Layout {
    const operands = [...this.#operands(expression, self).values()];
    const fields = operands.map(({ name }) => name);
    const contents = operands.map((operand) => this.#column(operand, read, made));
    const source = { kind: "record", fields, contents, length: read.length } as const;
    return evaluateParsed(expression, new AwkwardArray(source)).layout;
  }

  /** The columns that an expression names; in an alias its own name means the branch. */
  #operands(expression: Parsed, self?: string): Map<string, Operand> {
    const operands = new Map<string, Operand>();
    for (const node of namesIn(expression.root)) {
      const found = findName(node, (name) => this.#operand(name, self) !== undefined);
      const operand = found && this.#operand(found.name, self);
      if (operand !== undefined) operands.set(operand.name, operand);
      else if (!isConstant(node)) {
        const known = [...this.#tree.keys(), ...Object.keys(this.#aliases)];
        const note = ExpressionError.mark(expression.text, node.at, node.end - node.at);
        throw new NotFoundError("branch", node.name, known, this.#tree.where, note);
      }
    }
    return operands;
  }

  #operand(name: string, self?: string): Operand | undefined {
    if (name !== self && Object.hasOwn(this.#aliases, name)) return { name, kind: "alias" };
    if (this.#tree.has(name)) return { name, kind: "branch" };
    if (name !== ENTRY) return undefined;
    this.#usesEntry = true;
    return { name, kind: "entry" };
  }
}

function entryNumbers(first: number, length: number): Layout {
  const counted = reserve("int32", length);
  kernels.array_iota(counted.address, length);
  const numbers = convert(counted as unknown as Column, "int64") as unknown as Column;
  return { kind: "flat", data: binary("add", numbers, BigInt(first), length) };
}
