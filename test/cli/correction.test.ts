import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { CorrectionSet } from "../../src/corrections/index.ts";
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

  it("takes several files, and says which are faulty", async () => {
    const good = file("c.json.gz", { schema_version: 2, corrections: [] });
    const bad = file("d.json.gz", { schema_version: 2, corrections: [{ name: "c" }] });
    const shown = await hepwasm(["correction", file("a.json.gz", payload), good, "--json"]);
    expect(
      shown.out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).corrections.length),
    ).toEqual([1, 0]);
    const { status, out, err } = await hepwasm(["correction", bad, good, "--validate"]);
    expect(status).toBe(1);
    expect(out).toContain(`\n\n${good}:\nvalid\n`);
    expect(err).toMatch(/d\.json\.gz: \d+ faults by schema version 2\n$/);
  });

  it("makes one payload of several, whose numbers are spelled as they were", async () => {
    const stack = {
      name: "all",
      inputs: [{ name: "x", type: "real" }],
      output: { name: "y", type: "real" },
    };
    const own = `{"description": "corrections [", "corrections": [ {"name": "a", "version": 1, "inputs": [
      {"name": "x", "type": "real", "description": "\\"]}"}], "output": {"name": "y", "type": "real"},
      "data": {"nodetype": "binning", "input": "x", "edges": [0.0, 1.50, Infinity], "content": [1e0, 2.0],
      "flow": "clamp"}} ], "schema_version": 2, "compound_corrections": [${JSON.stringify({
        ...stack,
        inputs_update: [],
        input_op: "*",
        output_op: "*",
        stack: ["a"],
      })}]}`;
    const first = join(folder, "own.json");
    writeFileSync(first, own);
    const empty = file("empty.json.gz", { schema_version: 2, corrections: [] });
    const others = [empty, file("a.json.gz", payload)];
    const { out } = await hepwasm(["correction", "--merge", first, ...others]);
    expect(out).toContain("[0.0, 1.50, Infinity]");
    using set = CorrectionSet.fromString(out);
    expect([set.names, [...set.compound.keys()]]).toEqual([["a", "sf"], ["all"]]);
    expect(set.get("a").evaluate(1.5)).toBe(2);
    expect(set.description).toBe(`Merged from ${[first, ...others].join(" ")}`);
    const twice = await hepwasm(["correction", "--merge", first, first]);
    expect([twice.status, twice.out]).toEqual([1, ""]);
    expect(twice.err).toContain(`"a" is in ${first} and in ${first}`);
  });
});
