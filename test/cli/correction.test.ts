import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { hepwasm } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "hepwasm-correction-"));
afterAll(() => rmSync(folder, { recursive: true }));

const payload = {
  schema_version: 2,
  corrections: [
    {
      name: "sf",
      version: 4,
      description: "of electrons",
      inputs: [
        { name: "variation", type: "string" },
        { name: "pt", type: "real", description: "in GeV" },
        { name: "run", type: "int" },
      ],
      output: { name: "weight", type: "real" },
      data: {
        nodetype: "category",
        input: "variation",
        default: 1,
        content: ["up", "down"].map((key) => ({
          key,
          value: {
            nodetype: "binning",
            input: "pt",
            edges: [20.5, 40.5, "inf"],
            content: [1, 2],
            flow: "error",
          },
        })),
      },
    },
  ],
};

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, gzipSync(JSON.stringify(value)));
  return path;
}

describe("hepwasm correction", () => {
  it("shows inputs, nodes and output", async () => {
    const { status, out } = await hepwasm(["correction", file("a.json.gz", payload)]);
    expect(status).toBe(0);
    expect(out).toBe(
      [
        "sf (v4)",
        "  of electrons",
        "  nodes: category 1, binning 2",
        "  input variation (string); keys down, up; any other key",
        "  input pt (real); [20.5, Infinity)",
        "    in GeV",
        "  input run (int); unused",
        "  output weight",
        "",
      ].join("\n"),
    );
  });

  it("says where a payload breaks the schema", async () => {
    const path = file("b.json.gz", { ...payload, corrections: [{ name: "c" }] });
    const { status, out } = await hepwasm(["correction", path, "--validate"]);
    expect(status).toBe(1);
    expect(out).toContain('corrections[0]: "version" is missing\n');
  });
});
