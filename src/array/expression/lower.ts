import {
  DisposedError,
  ExpressionError,
  HepwasmError,
  MemoryError,
  NotLoadedError,
} from "../../errors.ts";
import { columnOf } from "../../wasm/column.ts";
import type { DType } from "../../wasm/dtype.ts";
import { scope } from "../../wasm/scope.ts";
import { elementFunctions } from "./functions.ts";
import { interpret } from "./interpret.ts";
import {
  foldBinary,
  foldChoice,
  foldUnary,
  isLiteral,
  type Literal,
  literalType,
} from "./literal.ts";
import {
  arithmetic,
  as,
  bits,
  column,
  comparison,
  divide,
  integerLike,
  invert,
  less,
  lessEqual,
  logic,
  negative,
  not,
  type Operand,
  power,
  select,
  shift,
} from "./operations.ts";
import { type Program, Steps } from "./program.ts";
import type { BinaryNode, BinaryOp, CallNode, Node, Span, UnaryNode } from "./syntax.ts";

const binary: Readonly<Record<BinaryOp, (steps: Steps, a: Operand, b: Operand) => Operand>> = {
  add: arithmetic("add"),
  subtract: arithmetic("subtract"),
  multiply: arithmetic("multiply"),
  divide,
  floor_divide: integerLike("floor_divide"),
  remainder: integerLike("remainder"),
  power,
  equal: comparison("equal"),
  not_equal: comparison("not_equal"),
  less,
  less_equal: lessEqual,
  greater: (steps, a, b) => less(steps, b, a),
  greater_equal: (steps, a, b) => lessEqual(steps, b, a),
  and: logic("and"),
  or: logic("or"),
  bit_and: bits("and"),
  bit_or: bits("or"),
  shift_left: shift("left"),
  shift_right: shift("right"),
};

/** What stands for a node that is no elementwise operation: a column, or a number. */
export type Known = { readonly input: number; readonly dtype: DType } | Literal;

/**
 * The steps of an elementwise part of an expression.
 *
 * @param known  what is already there: for every node that is a name or not elementwise
 * @returns a number where no column takes part
 * @throws ExpressionError where operands do not fit an operation
 */
export function lower(
  text: string,
  root: Node,
  known: ReadonlyMap<Node, Known>,
): Program | Literal {
  const steps = new Steps();
  const done = new Map<Node, Operand>();
  const visit = (node: Node): Operand => {
    const before = done.get(node);
    if (before !== undefined) return before;
    const result = one(node);
    done.set(node, result);
    return result;
  };
  const one = (node: Node): Operand => {
    const given = known.get(node);
    if (given !== undefined) {
      return isLiteral(given) ? given : steps.input(given.input, given.dtype);
    }
    switch (node.kind) {
      case "number":
      case "bool":
        return node.value;
      case "unary":
        return at(text, node.operator, () => unary(steps, node, visit(node.operand)));
      case "binary":
        return pair(node, visit(node.left), visit(node.right));
      case "choice": {
        const [condition, a, b] = [visit(node.condition), visit(node.then), visit(node.other)];
        if (isLiteral(condition) && isLiteral(a) && isLiteral(b)) {
          return foldChoice(condition, a, b);
        }
        return at(text, node, () => select(steps, condition, a, b));
      }
      case "call":
        return call(text, node, steps, node.args.map(visit));
      default:
        throw new ExpressionError("this is no number", text, node.at, node.end - node.at);
    }
  };
  const pair = ({ op, operator }: BinaryNode, a: Operand, b: Operand): Operand =>
    at(text, operator, () =>
      isLiteral(a) && isLiteral(b) ? foldBinary(op, a, b) : binary[op](steps, a, b),
    );
  const result = visit(root);
  if (isLiteral(result)) return result;
  const inputs: DType[] = [];
  for (const given of known.values()) {
    if (!isLiteral(given)) inputs[given.input] = given.dtype;
  }
  return steps.program(result, inputs);
}

function unary(steps: Steps, { op }: UnaryNode, a: Operand): Operand {
  if (isLiteral(a)) return foldUnary(op, a);
  switch (op) {
    case "negative":
      return negative(steps, a);
    case "positive":
      return a.dtype === "bool" ? as(steps, a, "int8") : a;
    case "not":
      return not(steps, a);
    case "invert":
      return invert(steps, a);
    default:
      return op satisfies never;
  }
}

function call(text: string, node: CallNode, steps: Steps, args: readonly Operand[]): Operand {
  const place = { at: node.at, end: node.at + node.name.length };
  const { apply } = elementFunctions.get(node.name) as NonNullable<
    ReturnType<typeof elementFunctions.get>
  >;
  return at(text, place, () => {
    const literals = args.filter(isLiteral);
    return literals.length < args.length ? apply(steps, args) : constant(apply, literals);
  });
}

/** A function of numbers alone is a number again, without a dtype of its own. */
function constant(
  apply: (steps: Steps, args: readonly Operand[]) => Operand,
  args: readonly Literal[],
): Literal {
  const steps = new Steps();
  const result = column(steps, apply(steps, args));
  return scope(() => {
    const out = columnOf(result.dtype, [0]);
    interpret(steps.program(result, []), [], out, 1);
    return out.at(0);
  });
}

/** A program of one number for all elements. */
export function constantProgram(literal: Literal): Program {
  const steps = new Steps();
  return steps.program(as(steps, literal, literalType(literal)), []);
}

/** Adds the place in the expression to what goes wrong there. */
export function at<T>(text: string, { at: start, end }: Span, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // A column that is not loaded suspends the caller; memory has nothing to do with the place.
    const passes = [ExpressionError, NotLoadedError, MemoryError, DisposedError];
    if (!(error instanceof HepwasmError) || passes.some((one) => error instanceof one)) throw error;
    throw new ExpressionError(error.message, text, start, end - start);
  }
}
