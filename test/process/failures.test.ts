import { describe, expect, it } from "vitest";
import { ChunkError, NotLoadedError } from "../../src/errors.ts";
import type { Events } from "../../src/process/processor.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { fakeFiles, ramp } from "./fake-tree.ts";
import { fileset, options, Sums, sum, three } from "./three-files.ts";

/** A container that holds itself. */
function ringOf(kind: "record" | "list"): unknown {
  if (kind === "list") {
    const list: unknown[] = [];
    list.push(list);
    return list;
  }
  const record: Record<string, unknown> = {};
  record.next = record;
  return record;
}

describe("a run that fails", () => {
  it("frees everything when a chunk fails in mid-run", async () => {
    const { open, log } = fakeFiles({ "long.root": { x: ramp(500) } });
    const before = memoryUsage();
    const failing = run(
      { L: ["long.root"] },
      {
        process(events) {
          if (events.metadata.entryStart === 300) throw new TypeError("bad event");
          return new Sums(sum(events.x));
        },
      },
      { treeName: "t", chunkSize: 10, open },
    );
    await expect(failing).rejects.toThrow(ChunkError);
    await expect(failing).rejects.toMatchObject({
      message:
        'process failed for dataset "L", long.root, tree "t", entries 300 to 310: TypeError: bad event',
      stage: "process",
      dataset: "L",
      entryStart: 300,
      cause: expect.any(TypeError),
    });
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
    expect(log.closed).toEqual(log.opened);
  });

  it("refuses a process that returns a promise, without an unhandled rejection", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: async (events: Events) => sum(events.x) };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "process() is to be synchronous",
    );
  });

  it("refuses results that chunks share", async () => {
    const { open } = fakeFiles(three);
    const shared = new Sums(0);
    const processor = {
      process(events: Events) {
        shared.column.view()[0] += sum(events.x);
        return { x: shared };
      },
    };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "out.x: this Sums was returned before",
    );
    shared.column.dispose();
  });

  it("names chunks and place where results do not fit", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: (events: Events) => ({ v: events.length > 12 ? 1 : "one" }) };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow(
      "results of chunks 0 to 1 (a.root [0..] to a.root [..25]): out.v: number and string",
    );
  });

  it("names the place of a function, and of what is inside itself, in a result", async () => {
    const { open } = fakeFiles(three);
    const failing = (result: unknown) =>
      run(fileset, { process: () => result }, { ...options, open });
    const place = /^process failed for dataset "\w+", a\.root, tree "t", entries 0 to \d+: /;
    const message = (why: string) =>
      expect.objectContaining({ message: expect.stringContaining(why) });
    for (const [result, why] of [
      [{ a: { "b c": () => 1 } }, 'out.a["b c"]: a function is no result'],
      [[1, new Map([["k", new Set([Symbol("s")])]])], 'out[1].get("k")[0]: a symbol is no result'],
      [{ ring: ringOf("record") }, "out.ring.next: this record is inside itself"],
      [new Map([["m", ringOf("list")]]), 'out.get("m")[0]: this list is inside itself'],
    ] as const) {
      await expect(failing(result)).rejects.toThrow(place);
      await expect(failing(result)).rejects.toEqual(message(why));
    }
    // The same object twice, one beside the other, is no ring.
    const twice = () => {
      const shared = [1];
      return [[shared], [shared]];
    };
    const joined = await run({ B: ["b.root"] }, { process: twice }, { ...options, open });
    expect(joined.slice(0, 2)).toEqual(twice());
  });

  it("names the place of what cannot be kept at a checkpoint", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: () => ({ when: new Date(0) }), identity: "dates" };
    const checkpoint = { load: async () => undefined, save: async () => undefined };
    await expect(run(fileset, processor, { ...options, open, checkpoint })).rejects.toThrow(
      /^process failed for dataset "\w+", a\.root.* out\.when: objects of class Date/,
    );
  });

  it("goes on, and says so, where the cache of entries fails", async () => {
    const { open } = fakeFiles(three);
    const full = async (): Promise<never> => {
      throw new Error("no space left on device");
    };
    const heard: string[] = [];
    const count = { process: (events: Events) => events.length };
    const expected = await run(fileset, count, { ...options, open });
    for (const cache of [
      { get: full, set: full },
      { get: async () => undefined, set: async () => undefined, save: full },
    ]) {
      const how = { ...options, open, cache, onWarning: (text: string) => heard.push(text) };
      const { out, report } = await runWithReport(fileset, count, how);
      expect(out).toBe(expected);
      expect(report.warnings).toEqual(heard.splice(0));
      expect(new Set(report.warnings)).toEqual(
        new Set(["the cache of files' entries failed: no space left on device"]),
      );
    }
  });

  it("refuses a processor that returns nothing", async () => {
    const { open } = fakeFiles(three);
    const processor = { process: (events: Events) => void events.length };
    await expect(run(fileset, processor, { ...options, open })).rejects.toThrow("returned nothing");
  });

  it("throws NotLoadedError for events used after process", async () => {
    const { open } = fakeFiles(three);
    let leaked: Events | undefined;
    await run(
      { B: ["b.root"] },
      {
        process(events) {
          leaked = events;
          return 0;
        },
      },
      { ...options, open },
    );
    expect(() => sum((leaked as Events).x)).toThrow(NotLoadedError);
    expect(() => sum((leaked as Events).x)).toThrow('await tree.arrays(["x"])');
  });

  it("names dataset, file and tree when a file cannot be opened, the first in order", async () => {
    const { open, log } = fakeFiles(three);
    const broken = { A: ["a.root"], M: ["missing.root", "gone.root"] };
    await expect(run(broken, { process: () => 0 }, { ...options, open })).rejects.toMatchObject({
      message: 'open failed for dataset "M", missing.root, tree "t": Error: no file missing.root',
      stage: "open",
      entryStart: undefined,
    });
    expect(log.closed).toEqual(log.opened);
    await expect(
      run({ A: ["a.root"] }, { process: () => 0 }, { treeName: "T", open }),
    ).rejects.toThrow('did you mean "t"?');
  });
});
