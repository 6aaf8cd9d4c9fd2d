import { UnsupportedError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import type { Formula, Node } from "./formula.ts";
import * as op from "./opcodes.ts";

/** Where the numbers of an input are. */
export interface Source {
  /** float32 or float64. */
  readonly column: Column;
  /** i32: element i is `column[positions[i]]`; without, `column[i]`. */
  readonly positions?: Column<"int32"> | undefined;
}

/** A result of a formula. */
export interface Output {
  readonly node: Node;
  readonly dtype: "float64" | "bool";
}

/** A place of numbers: `step` bytes an element in a column; registers have 0. */
interface Slot {
  readonly base: Address;
  readonly step: number;
}

const REGISTER_BYTES = op.BLOCK * 8;

/**
 * Computes a formula in one pass.
 *
 * @param sources  by the inputs of the formula
 * @param n  number of elements
 * @returns a column of n for each output
 */
export function run(
  formula: Formula,
  sources: ReadonlyMap<Node, Source>,
  outputs: readonly Output[],
  n: number,
): Column[] {
  const columns = outputs.map(({ dtype }) => reserve(dtype, n) as unknown as Column);
  scope(() => new Compilation(formula, sources, outputs, columns, n).run());
  return columns;
}

class Compilation {
  readonly #formula: Formula;
  readonly #sources: ReadonlyMap<Node, Source>;
  readonly #outputs: readonly Output[];
  readonly #columns: readonly Column[];
  readonly #length: number;
  readonly #needed = new Set<Node>();
  /** Terms of constants alone: computed once, in registers of their own. */
  readonly #uniform = new Set<Node>();
  /** The last node that reads each. */
  readonly #lastUse = new Map<Node, number>();
  readonly #slots: Slot[] = [];
  readonly #slotOf = new Map<Node, number>();
  readonly #free: number[] = [];
  readonly #before: number[] = [];
  readonly #code: number[] = [];

  constructor(
    formula: Formula,
    sources: ReadonlyMap<Node, Source>,
    outputs: readonly Output[],
    columns: readonly Column[],
    length: number,
  ) {
    this.#formula = formula;
    this.#sources = sources;
    this.#outputs = outputs;
    this.#columns = columns;
    this.#length = length;
    for (const { node } of outputs) this.#need(node);
  }

  #need(node: Node): void {
    if (this.#needed.has(node)) return;
    this.#needed.add(node);
    for (const arg of node.args) this.#need(arg);
  }

  run(): void {
    const nodes = this.#formula.nodes.filter((node) => this.#needed.has(node));
    for (const node of nodes) {
      const at = Math.min(node.id, this.#twin(node)?.id ?? node.id);
      for (const arg of node.args) {
        this.#lastUse.set(arg, Math.max(at, this.#lastUse.get(arg) ?? 0));
      }
      if (node.op !== "input" && node.args.every((arg) => this.#uniform.has(arg))) {
        this.#uniform.add(node);
      }
    }
    // Results are written where they stay, and read there.
    this.#outputs.forEach(({ node, dtype }, i) => {
      const fresh = typeof node.op === "number" && !this.#uniform.has(node);
      if (dtype === "float64" && fresh && !this.#slotOf.has(node)) {
        this.#slotOf.set(node, this.#slot(this.#columns[i].address, 8));
      }
    });
    for (const node of nodes) this.#emit(node);
    this.#outputs.forEach(({ node, dtype }, i) => {
      const from = this.#slotOf.get(node) as number;
      const column = this.#columns[i].address;
      if (dtype === "bool") this.#push(op.STORE_BOOL, this.#slot(column, 1), from);
      else if (this.#slots[from].base !== column) this.#push(op.COPY, this.#slot(column, 8), from);
    });
    this.#call(this.#before, op.BLOCK);
    this.#call(this.#code, this.#length);
  }

  #call(code: readonly number[], n: number): void {
    if (code.length === 0) return;
    const words = columnOf("int32", code).address;
    const slots = columnOf(
      "uint32",
      this.#slots.flatMap(({ base, step }) => [base, step]),
    ).address;
    kernels.vector_run(words, code.length / op.WORDS, slots, n);
  }

  #emit(node: Node): void {
    if (node.op === "constant") {
      const slot = this.#register();
      this.#slotOf.set(node, slot.index);
      slot.column.view().fill(node.value as number);
      return;
    }
    if (node.op === "input") {
      this.#load(node);
      return;
    }
    if (this.#uniform.has(node)) {
      this.#slotOf.set(node, this.#register().index);
      this.#push(node.op, this.#slotOf.get(node) as number, ...this.#operands(node), this.#before);
      return;
    }
    const twin = this.#twin(node);
    if (twin !== undefined) {
      if (twin.id < node.id) return;
      const [sine, cosine] = node.op === op.SIN ? [node, twin] : [twin, node];
      const [angle] = this.#operands(node);
      this.#push(op.SINCOS, this.#place(sine), angle, 0, this.#place(cosine));
      this.#release(node.args, node.id);
      return;
    }
    const operands = this.#operands(node);
    this.#release(node.args, node.id);
    this.#push(node.op, this.#place(node), ...operands);
  }

  /** The cosine of a sine's angle, or the other way round: they are made together. */
  #twin(node: Node): Node | undefined {
    if (node.op !== op.SIN && node.op !== op.COS) return undefined;
    const other = node.op === op.SIN ? op.COS : op.SIN;
    for (const one of this.#needed) {
      if (one.op === other && one.args[0] === node.args[0]) return one;
    }
    return undefined;
  }

  #load(node: Node): void {
    const source = this.#sources.get(node);
    if (source === undefined) throw new Error("an input of a formula has no column");
    const { column, positions } = source;
    if (column.dtype !== "float64" && column.dtype !== "float32") {
      throw new UnsupportedError(`coordinates of ${column.dtype}`, "vector");
    }
    const single = column.dtype === "float32";
    if (positions !== undefined) {
      const from = this.#slot(column.address, 0);
      const at = this.#slot(positions.address, 4);
      const gather = single ? op.GATHER_F32 : op.GATHER_F64;
      this.#push(gather, this.#place(node), from, at);
    } else if (single) {
      this.#push(op.LOAD_F32, this.#place(node), this.#slot(column.address, 4));
    } else {
      this.#slotOf.set(node, this.#slot(column.address, 8));
    }
  }

  #operands({ args }: Node): number[] {
    return args.map((arg) => this.#slotOf.get(arg) as number);
  }

  /** Registers of what no later node reads. */
  #release(nodes: readonly Node[], by: number): void {
    for (const node of new Set(nodes)) {
      const slot = this.#slotOf.get(node) as number;
      const kept =
        this.#uniform.has(node) ||
        this.#slots[slot].step !== 0 ||
        this.#outputs.some((output) => output.node === node);
      if (!kept && (this.#lastUse.get(node) as number) <= by) this.#free.push(slot);
    }
  }

  /** The slot that a node is written to. */
  #place(node: Node): number {
    const have = this.#slotOf.get(node);
    if (have !== undefined) return have;
    const slot = this.#free.pop() ?? this.#register().index;
    this.#slotOf.set(node, slot);
    return slot;
  }

  #register(): { index: number; column: Column<"float64"> } {
    const column = reserve("float64", REGISTER_BYTES / 8);
    return { index: this.#slot(offsetAddress(column.address, 0), 0), column };
  }

  #slot(base: Address, step: number): number {
    return this.#slots.push({ base, step }) - 1;
  }

  #push(operation: number, out: number, ...rest: (number | number[])[]): void {
    const code = Array.isArray(rest.at(-1)) ? (rest.pop() as number[]) : this.#code;
    const [a = 0, b = 0, c = 0] = rest as number[];
    code.push(operation, out, a, b, c);
  }
}
