import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accumulatorToBytes,
  DaskExecutor,
  type DaskOptions,
  type Fileset,
  preprocess,
  type RunOptions,
  run,
  runWithReport,
} from "hepwasm/process";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { needsReference, requireData } from "../data.ts";
import { Cluster, findDask, marked, sharedBy, sharedMemory, sleep } from "./dask-cluster.ts";
import { DaskProcessor, type Fault, OtherDaskProcessor } from "./dask-processor.ts";

const { python, missing } = findDask(inject("repository"));
const hzz = (await requireData("root/skhep/uproot-HZZ.root")) ?? "";
const module = new URL("./dask-processor.ts", import.meta.url);
const skipped = hzz === "" || (missing !== undefined && !inject("ci"));

const title = `DaskExecutor (${missing ?? needsReference})`;

describe.skipIf(skipped)(title, { timeout: 120_000 }, () => {
  let cluster: Cluster;
  let folder = "";
  let expected: Uint8Array;
  /** One bridge for all runs, but for those that end it. */
  let kept: DaskExecutor;

  const common = { treeName: "events", chunkSize: 250 };
  const settings = { scale: 0.7 };
  const filesetOf = (fault?: Fault): Fileset => ({
    one: [hzz],
    two: { files: [hzz], metadata: { ...fault } },
  });
  const once = (fault: Fault["fault"]): Fileset => filesetOf({ fault, once: join(folder, fault) });
  const executor = (options: Partial<DaskOptions>): DaskExecutor =>
    new DaskExecutor({
      address: cluster.address,
      python,
      module,
      settings,
      timeout: 60,
      ...options,
    });
  const go = async (fileset: Fileset, options: RunOptions) => {
    const processor = new DaskProcessor(settings);
    const { out, report } = await runWithReport(fileset, processor, { ...common, ...options });
    return { bytes: accumulatorToBytes(out), report };
  };
  const failure = (fileset: Fileset, options: RunOptions): Promise<Error> =>
    go(fileset, options).then(
      () => expect.fail("it did not fail"),
      (error: Error) => error,
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hepwasm-dask-files-"));
    const starting = Cluster.start(python).then((started) => {
      cluster = started;
    });
    const bytes = await readFile(hzz);
    // In the basket of MET_px.
    bytes.fill(0x55, 184_000, 184_040);
    await writeFile(join(folder, "corrupt.root"), bytes);
    expected = (await go(filesetOf(), {})).bytes;
    await starting;
    // What runs out of memory is to do so soon.
    kept = executor({ keep: true, nodeArgs: ["--max-old-space-size=60"] });
  });

  afterAll(async () => {
    await kept?.close();
    const left = cluster?.children();
    await cluster?.end();
    await rm(folder, { recursive: true, force: true });
    expect(left ?? []).toEqual([]);
  });

  it("gives the bits of the iterative executor, and the same report", async () => {
    const iterative = (await go(filesetOf(), {})).report;
    const seen: number[] = [];
    const onProgress: RunOptions["onProgress"] = ({ done }) => seen.push(done);
    const { bytes, report } = await go(filesetOf(), { executor: kept, onProgress });
    expect(bytes).toEqual(expected);
    expect(report.plan).toEqual(iterative.plan);
    expect(report.entries).toBe(iterative.entries);
    expect(report.columns).toEqual(iterative.columns);
    const indices = (chunks: typeof report.chunks) => chunks.map(({ index }) => index);
    expect(indices(report.chunks)).toEqual(indices(iterative.chunks));
    expect(report.bytesRead).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(report.plan.items.length);
  });

  it("has the workers count many files, to the same plan", async () => {
    const files = Array.from({ length: 10 }, (_, i) => join(folder, `many-${i}.root`));
    for (const file of files) await symlink(hzz, file);
    const many: Fileset = { one: files.slice(0, 4), two: files.slice(4) };
    const aligned = { chunkSize: 1000, alignClusters: true };
    const [ours, theirs] = [
      await go(many, { ...aligned, executor: kept }),
      await go(many, aligned),
    ];
    expect(ours.report.plan).toEqual(theirs.report.plan);
    expect(ours.bytes).toEqual(theirs.bytes);

    const stepped = { treeName: "events", stepSize: 1000, alignClusters: true };
    const asked: string[] = [];
    const watched = new Proxy(kept, {
      get(target, name) {
        asked.push(String(name));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    expect(await preprocess(many, { ...stepped, executor: watched })).toEqual(
      await preprocess(many, stepped),
    );
    expect(asked).toContain("counter");
    const unnamed = executor({});
    await expect(preprocess(many, { ...stepped, executor: unnamed })).rejects.toThrow(
      'told the export of its module: { export: "Muons" }',
    );

    const gone: Fileset = { ...many, gone: [join(folder, "not-there.root")] };
    const [bad, told] = [await failure(gone, { executor: kept }), await failure(gone, {})];
    expect([bad.name, bad.message]).toEqual([told.name, told.message]);
    const skip = { skipBadFiles: true };
    const [left, right] = [await go(gone, { ...skip, executor: kept }), await go(gone, skip)];
    expect(left.report.plan).toEqual(right.report.plan);
    expect(left.bytes).toEqual(right.bytes);
  });

  it("sends a kept cluster the processor of each run", async () => {
    const other = await run(filesetOf(), new OtherDaskProcessor(), { ...common, executor: kept });
    expect(other).toBe(2 * 2421);
    expect((await go(filesetOf(), { executor: kept })).bytes).toEqual(expected);
  });

  it("gives the same bits when a Node child is killed, and when a worker is", async () => {
    const child = await go(once("kill child"), { executor: kept });
    expect(child.bytes).toEqual(expected);
    expect(child.report.files.map(({ retries }) => retries)).toEqual([0, 1]);
    for (const fault of ["kill worker", "end worker"] as const) {
      const worker = await go(once(fault), { executor: kept });
      expect(worker.bytes).toEqual(expected);
      // The one that is started in its place is sent the processor as well.
      if (fault === "kill worker") await expect.poll(() => cluster.workers()).toBe(2);
    }
  });

  it("passes on what a processor throws, with its stack", async () => {
    const error = await failure(filesetOf({ fault: "throw" }), { executor: kept });
    expect(error.name).toBe("ChunkError");
    expect(error.message).toMatch(
      /process failed for dataset "two", .*HZZ.root, tree "events", entries \d+ to \d+: RangeError: as the metadata say/,
    );
    expect((error.cause as Error).stack).toMatch(/fail .*dask-processor.ts[\s\S]*ChunkWorker/);
  });

  it("says that a processor ran out of memory", async () => {
    const error = await failure(filesetOf({ fault: "memory" }), { executor: kept });
    expect(error.message).toMatch(/entries \d+ to \d+: .*ran out of memory.*heap/);
  });

  it("takes missing and corrupt files as the iterative executor does", async () => {
    // Counted before, so that only workers open them.
    const told = (name: string) => ({
      files: { [join(folder, name)]: { object_path: "events", num_entries: 2421 } },
    });
    const gone = await failure({ one: told("gone.root") }, { executor: kept });
    expect(gone.message).toMatch(/open failed for dataset "one", .*gone.root.*no such file/);
    expect((gone.cause as Error).stack).toMatch(/\.js:\d+/);

    const corrupt: Fileset = { ...filesetOf(), bad: told("corrupt.root"), gone: told("gone.root") };
    const alone: Fileset = { bad: told("corrupt.root") };
    const retries = 0;
    const [ours, theirs] = [
      await failure(alone, { executor: kept, retries }),
      await failure(alone, { retries }),
    ];
    expect(ours.message.replace(/entries.*?:/, "")).toBe(theirs.message.replace(/entries.*?:/, ""));

    const skip = { skipBadFiles: true, retries };
    const [left, right] = [await go(corrupt, { ...skip, executor: kept }), await go(corrupt, skip)];
    expect(left.bytes).toEqual(right.bytes);
    const status = ({ files }: typeof left.report) =>
      files.map((file) => [file.filename, file.status, file.failed, file.entriesDone, file.error]);
    expect(status(left.report)).toEqual(status(right.report));
    expect(left.report.files.map((file) => file.status)).toEqual(["done", "done", "bad", "bad"]);
  });

  it("goes on from a checkpoint", async () => {
    const checkpoint = join(folder, "checkpoint");
    const fault = { fault: "throw", after: checkpoint } as const;
    await failure(filesetOf(fault), { executor: kept, checkpoint });
    const { bytes, report } = await go(filesetOf(), { executor: kept, checkpoint });
    expect(bytes).toEqual(expected);
    const restored = report.chunks.filter((chunk) => chunk.restored).length;
    expect(restored).toBeGreaterThan(0);
    expect(restored).toBeLessThan(report.chunks.length);
  });

  it("says what is missing: Python, an export, a way to send it, Node, a scheduler", async () => {
    const message = async (options: Partial<DaskOptions>): Promise<string> =>
      (await failure(filesetOf(), { executor: executor(options) })).message;
    expect(await message({ python: "/nowhere/python" })).toContain(
      'there is no Python "/nowhere/python"',
    );
    expect(await message({ export: "DaskProcesor" })).toContain('did you mean "DaskProcessor"');
    expect(await message({ settings: new Date(0) })).toContain("settings: objects of class Date");
    expect(await message({ node: "nodejs-99" })).toContain("cannot start nodejs-99");
    const chatty = join(folder, "chatty");
    await writeFile(chatty, "#!/bin/sh\necho hello\nexec cat\n", { mode: 0o755 });
    expect(await message({ node: chatty })).toContain(`what ${chatty} writes`);
    const older = '{ value: { ...process.versions, node: "18.1.0" } }';
    const pretend = `data:text/javascript,Object.defineProperty(process, "versions", ${older})`;
    expect(await message({ nodeArgs: ["--import", pretend] })).toMatch(
      /^the worker on .* has Node 18\.1\.0, and 20\.19 or newer is needed there$/,
    );
    const nobody = { address: "tcp://127.0.0.1:9", timeout: 1 };
    expect(await message(nobody)).toContain("no Dask scheduler answers at tcp://127.0.0.1:9");
    expect(() => new DaskExecutor({ module })).toThrow("one of { address }, { local }");
  });

  it("stops within a second, and leaves nothing running, also when the driver is killed", async () => {
    const gone = async (): Promise<number[]> => {
      for (let tries = 0; tries < 400 && cluster.children().length > 0; tries++) await sleep(50);
      return cluster.children();
    };
    const begun = async (name: string): Promise<void> => {
      for (let tries = 0; tries < 2500 && !existsSync(join(folder, name)); tries++) await sleep(20);
      expect(cluster.children().length).toBeGreaterThan(0);
    };
    const stop = new AbortController();
    const running = failure(once("busy"), { executor: kept, signal: stop.signal });
    await begun("busy");
    stop.abort(new Error("enough"));
    expect((await running).message).toBe("enough");
    expect(await gone()).toEqual([]);

    const mark = "HEPWASM_TEST_ABORT";
    process.env[mark] = "1";
    // A bridge that is killed tells nobody: the scheduler sees that it is gone.
    const endless = filesetOf({ fault: "busy", once: join(folder, "bridge") });
    const losing = failure(endless, { executor: executor({}) });
    await begun("bridge");
    for (const bridge of marked(`${mark}=1`)) process.kill(bridge, "SIGKILL");
    expect((await losing).message).toBe("the bridge to Dask ended (SIGKILL)");
    expect(await gone()).toEqual([]);

    // Also in the middle of the start of a cluster, whose processes the bridge does not know yet.
    /** ms from the signal until nothing is left, given when so many processes were there. */
    const stopped = async (processes: number): Promise<number> => {
      const early = new AbortController();
      const local = { address: undefined, local: 2 };
      // It would be busy for ever, however fast the cluster starts.
      const busy = filesetOf({ fault: "busy" });
      const starting = failure(busy, { executor: executor(local), signal: early.signal });
      while (marked(`${mark}=1`).length < processes) await sleep(5);
      const held = new Set(marked(`${mark}=1`).flatMap(sharedBy));
      early.abort(new Error("not now"));
      const start = performance.now();
      expect((await starting).message).toBe("not now");
      while (marked(`${mark}=1`).length > 0) await sleep(5);
      const ms = performance.now() - start;
      expect(sharedMemory().filter((file) => held.has(file))).toEqual([]);
      return ms;
    };
    for (const processes of [0, 1, 2, 4]) {
      let ms = await stopped(processes);
      // A busy machine may be in the way at times.
      for (let again = 0; again < 2 && ms >= 1000; again++) ms = await stopped(processes);
      expect(ms).toBeLessThan(1000);
    }
    delete process.env[mark];

    const fileset = filesetOf({ fault: "busy", once: join(folder, "driver") });
    const options = {
      address: cluster.address,
      python,
      module: module.href,
      export: "DaskProcessor",
    };
    const driver = `
      import { DaskExecutor, run } from "hepwasm/process";
      const executor = new DaskExecutor(${JSON.stringify(options)});
      await run(${JSON.stringify(fileset)}, { process() {} }, { ...${JSON.stringify(common)}, executor });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", driver], {
      cwd: inject("repository"),
      stdio: "ignore",
    });
    await begun("driver");
    child.kill("SIGKILL");
    expect(await gone()).toEqual([]);
  });
});
