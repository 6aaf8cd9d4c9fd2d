import { knownOptions } from "../../array/option-names.ts";
import { type CompressionName, compressionOf } from "./compression.ts";
import { WritableRootFile } from "./file.ts";
import { Output } from "./output.ts";
import type { ByteSink } from "./sink.ts";
import { fileSink } from "./sink-file.ts";

/** How a file is written. */
export interface RecreateOptions {
  /** Default "zlib". */
  readonly compression?: CompressionName | undefined;
  /**
   * 1 (fast, the default) to 9 (small). LZ4 and ZSTD have one level; zlib has two in pages. At level 1
   * any codec gives the same bytes everywhere.
   */
  readonly level?: number | undefined;
  /**
   * Whether the same calls give the same bytes at each run: instead of dates and random UUIDs there
   * are constant ones, as in files that ROOT opens with "?reproducible". Default false.
   */
  readonly reproducible?: boolean | undefined;
  /**
   * Whether a file of the system is on the disk before it takes its place: without, a computer that
   * loses its power may be left with an empty file. Default true; uproot does not wait.
   */
  readonly sync?: boolean | undefined;
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
  options: RecreateOptions = {},
): Promise<WritableRootFile> {
  const known = ["compression", "level", "reproducible", "sync"] as const;
  const given = knownOptions(options, known, "recreateRoot");
  const { compression, level, reproducible = false, sync = true } = given;
  const chosen = compressionOf(compression, level);
  const sink = typeof target === "string" ? await fileSink(target, sync) : target;
  return new WritableRootFile(new Output(sink, reproducible), sink.name, chosen);
}
