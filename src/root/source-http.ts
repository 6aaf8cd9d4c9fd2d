import { SourceError, UnsupportedError } from "../errors.ts";
import { Patience, SILENT } from "./patience.ts";
import { type ByteSource, makeSource, type OpenOptions } from "./source.ts";
import { bytesSource } from "./source-bytes.ts";

/** The first request asks for this much: the header and, in small files, all of it. */
const HEAD_BYTES = 64 * 1024;
/** A server that cannot send parts is accepted for files up to this size. */
const WHOLE_BYTES = 1024 * 1024 * 1024;
/**
 * Ranges closer than this are fetched together: as much as a good line carries in the time that a
 * request of its own would take.
 */
const GAP_BYTES = 256 * 1024;
/** Pauses before a request is made again, in milliseconds: what comes and goes is over soon. */
const PAUSES = [50, 250, 1000];
/** A server that asks for a longer pause than this is refused. */
const LONGEST_PAUSE = 10_000;
/** Answers that may be others a moment later. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * A file on a web server, fetched in ranges: neighbours in one request, several in flight. Each
 * answer's status, range and length are checked, and no more is read of it than was asked for. A
 * request that fails in a way that may pass (connection, status 408, 429, 500, 502 to 504) is made
 * again up to three times, and once where nothing comes for a minute. A server that ignores ranges and
 * sends the whole file is taken at its word: the file is kept in memory. `user:password@` of a URL becomes
 * a header, and no part of the name.
 *
 * @throws SourceError when the server refuses or its answer contradicts the request
 */
export async function httpSource(href: string, options: OpenOptions = {}): Promise<ByteSource> {
  const { signal } = options;
  const place = placeOf(href, options);
  const { url } = place;
  const [first, head] = await get(place, 0, HEAD_BYTES, WHOLE_BYTES, signal);
  if (first.status === 200) return wholeSource(shortName(url), first, head);
  const size = sizeOf(url, first) ?? (await sizeByHead(place, signal));
  const expected = Math.min(HEAD_BYTES, size);
  checkRange(url, first, 0, expected, size);
  if (head.byteLength !== expected) {
    throw new SourceError(url, `sent ${head.byteLength} bytes where it announced ${expected}`);
  }
  return makeSource({
    name: url,
    size,
    gap: GAP_BYTES,
    span: 8 * 1024 * 1024,
    inFlight: 6,
    async fetch(position, length, read) {
      if (position + length <= head.byteLength) return head.subarray(position, position + length);
      const [response, bytes] = await get(place, position, length, size, read.signal);
      checkVersion(url, first, response);
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

/** Where a file is, and what each request says besides what it asks for. */
interface Place {
  readonly url: string;
  readonly init: { readonly headers: Readonly<Record<string, string>>; credentials?: Credentials };
}

type Credentials = NonNullable<OpenOptions["credentials"]>;

function placeOf(href: string, { headers = {}, credentials }: OpenOptions): Place {
  const url = new URL(href);
  const { username, password } = url;
  const given: Record<string, string> = { ...headers };
  // `fetch` refuses such a URL, and error messages are no place for a password.
  if (username !== "" || password !== "") {
    url.username = "";
    url.password = "";
    const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const bytes = String.fromCharCode(...new TextEncoder().encode(words));
    const named = Object.keys(given).some((name) => name.toLowerCase() === "authorization");
    if (!named) given.Authorization = `Basic ${btoa(bytes)}`;
  }
  const init = credentials === undefined ? {} : { credentials };
  return { url: url.href, init: { headers: given, ...init } };
}

/** A failure that may pass, and how long the server asks to wait. */
class Passing extends Error {
  readonly error: SourceError;
  readonly wait: number;

  constructor(error: SourceError, wait: number = 0) {
    super(error.message);
    this.error = error;
    this.wait = wait;
  }
}

/**
 * A response and its bytes.
 *
 * @param whole  bytes that are accepted of a server that sends everything
 */
async function get(
  place: Place,
  position: number,
  length: number,
  whole: number,
  signal: AbortSignal | undefined,
): Promise<[Response, Uint8Array]> {
  const { url } = place;
  for (let attempt = 0; ; attempt++) {
    const patience = new Patience(signal);
    try {
      const response = await ask(place, position, length, patience.signal);
      if (response.status === 200) await refuseLarge(url, response, whole);
      const limit = response.status === 200 ? whole : length;
      return [response, await body(url, response, limit, patience)];
    } catch (error) {
      signal?.throwIfAborted();
      if (patience.lost) {
        if (attempt > 0) throw new SourceError(url, SILENT, { cause: error });
        continue;
      }
      if (!(error instanceof Passing)) throw error;
      const pause = Math.max(PAUSES[attempt] ?? Infinity, error.wait);
      if (pause > LONGEST_PAUSE) throw error.error;
      await paused(pause, signal);
    } finally {
      patience.end();
    }
  }
}

function paused(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

async function ask(
  { url, init }: Place,
  position: number,
  length: number,
  signal: AbortSignal,
): Promise<Response> {
  const range = `bytes=${position}-${position + length - 1}`;
  const request = { ...init, headers: { ...init.headers, Range: range } };
  let response: Response;
  try {
    response = await fetch(url, { ...request, signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new Passing(unreachable(url, cause));
  }
  if (response.status === 206 || response.status === 200) return response;
  await response.body?.cancel().catch(() => undefined);
  if (response.status === 416) {
    throw new SourceError(url, `has no bytes ${position} to ${position + length} (status 416)`);
  }
  const error = new SourceError(url, `status ${response.status} ${response.statusText}`.trimEnd());
  if (!PASSING.has(response.status)) throw error;
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  throw new Passing(error, wait >= 0 ? 1000 * wait : 0);
}

/** The bytes of an answer, which must not be more than `limit`. */
async function body(
  url: string,
  response: Response,
  limit: number,
  patience: Patience,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = response.body?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || value === undefined) break;
      patience.heard();
      length += value.byteLength;
      if (length > limit) {
        await reader?.cancel().catch(() => undefined);
        throw new SourceError(url, `sent more than the ${limit} bytes that it should`);
      }
      parts.push(value);
    }
  } catch (cause) {
    if (cause instanceof SourceError || (cause as Error | undefined)?.name === "AbortError") {
      throw cause;
    }
    const words = `the connection ended early (${reason(cause)})`;
    throw new Passing(new SourceError(url, words, { cause }));
  }
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

async function refuseLarge(url: string, response: Response, limit: number): Promise<void> {
  const announced = Number(response.headers.get("Content-Length") ?? Number.NaN);
  if (announced > limit) {
    await response.body?.cancel().catch(() => undefined);
    if (limit !== WHOLE_BYTES) throw changed(url, limit, announced);
    throw new UnsupportedError(
      `${url}: the server cannot send parts of a file (status 200 to a range request), and the ` +
        `whole is ${announced} bytes: download it, or use a server with range requests`,
      "range requests",
    );
  }
}

/** A URL that holds the file itself is no name. */
function shortName(url: string): string {
  return url.startsWith("data:") && url.length > 40 ? `${url.slice(0, 40)}…` : url;
}

function wholeSource(url: string, response: Response, bytes: Uint8Array): ByteSource {
  const announced = Number(response.headers.get("Content-Length") ?? Number.NaN);
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

async function sizeByHead({ url, init }: Place, signal: AbortSignal | undefined): Promise<number> {
  const patience = new Patience(signal);
  let response: Response;
  try {
    response = await fetch(url, { ...init, method: "HEAD", signal: patience.signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw patience.lost ? new SourceError(url, SILENT, { cause }) : unreachable(url, cause);
  } finally {
    patience.end();
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

/**
 * What tells a file from another of the same size: its strong ETag, else when it was changed. A page sees
 * the first of another origin only if the server shows it.
 */
function versionOf({ headers }: Response): string | undefined {
  const tag = headers.get("ETag");
  return tag?.startsWith('"') ? tag : (headers.get("Last-Modified") ?? undefined);
}

/** A redirect may lead to another copy, whose tag and date are its own. */
function checkVersion(url: string, first: Response, later: Response): void {
  const [before, now] = [versionOf(first), versionOf(later)];
  if (before === undefined || now === undefined || first.url !== later.url) return;
  if (before !== now) {
    throw new SourceError(url, `changed while it was read: it was ${before}, and is ${now}`);
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
