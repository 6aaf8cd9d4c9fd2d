import { UsageError } from "../../errors.ts";
import type { AwkwardArray } from "../array.ts";
import { evaluateParsed } from "./evaluate.ts";
import type { ExpressionSource } from "./names.ts";
import { type Parsed, parsed } from "./parsed.ts";
import { namesIn } from "./syntax.ts";

/** An expression ready to be evaluated: a function of records, or of arrays by name. */
export interface Expression {
  /**
   * @param source  records whose fields the names are, or an object of arrays and numbers
   * @throws what {@link evaluate} throws
   */
  (source: ExpressionSource): AwkwardArray;
  /** As it was written. */
  readonly text: string;
  /** The names in it, each once: columns, fields behind dots, and constants such as `pi`. */
  readonly names: readonly string[];
}

const understood = new WeakMap<Expression, Parsed>();

/**
 * Understands an expression once, for many evaluations: `const cut = ak.compile("pt > 25e3")`, then
 * `cut(electrons)` for each chunk. `docs/expressions.md` has the grammar.
 *
 * @throws ExpressionError that marks the place
 * @see numexpr.NumExpr
 */
export function compile(text: string): Expression {
  const tree = parsed(text);
  const run = (source: ExpressionSource): AwkwardArray => evaluateParsed(tree, source);
  const names = namesIn(tree.root).map(({ name }) => name);
  const expression: Expression = Object.assign(run, { text, names });
  understood.set(expression, tree);
  return expression;
}

/**
 * Evaluates an expression element by element in one pass over memory:
 * `ak.evaluate("pt > 25e3 && abs(eta) < 2.47", electrons)`. dtypes, broadcasting and missing values
 * are those of NumPy and Awkward Array; a number takes the dtype of the column beside it.
 *
 * @param expression  text, or what `compile` made of it
 * @param source  records whose fields the names are, or an object of arrays and numbers by name
 * @returns an array with the lists of the deepest operand
 * @throws ExpressionError where the text or the operands make no sense, with the place
 * @throws NotFoundError for an unknown name, with the nearest; ShapeError
 * @see numexpr.evaluate
 */
export function evaluate(expression: string | Expression, source: ExpressionSource): AwkwardArray {
  if (typeof expression === "string") return evaluateParsed(parsed(expression), source);
  const tree = understood.get(expression);
  if (tree === undefined) throw new UsageError("evaluate takes a string, or what compile made");
  return evaluateParsed(tree, source);
}
