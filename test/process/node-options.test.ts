import { expect, it } from "vitest";
import { nodeOptionsElsewhere } from "../../src/process/node-options.ts";

it.each([
  ["--import tsx", ""],
  ["--import=tsx --max-old-space-size=4000", "--max-old-space-size=4000"],
  ["--enable-source-maps -r ./a.cjs --no-warnings", "--enable-source-maps --no-warnings"],
  ['--require "./my \\"own\\".cjs" --loader ts-node/esm --trace-warnings', "--trace-warnings"],
  ["--max-old-space-size=4000", "--max-old-space-size=4000"],
  ["--no-experimental-require-module", "--no-experimental-require-module"],
])("nodeOptionsElsewhere of %s is %s", (options, expected) => {
  expect(nodeOptionsElsewhere(options)).toBe(expected);
});
