import { type CompressionName, compressionOf } from "./compression.ts";
import { WritableRootFile } from "./file.ts";
import { Output } from "./output.ts";
import type { ByteSink } from "./sink.ts";
import { fileSink } from "./sink-file.ts";

/** How a file is written. */
export interface RecreateOptions {
  /** Default "zlib". */
  readonly compression?: CompressionName | undefined;
  /** 1 (fast, the default) to 9 (small). LZ4 and ZSTD, and zlib in pages, have one level. */
  readonly level?: number | undefined;
}

/**
 * Begins a new ROOT file. Until it is closed, whatever has that name stays; should writing fail, it
 * stays for good.
 *
 * @param target  a path, or a sink such as `blobSink()`
 * @throws SourceError when the file cannot be made
 * @throws UsageError for another compression
 * @see uproot.recreate
 */
export async function recreateRoot(
  target: string | ByteSink,
  { compression, level }: RecreateOptions = {},
): Promise<WritableRootFile> {
  const chosen = compressionOf(compression, level);
  const sink = typeof target === "string" ? await fileSink(target) : target;
  return new WritableRootFile(new Output(sink), sink.name, chosen);
}
