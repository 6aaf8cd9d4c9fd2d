import { describe, expect, it, vi } from "vitest";
import { ChunkError, UsageError } from "../../src/errors.ts";
import { run, runWithReport } from "../../src/process/run.ts";
import { WorkersExecutor } from "../../src/process/workers.ts";
import { needsReference, requireData } from "../data.ts";
import { ThreadProcessor } from "./thread-processor.ts";

const hzz = await requireData("root/skhep/uproot-HZZ.root");
const module = new URL("./thread-processor.ts", import.meta.url);

/** Worker threads of this process that run now: none outlives its run. */
function threadsRunning(): number {
  const { process } = globalThis as unknown as {
    process: { report: { getReport(): { workers: unknown[] } } };
  };
  return process.report.getReport().workers.length;
}

describe.skipIf(hzz === undefined)(`WorkersExecutor (${needsReference})`, () => {
  const fileset = { one: [hzz as string], two: [hzz as string] };
  const common = { treeName: "events", chunkSize: 300 };

  it("gives the bits of the iterative executor, in another order and number of threads", async () => {
    const bytes = async (workers: number): Promise<unknown> => {
      const executor = workers === 0 ? undefined : new WorkersExecutor({ workers, module });
      const out = await run(fileset, new ThreadProcessor(), { ...common, executor });
      const plain = { ...out, h: out.h.toBytes(), met: out.met.toTypedArray() };
      out.h.dispose();
      out.met.dispose();
      return plain;
    };
    const iterative = await bytes(0);
    expect(await bytes(2)).toEqual(iterative);
  });

  it("keeps its threads for the next run where that is wished, and ends them", async () => {
    const executor = new WorkersExecutor({ workers: 1, module, keep: true });
    const counts = [];
    for (const chunkSize of [300, 1000]) {
      const out = await run(fileset, new ThreadProcessor(), { ...common, chunkSize, executor });
      counts.push(out.counts);
      out.h.dispose();
      out.met.dispose();
      expect(threadsRunning()).toBe(1);
    }
    expect(counts[1]).toEqual(counts[0]);
    const bad = { gone: ["missing.root"] };
    await expect(run(bad, new ThreadProcessor(), { ...common, executor })).rejects.toThrow(
      "missing",
    );
    await executor.close();
    expect(threadsRunning()).toBe(0);
  });

  it("does a chunk again whose thread ended, and gives it up in the end", async () => {
    const sums = async (deaths: number, retries: number) => {
      const shared = new Int32Array(new SharedArrayBuffer(4));
      shared[0] = deaths;
      const workers = new WorkersExecutor({ workers: 1, module, settings: { deaths: shared } });
      const { out, report } = await runWithReport(fileset, new ThreadProcessor(), {
        ...common,
        executor: deaths === 0 ? undefined : workers,
        retries,
      });
      const plain = { sums: out.sums, h: out.h.toBytes(), longest: out.longest };
      out.h.dispose();
      out.met.dispose();
      return { plain, retried: report.files.reduce((sum, file) => sum + file.retries, 0) };
    };
    const quiet = await sums(0, 0);
    const noisy = await sums(1, 3);
    expect(noisy.plain).toEqual(quiet.plain);
    expect([quiet.retried, noisy.retried]).toEqual([0, 1]);
    const error = await sums(100, 0).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(
      /entries \d+ to \d+: its worker ended: the thread ended \(3\)/,
    );
    expect(threadsRunning()).toBe(0);
  });

  it("leaves out bad files, and keeps results at a checkpoint", async () => {
    const kept = new Map<string, Uint8Array>();
    const checkpoint = {
      load: async (name: string) => kept.get(name),
      save: async (name: string, bytes: Uint8Array) => void kept.set(name, bytes),
    };
    const bad = new File([new Uint8Array(5000).fill(7)], "bad.root");
    const given = { one: [hzz as string, bad, "missing.root"], two: [hzz as string] };
    const options = { ...common, skipBadFiles: true, retries: 0, checkpoint };
    const totals = [];
    for (let i = 0; i < 2; i++) {
      const executor = new WorkersExecutor({ workers: 1, module });
      const { out, report } = await runWithReport(given, new ThreadProcessor(), {
        ...options,
        executor,
      });
      totals.push({ sums: out.sums, h: out.h.toBytes() });
      expect(report.files.map(({ status }) => status)).toEqual(["done", "bad", "bad", "done"]);
      expect(report.chunks.every(({ restored }) => restored === (i === 1 ? true : undefined))).toBe(
        true,
      );
      expect(report.columns.one).toEqual(["MET_px", "MET_py"]);
      out.h.dispose();
      out.met.dispose();
    }
    expect(totals[1]).toEqual(totals[0]);
  });

  it("stops at once when told to, whatever a processor does", async () => {
    const busy = new Int32Array(new SharedArrayBuffer(4));
    const settings = { busy };
    /** ms from the signal to the end of the run. */
    const stopped = async (): Promise<number> => {
      busy[0] = 0;
      const executor = new WorkersExecutor({ workers: 1, module, settings });
      const stop = new AbortController();
      const running = run(fileset, new ThreadProcessor(settings), {
        ...common,
        executor,
        signal: stop.signal,
      });
      const ended = expect(running).rejects.toThrow("enough");
      await vi.waitFor(() => expect(Atomics.load(busy, 0)).toBe(1), 30_000);
      const start = performance.now();
      stop.abort(new Error("enough"));
      await ended;
      expect(threadsRunning()).toBe(0);
      return performance.now() - start;
    };
    // A busy machine may be in the way at times.
    let ms = await stopped();
    for (let again = 0; again < 4 && ms >= 1000; again++) ms = await stopped();
    expect(ms).toBeLessThan(1000);
  });

  it("passes on errors with their place, and says what threads cannot do", async () => {
    const settings = { fail: true };
    const executor = new WorkersExecutor({ workers: 1, module, settings });
    const failed = run(fileset, new ThreadProcessor(), { ...common, executor });
    const error = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChunkError);
    expect((error as ChunkError).message).toMatch(
      /process failed .*RangeError: as the settings say/,
    );
    const other = new WorkersExecutor({ workers: 1, module, export: "ThreadProcesor" });
    const missing = run(fileset, new ThreadProcessor(), { ...common, executor: other });
    await expect(missing).rejects.toThrow('did you mean "ThreadProcessor"');
    expect(() => new WorkersExecutor({ module, workers: 0 })).toThrow(UsageError);
  });
});
