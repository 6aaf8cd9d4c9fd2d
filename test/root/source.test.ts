import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SourceError, UnsupportedError, UsageError } from "../../src/errors.ts";
import { iterate, numEntries, openRoot } from "../../src/root/index.ts";
import { coalesce } from "../../src/root/ranges.ts";
import { makeSource } from "../../src/root/source.ts";
import { openSource } from "../../src/root/source-open.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { readData, repositoryFile } from "../data.ts";
import { sampleBytes, samplePath } from "./data.ts";
import { type Behaviour, serve, type TestServer } from "./http-server.ts";
import { assembled, relocated } from "./relocate.ts";

describe("coalesce", () => {
  it("joins neighbours in increasing position and keeps strangers apart", () => {
    const ranges = [
      { position: 100, length: 10 },
      { position: 0, length: 10 },
      { position: 12, length: 8 },
    ];
    expect(coalesce(ranges, 4, 1000)).toEqual([
      { position: 0, length: 20, members: [1, 2] },
      { position: 100, length: 10, members: [0] },
    ]);
    expect(coalesce([], 4, 1000)).toEqual([]);
  });

  it("covers every range with exactly one span that does not pass the limit", () => {
    const range = fc.record({ position: fc.nat(1000), length: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(range), fc.nat(40), (ranges, gap) => {
        const limit = 100;
        const spans = coalesce(ranges, gap, limit);
        expect(spans.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(
          ranges.map((_, i) => i),
        );
        for (const { position, length, members } of spans) {
          expect(length).toBeLessThanOrEqual(limit);
          for (const i of members) {
            expect(ranges[i].position).toBeGreaterThanOrEqual(position);
            expect(ranges[i].position + ranges[i].length).toBeLessThanOrEqual(position + length);
          }
        }
      }),
    );
  });
});

describe("ByteSource", () => {
  const bytes = sampleBytes("numbers-none.root");

  it("gives the ranges asked for, in their order, from files, blobs and bytes", async () => {
    const inputs = [
      samplePath("numbers-none.root"),
      new Blob([bytes as Uint8Array<ArrayBuffer>]),
      bytes,
    ];
    const sources = await Promise.all(inputs.map((input) => openSource(input)));
    const range = fc.record({ position: fc.nat(bytes.length - 400), length: fc.nat(400) });
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 20 }), async (ranges) => {
        const expected = ranges.map(({ position, length }) =>
          Buffer.from(bytes.subarray(position, position + length)).toString("hex"),
        );
        for (const source of sources) {
          const got = await source.readMany(ranges);
          expect(got.map((part) => Buffer.from(part).toString("hex"))).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
    await Promise.all(sources.map((source) => source.close()));
  });

  it("refuses ranges outside, and short reads", async () => {
    const source = await openSource(samplePath("numbers-none.root"));
    await expect(source.read(source.size - 1, 2)).rejects.toThrow(`it ends at ${source.size}`);
    await expect(source.read(-1, 2)).rejects.toThrow(SourceError);
    await source.close();
    const short = makeSource({
      name: "short",
      size: 100,
      gap: 0,
      span: 100,
      inFlight: 2,
      fetch: async (_, length) => new Uint8Array(length - 1),
      close() {},
    });
    await expect(short.read(0, 10)).rejects.toThrow("short: short read: 9 of 10 bytes at 0");
    await expect(short.readMany([{ position: 5, length: 5 }])).rejects.toThrow(SourceError);
  });

  it("closes its descriptor only when reads under way have ended", async () => {
    const source = await openSource(samplePath("numbers-none.root"));
    const reading = source.read(0, source.size);
    const closing = source.close();
    expect((await reading).length).toBe(source.size);
    await closing;
    await expect(source.read(0, 1)).rejects.toThrow("it was closed");
  });
});

describe("openRoot of what cannot be opened", () => {
  it.each([
    ["/nonexistent/file.root", "no such file"],
    [process.cwd(), "is a directory, not a file"],
    ["/dev/null", "is not a regular file"],
    ["", "the path is empty"],
    ["file://elsewhere/file.root", "a file URL names a file of this machine"],
    ["http://127.0.0.1:1/file.root", "cannot be reached"],
  ])("says why %j cannot be opened", async (input, words) => {
    const error = await openRoot(input).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as Error).message).toContain(words);
  });

  it("explains what to do about root:// URLs, and names schemes it does not know", async () => {
    const error = await openRoot("root://eospublic.cern.ch//eos/file.root").catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as Error).message).toMatch(/XRootD.*https:\/\/.*xrdcp/);
    await expect(openRoot("s3://bucket/file.root")).rejects.toThrow("s3:// cannot be opened");
  });

  it("refuses what is no input at all", async () => {
    await expect(openRoot(42 as unknown as string)).rejects.toThrow(UsageError);
    await expect(openRoot(null as unknown as string)).rejects.toThrow(UsageError);
  });
});

describe("openRoot of a URL", () => {
  // Larger than what the first request takes along.
  const bytes = new Uint8Array(3_000_000);
  bytes.set(sampleBytes("numbers-zlib.root"));
  let server: TestServer | undefined;
  afterEach(() => server?.close());

  async function start(behaviour: Behaviour, content: Uint8Array = bytes): Promise<string> {
    server = await serve(content, behaviour);
    return server.url;
  }

  /** A source behind the bytes that the first request took along. */
  async function readBeyond(behaviour: Behaviour): Promise<Uint8Array> {
    const source = await openSource(await start(behaviour));
    return source.read(2_000_000, 1000);
  }

  it("needs one request for a small file, and gives its values", async () => {
    const url = await start("ranges", sampleBytes("numbers-zlib.root"));
    await using file = await openRoot(url);
    const layout = await (await file.tree("tree")).column("int32", { entryStop: 3 });
    expect(layout.kind === "flat" && layout.data.length).toBe(3);
    dispose(layout);
    expect(server?.ranges.length).toBe(1);
  });

  it("joins neighbours and keeps several requests in flight", async () => {
    const source = await openSource(await start("ranges"));
    const ranges = [700_000, 700_500, 1_500_000, 2_200_000, 2_900_000].map((position) => ({
      position,
      length: 100,
    }));
    const parts = await source.readMany(ranges);
    expect(parts.map(({ length }) => length)).toEqual([100, 100, 100, 100, 100]);
    expect(server?.ranges.slice(1).sort()).toEqual([
      "bytes=1500000-1500099",
      "bytes=2200000-2200099",
      "bytes=2900000-2900099",
      "bytes=700000-700599",
    ]);
    expect(server?.inFlight).toBeGreaterThan(1);
  });

  it("takes the whole file from a server that ignores ranges", async () => {
    await using file = await openRoot(await start("whole"));
    expect(file.size).toBe(bytes.length);
    expect(file.keys()).toContain("tree;1");
    expect((await file.tree("tree")).entries).toBe(105);
    expect(server?.ranges.length).toBe(1);
  });

  it.each([
    ["short", "short read: 500 of 1000 bytes"],
    ["shifted", "sent bytes 2000001 to 2001001 where 2000000 to 2001000 were asked for"],
    ["growing", "changed while it was read: 3000000 bytes before, 3000100 now"],
    ["replaced", 'changed while it was read: it was "a", and is "b"'],
    ["redated", "changed while it was read: it was Mon, 30 Nov 2026 08:00:00 GMT, and is Mon"],
    ["broken", "the connection ended early"],
    ["endless", "sent more than the 1000 bytes that it should"],
    ["busy", "status 503"],
  ] as const)("never misreads the answer of a %s server", async (behaviour, words) => {
    await expect(readBeyond(behaviour)).rejects.toThrow(words);
  });

  it("asks again what failed in a way that passes, a few times, and nothing else", async () => {
    const part = await readBeyond("shaky");
    expect(part.length).toBe(1000);
    // The head, two failures, and what came then.
    expect(server?.ranges.length).toBe(4);
    await server?.close();
    await expect(readBeyond("busy")).rejects.toThrow("status 503");
    expect(server?.ranges.length).toBe(5);
    await server?.close();
    await expect(openRoot(await start("missing"))).rejects.toThrow("status 404");
    expect(server?.ranges.length).toBe(1);
  });

  it.each(["silent", "stuck"] as const)(
    "gives up a %s server after a minute, twice",
    async (kind) => {
      const source = await openSource(await start(kind));
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      try {
        const reading = source.read(2_000_000, 1000).catch((reason: unknown) => reason);
        const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
        for (const asked of [2, 3]) {
          while ((server?.ranges.length ?? 0) < asked) await turn();
          await vi.advanceTimersByTimeAsync(10);
          // For what the server sends.
          for (let i = 0; i < 20; i++) await turn();
          await vi.advanceTimersByTimeAsync(60_000);
        }
        const error = await reading;
        expect(error).toBeInstanceOf(SourceError);
        expect((error as Error).message).toContain("nothing came for 60 seconds");
        expect(server?.ranges.length).toBe(3);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it("waits for a server that is busy only as long as the signal allows", async () => {
    const source = await openSource(await start("busy"));
    const signal = AbortSignal.timeout(100);
    const error = await source.read(2_000_000, 10, { signal }).catch((reason: unknown) => reason);
    expect((error as Error).name).toBe("TimeoutError");
  });

  it("needs at most 3 requests for a column of 20 baskets, far from each other", async () => {
    const whole = await readData(repositoryFile("test/data/root/baskets.root"));
    await using file = await openRoot(
      await start("ranges", assembled(await relocated(whole, "tree", 60_000))),
    );
    const tree = await file.tree("tree");
    expect(tree.branch("x").baskets).toBe(20);
    for (const name of ["x", "list"]) {
      const before = server!.ranges.length;
      const layout = await tree.column(name);
      expect(server!.ranges.length - before).toBeLessThanOrEqual(3);
      dispose(layout);
    }
  });

  it("sends headers, and the name and password of a URL, which its messages do not show", async () => {
    const url = await start("guarded");
    await expect(openRoot(url)).rejects.toThrow("status 401");
    const headers = { Authorization: "Bearer t0ken" };
    await using file = await openRoot(url, { headers });
    expect(file.keys()).toContain("tree;1");
    const [{ entries }] = await numEntries(`${url}:tree`, { headers });
    expect(entries).toBe(105);
    for await (const step of iterate(url, ["int32"], { headers, tree: "tree" })) step.dispose();
    const named = url.replace("//", "//j%C3%BCrg:a%3Ab@");
    await using same = await openRoot(named);
    expect([same.path, same.keys()]).toEqual([url, file.keys()]);
    const wrong = await openRoot(url.replace("//", "//j:secret@")).catch((reason) => reason);
    expect(wrong.message).toBe(`${url}: status 401 Unauthorized`);
    await expect(openRoot(url, { header: headers } as object)).rejects.toThrow('mean "headers"');
  });

  it("reads a file that is in its URL", async () => {
    const base64 = btoa(String.fromCharCode(...sampleBytes("numbers-zlib.root")));
    await using file = await openRoot(`data:application/octet-stream;base64,${base64}`);
    expect((await file.tree("tree")).entries).toBe(105);
    expect(file.path).toBe("data:application/octet-stream;base64,cm9…");
  });

  it("names the status of a refusal", async () => {
    const error = await openRoot(await start("missing")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as Error).message).toMatch(/status 404/);
  });

  it("stops with the signal's reason", async () => {
    const controller = new AbortController();
    const url = await start("ranges");
    const opening = openRoot(url, { signal: controller.signal });
    controller.abort(new Error("stop"));
    await expect(opening).rejects.toThrow("stop");
  });
});
