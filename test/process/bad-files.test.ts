import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { ChunkError } from "../../src/errors.ts";
import { type Events, run } from "../../src/process/index.ts";
import { openRoot } from "../../src/root/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { needsReference, readData, requireData } from "../data.ts";

const hzz = await requireData("root/skhep/uproot-HZZ.root");

const processor = {
  process: (events: Events) => ({
    muons: Number(ak.sum(ak.num(events.Muon_Px))),
    met: Number(ak.sum(events.MET_px)),
  }),
};
const options = { treeName: "events", chunkSize: 500 };

const bytes = hzz === undefined ? new Uint8Array() : await readData(hzz);

describe.skipIf(hzz === undefined)(`run on bad files (${needsReference})`, () => {
  it("reads the good file from bytes, a File and a source alike", async () => {
    const results = [];
    for (const source of [bytes, new File([bytes.slice()], "dropped.root"), hzz as string]) {
      results.push(await run({ H: [source] }, processor, options));
    }
    expect(results[0].muons).toBe(3825);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it("names dataset, file, tree and entries for one flipped byte in a basket, and frees all", async () => {
    const file = await openRoot(bytes);
    const tree = await file.tree("events");
    expect(tree.branch("Muon_Px").codec).toBe("zlib");
    let failures = 0;
    const before = memoryUsage().columns;
    // Which bytes belong to the two branches is not asked: some of these do, the others do no harm.
    for (let at = 2000; at < bytes.length; at += 1499) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x10;
      try {
        const out = await run({ H: [damaged] }, processor, options);
        expect(out.muons).toBe(3825);
      } catch (error) {
        failures++;
        expect(error).toBeInstanceOf(ChunkError);
        expect((error as Error).message).toMatch(
          /^(open|read) failed for dataset "H", H\[0\], tree "events"/,
        );
        expect((error as Error).cause).toBeInstanceOf(Error);
      }
    }
    expect(failures).toBeGreaterThan(0);
    expect(memoryUsage().columns).toBe(before);
  });

  it("ends with an error or the right result for a file cut off at 20 places", async () => {
    for (let i = 0; i < 20; i++) {
      const cut = bytes.slice(0, Math.floor((bytes.length * i) / 20));
      const running = run({ H: [cut] }, processor, options);
      await expect(running).rejects.toThrow(/^(open|read) failed for dataset "H"/);
    }
  });

  it("names the nearest tree", async () => {
    await expect(run({ H: [bytes] }, processor, { treeName: "event" })).rejects.toThrow(
      'did you mean "events"?',
    );
  });
});

const grouped = await requireData("root/skhep/uproot-mc10events.root");

describe.skipIf(grouped === undefined)(`a branch that cannot be read (${needsReference})`, () => {
  const read = (name: string) => {
    const fileset = { M: [grouped as string] };
    return run(
      fileset,
      { process: (events) => Number(ak.count(events.field(name))) },
      {
        treeName: "Events",
      },
    );
  };

  it("fails the chunk that touches it, with the reason, and does no harm otherwise", async () => {
    await expect(read("Info")).rejects.toMatchObject({
      stage: "read",
      message: expect.stringMatching(/entries 0 to 10: .*branch "Info" .* cannot be read: /),
    });
    expect(await read("Info/runNum")).toBe(10);
  });

  it("is suggested the nearest name when it is not there", async () => {
    await expect(read("Info/runNumm")).rejects.toThrow('did you mean "Info/runNum"?');
  });
});
