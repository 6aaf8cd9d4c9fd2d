import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SourceError, UsageError } from "../../src/errors.ts";
import { figure3 } from "./figure3.ts";
import { pngSize } from "./png-size.ts";

describe("Figure.save", () => {
  it("saves by the ending of the path, and leaves no unfinished file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hepwasm-figure-"));
    try {
      const figure = figure3();
      await figure.save(join(folder, "a.svg"));
      await figure.save(join(folder, "a.PNG"), { scale: 1 });
      expect(readFileSync(join(folder, "a.svg"), "utf8")).toBe(await figure.svg());
      expect(pngSize(readFileSync(join(folder, "a.PNG")))).toEqual([800, 600]);
      await figure.save(join(folder, "a.pdf"));
      expect(readFileSync(join(folder, "a.pdf"), "latin1")).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
      expect(readdirSync(folder).sort()).toEqual(["a.PNG", "a.pdf", "a.svg"]);
      await expect(figure.save(join(folder, "a.gif"))).rejects.toThrow(/\.png and \.pdf/);
      await expect(figure.save(join(folder, "a"))).rejects.toThrow(UsageError);
      await figure.save(join(folder, "new", "a.svg"));
      expect(readFileSync(join(folder, "new", "a.svg"), "utf8")).toBe(await figure.svg());
      // A file is where the folder should be.
      await expect(figure.save(join(folder, "a.svg", "b.svg"))).rejects.toThrow(SourceError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
