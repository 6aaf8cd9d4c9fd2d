import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loaded } from "../../src/array/layout.ts";
import { openRoot } from "../../src/root/index.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { readData, repositoryFile } from "../data.ts";
import { relocated } from "./relocate.ts";

const MB = 1_000_000;

/** A file of 5.4 GB of which 60 kB are written: what lies between takes no place. */
async function sparseFile(path: string): Promise<void> {
  const whole = await readData(repositoryFile("test/data/root/baskets.root"));
  const pieces = await relocated(whole, "tree", 90 * MB);
  const fd = openSync(path, "w");
  try {
    for (const { position, bytes } of pieces) writeSync(fd, bytes, 0, bytes.length, position);
    const last = pieces[pieces.length - 1];
    ftruncateSync(fd, last.position + last.bytes.length);
  } finally {
    closeSync(fd);
  }
}

describe("a file beyond 4 GiB", () => {
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read at 64-bit positions: header, keys, tree and baskets", async () => {
    const path = join(folder, "sparse.root");
    await sparseFile(path);
    await using file = await openRoot(path);
    expect(file.size).toBeGreaterThan(2 ** 32);
    expect(file.keys()).toEqual(["tree;1"]);
    const tree = await file.tree("tree");
    const x = loaded(await tree.column("x"));
    const list = loaded(await tree.column("list"));
    if (x.kind !== "flat" || list.kind !== "list") throw new Error("other layouts");
    expect([...x.data.view()].every((value, i) => value === i / 2)).toBe(true);
    expect(x.data.length).toBe(800);
    const offsets = list.offsets.view();
    const content = loaded(list.content);
    if (content.kind !== "flat") throw new Error("other layouts");
    const values = content.data.view();
    for (let i = 0; i < 800; i++) {
      expect([...values.subarray(offsets[i], offsets[i + 1])]).toEqual(Array(i % 4).fill(i));
    }
    dispose([x, list]);
  });
});
