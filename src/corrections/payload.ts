import { CodecError, CorrectionError, HepwasmError } from "../errors.ts";
import { openSource } from "../root/source-open.ts";

/** Where a payload lies: a path (where there are files), a URL, or a `File` or `Blob`. */
export type PayloadFile = string | URL | Blob;

/** The bytes of a payload. */
export async function readPayload(file: PayloadFile): Promise<Uint8Array> {
  const source = await openSource(file);
  try {
    return await source.read(0, source.size);
  } finally {
    await source.close();
  }
}

/**
 * The text of a payload, compressed with gzip or not: told by its first bytes.
 * @throws CodecError for damaged bytes
 */
export async function payloadText(bytes: Uint8Array | ArrayBuffer): Promise<string> {
  const given = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const packed = given[0] === 0x1f && given[1] === 0x8b;
  const plain = packed ? await gunzip(given) : given;
  try {
    // A mark of the byte order stays, and is refused where the text is read, as correctionlib refuses it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
  } catch (cause) {
    throw new CodecError("utf-8", "the payload is no text", { cause });
  }
}

/**
 * What is made of the text of a payload.
 * @throws SourceError when it cannot be read; what `make` throws, with the file's name
 */
export async function fromPayload<T>(file: PayloadFile, make: (text: string) => T): Promise<T> {
  const bytes = await readPayload(file);
  try {
    return make(await payloadText(bytes));
  } catch (error) {
    throw noted(error, `(in ${nameOf(file)})`);
  }
}

function nameOf(file: PayloadFile): string {
  if (typeof file === "string") return file;
  return file instanceof URL ? file.href : "name" in file ? String(file.name) : "a Blob";
}

/** The same error, with a note of where what it speaks of comes from. */
export function noted(error: unknown, note: string): unknown {
  if (error instanceof CorrectionError) {
    const { path, message } = error;
    const plain = path === "" ? message : message.slice(path.length + 2);
    return new CorrectionError(path, `${plain} ${note}`);
  }
  if (!(error instanceof HepwasmError)) return error;
  error.message = `${error.message} ${note}`;
  return error;
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  // A copy: bytes in linear memory may move while the stream reads.
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CodecError("gzip", `the payload does not decompress: ${why}`, { cause });
  }
}
