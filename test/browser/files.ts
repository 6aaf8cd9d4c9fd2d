// Answers requests for files as a plain web server does: ranges, HEAD, 404.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, resolve, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/** How files are sent. */
export interface FileOptions {
  /** Whether parts are sent (default); else always the whole file. */
  readonly ranges?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends `path` below `folder`. */
export function sendFile(
  folder: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { ranges = true, headers = {} }: FileOptions = {},
): void {
  const file = resolve(folder, `./${decodeURIComponent(path)}`);
  const fd = file.startsWith(resolve(folder) + sep) ? open(file) : undefined;
  if (fd === undefined) {
    response.writeHead(404, { ...headers, "Content-Type": "text/plain" }).end("no such file");
    return;
  }
  try {
    const { size } = fstatSync(fd);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const part = ranges && from !== undefined;
    const start = part ? Number(from) : 0;
    const stop = part && to !== "" ? Math.min(Number(to) + 1, size) : size;
    if (start >= size && size > 0) {
      response.writeHead(416, { ...headers, "Content-Range": `bytes */${size}` }).end();
      return;
    }
    response.writeHead(part ? 206 : 200, {
      ...headers,
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": stop - start,
      "Cache-Control": "no-store",
      ...(ranges ? { "Accept-Ranges": "bytes" } : {}),
      ...(part ? { "Content-Range": `bytes ${start}-${stop - 1}/${size}` } : {}),
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    const bytes = Buffer.alloc(stop - start);
    readSync(fd, bytes, 0, bytes.length, start);
    response.end(bytes);
  } finally {
    closeSync(fd);
  }
}

function open(file: string): number | undefined {
  try {
    const fd = openSync(file, "r");
    if (fstatSync(fd).isFile()) return fd;
    closeSync(fd);
  } catch {
    // Not there.
  }
  return undefined;
}
