import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import golden from "./engines.json" with { type: "json" };

const repository = inject("repository");
const local = join(repository, ".venv/bin/python");
const python = process.env.HEPWASM_PYTHON ?? (existsSync(local) ? local : "python3");
const probe = "import importlib.util as u; assert u.find_spec('wasmtime')";
const found = spawnSync(python, ["-c", probe]).status === 0;
const why = found ? "" : ` (skipped: ${python} has no wasmtime)`;

describe("kernels.wasm", () => {
  it.skipIf(!found && !inject("ci"))(`gives the bits of Node in wasmtime${why}`, () => {
    const files = ["test/wasm/engines.py", "build/kernels.wasm", "test/wasm/engines.json"];
    const paths = files.map((file) => join(repository, file));
    const { stdout, stderr } = spawnSync(python, paths, { encoding: "utf8" });
    expect(stderr).toBe("");
    const { values, sums, squares } = golden;
    expect(JSON.parse(stdout)).toEqual({ values, sums, squares });
  });
});
