import { ExpressionError, UsageError } from "../../errors.ts";
import { Nodes, type Unnumbered } from "./nodes.ts";
import type { BinaryOp, Node, Span } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Characters of an expression at most. */
const MAX_LENGTH = 1 << 16;
/** Parentheses within parentheses at most: each takes as many frames of the stack as there are levels. */
const MAX_NESTING = 100;

const COMPARISONS: Readonly<Record<string, BinaryOp>> = {
  "==": "equal",
  "!=": "not_equal",
  "<": "less",
  "<=": "less_equal",
  ">": "greater",
  ">=": "greater_equal",
};

/** Operators of arithmetic and of bits that group from the left, weakest first, as in Python. */
const LEVELS: readonly Readonly<Record<string, BinaryOp>>[] = [
  { "|": "bit_or" },
  { "&": "bit_and" },
  { "<<": "shift_left", ">>": "shift_right" },
  { "+": "add", "-": "subtract" },
  { "*": "multiply", "/": "divide", "//": "floor_divide", "%": "remainder" },
];

const WORDS = new Set(["and", "or", "not", "if", "else"]);

/**
 * The tree of an expression.
 *
 * @throws ExpressionError with the place, UsageError for what is no text
 */
export function parse(text: string): Node {
  if (typeof text !== "string") throw new UsageError("an expression is a string");
  if (text.length > MAX_LENGTH) {
    throw new UsageError(`an expression has at most ${MAX_LENGTH} characters, not ${text.length}`);
  }
  return new Parser(text).whole();
}

/**
 * A function's name without the libraries that people know it from: `np.sqrt`, `TMath::ATan2`,
 * `Sum$` of TTree::Draw, `Max` of RVec.
 */
function commonName(name: string): string {
  const own = name.replace(/^(?:(?:TMath|std|ROOT::VecOps)::|(?:np|numpy|ak|math)\.)/, "");
  return own.replace(/\$$/, "").replace(/^[A-Z][A-Za-z0-9]*$/, (word) => word.toLowerCase());
}

/** Descends by precedence; one method for each level, weakest first. */
class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #nodes: Nodes;
  #at = 0;
  #nesting = 0;
  /** The latest `&`, `|`, `~` or `!` with its operands, unless it stands in parentheses. */
  #bare: { readonly node: Node; readonly operator: Token } | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#nodes = new Nodes(text);
  }

  whole(): Node {
    const node = this.#expression();
    const { kind, value } = this.#next;
    if (kind !== "end") {
      const hint =
        value === "=" ? "; equality is ==" : value === ")" ? "; it was never opened" : "";
      throw this.#unexpected(`an operator, or the end${hint}`);
    }
    return node;
  }

  /** `a ? b : c`, `b if a else c`; both group from the right. */
  #expression(): Node {
    if (++this.#nesting > MAX_NESTING) throw this.#nodes.tooDeep(this.#next);
    const first = this.#or();
    let node = first;
    if (this.#take("?")) {
      const then = this.#expression();
      this.#expect(":", "of ?");
      node = this.#choice(first, then, this.#expression(), first);
    } else if (this.#takeWord("if")) {
      const condition = this.#or();
      if (!this.#takeWord("else")) throw this.#unexpected("else");
      node = this.#choice(condition, first, this.#expression(), first);
    }
    this.#nesting--;
    return node;
  }

  #choice(condition: Node, then: Node, other: Node, { at }: Node): Node {
    return this.#make({ kind: "choice", condition, then, other, at, end: other.end });
  }

  #or(): Node {
    let left = this.#and();
    for (let operator = this.#logic("||", "or"); operator; operator = this.#logic("||", "or")) {
      left = this.#binary("or", left, this.#and(), operator);
    }
    return left;
  }

  #and(): Node {
    let left = this.#not();
    for (let operator = this.#logic("&&", "and"); operator; operator = this.#logic("&&", "and")) {
      left = this.#binary("and", left, this.#not(), operator);
    }
    return left;
  }

  /** Python's `not`, weaker than comparisons. */
  #not(): Node {
    const operators: Token[] = [];
    for (let token = this.#next; this.#takeWord("not"); token = this.#next) operators.push(token);
    let node = this.#comparison();
    for (const operator of operators.reverse()) {
      const { at } = operator;
      node = this.#make({ kind: "unary", op: "not", operand: node, operator, at, end: node.end });
    }
    return node;
  }

  /** Chains as in Python: `a < b < c` is `a < b && b < c`. */
  #comparison(): Node {
    let left = this.#level(0);
    if (!this.#isComparison()) return left;
    this.#refuseBits(left);
    let chain: Node | undefined;
    while (this.#isComparison()) {
      const operator = this.#shift();
      const right = this.#level(0);
      this.#refuseBits(right);
      const link = this.#binary(COMPARISONS[String(operator.value)], left, right, operator);
      chain = chain === undefined ? link : this.#binary("and", chain, link, operator);
      left = right;
    }
    return chain as Node;
  }

  #isComparison(): boolean {
    const { kind, value } = this.#next;
    return kind === "symbol" && Object.hasOwn(COMPARISONS, value);
  }

  /** `pt > 20 & good`: C and Python read it in two ways. */
  #refuseBits(operand: Node): void {
    if (this.#bare?.node !== operand) return;
    const { operator } = this.#bare;
    const words: Record<string, string> = { "&": "&&", "|": "||", "~": "not", "!": "not" };
    throw new ExpressionError(
      `a comparison beside ${operator.value} needs parentheses, since languages differ on which ` +
        `comes first: put them around the comparison, or write ${words[String(operator.value)]}`,
      this.#text,
      operator.at,
      operator.end - operator.at,
    );
  }

  #level(level: number): Node {
    if (level === LEVELS.length) return this.#unary();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#next;
      if (operator.kind !== "symbol") return left;
      if (operator.value === "^") {
        throw new ExpressionError("^ is no operator here; a power is **", this.#text, operator.at);
      }
      if (!Object.hasOwn(LEVELS[level], operator.value)) return left;
      this.#shift();
      left = this.#binary(LEVELS[level][operator.value], left, this.#level(level + 1), operator);
      if (operator.value === "&" || operator.value === "|") this.#bare = { node: left, operator };
    }
  }

  /** Signs, `~` and `!`; all weaker than `**`, as in Python. */
  #unary(): Node {
    const operators: Token[] = [];
    while (this.#next.kind === "symbol" && /^[-+~!]$/.test(this.#next.value)) {
      operators.push(this.#shift());
    }
    let node = this.#power();
    for (const operator of operators.reverse()) {
      const op = ({ "-": "negative", "+": "positive", "~": "invert", "!": "not" } as const)[
        operator.value as "-" | "+" | "~" | "!"
      ];
      const { at } = operator;
      node = this.#make({ kind: "unary", op, operand: node, operator, at, end: node.end });
      if (op === "invert" || op === "not") this.#bare = { node, operator };
    }
    return node;
  }

  /** `a ** b ** c` groups from the right; the exponent may have a sign. */
  #power(): Node {
    const base = this.#postfix();
    const operator = this.#next;
    if (!this.#take("**")) return base;
    if (++this.#nesting > MAX_NESTING) throw this.#nodes.tooDeep(operator);
    const node = this.#binary("power", base, this.#unary(), operator);
    this.#nesting--;
    return node;
  }

  #postfix(): Node {
    let node = this.#primary();
    for (;;) {
      if (this.#take("[")) node = this.#subscript(node);
      else if (this.#take(".")) {
        const field = this.#shift();
        if (field.kind !== "name") throw this.#unexpected("a field's name", field);
        const { end } = field;
        const names = field.quoted ? [field.value] : field.value.split(".");
        for (const name of names) {
          node = this.#make({ kind: "field", array: node, name, at: node.at, end });
        }
      } else return node;
    }
  }

  /** `[i]`, `[mask]`, `[start:stop]`, `[i, j]` for `[i][j]`. */
  #subscript(array: Node): Node {
    let node = array;
    const { at } = array;
    do {
      const bounds = this.#range();
      if (bounds === undefined) {
        const index = this.#expression();
        node = this.#make({ kind: "index", array: node, index, at, end: this.#next.end });
      } else node = this.#make({ kind: "range", array: node, bounds, at, end: this.#next.end });
    } while (this.#take(","));
    this.#expect("]", "of [");
    return node;
  }

  /** Bounds of a slice, or undefined where an index stands. */
  #range(): (number | undefined)[] | undefined {
    const start = this.#at;
    const bounds: (number | undefined)[] = [this.#bound()];
    if (this.#next.value !== ":" || this.#next.kind !== "symbol") {
      this.#at = start;
      return undefined;
    }
    while (bounds.length < 3 && this.#take(":")) bounds.push(this.#bound());
    return bounds;
  }

  #bound(): number | undefined {
    const sign = this.#take("-") ? -1 : 1;
    const token = this.#next;
    if (token.kind !== "integer") {
      // What follows is no number: the caller reads it again as an index.
      return undefined;
    }
    this.#shift();
    return sign * Number(token.value);
  }

  #primary(): Node {
    const token = this.#shift();
    const { at, end } = token;
    switch (token.kind) {
      case "integer":
      case "decimal":
        return this.#make({ kind: "number", value: token.value, at, end });
      case "text":
        return this.#make({ kind: "text", value: token.value, at, end });
      case "name":
        return this.#name(token, token.value, token.quoted);
      case "symbol":
        if (token.value === "(") return this.#parenthesised();
        throw this.#unexpected("a number, a name or (", token);
      case "end":
        throw this.#unexpected("a number, a name or (", token);
      default:
        return token satisfies never;
    }
  }

  #parenthesised(): Node {
    const node = this.#expression();
    this.#expect(")", "of (");
    this.#bare = undefined;
    return node;
  }

  #name({ at, end }: Token, name: string, quoted: boolean): Node {
    if (quoted) return this.#make({ kind: "name", name, quoted, at, end });
    if (WORDS.has(name))
      throw this.#unexpected("a number, a name or (", this.#tokens[this.#at - 1]);
    if (/^([tT]rue|[fF]alse)$/.test(name)) {
      return this.#make({ kind: "bool", value: /^t/i.test(name), at, end });
    }
    if (!this.#take("(")) return this.#make({ kind: "name", name, quoted, at, end });
    const args: Node[] = [];
    if (!this.#take(")")) {
      do args.push(this.#expression());
      while (this.#take(","));
      this.#expect(")", `of ${name}(`);
    }
    return this.#make({
      kind: "call",
      name: commonName(name),
      args,
      at,
      end: this.#tokens[this.#at - 1].end,
    });
  }

  #binary(op: BinaryOp, left: Node, right: Node, operator: Span): Node {
    const { at } = left;
    return this.#make({ kind: "binary", op, left, right, operator, at, end: right.end });
  }

  #make(node: Unnumbered): Node {
    return this.#nodes.make(node);
  }

  get #next(): Token {
    return this.#tokens[this.#at];
  }

  #shift(): Token {
    const token = this.#tokens[this.#at];
    if (token.kind !== "end") this.#at++;
    return token;
  }

  #take(symbol: string): boolean {
    const { kind, value } = this.#next;
    if (kind !== "symbol" || value !== symbol) return false;
    this.#at++;
    return true;
  }

  #takeWord(word: string): boolean {
    const token = this.#next;
    if (token.kind !== "name" || token.quoted || token.value !== word) return false;
    this.#at++;
    return true;
  }

  #logic(symbol: string, word: string): Token | undefined {
    const token = this.#next;
    return this.#take(symbol) || this.#takeWord(word) ? token : undefined;
  }

  #expect(symbol: string, what: string): void {
    if (!this.#take(symbol)) throw this.#unexpected(`${symbol} ${what}`);
  }

  #unexpected(wanted: string, token: Token = this.#next): ExpressionError {
    const { kind, at, end } = token;
    const found = kind === "end" ? "the end" : this.#text.slice(at, end);
    return new ExpressionError(`expected ${wanted}, found ${found}`, this.#text, at, end - at);
  }
}
