import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsReference, requireData } from "../data.ts";

import { hepwasm, type Run } from "./command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hepwasm-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const dataA = await requireData("root/atlas4lep/data_A.4lep.root");
const zmumu = await requireData("root/skhep/uproot-Zmumu.root");

describe.skipIf(dataA === undefined)(`hepwasm run (${needsReference})`, () => {
  const count = "process: (events) => ({ [events.metadata.dataset]: { n: events.length } })";
  const fileset = () => file("fileset.json", JSON.stringify({ A: [dataA] }));

  it("runs the default export and prints the result", async () => {
    const processor = file("count.mjs", `export default { ${count} };`);
    const { status, out, err } = await hepwasm(["run", processor, fileset(), "--tree", "mini"]);
    expect(status).toBe(0);
    expect(out).toBe("A:\n  n: 39\n");
    const lines = err.trimEnd().split("\n");
    expect(JSON.parse(lines[lines.length - 2]).progress).toMatchObject({ done: 1, total: 1 });
    expect(lines.at(-1)).toContain("39 events in 1 chunks of 1 files, 0 columns");
  });

  it("runs a class, by name, in chunks, and writes JSON", async () => {
    const processor = file(
      "class.mjs",
      `export class Count { ${count.replace(": (events) =>", "(events) { return")} } }; export const other = 3;`,
    );
    const result = join(folder, "result.json");
    const argv = ["run", `${processor}#Count`, fileset(), "--tree", "mini", "--quiet"];
    const { status, out, err } = await hepwasm([...argv, "--chunk-size", "10", "--out", result]);
    expect([status, out, err]).toEqual([0, "", ""]);
    expect(JSON.parse(readFileSync(result, "utf8"))).toEqual({ A: { n: 39 } });
    expect((await hepwasm([...argv, "--json", "--max-chunks", "1"])).out).toBe('{"A":{"n":39}}\n');
    // Without a default export, the only processor of the module is meant.
    argv[1] = processor;
    expect((await hepwasm([...argv, "--json"])).out).toBe('{"A":{"n":39}}\n');
  });

  it.each([
    ["export const a = 1;", "", 'no export "default"'],
    [
      "export class Zed { process() {} } export class Zee { process() {} }",
      "#Zet",
      'did you mean "Zed"?',
    ],
    ["export default 3;", "", "neither an object with process(events) nor a class"],
    ["export default {", "", "cannot be loaded: "],
    ["throw new Error('at import');", "", "cannot be loaded: Error: at import"],
    ["export default { process() { throw new TypeError('bad cut'); } }", "", "TypeError: bad cut"],
    ["export default { process: async () => 1 }", "", "is to be synchronous"],
  ])("exits with 1 for the module %j", async (text, name, message) => {
    const processor = file(`bad-${Math.abs(hash(text))}.mjs`, text);
    const run = await hepwasm(["run", processor + name, fileset(), "--tree", "mini", "--quiet"]);
    expect(run.status).toBe(1);
    expect(run.err).toContain(message);
    expect(run.err).toMatch(/^hepwasm: [^\n]+\n$/);
  });

  it("says what is wrong with a fileset", async () => {
    const processor = file("count.mjs", `export default { ${count} };`);
    const run = (text: string, ...more: string[]) =>
      hepwasm(["run", processor, file("bad.json", text), "--quiet", ...more]);
    expect((await run("{")).err).toContain("bad.json is not JSON");
    expect((await run('{"A":"a.root"}', "--tree", "t")).err).toContain("neither a list of files");
    const untold = await run('{"A":["a.root"]}');
    expect(untold.status).toBe(2);
    expect(untold.err).toContain("pass --tree NAME");
    const missing = await run('{"A":["a.root"]}', "--tree", "t");
    expect(missing.status).toBe(1);
    expect(missing.err).toContain('dataset "A", a.root, tree "t": a.root: no such file');
  });

  it("has the options of an executor, of faults and of a checkpoint", async () => {
    const text = `export default { ${count} };`;
    const argv = ["run", file("count.mjs", text), fileset(), "--tree", "mini", "--json"];
    const run = (...more: string[]) => hepwasm([...argv, ...more]);
    const folder = join(tmpdir(), `hepwasm-checkpoint-${process.pid}`);
    const report = file("report.json", "");
    for (const restored of [undefined, true]) {
      const done = await run("--checkpoint", folder, "--chunk-size", "20", "--report", report);
      expect(done.out).toBe('{"A":{"n":39}}\n');
      const { chunks, files } = JSON.parse(readFileSync(report, "utf8"));
      expect(chunks.map((chunk: { restored?: boolean }) => chunk.restored)).toEqual([
        restored,
        restored,
      ]);
      expect(files).toMatchObject([{ status: "done", entriesDone: 39, chunks: 2 }]);
    }
    rmSync(folder, { recursive: true });
    argv[2] = file("bad.json", JSON.stringify({ A: [dataA, "gone.root"] }));
    expect((await run("--quiet", "--retries", "0")).status).toBe(1);
    const skipping = await run("--skip-bad-files", "--cache", join(folder, "files.json"));
    expect(skipping.out).toBe('{"A":{"n":39}}\n');
    expect(skipping.err).toContain("\n  left out: gone.root: open failed");
    const cached = JSON.parse(readFileSync(join(folder, "files.json"), "utf8"));
    expect(Object.values(cached.files)).toMatchObject([{ entries: 39, size: expect.any(Number) }]);
    rmSync(folder, { recursive: true });
    expect((await run("--executor", "worker")).err).toContain('did you mean "workers"?');
    expect((await run("--workers", "2")).err).toContain("goes with --executor workers");
    expect((await run("--schema", "NanoAD")).err).toContain('did you mean "NanoAOD"?');
    expect((await run("--help")).out).toContain("NanoAODv5, PFNanoAOD, ScoutingNanoAOD\n");
    expect((await run("--executor", "dask", "--local", "2")).err).toContain("it is --workers here");
    expect((await run("--retries", "x")).err).toContain(
      "--retries is a whole number of at least 0",
    );
  });

  it("refuses a processor that imports another copy of hepwasm", async () => {
    const other = join(folder, "project", "node_modules", "hepwasm");
    mkdirSync(other, { recursive: true });
    file("project/node_modules/hepwasm/wasm.js", "export {};");
    const manifest = { name: "hepwasm", type: "module", exports: { "./wasm": "./wasm.js" } };
    file("project/node_modules/hepwasm/package.json", JSON.stringify(manifest));
    const processor = file("project/count.mjs", `export default { ${count} };`);
    const run = await hepwasm(["run", processor, fileset(), "--tree", "mini"]);
    expect(run.status).toBe(1);
    expect(run.err).toMatch(/imports the hepwasm of .*project.*, and this is another copy/);
  });

  it("stops when it is interrupted", async () => {
    const processor = file("count.mjs", `export default { ${count} };`);
    const signal = AbortSignal.abort(new Error("interrupted"));
    const argv = ["run", processor, fileset(), "--tree", "mini", "--quiet"];
    const run = await hepwasm(argv, { signal });
    expect([run.status, run.err]).toEqual([130, "hepwasm: interrupted\n"]);
  });
});

describe.skipIf(zmumu === undefined)(`the process (${needsReference})`, () => {
  const start = (argv: string[]) => {
    return spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...argv]);
  };
  const finish = (child: ReturnType<typeof start>): Promise<Run> => {
    const run: Run = { status: -1, out: "", err: "" };
    child.stdout.on("data", (data) => {
      run.out += data;
    });
    child.stderr.on("data", (data) => {
      run.err += data;
    });
    return new Promise((resolve) => {
      child.on("close", (status) => resolve({ ...run, status: status ?? -1 }));
    });
  };

  it("writes all of a long output to a pipe", async () => {
    const run = await finish(start(["show", `${zmumu}:events`, "--entries", ":", "--json"]));
    expect(run.err).toBe("");
    expect(run.status).toBe(0);
    expect(run.out.trimEnd().split("\n")).toHaveLength(2304);
  });

  it.runIf(process.platform === "linux")(
    "says that a file takes no more of its output",
    async () => {
      const path = file("out.json", "");
      // So many blocks of it, as of a disk that fills up.
      const shell = `ulimit -f 8; exec "$0" "$@" > '${path}'`;
      const argv = ["--import", "tsx", "src/cli/main.ts", "show", `${zmumu}:events`, "--json"];
      const run = await finish(
        spawn("sh", ["-c", shell, process.execPath, ...argv, "--entries", ":"]),
      );
      expect(run).toMatchObject({ status: 1, out: "" });
      expect(run.err).toMatch(/^hepwasm: the output cannot be written: EFBIG: [^\n]*\n$/);
    },
  );

  it("is quiet when the pipe is closed early", async () => {
    const child = start(["show", `${zmumu}:events`, "--entries", ":", "--json"]);
    child.stdout.once("data", () => child.stdout.destroy());
    const run = await finish(child);
    expect(run.err).toBe("");
    expect(run.status).toBe(0);
  });

  it("stops in order at Ctrl-C", async () => {
    const slow = "const end = Date.now() + 20; while (Date.now() < end); return 1;";
    const processor = file("slow.mjs", `export default { process() { ${slow} } }`);
    const fileset = file(
      "z.json",
      JSON.stringify({ Z: { files: { [zmumu as string]: "events" } } }),
    );
    // Of half a minute: it is not over before the signal comes, however late that is.
    const child = start(["run", processor, fileset, "--chunk-size", "2"]);
    child.stderr.once("data", () => child.kill("SIGINT"));
    const run = await finish(child);
    expect(run.status).toBe(130);
    expect(run.err).toMatch(/\nhepwasm: interrupted\n$/);
    expect(run.out).toBe("");
  });

  it.skipIf(!existsSync("/dev/full"))("says so where its output finds no room", async () => {
    const child = spawn("sh", ["-c", `"${process.execPath}" dist/cli/main.js --help > /dev/full`]);
    const run = await finish(child);
    expect(run.status).toBe(1);
    expect(run.err).toMatch(/^hepwasm: the output cannot be written: ENOSPC[^\n]*\n$/);
  });

  it("goes on after it was killed, with the same bits, in threads too", async () => {
    // What is to be killed does it itself, in a chunk: who watches it may come too late.
    const text = `import { readdirSync } from "node:fs";
      import { Hist } from "hepwasm";
      const kept = process.env.HEPWASM_TEST_KILL;
      const chunks = () => readdirSync(kept).filter((name) => name.endsWith(".chunk")).length;
      export default {
        process(events) {
          if (kept && events.metadata.entryStart > 1000) {
            while (chunks() < 5) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
            process.kill(process.pid, "SIGKILL");
          }
          const h = Hist.new.reg(30, 0, 150, { name: "m" }).weight();
          h.fill({ m: events.M }, { weight: events.M });
          return h;
        },
      };`;
    const path = join(import.meta.dirname, `../../build/killed-${process.pid}.mjs`);
    writeFileSync(path, text);
    const files = { [zmumu as string]: "events" };
    const filesets = file("k.json", JSON.stringify({ Z: { files } }));
    const argv = ["dist/cli/main.js", "run", path, filesets, "--chunk-size", "50", "--json"];
    const dist = (killed: string, ...more: string[]) =>
      spawn(process.execPath, [...argv, ...more], {
        env: { ...process.env, HEPWASM_TEST_KILL: killed },
      });
    try {
      const whole = await finish(dist(""));
      expect(whole.err).toMatch(/2304 events in 46 chunks/);
      for (const how of [[], ["--executor", "workers"]]) {
        const kept = mkdtempSync(join(tmpdir(), "hepwasm-kept-"));
        const chunks = () => readdirSync(kept).filter((name) => name.endsWith(".chunk")).length;
        const { status } = await finish(dist(kept, "--checkpoint", kept, ...how));
        expect(status).toBe(-1);
        const before = chunks();
        expect(before).toBeGreaterThan(4);
        expect(before).toBeLessThan(46);
        const again = await finish(dist("", "--checkpoint", kept, ...how));
        expect(again.out).toBe(whole.out);
        rmSync(kept, { recursive: true });
      }
    } finally {
      rmSync(path);
    }
  });

  it("reports a stray rejection of a processor in one line", async () => {
    const processor = file(
      "stray.mjs",
      "export default { process() { Promise.reject(new Error('lost')); return 1; } }",
    );
    const fileset = file(
      "z.json",
      JSON.stringify({ Z: { files: { [zmumu as string]: "events" } } }),
    );
    const run = await finish(start(["run", processor, fileset, "--quiet"]));
    expect(run.status).toBe(1);
    expect(run.err).toBe("hepwasm: lost\n");
  });
});

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + character.charCodeAt(0)) | 0;
  return value;
}
