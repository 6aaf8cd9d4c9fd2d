import { describe, expect, it } from "vitest";
import { largestTerm } from "../../scripts/conformance/formula-terms.ts";
import { CorrectionSet } from "../../src/corrections/index.ts";

/** A formula of x and y, evaluated. */
function evaluated(expression: string, x: number, y: number): number {
  const variables = ["x", "y"];
  const correction = {
    name: "f",
    version: 1,
    inputs: variables.map((name) => ({ name, type: "real" })),
    output: { name: "out", type: "real" },
    data: { nodetype: "formula", expression, parser: "TFormula", variables },
  };
  const text = JSON.stringify({ schema_version: 2, corrections: [correction] });
  return CorrectionSet.fromString(text).get("f").evaluate(x, y) as number;
}

describe("largestTerm", () => {
  it("is the size of what a difference is taken of, of arguments, and of results", () => {
    const largest = (expression: string, x: number, y: number): number =>
      evaluated(largestTerm(expression), x, y);
    expect(largest("x-y", 1e6, 1e6 - 1)).toBe(1e6);
    expect(largest("(x-y)*3", -7, 2)).toBe(27);
    expect(largest("log(x)", 1e9, 0)).toBe(1e9);
    expect(largest("exp(x)/y", 3, 100)).toBe(100);
    expect(largest("max(x,-y)", 1, 5)).toBe(5);
    expect(largest("x^2+1", 10, 0)).toBe(101);
    expect(largest("(x>1)*(y<=2)", 0.5, 0.25)).toBe(2);
  });
});
