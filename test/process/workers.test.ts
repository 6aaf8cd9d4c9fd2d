import { describe, expect, it } from "vitest";
import { ChunkError, UsageError } from "../../src/errors.ts";
import { run } from "../../src/process/run.ts";
import { WorkersExecutor } from "../../src/process/workers.ts";
import { needsReference, requireData } from "../data.ts";
import { ThreadProcessor } from "./thread-processor.ts";

const hzz = await requireData("root/skhep/uproot-HZZ.root");
const module = new URL("./thread-processor.ts", import.meta.url);

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
    expect(await bytes(3)).toEqual(iterative);
  });

  it("stops at once when told to, whatever a processor does", async () => {
    const settings = { busy: true };
    const executor = new WorkersExecutor({ module, settings });
    const stop = new AbortController();
    const running = run(fileset, new ThreadProcessor(settings), {
      ...common,
      executor,
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(new Error("enough")), 300);
    await expect(running).rejects.toThrow("enough");
  });

  it("passes on errors with their place, and says what threads cannot do", async () => {
    const settings = { fail: true };
    const executor = new WorkersExecutor({ module, settings });
    const failed = run(fileset, new ThreadProcessor(), { ...common, executor });
    const error = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChunkError);
    expect((error as ChunkError).message).toMatch(
      /process failed .*RangeError: as the settings say/,
    );
    const other = new WorkersExecutor({ module, export: "ThreadProcesor" });
    const missing = run(fileset, new ThreadProcessor(), { ...common, executor: other });
    await expect(missing).rejects.toThrow('did you mean "ThreadProcessor"');
    expect(() => new WorkersExecutor({ module, workers: 0 })).toThrow(UsageError);
  });
});
