import { describe, expect, it } from "vitest";
import { blobSink, type CompressionName, openRoot, recreateRoot } from "../../../src/root/index.ts";
import { writeEveryKind } from "./every-kind.ts";

/** SHA-256 of a file with every kind of object, by codec: the same in Node and in pages. */
const hashes: Partial<Record<CompressionName, string>> = {
  none: "47f5c71bf48bdc9f085b6e0137ab0e898ef955aab65c07be96b807bedad921fa",
  zlib: "96a60ad4ad4d1ee23395b358c18261d6bc482628453f59ea6700248faa596152",
  lz4: "7f186a09f9662d7c55a1865ef5771954e2a85d1630c219952643d9826df04bc6",
  zstd: "c8f253d3b00c598b783571abcb13061dcfe37bec2b4d084070e98292ae1c8fda",
};

async function written(compression: CompressionName): Promise<Blob> {
  const sink = blobSink("every.root");
  const file = await recreateRoot(sink, { compression, reproducible: true });
  await writeEveryKind(file);
  await file.close();
  return sink.blob();
}

describe("a file with every kind", () => {
  it.each(Object.entries(hashes))(
    "has the same bytes anywhere, compressed by %s",
    async (codec, expected) => {
      const blob = await written(codec as CompressionName);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
      const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
      expect(hex).toBe(expected);
      const file = await openRoot(blob);
      const second = await openRoot(await written(codec as CompressionName));
      expect(second.uuid).toBe(file.uuid);
      await Promise.all([file.close(), second.close()]);
    },
  );
});
