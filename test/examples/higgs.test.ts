import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { higgs } from "../../examples/higgs/program.ts";
import catalogue from "../../examples/higgs/samples.json" with { type: "json" };
import { sumsOfStacks } from "./stacks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const real = join(
  resolve(root, process.env.HEPWASM_TEST_DATA ?? "../shared/data"),
  "root/atlas4lep",
);
const folder = mkdtempSync(join(tmpdir(), "higgs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Summary {
  data: { files: { file: string; read: number; selected: number }[]; histogram: number[] };
  expected: Record<string, { yield: number; histogram: number[] }>;
  fit: {
    parameters: Record<string, [value: number, error: number]>;
    twiceNll: number;
    gof: number;
    significance: { observed: number; expected: number };
  };
  figures: string[];
}

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The program in this process, which saves what starting one takes. */
async function inProcess(...args: string[]): Promise<Run> {
  const lines: Record<"out" | "err", string[]> = { out: [], err: [] };
  const { out, err } = lines;
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const status = await higgs(args, output);
  return { status, stdout: out.join("\n"), stderr: err.join("\n") };
}

/** As `npm run higgs` does after its set-up: from its own process. */
function started(...args: string[]): Run {
  const command = ["node_modules/tsx/dist/cli.mjs", "examples/higgs/main.ts", ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
}

async function run(
  name: string,
  program: (...args: string[]) => Run | Promise<Run>,
  ...args: string[]
) {
  const out = join(folder, name);
  const { status, stdout, stderr } = await program("--out", out, ...args);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const summary: Summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  return { summary, stdout };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const published = { "Background Z, tt": 112.13, "Background ZZ*": 174.61 } as Record<
  string,
  number
>;
published["Signal (m_H = 125 GeV)"] = 9.61;

describe("npm run higgs on the bundled sample", () => {
  let summary: Summary;
  let table: string;
  beforeAll(async () => {
    ({ summary, stdout: table } = await run("bundled", started));
  });

  it("counts the pseudo-data of each period before and after the selection", () => {
    expect(summary.data.files).toEqual([
      { file: "data_A.4lep.root", read: 40, selected: 27 },
      { file: "data_B.4lep.root", read: 123, selected: 83 },
      { file: "data_C.4lep.root", read: 180, selected: 122 },
      { file: "data_D.4lep.root", read: 278, selected: 163 },
    ]);
    expect(summary.data.histogram).toHaveLength(34);
  });

  it("gives each sample its published yield to 1e-6", () => {
    expect(Object.keys(summary.expected)).toEqual(Object.keys(catalogue.samples));
    for (const [name, sample] of Object.entries(catalogue.samples)) {
      const found = summary.expected[name]!;
      expect(Math.abs(found.yield / sample.yield - 1), name).toBeLessThan(1e-6);
      expect(found.histogram).toHaveLength(34);
    }
  });

  it("gives each stack its published sum in 80-250 GeV within 3 sigma of the sample", async () => {
    const stacks = await sumsOfStacks();
    expect(Object.keys(stacks)).toEqual(Object.keys(published));
    for (const [name, { value, variance }] of Object.entries(stacks)) {
      expect(Math.abs(value - published[name]!), name).toBeLessThan(3 * Math.sqrt(variance));
      const members = Object.entries(catalogue.samples).filter(([, { stack }]) => stack === name);
      const inside = members.map(([member]) => sum(summary.expected[member]!.histogram));
      expect(sum(inside)).toBeCloseTo(value, 9);
    }
  });

  it("writes the figures it names, and says in them that this is a toy simulation", () => {
    expect(summary.figures).toEqual(["fig3.svg", "fig3.png", "fig4.svg", "fig4.png"]);
    for (const name of ["fig3", "fig4"]) {
      const svg = readFileSync(join(folder, `bundled/${name}.svg`), "utf8");
      expect(svg).toContain("<svg");
      expect(svg.toLowerCase()).toContain("toy simulation");
      const png = readFileSync(join(folder, `bundled/${name}.png`));
      expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    }
  });

  it("fits the expectation to the data", () => {
    const { parameters, gof, significance } = summary.fit;
    const [signal, error] = parameters.Signal_norm!;
    // Pseudo-data are drawn with a signal of 1.
    expect(Math.abs(signal - 1)).toBeLessThan(2 * error);
    expect(Object.keys(parameters)).toContain("m4l_variation");
    expect(parameters["staterror_Signal_region[33]"]).toHaveLength(2);
    expect(gof).toBeGreaterThan(0.01);
    expect(significance.observed).toBeGreaterThan(0);
  });

  it("prints what it counted and wrote", () => {
    expect(table).toMatch(/data_D\.4lep\.root +278 +163/);
    expect(table).toMatch(/Background ZZ\* +264\.85/);
    expect(table).toContain(join(folder, "bundled", "fig3.png"));
  });
});

describe("npm run higgs on URLs", () => {
  it("reads what it needs by range requests", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const bytes = readFileSync(join(root, "examples/higgs/sample", basename(request.url!)));
      const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
      asked.push(`${request.method} ${request.headers.range ?? "all"}`);
      if (from === undefined) {
        response.writeHead(200, { "accept-ranges": "bytes", "content-length": bytes.length });
        return response.end(request.method === "HEAD" ? undefined : bytes);
      }
      const last = Math.min(to === "" ? Infinity : Number(to), bytes.length - 1);
      response.writeHead(206, {
        "content-range": `bytes ${from}-${last}/${bytes.length}`,
        "content-length": last + 1 - Number(from),
      });
      return response.end(bytes.subarray(Number(from), last + 1));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    try {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/data/data_A.4lep.root`;
      const { summary } = await run("url", inProcess, "--data", url);
      const { data } = summary;
      expect(data.files).toEqual([{ file: "data_A.4lep.root", read: 40, selected: 27 }]);
      expect(asked.some((request) => /bytes=/.test(request))).toBe(true);
    } finally {
      server.close();
    }
  });
});

describe.skipIf(!existsSync(real))(`npm run higgs on the real data (${real})`, () => {
  const histogram = [
    6, 28, 39, 8, 3, 6, 7, 8, 24, 12, 10, 8, 9, 11, 7, 6, 11, 6, 7, 5, 15, 16, 8, 15, 11, 12, 10, 9,
    6, 13, 8, 8, 10, 9,
  ];
  const counts = (summary: Summary) => summary.data.files.map(({ selected }) => selected);

  it("finds the published counts and spectrum", async () => {
    const { summary } = await run("real", inProcess, "--data", real);
    expect(summary.data.files.map(({ read }) => read)).toEqual([39, 156, 237, 400]);
    expect(counts(summary)).toEqual([27, 86, 146, 247]);
    expect(summary.data.histogram).toEqual(histogram);
    expect(sum(summary.data.histogram)).toBe(371);
    const svg = readFileSync(join(folder, "real/fig3.svg"), "utf8");
    expect(svg.toLowerCase()).toContain("toy simulation");
  });

  const digitised = join(real, "../../hzz/m4l_templates_digitised.json");
  it.skipIf(!existsSync(digitised))("fits templates that are given as pyhf does", async () => {
    const { summary } = await run("templates", inProcess, "--data", real, "--templates", digitised);
    // Converged values of pyhf 0.7.6 with iminuit on the same inputs, to a thousandth of the errors.
    const expected = {
      Signal_norm: [1.84924, 0.77377],
      ZZ_norm: [1.52574, 0.1246],
      Ztt_norm: [0.77434, 0.17592],
    };
    expect(Object.keys(summary.fit.parameters).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, [value, error]] of Object.entries(expected)) {
      const [found, width] = summary.fit.parameters[name]!;
      expect(Math.abs(found - value!), name).toBeLessThan(1e-3 * error!);
      expect(Math.abs(width - error!), name).toBeLessThan(1e-3 * error!);
    }
    expect(summary.fit.twiceNll).toBeCloseTo(167.516204, 5);
  });

  it("takes single files in the order given, and prints the summary alone with --json", async () => {
    const files = ["data_D", "data_A"].map((name) => join(real, `${name}.4lep.root`));
    const { summary, stdout } = await run("files", inProcess, "--data", ...files, "--json");
    expect(counts(summary)).toEqual([247, 27]);
    expect(JSON.parse(stdout)).toEqual(summary);
  });

  it("finds one event more with sums over the first four leptons, at the same spectrum", async () => {
    const { summary } = await run("first-four", inProcess, "--data", real, "--first-four");
    expect(counts(summary)).toEqual([27, 86, 146, 248]);
    expect(summary.data.histogram).toEqual(histogram);
  });
});

describe("npm run higgs with bad input", () => {
  const check = (failed: Run, status: number, words: RegExp) => {
    expect(failed.stderr).toMatch(words);
    expect(failed.stderr.trim().split("\n")).toHaveLength(1);
    expect(failed.stdout).toBe("");
    expect(failed.status).toBe(status);
  };
  const fails = async (status: number, words: RegExp, ...args: string[]) =>
    check(await inProcess("--out", join(folder, "bad"), ...args), status, words);

  it("names a missing file or directory", async () => {
    await fails(2, /nowhere: no such file or directory/, "--data", join(folder, "nowhere"));
  });

  it("says when a directory holds no ROOT files of data", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await fails(2, /empty: no ROOT files of data in this directory; it is empty/, "--data", empty);
    writeFileSync(join(empty, "notes.txt"), "none here");
    await fails(2, /it holds notes\.txt/, "--data", empty);
  });

  it("names a file that is no ROOT file", async () => {
    const file = join(folder, "not.root");
    writeFileSync(file, "no root file at all, whatever its name says".repeat(20));
    await fails(1, /^higgs: .*not\.root/, "--data", file);
  });

  it("refuses templates that are none", async () => {
    await fails(
      2,
      /--templates .*nowhere\.json: no such file/,
      "--templates",
      join(folder, "nowhere.json"),
    );
    const file = join(folder, "templates.json");
    writeFileSync(file, '{"bin_edges": [0, 1], "Z_tt": [1, 2]}');
    await fails(2, /bin_edges and "Z_tt" are no histogram/, "--templates", file);
    writeFileSync(file, '{"bin_edges": [0, 1], "Z_tt": [1], "ZZ": [1], "signal": [1]}');
    await fails(
      1,
      /SamplePath: template "Signal_region_Signal" has other bins than/,
      "--templates",
      file,
    );
  });

  it("refuses an unknown option and a stray argument", async () => {
    await fails(2, /Unknown option '--dta'/, "--dta", real);
    check(started("somewhere"), 2, /unexpected argument somewhere/);
  });

  it("explains itself with --help", async () => {
    const { status, stdout } = await inProcess("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--first-four");
    expect(stdout).toContain("Examples:");
  });
});
