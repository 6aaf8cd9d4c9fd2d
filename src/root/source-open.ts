import { SourceError, UnsupportedError, UsageError } from "../errors.ts";
import type { ByteSource, OpenOptions } from "./source.ts";
import { blobSource, bytesSource } from "./source-bytes.ts";
import { fileSource, hasFiles } from "./source-file.ts";
import { httpSource } from "./source-http.ts";

/** What can be opened: a path or URL, a `File` or `Blob`, bytes, or a source of one's own. */
export type RootInput = string | URL | Blob | Uint8Array | ArrayBuffer | ByteSource;

/**
 * The source that fits `input`. A string with a scheme is a URL; any other is a path where there
 * are files, and relative to the page elsewhere.
 *
 * @throws SourceError when it cannot be opened
 * @throws UnsupportedError for schemes that have no reader here, such as `root:`
 */
export async function openSource(input: RootInput, options: OpenOptions = {}): Promise<ByteSource> {
  options.signal?.throwIfAborted();
  if (typeof input === "string") return openLocation(input, options);
  if (input instanceof URL) return openUrl(input, options);
  if (input instanceof Uint8Array || input instanceof ArrayBuffer) return bytesSource(input);
  if (typeof Blob !== "undefined" && input instanceof Blob) return blobSource(input);
  if (isSource(input)) return input;
  throw new UsageError(
    "openRoot takes a path, a URL, a File or Blob, bytes (Uint8Array, ArrayBuffer) or a ByteSource",
  );
}

function openLocation(text: string, options: OpenOptions): Promise<ByteSource> {
  if (text === "") throw new SourceError('""', "the path is empty");
  // One letter before the colon is a drive.
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text) || /^(file|data|blob):/i.test(text)) {
    return openUrl(parseUrl(text), options);
  }
  if (hasFiles) return fileSource(text);
  const page = (globalThis as { location?: { href: string } }).location?.href;
  return openUrl(parseUrl(text, page), options);
}

function parseUrl(text: string, base?: string): URL {
  try {
    return new URL(text, base);
  } catch (cause) {
    throw new SourceError(text, "is not a valid URL", { cause });
  }
}

async function openUrl(url: URL, options: OpenOptions): Promise<ByteSource> {
  switch (url.protocol) {
    case "http:":
    case "https:":
    case "blob:":
    case "data:":
      return httpSource(url.href, options);
    case "file:":
      return fileSource(filePath(url));
    case "root:":
    case "roots:":
    case "xroot:":
      throw new UnsupportedError(
        `${url.href}: the XRootD protocol has no JavaScript client. Many servers offer the same ` +
          "file by https:// (often on another port), or copy it with xrdcp and open the copy",
        "root:// URLs",
      );
    default:
      throw new UnsupportedError(
        `${url.href}: ${url.protocol}// cannot be opened; http, https and file URLs can`,
        `${url.protocol}// URLs`,
      );
  }
}

function filePath(url: URL): string {
  if (url.host !== "" && url.host !== "localhost") {
    throw new SourceError(url.href, "a file URL names a file of this machine");
  }
  const path = decodeURIComponent(url.pathname);
  return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
}

function isSource(value: unknown): value is ByteSource {
  const source = value as Partial<ByteSource> | null;
  return (
    typeof source === "object" &&
    source !== null &&
    typeof source.read === "function" &&
    typeof source.readMany === "function" &&
    typeof source.size === "number"
  );
}
