import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredBranch } from "../../src/root/branch.ts";
import { openRoot, recreateRoot } from "../../src/root/index.ts";
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

describe("hepwasm", () => {
  it("shows its version and its help", async () => {
    expect(await hepwasm(["--version"])).toEqual({ status: 0, out: "1.2.3\n", err: "" });
    for (const argv of [["--help"], ["-h"], ["help"]]) {
      const { status, out, err } = await hepwasm(argv);
      expect([status, err]).toEqual([0, ""]);
      for (const word of ["ls FILE", "show FILE:TREE", "run [PROCESSOR]", "Examples:"]) {
        expect(out).toContain(word);
      }
    }
  });

  it.each(["ls", "show", "run"])("teaches %s with examples", async (name) => {
    for (const argv of [
      [name, "--help"],
      [name, "-h"],
      ["help", name],
    ]) {
      const { status, out } = await hepwasm(argv);
      expect(status).toBe(0);
      expect(out).toContain(`Usage: hepwasm ${name} `);
      expect(out.match(new RegExp(`^ {2}hepwasm ${name} `, "gm"))?.length).toBeGreaterThan(1);
      expect(out).toContain("--json");
    }
  });

  it.each([
    [[], "Usage: hepwasm COMMAND"],
    [["lss"], 'hepwasm: no command "lss"; did you mean "ls"?'],
    [["histogram"], 'no command "histogram"; hepwasm --help lists them'],
    [["--verison"], 'no option "--verison"; did you mean "--version"?'],
    [["--json", "ls"], 'no option "--json" before the command: its options follow it'],
    [["help", "shwo"], 'did you mean "show"?'],
    [["ls"], "hepwasm: FILE is missing (usage: hepwasm ls FILE [options]"],
    [["ls", "a.root", "b.root"], 'unexpected "b.root"'],
    [["ls", "a.root", "--jsn"], 'no option "--jsn" in hepwasm ls; did you mean "--json"?'],
    [["ls", "a.root", "--json=yes"], "--json takes no value"],
    [["show", "a.root:t", "--columns"], "--columns needs a value: --columns A,B"],
    [["show", "a.root:t", "--columns", "--json"], "--columns needs a value"],
    [["show", "a.root:"], "not FILE or FILE:TREE"],
    [["run", "p.js", "f.json", "--chunk-size", "1e"], "--chunk-size is a whole number"],
  ])("exits with 2 when %j makes no sense", async (argv, message) => {
    const { status, out, err } = await hepwasm(argv);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(message);
    if (argv.length > 0) expect(err).toMatch(/^hepwasm: [^\n]+\n$/);
  });

  it.each([
    [["ls", "missing.root"], "hepwasm: missing.root: no such file"],
    [["ls", tmpdir()], "is a directory"],
    [["ls", "root://eos.cern.ch:1094//a.root"], "XRootD"],
    [["show", "missing.root:t"], "missing.root: no such file"],
    [["run", "missing.js", "f.json"], "f.json: no such file"],
  ])("exits with 1 and one line when %j cannot be done", async (argv, message) => {
    const { status, out, err } = await hepwasm(argv);
    expect(status).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(message);
    expect(err).toMatch(/^hepwasm: [^\n]+\n$/);
  });

  it("says so when a file is no ROOT file", async () => {
    const { status, err } = await hepwasm(["ls", file("text.root", "not a ROOT file at all")]);
    expect(status).toBe(1);
    expect(err).toMatch(/^hepwasm: [^\n]*text\.root[^\n]+\n$/);
  });
});

const dataA = await requireData("root/atlas4lep/data_A.4lep.root");

describe.skipIf(dataA === undefined)(`hepwasm ls (${needsReference})`, () => {
  it("lists trees with their branches", async () => {
    const { status, out, err } = await hepwasm(["ls", dataA as string]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("mini;1: 39 entries, 81 branches\n");
    expect(out).toMatch(/^ {2}lep_pt +std::vector<float> .* zlib +1$/m);
    expect(out).toMatch(/^ {2}runNumber +int32_t /m);
  });

  it("lists chosen branches of one tree as JSON", async () => {
    const argv = ["ls", `${dataA}:mini`, "--columns", "lep_p*,runNumber", "--json"];
    const listed = JSON.parse((await hepwasm(argv)).out);
    expect(listed.trees).toHaveLength(1);
    const [tree] = listed.trees;
    expect([tree.key, tree.entries]).toEqual(["mini;1", 39]);
    expect(tree.branches.map((b: { name: string }) => b.name)).toEqual([
      "runNumber",
      "lep_pt",
      "lep_phi",
      "lep_ptcone30",
      "lep_pt_syst",
    ]);
    expect(tree.branches[1]).toMatchObject({ type: "std::vector<float>", codec: "zlib" });
  });

  it("suggests the nearest tree and branch", async () => {
    expect((await hepwasm(["ls", `${dataA}:minni`])).err).toContain('did you mean "mini"?');
    const wrong = await hepwasm(["ls", `${dataA}:mini`, "--columns", "lep_ptt"]);
    expect(wrong.status).toBe(1);
    expect(wrong.err).toContain('did you mean "lep_pt"?');
  });
});

describe("hepwasm show of a damaged tree", () => {
  it("tells which column it leaves out, and stops where that one is asked for", async () => {
    const bytes = readFileSync("test/data/root/numbers-none.root");
    await using sound = await openRoot(new Uint8Array(bytes));
    const { raw } = (await sound.tree("tree")).branch("list_int32") as StoredBranch;
    // What its key says of the length of the record.
    bytes.writeInt32BE(1, Number(raw.fBasketSeek[0]));
    const path = join(folder, "damaged.root");
    writeFileSync(path, bytes);
    const { status, out, err } = await hepwasm(["show", `${path}:tree`]);
    expect([status, err.split("\n").length]).toEqual([0, 2]);
    expect(err).toMatch(/^left out: .*damaged\.root:tree;1:list_int32:0/);
    expect(out).toMatch(/^entry .*\bint32\b/);
    expect(out).not.toMatch(/\blist_int32\b/);
    const asked = await hepwasm(["show", `${path}:tree`, "--columns", "int32,list_int32"]);
    expect([asked.status, asked.out]).toEqual([1, ""]);
  });
});

const objects = "test/data/root/objects.root";

describe("hepwasm ls of objects", () => {
  it("lists keys with class and title", async () => {
    const { status, out } = await hepwasm(["ls", objects]);
    expect(status).toBe(0);
    expect(out).toMatch(/^ {2}key +class +title$/m);
    expect(out).toMatch(/^ {2}dir\/sub\/h3w;1 +TH3D\b/m);
    const { keys } = JSON.parse((await hepwasm(["ls", objects, "--json"])).out);
    expect(keys.find(({ key }: { key: string }) => key === "profile;1")).toMatchObject({
      class: "TProfile",
      name: "profile",
    });
  });
});

describe("hepwasm show of objects", () => {
  it("draws histograms and profiles", async () => {
    const { status, out } = await hepwasm(["show", `${objects}:h1;1`]);
    expect(status).toBe(0);
    expect(out).toMatch(/^h1;1 \(TH1D\)/);
    expect(out).toMatch(/^500 entries, double storage, sum /m);
    expect(out.match(/^\[.*\) .*\|/gm)?.length).toBe(7);
    expect((await hepwasm(["show", `${objects}:profile_w`])).out).toContain("weightedMean storage");
  });

  it("prints texts, directories and the arrays of a histogram as JSON", async () => {
    expect((await hepwasm(["show", `${objects}:text`])).out).toContain("dépêche: 300 ×");
    expect((await hepwasm(["show", `${objects}:dir/sub`])).out).toContain("  dir/sub/h3w;1\n");
    const json = JSON.parse((await hepwasm(["show", `${objects}:labelled`, "--json"])).out);
    expect(json).toMatchObject({ path: "labelled;1", class: "TH1D", kind: "histogram" });
    expect(json.axes[0].labels).toEqual(["one", "two", "drei", "vier"]);
    expect(json.values).toHaveLength(6);
  });

  it("refuses options that are for trees, and suggests the nearest key", async () => {
    const entries = await hepwasm(["show", `${objects}:h1`, "--entries", "0:2"]);
    expect([entries.status, entries.err]).toEqual([
      2,
      "hepwasm: --entries is for trees; h1;2 is a TH1D\n",
    ]);
    const wrong = await hepwasm(["show", `${objects}:profil`]);
    expect(wrong.status).toBe(1);
    expect(wrong.err).toContain('did you mean "profile"?');
  });
});

describe("hepwasm show of many entries", () => {
  it("goes on when the reader has taken what was written, so that it is not all kept", async () => {
    const path = join(folder, "many.root");
    const many = await recreateRoot(path, { sync: false });
    await many.set("t", { x: Int32Array.from({ length: 25_000 }, (_, i) => i) }, { as: "TTree" });
    await many.close();
    const lines: number[] = [];
    const drained = async (run: Run): Promise<void> => {
      lines.push(run.out.split("\n").length - 1);
    };
    const { out } = await hepwasm(["show", path, "--entries", ":", "--json"], { drained });
    expect(lines).toEqual([10_000, 20_000, 25_000]);
    expect(out.endsWith('{"x":24999}\n')).toBe(true);
  });
});

describe("hepwasm show with expressions", () => {
  const numbers = `${process.cwd()}/test/data/root/numbers-none.root:tree`;

  it("selects entries and computes columns", async () => {
    const { status, out, err } = await hepwasm([
      ...["show", numbers, "--cut", "int8 > 0 && half < 40", "--columns", "int8,half"],
      ...["--alias", "half=int8 / 2", "--alias", "unused = half + 1"],
    ]);
    expect([status, err]).toEqual([0, ""]);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toBe("entry  int8  half");
    expect(lines).toHaveLength(11);
    for (const line of lines.slice(1)) {
      const [, value, half] = line.trim().split(/ +/).map(Number);
      expect(value).toBeGreaterThan(0);
      expect(half).toBe(value / 2);
    }
  });

  it("looks at the entries that are named, with their own numbers", async () => {
    const argv = ["show", numbers, "--cut", "Entry$ % 20 == 7", "--columns", "int8", "--entries"];
    const { out } = await hepwasm([...argv, "30:100"]);
    expect(out.match(/^ +\d+/gm)?.map(Number)).toEqual([47, 67, 87]);
    const json = await hepwasm([...argv, ":", "--json"]);
    expect(json.out.trimEnd().split("\n")).toHaveLength(5);
  });

  it("marks the place of a mistake", async () => {
    const { status, err } = await hepwasm(["show", numbers, "--cut", "int8 > (3"]);
    expect(status).not.toBe(0);
    expect(err).toBe("hepwasm: expected ) of (, found the end\n  int8 > (3\n           ^\n");
    const list = await hepwasm(["show", numbers, "--cut", "list_int32 > 3"]);
    expect(list.err).toMatch(
      /^hepwasm: the cut\n {2}list_int32 > 3\n {2}\^{14}\ngives a list for each entry: reduce it/,
    );
    const alias = await hepwasm(["show", numbers, "--alias", "3"]);
    expect(alias.err).toContain("--alias takes NAME=EXPRESSION");
    const unknown = await hepwasm(["show", numbers, "--cut", "int7 > 3"]);
    expect(unknown.err).toContain('did you mean "int8"?\n  int7 > 3\n  ^^^^\n');
  });
});

describe.skipIf(dataA === undefined)(`hepwasm show (${needsReference})`, () => {
  const first = "lep_n,lep_pt,lep_charge";

  it("prints entries as a table", async () => {
    const { status, out } = await hepwasm([
      ...["show", `${dataA}:mini`, "--columns", first, "--entries", "0:2"],
    ]);
    expect(status).toBe(0);
    expect(out).toBe(
      [
        "entry  lep_n  lep_pt                                lep_charge",
        "    0      4  [49138.3, 43451.6, 43018.3, 27352.2]  [1, -1, 1, 1]",
        "    1      4  [175559, 138847, 106697, 79776.7]     [-1, 1, -1, 1]",
        "",
      ].join("\n"),
    );
  });

  it("prints one column a line where the terminal is narrow", async () => {
    const argv = ["show", dataA as string, "--entries", ":3"];
    const { out } = await hepwasm(argv, { width: 60 });
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(82);
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines[0]).toMatch(/^entry +0 +1 +2/);
  });

  it("prints exact JSON, one entry a line, counted from the end as well", async () => {
    const argv = ["show", `${dataA}:mini`, "--columns", "lep_pt,eventNumber", "--entries", "-2:"];
    const lines = (await hepwasm([...argv, "--json"])).out
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(lines).toHaveLength(2);
    expect(lines[1].lep_pt).toEqual([72991.671875, 12985.4384765625, 8965.87890625, 7453.31640625]);
    expect(Number.isInteger(lines[1].eventNumber)).toBe(true);
  });

  it("prints nothing but the head for an empty range", async () => {
    const argv = ["show", `${dataA}:mini`, "--columns", "lep_n", "--entries"];
    expect((await hepwasm([...argv, "100:200"])).out).toBe("entry  lep_n\n");
    expect((await hepwasm([...argv, "100:200", "--json"])).out).toBe("");
  });

  it.each([
    [["--columns", "lep_ptt"], 1, 'did you mean "lep_pt"?'],
    [["--entries", "x"], 2, '"x" is no entry range'],
    [["--entries", "39"], 2, "there is no entry 39: the tree has 39"],
  ])("refuses %j", async (options, status, message) => {
    const run = await hepwasm(["show", `${dataA}:mini`, ...options]);
    expect(run.status).toBe(status);
    expect(run.err).toContain(message);
  });
});
