import { SourceError, UnsupportedError } from "../errors.ts";
import { type ByteSource, makeSource, type ReadOptions } from "./source.ts";
import { bytesSource } from "./source-bytes.ts";

/** The first request asks for this much: the header and, in small files, all of it. */
const HEAD_BYTES = 64 * 1024;
/** A server that cannot send parts is accepted for files up to this size. */
const WHOLE_BYTES = 1024 * 1024 * 1024;

/**
 * A file on a web server, fetched in ranges: neighbours in one request, several in flight. Each
 * answer's status, range and length are checked. A server that ignores ranges and sends the whole
 * file is taken at its word: the file is kept in memory.
 *
 * @throws SourceError when the server refuses or its answer contradicts the request
 */
export async function httpSource(url: string, options: ReadOptions = {}): Promise<ByteSource> {
  const first = await get(url, 0, HEAD_BYTES, options.signal);
  if (first.status === 200) return wholeSource(url, first);
  const head = await body(url, first);
  const size = sizeOf(url, first) ?? (await sizeByHead(url, options.signal));
  const expected = Math.min(HEAD_BYTES, size);
  checkRange(url, first, 0, expected, size);
  if (head.byteLength !== expected) {
    throw new SourceError(url, `sent ${head.byteLength} bytes where it announced ${expected}`);
  }
  return makeSource({
    name: url,
    size,
    gap: 32 * 1024,
    span: 8 * 1024 * 1024,
    inFlight: 6,
    async fetch(position, length, { signal }) {
      if (position + length <= head.byteLength) return head.subarray(position, position + length);
      const response = await get(url, position, length, signal);
      const bytes = await body(url, response);
      if (response.status === 200) {
        if (bytes.byteLength !== size) throw changed(url, size, bytes.byteLength);
        return bytes.subarray(position, position + length);
      }
      checkRange(url, response, position, length, size);
      return bytes;
    },
    close() {},
  });
}

async function get(
  url: string,
  position: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers = { Range: `bytes=${position}-${position + length - 1}` };
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? { headers } : { headers, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(url, cause);
  }
  if (response.status === 206 || response.status === 200) return response;
  await response.body?.cancel().catch(() => undefined);
  if (response.status === 416) {
    throw new SourceError(url, `has no bytes ${position} to ${position + length} (status 416)`);
  }
  throw new SourceError(url, `status ${response.status} ${response.statusText}`.trimEnd());
}

async function body(url: string, response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if ((cause as Error | undefined)?.name === "AbortError") throw cause;
    throw new SourceError(url, `the connection ended early (${reason(cause)})`, { cause });
  }
}

async function wholeSource(url: string, response: Response): Promise<ByteSource> {
  const announced = Number(response.headers.get("Content-Length") ?? Number.NaN);
  if (announced > WHOLE_BYTES) {
    await response.body?.cancel().catch(() => undefined);
    throw new UnsupportedError(
      `${url}: the server cannot send parts of a file (status 200 to a range request), and the ` +
        `whole is ${announced} bytes: download it, or use a server with range requests`,
      "range requests",
    );
  }
  const bytes = await body(url, response);
  const encoded = response.headers.get("Content-Encoding") !== null;
  if (!encoded && announced >= 0 && bytes.byteLength !== announced) {
    throw new SourceError(url, `sent ${bytes.byteLength} of ${announced} bytes`);
  }
  return bytesSource(bytes, url);
}

/** The size named by `Content-Range: bytes 0-99/1234`, where the page may see that header. */
function sizeOf(url: string, response: Response): number | undefined {
  const range = contentRange(url, response);
  return range?.size;
}

async function sizeByHead(url: string, signal: AbortSignal | undefined): Promise<number> {
  let response: Response;
  try {
    response = await fetch(url, { method: "HEAD", ...(signal === undefined ? {} : { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(url, cause);
  }
  const length = response.headers.get("Content-Length");
  if (!response.ok || length === null) {
    throw new SourceError(url, "the server does not tell the size of the file");
  }
  return Number(length);
}

interface ContentRange {
  readonly start: number;
  readonly stop: number;
  readonly size: number | undefined;
}

function contentRange(url: string, response: Response): ContentRange | undefined {
  const text = response.headers.get("Content-Range");
  if (text === null) return undefined;
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(text.trim());
  if (match === null) throw new SourceError(url, `unreadable Content-Range "${text}"`);
  const size = match[3] === "*" ? undefined : Number(match[3]);
  return { start: Number(match[1]), stop: Number(match[2]) + 1, size };
}

function checkRange(
  url: string,
  response: Response,
  position: number,
  length: number,
  size: number,
): void {
  const range = contentRange(url, response);
  if (range === undefined) return;
  if (range.size !== undefined && range.size !== size) throw changed(url, size, range.size);
  if (range.start !== position || range.stop !== position + length) {
    throw new SourceError(
      url,
      `sent bytes ${range.start} to ${range.stop} where ${position} to ${position + length} were asked for`,
    );
  }
}

function changed(url: string, before: number, now: number): SourceError {
  return new SourceError(url, `changed while it was read: ${before} bytes before, ${now} now`);
}

/** A page is not told why: that its server did not allow it is the usual reason. */
function unreachable(url: string, cause: unknown): SourceError {
  const page = (globalThis as { location?: { origin: string } }).location?.origin;
  const foreign = page !== undefined && /^https?:/.test(url) && new URL(url).origin !== page;
  const hint = foreign
    ? `; it is not of this page's origin, ${page}: its server has to allow that (CORS) by the header ` +
      "Access-Control-Allow-Origin, and show Content-Range by Access-Control-Expose-Headers"
    : "";
  return new SourceError(url, `cannot be reached (${reason(cause)})${hint}`, { cause });
}

function reason(cause: unknown): string {
  const inner = (cause as { cause?: { message?: string } } | undefined)?.cause?.message;
  return inner ?? (cause instanceof Error ? cause.message : String(cause));
}
