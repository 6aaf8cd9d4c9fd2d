/** Where a part of an expression stands: characters `at` to `end - 1`. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

interface Base extends Span {
  /** Number of the node in its expression: equal parts of an expression are one node. */
  readonly id: number;
  /** Levels of nodes below and including this one. */
  readonly depth: number;
}

/** A number as written: an integer (BigInt), or a decimal one. */
export interface NumberNode extends Base {
  readonly kind: "number";
  readonly value: bigint | number;
}

export interface BoolNode extends Base {
  readonly kind: "bool";
  readonly value: boolean;
}

export interface TextNode extends Base {
  readonly kind: "text";
  readonly value: string;
}

/** A column, a constant, or either with fields behind dots. */
export interface NameNode extends Base {
  readonly kind: "name";
  readonly name: string;
  /** Written between backquotes: the whole is one name. */
  readonly quoted: boolean;
}

export type UnaryOp = "negative" | "positive" | "not" | "invert";

export type BinaryOp =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "floor_divide"
  | "remainder"
  | "power"
  | "equal"
  | "not_equal"
  | "less"
  | "less_equal"
  | "greater"
  | "greater_equal"
  | "and"
  | "or"
  | "bit_and"
  | "bit_or"
  | "shift_left"
  | "shift_right";

export interface UnaryNode extends Base {
  readonly kind: "unary";
  readonly op: UnaryOp;
  readonly operand: Node;
  readonly operator: Span;
}

export interface BinaryNode extends Base {
  readonly kind: "binary";
  readonly op: BinaryOp;
  readonly left: Node;
  readonly right: Node;
  readonly operator: Span;
}

/** `condition ? then : other` */
export interface ChoiceNode extends Base {
  readonly kind: "choice";
  readonly condition: Node;
  readonly then: Node;
  readonly other: Node;
}

export interface CallNode extends Base {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Node[];
}

/** `array[index]` */
export interface IndexNode extends Base {
  readonly kind: "index";
  readonly array: Node;
  readonly index: Node;
}

/** `array[start:stop:step]` with whole numbers, each of which may be left out. */
export interface RangeNode extends Base {
  readonly kind: "range";
  readonly array: Node;
  readonly bounds: readonly (number | undefined)[];
}

/** `array.name`, where `array` is more than a name. */
export interface FieldNode extends Base {
  readonly kind: "field";
  readonly array: Node;
  readonly name: string;
}

/** An expression as a tree; equal parts are one node. */
export type Node =
  | NumberNode
  | BoolNode
  | TextNode
  | NameNode
  | UnaryNode
  | BinaryNode
  | ChoiceNode
  | CallNode
  | IndexNode
  | RangeNode
  | FieldNode;

/** The parts that a node is made of. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "number":
    case "bool":
    case "text":
    case "name":
      return [];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "choice":
      return [node.condition, node.then, node.other];
    case "call":
      return node.args;
    case "index":
      return [node.array, node.index];
    case "range":
    case "field":
      return [node.array];
    default:
      return node satisfies never;
  }
}

/** Names of columns (or constants) in an expression, each once, in the order of their first use. */
export function namesIn(root: Node): NameNode[] {
  const seen = new Set<Node>();
  const names: NameNode[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "name") names.push(node);
    for (const part of partsOf(node)) visit(part);
  };
  visit(root);
  return names;
}
