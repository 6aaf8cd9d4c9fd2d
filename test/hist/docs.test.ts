import { describe, expect, it } from "vitest";
import * as hist from "../../src/hist/index.ts";
import { testExamples } from "../doc-examples.ts";

const text = await testExamples("docs/hist.md", 4, hist);

describe("docs/hist.md", () => {
  it("names only what there is", () => {
    const methods = new Set<string>([
      ...Object.getOwnPropertyNames(hist.Hist.prototype),
      ...Object.getOwnPropertyNames(hist.Hist),
    ]);
    for (const [, name] of text.matchAll(/\bh\d?\.(\w+)\(/g)) {
      const python = /_/.test(name) || name === "sort";
      if (!python) expect(methods, name).toContain(name);
    }
    for (const [, name] of text.matchAll(
      /`(\w+Axis|axis[A-Z]\w*|to[A-Z]\w*|from[A-Z]\w*|\w+Uhi)\(/g,
    )) {
      expect(Object.keys(hist), name).toContain(name);
    }
  });
});
