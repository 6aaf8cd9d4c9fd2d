// A web server on the loopback interface for pages under test.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type FileOptions, sendFile } from "./files.ts";

/** Files below a prefix of the path. */
export interface Mount extends FileOptions {
  readonly folder: string;
}

export interface PageServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** `METHOD /path [range]` of each request, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves files by the first segment of the path: `{ data: { folder } }` has `/data/a.root`. */
export async function servePages(mounts: Readonly<Record<string, Mount>>): Promise<PageServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const range = request.headers.range === undefined ? "" : ` ${request.headers.range}`;
    requests.push(`${request.method} ${pathname}${range}`);
    const [, prefix = "", path = ""] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    const mount = mounts[prefix];
    // Answers to preflights are for servers that allow more than simple requests.
    if (mount === undefined || request.method === "OPTIONS") {
      response.writeHead(mount === undefined ? 404 : 405).end();
      return;
    }
    sendFile(mount.folder, path, request, response, mount);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
