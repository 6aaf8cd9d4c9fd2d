import { describe, expect, it } from "vitest";
import { blobSink, type CompressionName, openRoot, recreateRoot } from "../../../src/root/index.ts";
import { writeEveryKind } from "./every-kind.ts";

/** SHA-256 of a file with every kind of object, by codec: the same in Node and in pages. */
const hashes: Partial<Record<CompressionName, string>> = {
  none: "6f1f06acd5c89da358e3e76887281b2168b29e057a2adf66e0482f48772030d8",
  zlib: "43f2047aa3a6635021b08a9c366aaf4451546e57eab52f10d1c5a145b56a0e1a",
  lz4: "a3bfdf8e08d88671a9a33196bdff618fa9e50c356cfb3909409da23ecc0a9cd6",
  zstd: "3be146393a94460b0f2c6cd2ab797205da8e7033b53797009e35317e911d21dd",
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
