import { describe, expect, it } from "vitest";
import { blobSink, type CompressionName, openRoot, recreateRoot } from "../../../src/root/index.ts";
import { writeEveryKind } from "./every-kind.ts";

/** SHA-256 of a file with every kind of object, by codec: the same in Node and in pages. */
const hashes: Partial<Record<CompressionName, string>> = {
  none: "f1e70137c135c2394e1860f0b81d73ce15b0d4a8dabcffa24c201d82aba58642",
  zlib: "65df02175ab1c93ae83a340f2f30f4143e9c90499f85342491d0e339b3348342",
  lz4: "94566036195bbf9c2e78f1ab86f5fa57371d3cd04c8437baef33d6799382b1bb",
  zstd: "74dd78d5f8395ddb3eb6243f1ec68935d06cd380f51b817050452d2fe94559fd",
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
