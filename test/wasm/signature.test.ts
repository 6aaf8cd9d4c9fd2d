import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const kernels = readFileSync("src/wasm/kernels.ts", "utf8");

/** Messages of the type check of one binding, with other kernel signatures. */
function check(source: string, signatures: string): string[] {
  const config = ts.readConfigFile("tsconfig.json", ts.sys.readFile).config;
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile;
  host.readFile = (name) => (name.endsWith("src/wasm/kernels.ts") ? signatures : readFile(name));
  const program = ts.createProgram([source], { ...options, noEmit: true }, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, " "));
}

describe("generated kernel signatures", () => {
  const binding = "src/wasm/memory.ts";
  const signature = "wasm_heap_base(): number;";

  it("match the bindings", () => {
    expect(kernels).toContain(signature);
    expect(check(binding, kernels)).toEqual([]);
  });

  it("fail the type check of a binding when a kernel changes", () => {
    const changed = kernels.replace(signature, "wasm_heap_base(start: number): number;");
    expect(check(binding, changed).join()).toContain("Expected 1 arguments, but got 0");
  });

  it("keep addresses and counts apart", () => {
    expect(kernels).toMatch(/import type \{ Address \}/);
    expect(kernels).toMatch(/: Address, .*n: number/);
  });
});
