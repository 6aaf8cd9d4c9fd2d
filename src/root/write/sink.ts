/**
 * Where a file is written to. Bytes come in order, except that at the end some that were written
 * are written again, with what was not known before.
 */
export interface ByteSink {
  /** For messages. */
  readonly name: string;
  /** Keeps `bytes` (which the caller may use again afterwards) from byte `position` on. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Everything was written: the file appears under its name. */
  finish(): Promise<void>;
  /** Nothing is to be left. */
  abort(): Promise<void>;
}

/** A sink that keeps the file in memory. */
export interface BlobSink extends ByteSink {
  /** The file. @throws UsageError before it was closed */
  blob(): Blob;
}
