import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsReference, requireData } from "../data.ts";
import { hepwasm, type Run } from "./command.ts";

const hzz = await requireData("root/skhep/uproot-HZZ.root");

describe.skipIf(hzz === undefined)(`hepwasm plan, run --items, merge (${needsReference})`, () => {
  let folder: string;
  let processor: string;
  let fileset: string;
  const at = (name: string): string => join(folder, name);
  const file = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const done = async (...argv: string[]): Promise<Run> => {
    const run = await hepwasm(argv);
    expect(run.err).not.toContain("hepwasm:");
    expect(run.status).toBe(0);
    return run;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hepwasm-batch-"));
    // Sums whose last bits depend on their order.
    processor = file(
      "sums.mjs",
      `export class Sums {
        process(events) {
          const sum = events.MET_px.toList().reduce((all, met) => all + met / 3, 0);
          return { n: events.length, sum, at: [events.metadata.entryStart] };
        }
        postprocess(out) { return { ...out, mean: out.sum / out.n }; }
      }`,
    );
    fileset = file("fileset.json", JSON.stringify({ one: [hzz], two: [hzz] }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("give what one run gives, to the bit, however it is cut", async () => {
    const how = ["--tree", "events", "--chunk-size", "200"];
    const whole = await done("run", processor, fileset, ...how, "--json", "--quiet");
    const planned = await done(
      "plan",
      processor,
      fileset,
      ...how,
      "--parts",
      "5",
      "-o",
      at("parts"),
    );
    expect(planned.out).toContain("24 chunks in 5 parts");
    const parts = [3, 0, 4, 2, 1];
    for (const i of parts) {
      const items = at(`parts/${i}.json`);
      await done("run", "--items", items, "-o", at(`parts/${i}.bin`), "--quiet");
    }
    const results = parts.map((i) => at(`parts/${i}.bin`));
    const { out, err } = await done("merge", ...results, "--json");
    expect(out).toBe(whole.out);
    expect(err).toBe("4842 events in 24 chunks of 5 parts\n");
    await done("merge", ...results, "-o", at("sum.json"), "--processor", `${processor}#Sums`);
    expect(readFileSync(at("sum.json"), "utf8")).toBe(whole.out);

    const incomplete = await hepwasm(["merge", ...results.slice(0, 4)]);
    expect(incomplete.err).toMatch(/hepwasm: \d of 24 chunks are in none of the parts \(\d+, /);
    const twice = await hepwasm(["merge", ...results, results[0]]);
    expect(twice.err).toMatch(/0?3.bin: chunk \d+ is in more than one of these results/);
  });

  it("leave out bad files where the plan says so", async () => {
    const bad = file(
      "bad.json",
      JSON.stringify({
        one: [hzz],
        gone: {
          files: {
            "/gone.root": {
              object_path: "events",
              num_entries: 10,
            },
          },
        },
      }),
    );
    const how = ["--tree", "events", "--skip-bad-files", "--retries", "0"];
    await done("plan", processor, bad, ...how, "-o", at("bad"));
    for (const i of [0, 1]) {
      const { err } = await done("run", "--items", at(`bad/${i}.json`), "-o", at(`bad/${i}.bin`));
      expect(err.includes("left out: open failed")).toBe(i === 1);
    }
    const { out } = await done("merge", at("bad/0.bin"), at("bad/1.bin"), "--json");
    expect(JSON.parse(out)).toMatchObject({ n: 2421 });
  });

  it.each([
    [["run"], "PROCESSOR is missing (usage: hepwasm run [PROCESSOR] [FILESET] [options]"],
    [["run", "p.js"], "FILESET is missing"],
    [["run", "--items", "x.json"], "--items needs --out PART.bin"],
    [
      ["run", "--items", "x.json", "-o", "x", "--tree", "t"],
      '--tree does not go with --items: "hepwasm plan"',
    ],
    [["run", "--items", "/nowhere.json", "-o", "x"], "/nowhere.json: no such file"],
    [["merge"], "PART.bin... is missing"],
    [["merge", import.meta.filename], "these bytes are not a part of a result of hepwasm"],
    [["run", "-o"], "-o needs a value: -o FILE"],
  ])("say what is wrong with %j", async (argv, message) => {
    const { status, err } = await hepwasm(argv);
    expect(status).not.toBe(0);
    expect(err).toContain(message);
  });
});
