import { ExpressionError } from "../../errors.ts";
import { type Node, partsOf, type Span } from "./syntax.ts";

/** Levels of an expression at most: deeper ones would exhaust the stack. */
const MAX_DEPTH = 500;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A node as the parser makes it. */
export type Unnumbered = Without<Node, "id" | "depth">;

/** The nodes of one expression, each kept once: what is written twice is computed once. */
export class Nodes {
  readonly #text: string;
  readonly #known = new Map<string, Node>();

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The node, or the one there is that means the same.
   * @throws ExpressionError where nesting becomes too deep
   */
  make(node: Unnumbered): Node {
    const key = keyOf(node);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const depth = partsOf(node as Node).reduce((most, part) => Math.max(most, part.depth), 0) + 1;
    if (depth > MAX_DEPTH) throw this.tooDeep(node);
    const made = { ...node, id: this.#known.size, depth } as Node;
    this.#known.set(key, made);
    return made;
  }

  tooDeep({ at }: Span): ExpressionError {
    return new ExpressionError(
      `this expression has too many levels; give parts of it names (aliases)`,
      this.#text,
      at,
    );
  }
}

function keyOf(node: Unnumbered): string {
  switch (node.kind) {
    case "number":
      return `${typeof node.value} ${Object.is(node.value, -0) ? "-0" : node.value}`;
    case "bool":
      return `bool ${node.value}`;
    case "text":
      return `text ${node.value}`;
    case "name":
      return `${node.quoted ? "quoted" : "name"} ${node.name}`;
    case "unary":
      return `${node.op} ${node.operand.id}`;
    case "binary":
      return `${node.op} ${node.left.id} ${node.right.id}`;
    case "choice":
      return `choice ${node.condition.id} ${node.then.id} ${node.other.id}`;
    case "call":
      return `call ${node.name} ${node.args.map(({ id }) => id).join(" ")}`;
    case "index":
      return `index ${node.array.id} ${node.index.id}`;
    case "range":
      return `range ${node.array.id} ${node.bounds.join(":")}`;
    case "field":
      return `field ${node.array.id} ${node.name}`;
    default:
      return node satisfies never;
  }
}
