// openRoot on URLs, in a page: servers with and without ranges, of this origin and of another.
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { haveChromium, inChromium } from "./chromium.ts";
import { bundle, call, repository, type Stage, stage } from "./page.ts";
import { type PageServer, servePages } from "./server.ts";

const folder = join(repository, "test/data/root");
const file = "numbers-zlib.root";

describe.skipIf(!haveChromium())(`openRoot of a URL, ${inChromium}`, () => {
  let pages: Stage;
  let other: PageServer;
  let page: Page;
  let good: unknown;
  beforeAll(async () => {
    other = await servePages({
      closed: { folder },
      open: { folder, headers: { "Access-Control-Allow-Origin": "*" } },
      exposed: {
        folder,
        headers: {
          "Access-Control-Allow-Origin": "*",
          "Access-Control-Expose-Headers": "Content-Range",
        },
      },
    });
    pages = await stage(() => ({ data: { folder }, whole: { folder, ranges: false } }));
    await bundle(join(repository, "test/browser/pages"), pages.folder);
    ({ page } = await pages.open("site/index.html"));
    good = await call(page, "open", `/data/${file}`);
  });
  afterAll(async () => {
    await pages?.close();
    await other?.close();
  });

  it("reads by ranges where the server has them", () => {
    expect(good).toEqual({ keys: 5, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const requests = pages.server.requests.filter((request) => request.includes("/data/"));
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) expect(request).toMatch(/^GET \S+ bytes=\d+-\d+$/);
  });

  it("reads from a server that always sends the whole file, once", async () => {
    expect(await call(page, "open", `/whole/${file}`)).toEqual(good);
    const requests = pages.server.requests.filter((request) => request.includes("/whole/"));
    expect(requests).toHaveLength(1);
  });

  it("reads from another origin that allows it, also where Content-Range stays hidden", async () => {
    expect(await call(page, "open", `${other.origin}/exposed/${file}`)).toEqual(good);
    expect(other.requests.some((request) => request.startsWith("HEAD"))).toBe(false);
    expect(await call(page, "open", `${other.origin}/open/${file}`)).toEqual(good);
    expect(other.requests).toContain(`HEAD /open/${file}`);
    expect(other.requests.some((request) => request.startsWith("OPTIONS"))).toBe(false);
  });

  it("says what another origin's server has to send", async () => {
    const url = `${other.origin}/closed/${file}`;
    const error = (await call(page, "open", url)) as { name: string; message: string };
    expect(error.name).toBe("SourceError");
    expect(error.message).toContain(`${url}: cannot be reached (Failed to fetch)`);
    expect(error.message).toContain("Access-Control-Allow-Origin");
    expect(error.message).toContain(pages.server.origin);
  });

  it("names a file that is not there, and a server that is not", async () => {
    const missing = (await call(page, "open", "/data/nowhere.root")) as Record<string, string>;
    expect(missing).toEqual({
      name: "SourceError",
      message: `${pages.server.origin}/data/nowhere.root: status 404 Not Found`,
    });
    const gone = await servePages({});
    await gone.close();
    const error = (await call(page, "open", `${gone.origin}/a.root`)) as Record<string, string>;
    expect(error.message).toContain("cannot be reached");
  });

  it("says that a page is no ROOT file", async () => {
    const error = (await call(page, "open", "/site/index.html")) as Record<string, string>;
    expect(error.name).toBe("FormatError");
    expect(error.message).toContain("/site/index.html");
  });
});
