import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../../../src/array/expression/parse.ts";
import type { Node } from "../../../src/array/expression/syntax.ts";
import { ExpressionError } from "../../../src/errors.ts";

/** A tree with every grouping written out. */
function grouped(node: Node): string {
  switch (node.kind) {
    case "number":
    case "bool":
      return String(node.value);
    case "text":
      return JSON.stringify(node.value);
    case "name":
      return node.name;
    case "unary":
      return `${node.op}(${grouped(node.operand)})`;
    case "binary":
      return `${node.op}(${grouped(node.left)} ${grouped(node.right)})`;
    case "choice":
      return `choice(${[node.condition, node.then, node.other].map(grouped).join(" ")})`;
    case "call":
      return `${node.name}(${node.args.map(grouped).join(" ")})`;
    case "index":
      return `index(${grouped(node.array)} ${grouped(node.index)})`;
    case "range":
      return `range(${grouped(node.array)} ${node.bounds.map((bound) => bound ?? "").join(":")})`;
    case "field":
      return `field(${grouped(node.array)} ${node.name})`;
    default:
      return node satisfies never;
  }
}

function failure(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  return "";
}

describe("parse", () => {
  it.each([
    ["a + b * c", "add(a multiply(b c))"],
    ["a - b - c", "subtract(subtract(a b) c)"],
    ["-a ** 2", "negative(power(a 2))"],
    ["2 ** -b ** c", "power(2 negative(power(b c)))"],
    ["a // b % c", "remainder(floor_divide(a b) c)"],
    ["a && b || c and d or e", "or(or(and(a b) and(c d)) e)"],
    ["not a == b", "not(equal(a b))"],
    ["!a && ~b", "and(not(a) invert(b))"],
    ["!(a > b)", "not(greater(a b))"],
    ["a < b <= c", "and(less(a b) less_equal(b c))"],
    ["a | b & c << 1 + d", "bit_or(a bit_and(b shift_left(c add(1 d))))"],
    ["(a & 4) == 0", "equal(bit_and(a 4) 0)"],
    ["a ? b : c ? d : e", "choice(a b choice(c d e))"],
    ["b if a else c", "choice(a b c)"],
    ["f(a, b + 1)[0][-1]", "index(index(f(a add(b 1)) 0) negative(1))"],
    ["a[1:-2]", "range(a 1:-2)"],
    ["a[::2][:3]", "range(range(a ::2) :3)"],
    ["a[i ? 0 : 1]", "index(a choice(i 0 1))"],
    ["a[0, 1]", "index(index(a 0) 1)"],
    ["Electrons.pt + a[0].b.c", "add(Electrons.pt field(field(index(a 0) b) c))"],
    ["`odd name/1` == 'x\\'y'", `equal(odd name/1 "x'y")`],
    ["0x1F + 1e3 + .5 + 2.", "add(add(add(31 1000) 0.5) 2)"],
    ["True || false", "or(true false)"],
    ["andy + notable", "add(andy notable)"],
  ])("reads %s", (text, tree) => {
    expect(grouped(parse(text))).toBe(tree);
  });

  it("keeps equal parts as one node", () => {
    const tree = parse("sqrt(a + b) / (a + b)");
    if (tree.kind !== "binary" || tree.left.kind !== "call") throw new Error("not a division");
    expect(tree.left.args[0]).toBe(tree.right);
  });

  it.each([
    ["pt > ) && x", "expected a number, a name or (, found )\n  pt > ) && x\n       ^"],
    ["pt >", "found the end\n  pt >\n      ^"],
    ["a ^ 2", "a power is **\n  a ^ 2\n    ^"],
    ["pt > 20 & good", "needs parentheses"],
    ["good | pt == 20", "\n  good | pt == 20\n       ^"],
    ["~a == b", "or write not\n  ~a == b\n  ^"],
    ["!a == b", "or write not"],
    ["a = 3", "equality is =="],
    ["a)", "it was never opened"],
    ["(a", "expected ) of (, found the end"],
    ["a[1", "expected ] of ["],
    ["a ? b", "expected : of ?"],
    ["a if b", "expected else"],
    ["25GeV", "is no number"],
    ["'open", "' is never closed\n  'open\n  ^"],
    ["a # b", 'unexpected character "#"'],
    ["a b", "expected an operator, or the end, found b\n  a b\n    ^"],
    ["", "found the end"],
    ["and", "found and"],
    ["``", "an empty name"],
    ["a\n+ *b", "\n  + *b\n    ^"],
  ])("marks the place in %s", (text, message) => {
    expect(failure(text)).toContain(message);
  });

  it("limits depth and length, so that no text exhausts the stack", () => {
    expect(failure("(".repeat(30_000))).toContain("levels");
    expect(failure(`${"-".repeat(30_000)}a`)).toContain("levels");
    expect(failure(`a${"**a".repeat(20_000)}`)).toContain("levels");
    expect(failure(`a${"+a".repeat(20_000)}`)).toContain("levels");
    expect(() => parse("a ".repeat(40_000))).toThrow("characters");
  });

  it("either understands a text or says where it does not", () => {
    const pieces = ["a", "b.c", "1", "2.5", "(", ")", "[", "]", ":", "?", ",", "+", "-", "**", "&"];
    const more = ["&&", "|", "!", "~", "==", "<", "not ", "and ", " if ", " else ", "'", "f(", " "];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces, ...more), fc.string({ maxLength: 2 })), {
        maxLength: 25,
      })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (expression) => {
        try {
          expect(parse(expression).depth).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.at).toBeGreaterThanOrEqual(0);
          expect(error.at).toBeLessThanOrEqual(expression.length);
          expect(error.message).toContain("^");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
