// Compression beside the reference: npx tsx bench/codec/compress.ts [--quick]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompress } from "../../src/codec/index.ts";
import { baskets } from "../decompression.ts";
import { skipped } from "../input.ts";
import { hasPackage, startPeer } from "../peer.ts";
import { type BenchRows, compare } from "../row.ts";
import { runAlone } from "../table.ts";

/** ZSTD of baskets as they are written, beside the reference at its level 1. */
export const rows: BenchRows = async function* ({ quick }) {
  if (!hasPackage("zstandard")) return skipped("compress, zstd", "zstandard is not installed");
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-compress-"));
  try {
    for (const [name, content] of baskets(quick ? 2 ** 16 : 2 ** 20)) {
      const plain = join(folder, "plain");
      const ours = join(folder, "ours");
      writeFileSync(plain, content);
      const packed = zstdCompress(content);
      writeFileSync(ours, packed);
      // The peer asserts that it decompresses ours.
      const peer = await startPeer<number>("compress", [plain, ours, 1]);
      const settings = { minTime: quick ? 50 : 1000 };
      const timings = await compare(() => zstdCompress(content), peer, settings);
      peer?.close();
      yield {
        name: `compress, zstd, ${name}`,
        ...timings,
        work: { amount: content.length, unit: "B" },
        note: `1/${(content.length / packed.length).toFixed(2)}${peer ? `, peer 1/${(content.length / peer.answer).toFixed(2)}` : ""}`,
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

await runAlone(import.meta.url, rows);
