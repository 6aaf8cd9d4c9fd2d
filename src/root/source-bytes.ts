import { type ByteSource, makeSource } from "./source.ts";

/** A file that is in memory. The bytes are not copied: they must not change while it is open. */
export function bytesSource(
  bytes: Uint8Array | ArrayBuffer,
  name: string = "bytes in memory",
): ByteSource {
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return makeSource({
    name,
    size: all.byteLength,
    gap: -1,
    span: 0,
    inFlight: 1,
    fetch: async (position, length) => all.subarray(position, position + length),
    close() {},
  });
}

/** A `Blob` or a `File` dropped on a page, read in slices. */
export function blobSource(blob: Blob): ByteSource {
  return makeSource({
    name: "name" in blob && typeof blob.name === "string" ? blob.name : "blob",
    size: blob.size,
    gap: 16 * 1024,
    span: 32 * 1024 * 1024,
    inFlight: 4,
    fetch: async (position, length) =>
      new Uint8Array(await blob.slice(position, position + length).arrayBuffer()),
    close() {},
  });
}
