import { describe, expect, it } from "vitest";
import {
  ChunkError,
  FormatError,
  NotFoundError,
  SourceError,
  UsageError,
} from "../../src/errors.ts";
import type { EventFile, OpenFile } from "../../src/process/event-tree.ts";
import { remedyFor, WorkerLostError } from "../../src/process/faults.ts";
import { IterativeExecutor } from "../../src/process/iterative.ts";
import type { Events } from "../../src/process/processor.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { failureOf } from "../../src/process/thread-messages.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { fakeFiles } from "./fake-tree.ts";
import { data, fileset, options, sum } from "./small-run.ts";

const place = { dataset: "A", filename: "a.root", treename: "t" };
const range = { entryStart: 0, entryStop: 10 };
const faults = { retries: 2, skipBadFiles: false };

describe("remedyFor", () => {
  const failed = (stage: ChunkError["stage"], cause: Error): ChunkError =>
    new ChunkError(stage, place, range, cause);

  it("tries again what may pass, as often as told", () => {
    const error = failed("read", new SourceError("a.root", "reset"));
    expect([0, 1, 2].map((n) => remedyFor(error, n, faults))).toEqual(["retry", "retry", "fail"]);
    const lost = failed("process", new WorkerLostError("its worker ended"));
    expect(remedyFor(lost, 0, faults)).toBe("retry");
    const gone = new SourceError("a.root", "no such file", { cause: { code: "ENOENT" } });
    expect(remedyFor(failed("open", gone), 0, faults)).toBe("retry");
    const missing = Object.assign(new Error("x"), { code: "ENOENT" });
    const really = new SourceError("a.root", "no such file", { cause: missing });
    expect(remedyFor(failed("open", really), 0, faults)).toBe("fail");
  });

  it("takes causes that go in a circle, and what was thrown and is no error", () => {
    const circle = new Error("round");
    circle.cause = new RangeError("and round", { cause: circle });
    const error = failed("process", circle);
    expect(remedyFor(error, 0, { retries: 1, skipBadFiles: ["RangeError"] })).toBe("skip");
    expect(remedyFor(error, 0, faults)).toBe("fail");
    expect(failureOf(error).cause).toMatchObject({ name: "Error", message: "round" });
    const thrown = [
      [{ code: 7 }, 'to 10: {"code":7}'],
      [Object.create(null), "to 10: {}"],
      ["text", "to 10: text"],
      [undefined, "to 10: undefined"],
    ] as const;
    for (const [value, words] of thrown) {
      const { message } = new ChunkError("process", place, range, value);
      expect(message.endsWith(words)).toBe(true);
    }
  });

  it("leaves out bad files where that is wished, and nothing else", () => {
    const skip = { retries: 0, skipBadFiles: true };
    expect(remedyFor(failed("read", new FormatError("bad")), 0, skip)).toBe("skip");
    const noTree = new NotFoundError("tree", "t", [], "a.root");
    expect(remedyFor(failed("open", noTree), 0, skip)).toBe("skip");
    expect(remedyFor(failed("read", noTree), 0, skip)).toBe("fail");
    expect(remedyFor(failed("process", new TypeError("x")), 0, skip)).toBe("fail");
    expect(remedyFor(failed("process", new WorkerLostError("x")), 0, skip)).toBe("fail");
    expect(remedyFor(new UsageError("x"), 0, skip)).toBe("fail");
  });

  it("leaves out what fails with an error of the names given, wherever, after other attempts", () => {
    const skip = { retries: 1, skipBadFiles: ["SourceError", "RangeError"] };
    const source = failed("read", new SourceError("a.root", "reset"));
    expect([0, 1].map((n) => remedyFor(source, n, skip))).toEqual(["retry", "skip"]);
    expect(remedyFor(failed("process", new RangeError("x")), 0, skip)).toBe("skip");
    const wrapped = new Error("outside", { cause: new RangeError("x") });
    expect(remedyFor(failed("process", wrapped), 0, skip)).toBe("skip");
    expect(remedyFor(failed("read", new FormatError("bad")), 1, skip)).toBe("fail");
  });
});

/** Files of which some reads fail: `fails` says which. */
function flaky(fails: (file: string, start: number, attempt: number) => Error | undefined) {
  const { open, log } = fakeFiles(data);
  const attempts = new Map<string, number>();
  const opening: OpenFile = async (source, given): Promise<EventFile> => {
    const file = await open(source, given);
    const tree = await file.tree("t");
    const arrays: typeof tree.arrays = (names, read) => {
      const key = `${source}:${read.entryStart}`;
      // Probes read too: they ask for few events.
      const n = read.entryStop - read.entryStart < 9 ? 0 : (attempts.get(key) ?? 0) + 1;
      if (n > 0) attempts.set(key, n);
      const error = fails(String(source), read.entryStart, n);
      return error === undefined || n === 0 ? tree.arrays(names, read) : Promise.reject(error);
    };
    return {
      ...file,
      tree: (name) => (name === "t" ? { ...tree, arrays } : file.tree(name)),
      get bytesRead() {
        return file.bytesRead;
      },
    };
  };
  return { open: opening, log };
}

describe("a run over files that fail at times", () => {
  it("reads again, and gives the same bits", async () => {
    const { open } = fakeFiles(data);
    const expected = await run(fileset, sum, { ...options, open });
    const { open: bad, log } = flaky((_file, start, attempt) =>
      start % 20 === 0 && attempt < 3 ? new FormatError("a damaged basket") : undefined,
    );
    const { out, report } = await runWithReport(fileset, sum, { ...options, open: bad });
    expect(out).toEqual(expected);
    expect(report.files.map(({ status, retries }) => [status, retries])).toEqual([
      ["done", 6],
      ["done", 4],
      ["done", 2],
    ]);
    expect(log.closed.sort()).toEqual(log.opened.sort());
    await expect(
      run(fileset, sum, {
        ...options,
        retries: 1,
        open: flaky((_f, start, n) =>
          start === 20 && n < 3 ? new FormatError("still bad") : undefined,
        ).open,
      }),
    ).rejects.toThrow("still bad");
  });

  it("leaves out what cannot be read, and says so", async () => {
    const before = memoryUsage();
    const { open } = flaky((file, start) =>
      file === "b.root" && start === 10 ? new SourceError("b.root", "gone") : undefined,
    );
    const given = { A: ["a.root", "b.root", "missing.root"], C: ["c.root"] };
    for (const executor of [new IterativeExecutor(), new IterativeExecutor({ prefetch: false })]) {
      const { out, report } = await runWithReport(given, sum, {
        ...options,
        open,
        executor,
        retries: 0,
        skipBadFiles: true,
      });
      expect(out.n).toBe(90);
      expect(report.entries).toBe(90);
      expect(report.files).toMatchObject([
        { filename: "a.root", status: "done", entriesDone: 50, chunks: 5, failed: [] },
        { filename: "b.root", status: "partial", entriesDone: 20, failed: [[10, 20]] },
        { filename: "missing.root", status: "bad", entries: 0, failed: [] },
        { filename: "c.root", status: "done" },
      ]);
      expect(report.files[1].error).toContain("b.root: gone");
      expect(report.files[2].error).toContain("no file missing.root");
    }
    expect(memoryUsage()).toMatchObject({ columns: before.columns, usedBytes: before.usedBytes });
    await expect(
      run({ A: ["x.root"] }, sum, { ...options, open, retries: 0, skipBadFiles: true }),
    ).rejects.toThrow("every file is bad: open failed");
  });

  it("calls a processor that throws once", async () => {
    const { open } = fakeFiles(data);
    let calls = 0;
    const processor = {
      process(events: Events) {
        if (events.metadata.entryStart === 10 && events.length > 8) {
          calls++;
          throw new TypeError("no");
        }
        return 0;
      },
    };
    await expect(run(fileset, processor, { ...options, open, skipBadFiles: true })).rejects.toThrow(
      "no",
    );
    expect(calls).toBe(1);
    const skipBadFiles = [TypeError];
    const given = { ...options, open, skipBadFiles };
    const { report } = await runWithReport(fileset, processor, given);
    expect(report.files.map(({ failed }) => failed)).toEqual([[[10, 20]], [[10, 20]], [[10, 20]]]);
  });

  it("refuses a number of retries that is none", async () => {
    await expect(run(fileset, sum, { ...options, retries: -1 })).rejects.toThrow(
      "retries is a whole",
    );
  });
});
