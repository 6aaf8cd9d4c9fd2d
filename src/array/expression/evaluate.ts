import { ExpressionError, NotFoundError, ShapeError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import type { DType } from "../../wasm/dtype.ts";
import { scope } from "../../wasm/scope.ts";
import { AwkwardArray } from "../array.ts";
import { depthOf } from "../axis.ts";
import { broadcast, flatColumns } from "../broadcast.ts";
import { isLeaf, type Layout, type LoadedLayout, loaded, nameOf } from "../layout.ts";
import { isScalar, type Scalar } from "../promote.ts";
import { share } from "../share.ts";
import { elementFunctions } from "./functions.ts";
import { itemOf, rangeOfLists } from "./indexing.ts";
import { isLiteral, type Literal } from "./literal.ts";
import { at, constantProgram, type Known, lower } from "./lower.ts";
import { hasMissing, maskMissing, withPresence } from "./missing.ts";
import { type ExpressionSource, fieldOrProperty, NameSpace } from "./names.ts";
import type { Parsed } from "./parsed.ts";
import type { Program } from "./program.ts";
import { reductions } from "./reductions.ts";
import { run } from "./run.ts";
import {
  type BinaryNode,
  type CallNode,
  type ChoiceNode,
  type Node,
  namesIn,
  partsOf,
} from "./syntax.ts";
import { isText, textEqual } from "./text.ts";

/** Evaluates an expression on arrays; what it makes on the way is freed. */
export function evaluateParsed(parsed: Parsed, source: ExpressionSource): AwkwardArray {
  const names = new NameSpace(parsed.text, source);
  names.load(namesIn(parsed.root));
  const metadata = source instanceof AwkwardArray ? source.metadata : {};
  return scope(() => {
    const value = new Evaluation(parsed, names).value(parsed.root);
    const layout = isLiteral(value) ? constant(value, names.length) : share(value);
    return new AwkwardArray(layout, { metadata });
  });
}

function constant(literal: Literal, n: number): Layout {
  return { kind: "flat", data: run(constantProgram(literal), [], n) };
}

/** One evaluation: walks the tree once, elementwise parts of it fused into one program each. */
class Evaluation {
  readonly #parsed: Parsed;
  readonly #names: NameSpace;
  readonly #values = new Map<Node, Layout | Literal>();

  constructor(parsed: Parsed, names: NameSpace) {
    this.#parsed = parsed;
    this.#names = names;
  }

  /** A node's value; equal parts of the expression are computed once. */
  value(node: Node): Layout | Literal {
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    const value = this.#make(node);
    this.#values.set(node, value);
    return value;
  }

  #make(node: Node): Layout | Literal {
    const { text } = this.#parsed;
    switch (node.kind) {
      case "name":
        return this.#names.get(node);
      case "text":
        throw this.#error(node, "a string can only be compared: == or != with another string");
      case "index": {
        const array = this.#layout(node.array);
        const index = this.value(node.index);
        return at(text, node, () => itemOf(array, index));
      }
      case "range": {
        const array = this.#layout(node.array);
        return at(text, node, () => rangeOfLists(array, node.bounds));
      }
      case "field": {
        const array = this.#layout(node.array);
        return at(text, node, () => fieldOrProperty(new AwkwardArray(array), node.name).layout);
      }
      case "call":
        return isReduction(node) ? this.#reduce(node) : this.#elementwise(node);
      case "binary":
        return this.#isTextual(node) ? this.#compareTexts(node) : this.#elementwise(node);
      default:
        return this.#elementwise(node);
    }
  }

  #layout(node: Node): Layout {
    const value = this.value(node);
    if (isLiteral(value)) throw this.#error(node, "a column is needed here, not a number");
    return value;
  }

  #reduce(node: CallNode): Layout {
    const { name, args } = node;
    const reduce = reductions.get(name) as NonNullable<ReturnType<typeof reductions.get>>;
    const [arg] = args;
    const array = this.#layout(arg);
    if (depthOf(array) < 2) {
      throw this.#error(
        arg,
        `${name}() takes lists, and this is one value for each event` +
          (name === "min" || name === "max" ? `; of two columns it is ${name}(a, b)` : ""),
      );
    }
    return at(this.#parsed.text, node, () => reduce(new AwkwardArray(array)).layout);
  }

  /** Whether a node's operands are other elementwise operations, names and numbers. */
  #isElementwise(node: Node): boolean {
    switch (node.kind) {
      case "unary":
      case "choice":
      case "number":
      case "bool":
        return true;
      case "binary":
        return !this.#isTextual(node);
      case "call":
        if (isReduction(node)) return false;
        this.#checkCall(node);
        return true;
      default:
        return false;
    }
  }

  #elementwise(root: Node): Layout | Literal {
    if (root.kind === "call") this.#checkCall(root);
    const inputs: Layout[] = [];
    const known = new Map<Node, Known>();
    const choices: Node[] = [];
    const seen = new Set<Node>();
    const gather = (node: Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (this.#values.has(node) || !this.#isElementwise(node)) {
        const value = this.value(node);
        if (isLiteral(value)) known.set(node, value);
        else {
          known.set(node, { input: inputs.length, dtype: this.#dtype(node, value) });
          inputs.push(value);
        }
        return;
      }
      if (choiceOf(node) !== undefined) choices.push(node);
      for (const part of partsOf(node)) gather(part);
    };
    gather(root);
    if (choices.length > 0 && inputs.some(hasMissing)) {
      // Only the side that is chosen may make the result missing.
      if (choiceOf(root) !== undefined) return this.#choose(root);
      for (const node of choices) this.#values.set(node, this.#choose(node));
      return this.#elementwise(root);
    }
    const program = this.#program(root, known);
    return isLiteral(program) ? program : this.#run(program, inputs, root, known);
  }

  #program(root: Node, known: ReadonlyMap<Node, Known>): Program | Literal {
    const { text, programs } = this.#parsed;
    const inputs = [...known].map(
      ([{ id }, one]) => `${id} ${isLiteral(one) ? literalKey(one) : one.dtype}`,
    );
    return programs.get(`${root.id}: ${inputs}`, () => lower(text, root, known));
  }

  #run(
    program: Program,
    inputs: readonly Layout[],
    root: Node,
    known: ReadonlyMap<Node, Known>,
  ): Layout {
    if (inputs.length === 0) return { kind: "flat", data: run(program, [], this.#names.length) };
    try {
      return broadcast(inputs, (leaves, n) => {
        const columns = flatColumns(leaves.map(emptyAsNumbers), n);
        return { kind: "flat", data: run(program, columns as Column[], n) };
      });
    } catch (error) {
      throw this.#named(error, root, known);
    }
  }

  /** Says which operands do not fit, where broadcasting counts them. */
  #named(error: unknown, root: Node, known: ReadonlyMap<Node, Known>): unknown {
    if (!(error instanceof Error) || !/argument \d/.test(error.message)) return error;
    const { text } = this.#parsed;
    const inputs = [...known].filter(([, value]) => !isLiteral(value)).map(([node]) => node);
    const message = error.message.replace(/argument (\d+)/g, (whole, i: string) => {
      const node = inputs[Number(i)];
      return node === undefined ? whole : `"${text.slice(node.at, node.end)}"`;
    });
    if (!(error instanceof ShapeError)) return this.#error(root, message);
    const mark = ExpressionError.mark(text, root.at, root.end - root.at);
    return new ShapeError(`${message}${mark}`, error.expected, error.actual);
  }

  /** The dtype of the numbers within lists. */
  #dtype(node: Node, layout: Layout): DType {
    let now = loaded(layout);
    while (!isLeaf(now) && now.kind !== "record") now = loaded(now.content);
    if (now.kind === "flat") return now.data.dtype;
    if (now.kind === "empty") return "float64";
    const what = nameOf(now);
    const hint =
      now.kind === "record" && now.fields.length > 0
        ? `; take a field, such as ${this.#parsed.text.slice(node.at, node.end)}.${now.fields[0]}`
        : "";
    throw this.#error(node, `numbers are needed here, not ${what}${hint}`);
  }

  /** condition ? a : b, missing where what is chosen is. */
  #choose(node: Node): Layout | Literal {
    const choice = choiceOf(node) as NonNullable<ReturnType<typeof choiceOf>>;
    const [condition, ...sides] = choice.map((part) => this.value(part));
    const split = sides.map((side) =>
      isLiteral(side) ? { values: side, presence: true } : withPresence(side),
    );
    const pick = (a: Layout | Literal, b: Layout | Literal): Layout | Literal => {
      const known = new Map<Node, Known>();
      const inputs: Layout[] = [];
      // Three names stand for the operands, which may be the same part of the expression.
      const operands = [condition, a, b].map((value, i): Node => {
        const name = { ...choice[i], kind: "name", name: "", quoted: false, id: -1 - i } as Node;
        if (isLiteral(value)) known.set(name, value);
        else {
          known.set(name, { input: inputs.length, dtype: this.#dtype(choice[i], value) });
          inputs.push(value);
        }
        return name;
      });
      const [test, then, other] = operands;
      const root: ChoiceNode = { ...node, kind: "choice", condition: test, then, other };
      const program = lower(this.#parsed.text, root, known);
      return isLiteral(program) ? program : this.#run(program, inputs, root, known);
    };
    const values = pick(split[0].values, split[1].values);
    const presence = pick(split[0].presence, split[1].presence);
    if (isLiteral(values) || isLiteral(presence)) return values;
    return maskMissing(values, presence);
  }

  #isTextual({ op, left, right }: BinaryNode): boolean {
    if (op !== "equal" && op !== "not_equal") return false;
    if (left.kind === "text" || right.kind === "text") return true;
    return [left, right].some((side) => {
      if (side.kind !== "name" && side.kind !== "index" && side.kind !== "field") return false;
      const value = this.value(side);
      return !isLiteral(value) && isText(value);
    });
  }

  #compareTexts(node: BinaryNode): Layout | Literal {
    const { op, left, right } = node;
    const negated = op === "not_equal";
    if (left.kind === "text" && right.kind === "text") {
      return (left.value === right.value) !== negated;
    }
    const side = (part: Node): Layout | string => {
      if (part.kind === "text") return part.value;
      const layout = this.value(part);
      if (!isLiteral(layout) && isText(layout)) return layout;
      throw this.#error(part, "a string is compared with strings, not with numbers");
    };
    const [a, b] = [side(left), side(right)];
    return at(this.#parsed.text, node, () => textEqual(a, b, negated));
  }

  #checkCall(node: CallNode): void {
    const { name, args } = node;
    const found = elementFunctions.get(name);
    const end = node.at + name.length;
    if (found === undefined && reductions.has(name)) {
      throw this.#error(node, `${name}() takes one argument, not ${args.length}`);
    }
    if (found === undefined) {
      const known = [...elementFunctions.keys(), ...reductions.keys()];
      const note = ExpressionError.mark(this.#parsed.text, node.at, name.length);
      throw new NotFoundError("function", name, known, "expressions", note);
    }
    const [least, most] = found.arity;
    if (args.length >= least && args.length <= most) return;
    const wanted = least === most ? least : `${least} or more`;
    const message = `${name}() takes ${wanted} argument${least === 1 ? "" : "s"}, not ${args.length}`;
    throw new ExpressionError(message, this.#parsed.text, node.at, end - node.at);
  }

  #error({ at: start, end }: Node, message: string): ExpressionError {
    return new ExpressionError(message, this.#parsed.text, start, end - start);
  }
}

/** A name with one argument that reduces: `min(x)`, where `min(a, b)` is elementwise. */
function isReduction({ name, args }: CallNode): boolean {
  return args.length === 1 && reductions.has(name);
}

/** Condition and sides of `a ? b : c` and `where(a, b, c)`. */
function choiceOf(node: Node): readonly [Node, Node, Node] | undefined {
  if (node.kind === "choice") return [node.condition, node.then, node.other];
  if (node.kind !== "call" || node.name !== "where") return undefined;
  return [node.args[0], node.args[1], node.args[2]];
}

function literalKey(literal: Literal): string {
  return `${typeof literal} ${Object.is(literal, -0) ? "-0" : literal}`;
}

/** Numbers of no known type are float64, as in Awkward. */
function emptyAsNumbers(leaf: LoadedLayout | Scalar): LoadedLayout | Scalar {
  if (isScalar(leaf) || leaf.kind !== "empty") return leaf;
  return { kind: "flat", data: reserve<DType>("float64", 0) };
}
