// A web server that serves one file and misbehaves on request.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Behaviour =
  | "ranges"
  /** Answers 200 with everything. */
  | "whole"
  /** Sends half of what it announces as a range. */
  | "short"
  /** Sends another range than asked for. */
  | "shifted"
  /** Says 404. */
  | "missing"
  /** Closes the connection in the middle of the second answer. */
  | "broken"
  /** Sends more and more in place of the second answer. */
  | "endless"
  /** Status 503 after the first answer. */
  | "busy"
  /** Twice no answer after the first one: status 503, then a broken connection. */
  | "shaky"
  /** Its file grows after the first answer. */
  | "growing"
  /** Its file is another of the same size after the first answer, as its ETag tells. */
  | "replaced"
  /** The same, as its date tells. */
  | "redated"
  /** Asks for a name and a password, or a token. */
  | "guarded"
  /** Answers nothing after the first answer. */
  | "silent"
  /** Sends a part of the second answer, and nothing more. */
  | "stuck";

export interface TestServer {
  readonly url: string;
  /** `Range` of each request, in order. */
  readonly ranges: string[];
  /** The most requests under way at once. */
  inFlight: number;
  close(): Promise<void>;
}

export async function serve(bytes: Uint8Array, behaviour: Behaviour): Promise<TestServer> {
  let now = 0;
  const test: TestServer = { url: "", ranges: [], inFlight: 0, close: async () => {} };
  const server = createServer((request, response) => {
    test.ranges.push(request.headers.range ?? "");
    test.inFlight = Math.max(test.inFlight, ++now);
    // A little later, so that requests can meet.
    setTimeout(() => {
      now--;
      answer(request, response, bytes, behaviour, test.ranges.length);
    }, 2);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(test, {
    url: `http://127.0.0.1:${port}/file.root`,
    close: () => closed(server),
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  behaviour: Behaviour,
  nth: number,
): void {
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
  if (behaviour === "missing") {
    response.writeHead(404).end("no such file");
    return;
  }
  const { authorization } = request.headers;
  // jürg:a:b, in UTF-8.
  if (behaviour === "guarded" && !/^(Bearer t0ken|Basic asO8cmc6YTpi)$/.test(authorization ?? "")) {
    response.writeHead(401).end("who are you?");
    return;
  }
  if (behaviour === "whole" || from === undefined) {
    response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
    return;
  }
  const start = Number(from);
  const stop = Math.min(Number(to) + 1, bytes.length);
  const later = nth > 1;
  if (behaviour === "silent" && later) return;
  const shift = behaviour === "shifted" && later ? 1 : 0;
  const total = bytes.length + (behaviour === "growing" && later ? 100 : 0);
  const headers: Record<string, string> = {
    "Content-Range": `bytes ${start + shift}-${stop + shift - 1}/${total}`,
  };
  if (behaviour === "replaced") headers.ETag = later ? '"b"' : '"a"';
  if (behaviour === "redated") {
    headers["Last-Modified"] = `Mon, 30 Nov 2026 08:00:0${later ? 1 : 0} GMT`;
  }
  const part = bytes.subarray(start + shift, stop + shift);
  if ((behaviour === "busy" && later) || (behaviour === "shaky" && nth === 2)) {
    response.writeHead(503).end("busy");
  } else if (behaviour === "endless" && later) {
    response.writeHead(206, headers);
    const more = (): void => {
      while (!response.destroyed && response.write(bytes));
    };
    response.on("drain", more);
    more();
  } else if (behaviour === "stuck" && later) {
    response.writeHead(206, { ...headers, "Content-Length": part.length });
    response.write(part.subarray(0, part.length >> 1));
  } else if (behaviour === "short" && later) {
    response.writeHead(206, headers).end(part.subarray(0, part.length >> 1));
  } else if ((behaviour === "broken" && later) || (behaviour === "shaky" && nth === 3)) {
    response.writeHead(206, { ...headers, "Content-Length": part.length });
    response.write(part.subarray(0, part.length >> 1), () => response.destroy());
  } else {
    response.writeHead(206, { ...headers, "Content-Length": part.length }).end(part);
  }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
