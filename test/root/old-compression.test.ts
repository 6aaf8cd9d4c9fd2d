import { expect, it } from "vitest";
import { canonicalColumns } from "../../scripts/conformance/canonical.ts";
import type { StoredBranch } from "../../src/root/branch.ts";
import { openRoot } from "../../src/root/index.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { sampleBytes, sampleCases } from "./data.ts";

const HEADER = 9;
/** An empty block of fixed codes and an empty stored one: as long as what zlib has around a stream. */
const NOTHING = [0x02, 0x00, 0x00, 0x00, 0xff, 0xff];

/** Makes a basket of one zlib frame one of old versions of ROOT. Returns whether it is one. */
function makeOld(bytes: Uint8Array, seek: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + seek);
  const frame = bytes.subarray(seek + view.getUint16(14), seek + view.getInt32(0));
  if (frame[0] !== 0x5a || frame[1] !== 0x4c) return false;
  const stream = frame.slice(HEADER + 2, frame.length - 4);
  frame.set(new TextEncoder().encode("CS"));
  frame.set([...NOTHING, ...stream], HEADER);
  return true;
}

it("reads what old versions of ROOT compressed: DEFLATE without the header and checksum of zlib", async () => {
  const bytes = sampleBytes("numbers-zlib.root");
  let made = 0;
  {
    await using file = await openRoot(bytes);
    for (const { raw } of (await file.tree("tree")).branches as readonly StoredBranch[]) {
      for (const seek of Array.from(raw.fBasketSeek).slice(0, raw.fWriteBasket)) {
        if (makeOld(bytes, Number(seek))) made++;
      }
    }
  }
  expect(made).toBeGreaterThan(20);
  await using file = await openRoot(bytes);
  const tree = await file.tree("tree");
  for (const { branch, tree: key, columns } of sampleCases("")) {
    if (key !== "tree;1") continue;
    const layout = await tree.column(branch);
    expect(canonicalColumns(layout)[0].sha256, branch).toBe(columns[0].sha256);
    dispose(layout);
  }
});
